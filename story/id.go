package story

import (
	"crypto/rand"
	"encoding/base32"
	"errors"
)

// ID names a story through its whole life: 128 random bits that never change,
// whatever happens to headline, slug or section. The zero ID names no story.
type ID [16]byte

// idText is lower-case base32 without padding, so an ID can stand in an
// address, a file name and a spoken sentence: 26 letters and digits.
var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ErrBadID says that a text is not a story's ID.
var ErrBadID = errors.New("not a story id (26 letters a-z and digits 2-7)")

// NewID draws a fresh ID from the system's random source.
func NewID() ID {
	var id ID
	rand.Read(id[:]) // never fails since Go 1.24
	return id
}

// ParseID reads the 26-character form that String writes, and only that form:
// one ID has one spelling.
func ParseID(s string) (ID, error) {
	var id ID
	b, err := idText.DecodeString(s)
	if err != nil || len(b) != len(id) {
		return ID{}, ErrBadID
	}
	copy(id[:], b)
	if id.String() != s {
		return ID{}, ErrBadID
	}
	return id, nil
}

// String is the ID's one spelling; the zero ID is the empty string.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	return idText.EncodeToString(id[:])
}

// IsZero reports whether id names no story.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText and UnmarshalText give the ID its spelling in JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote; the empty text is the zero ID.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID{}
		return nil
	}
	got, err := ParseID(string(b))
	if err != nil {
		return err
	}
	*id = got
	return nil
}
