package staff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
	"stet.news/internal/gate"
)

// Cost is what one hash of a password takes.
type Cost struct {
	Memory uint32 // KiB
	Passes uint32
}

// usualCost is one of those that OWASP's cheat sheet on storing passwords names as
// the least for argon2id. More would buy little for passwords of 15 characters that
// no list holds, and would cost a small host its memory.
var usualCost = Cost{Memory: 12 << 10, Passes: 3}

const (
	saltSize = 16
	hashSize = 32

	// hashesAtOnce bounds memory, hashesWaiting and hashWait the queue: a flood of
	// sign-ins is turned away instead of being collected.
	hashesAtOnce  = 2
	hashesWaiting = 32
	hashWait      = 3 * time.Second
)

// ErrBusy says that more passwords are being checked than the machine should.
var ErrBusy = errors.New("too many sign-ins at once; try again in a moment")

// hasher hashes passwords, few at a time.
type hasher struct {
	cost   Cost
	places *gate.Gate
	// nobody is a hash that no password has. What is not there is compared with
	// it, so that it takes as long as what is.
	nobody string
}

func newHasher(c Cost) *hasher {
	h := &hasher{cost: c, places: gate.New(hashesAtOnce, hashesWaiting, hashWait)}
	h.nobody = c.encode(random(saltSize), random(hashSize))
	return h
}

// hash gives the text that is stored of a password, in the PHC's form.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	salt := random(saltSize)
	return h.cost.encode(salt, h.cost.key(password, salt)), nil
}

// compare tells whether a password is the one of a stored text. No text, "", is
// never right, and takes as long. The caller has entered.
func (h *hasher) compare(stored, password string) (bool, error) {
	known := stored != ""
	if !known {
		stored = h.nobody
	}
	cost, salt, want, err := decode(stored)
	if err != nil {
		return false, err
	}
	same := subtle.ConstantTimeCompare(cost.key(password, salt), want) == 1
	return same && known, nil
}

// enter waits for a place, not for long.
func (h *hasher) enter(ctx context.Context) (leave func(), err error) {
	leave, ok := h.places.Enter(ctx)
	if !ok {
		return nil, ErrBusy
	}
	return leave, nil
}

// key does the work. NFC, because the same letters come in two forms from two
// keyboards (RFC 8265, 4.2).
func (c Cost) key(password string, salt []byte) []byte {
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, c.Passes, c.Memory, 1, hashSize)
}

var base64Text = base64.RawStdEncoding

func (c Cost) encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, c.Memory, c.Passes, base64Text.EncodeToString(salt), base64Text.EncodeToString(key))
}

func decode(stored string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return c, nil, nil, errors.New("a stored password is not in the form $argon2id$…")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &c.Memory, &c.Passes); err != nil {
		return c, nil, nil, fmt.Errorf("the cost of a stored password, %q: %w", parts[3], err)
	}
	salt, saltErr := base64Text.DecodeString(parts[4])
	key, keyErr := base64Text.DecodeString(parts[5])
	return c, salt, key, errors.Join(saltErr, keyErr)
}

// random gives so many bytes that nobody can guess. The reader cannot fail: Go
// ends the process before it would.
func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}
