package staff

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"
)

// errSeal says that a sealed value is not ours, not for this use, or too old.
var errSeal = errors.New("the sealed value is not valid any more")

// seal lets a browser keep what belongs to a ceremony that it has begun. It can
// neither be read nor changed there, and a flood of begun ceremonies takes no
// memory here. The key lives as long as the process.
type seal struct{ aead cipher.AEAD }

func newSeal() seal {
	block, err := aes.NewCipher(random(32))
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return seal{aead}
}

// sealed is what is inside.
type sealed[T any] struct {
	Until time.Time
	Value T
}

// close seals a value for one use until a time.
func closeSeal[T any](s seal, use string, until time.Time, value T) (string, error) {
	plain, err := json.Marshal(sealed[T]{until, value})
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, plain, []byte(use))), nil
}

// openSeal gives the value again.
func openSeal[T any](s seal, use string, now time.Time, text string) (value T, err error) {
	var in sealed[T]
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return value, errSeal
	}
	plain, err := s.aead.Open(nil, nil, b, []byte(use))
	if err != nil {
		return value, errSeal
	}
	if err := json.Unmarshal(plain, &in); err != nil || now.After(in.Until) {
		return value, errSeal
	}
	return in.Value, nil
}
