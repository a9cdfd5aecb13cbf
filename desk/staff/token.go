package staff

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// tokenSize is 256 bits. What a browser or a link holds is the token; the database
// holds its hash, so that who reads the database cannot come in with it.
const tokenSize = 32

func newToken() string { return base64.RawURLEncoding.EncodeToString(random(tokenSize)) }

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// newID names what is no story: accounts, sessions.
func newID() string { return hex.EncodeToString(random(16)) }
