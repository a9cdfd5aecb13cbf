package record

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// SaltSize is the length of a piece's salt in bytes.
const SaltSize = 16

// Piece is the smallest part of a revision that can be proved or erased.
type Piece struct {
	// Type says what the piece is and where it stands: "headline",
	// "body 3 paragraph". ASCII, see docs/record-format.md.
	Type string
	// Text is the words, and below them, a line each, what marks them.
	Text string
	// Salt is random for every piece of every revision, so that the hash of a
	// short name cannot be guessed.
	Salt [SaltSize]byte
	// Erased is set when text and salt are gone; then only Kept is left of
	// them, and Type, though kept for the layout, is no longer proved.
	Erased bool
	Kept   tlog.Hash
}

// Hash is the RFC 6962 leaf hash of the piece: SHA-256 over the byte 0x00 and
// salt, type and text, each behind its length as four bytes, big-endian. An
// erased piece gives the hash it had.
func (p Piece) Hash() tlog.Hash {
	if p.Erased {
		return p.Kept
	}
	b := make([]byte, 0, 1+3*4+SaltSize+len(p.Type)+len(p.Text))
	b = append(b, 0x00)
	b = appendField(b, p.Salt[:])
	b = appendField(b, p.Type)
	b = appendField(b, p.Text)
	return sha256.Sum256(b)
}

func appendField[T string | []byte](b []byte, field T) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
	return append(b, field...)
}

// Erase gives what is left of a piece once its text and salt are gone.
func (p Piece) Erase() Piece {
	return Piece{Type: p.Type, Erased: true, Kept: p.Hash()}
}

// Root is the RFC 6962 tree head over the pieces' hashes, in order.
func Root(pieces []Piece) tlog.Hash {
	if len(pieces) == 0 {
		return sha256.Sum256(nil)
	}
	level := make([]tlog.Hash, len(pieces))
	for i, p := range pieces {
		level[i] = p.Hash()
	}
	return treeHead(level)
}

// treeHead pairs neighbours level by level; an odd last one moves up as it is,
// which gives the same head as RFC 6962's split at the largest power of two.
// It overwrites level.
func treeHead(level []tlog.Hash) tlog.Hash {
	for len(level) > 1 {
		n := 0
		for i := 0; i+1 < len(level); i += 2 {
			level[n] = tlog.NodeHash(level[i], level[i+1])
			n++
		}
		if len(level)%2 == 1 {
			level[n] = level[len(level)-1]
			n++
		}
		level = level[:n]
	}
	return level[0]
}

// The versions of a stored piece list, its first byte: a list has the least that
// knows the types of all its pieces.
const (
	blobVersion1 = 0x01
	blobVersion2 = 0x02 // knows the pictures of cards
)

func blobVersion(pieces []Piece) byte {
	for _, p := range pieces {
		if ofCardsPicture(p.Type) {
			return blobVersion2
		}
	}
	return blobVersion1
}

// Budgets of one revision, checked when pieces are made and when they are read.
const (
	MaxPieces    = 20_000
	MaxPieceText = 64 << 10
	MaxBlob      = 8 << 20
)

// ErrBadPieces says that stored bytes are no piece list.
var ErrBadPieces = errors.New("not a piece list")

// The two states of a piece in a stored list.
const (
	statePresent = 0x00
	stateErased  = 0x01
)

// EncodePieces writes a piece list as it is kept at rest: the version byte, the
// count, then each piece as its state, type, and either salt and text or the
// kept hash. Lengths and the count are unsigned varints.
func EncodePieces(pieces []Piece) []byte {
	b := []byte{blobVersion(pieces)}
	b = binary.AppendUvarint(b, uint64(len(pieces)))
	for _, p := range pieces {
		if p.Erased {
			b = append(b, stateErased)
			b = appendShort(b, p.Type)
			b = append(b, p.Kept[:]...)
			continue
		}
		b = append(b, statePresent)
		b = appendShort(b, p.Type)
		b = append(b, p.Salt[:]...)
		b = appendShort(b, p.Text)
	}
	return b
}

func appendShort(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// DecodePieces reads what EncodePieces wrote. It never panics and accepts one
// spelling only: encoding again gives the same bytes.
func DecodePieces(blob []byte) ([]Piece, error) {
	if len(blob) > MaxBlob {
		return nil, fmt.Errorf("%w: %d bytes", ErrBadPieces, len(blob))
	}
	r := blobReader{rest: blob}
	version := r.byte()
	if version != blobVersion1 && version != blobVersion2 {
		return nil, fmt.Errorf("%w: version %d", ErrBadPieces, version)
	}
	n := r.uvarint()
	if n > MaxPieces || n > uint64(len(blob)) {
		return nil, fmt.Errorf("%w: %d pieces", ErrBadPieces, n)
	}
	pieces := make([]Piece, 0, n)
	for range n {
		pieces = append(pieces, r.piece())
		if r.bad {
			break
		}
	}
	if r.bad || len(r.rest) > 0 || version != blobVersion(pieces) {
		return nil, ErrBadPieces
	}
	return pieces, nil
}

// blobReader walks a stored list; once anything is wrong it stays bad.
type blobReader struct {
	rest []byte
	bad  bool
}

func (r *blobReader) take(n uint64) []byte {
	if r.bad || n > uint64(len(r.rest)) {
		r.bad = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *blobReader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0xff
}

func (r *blobReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if r.bad || n <= 0 || (n > 1 && v < 1<<(7*(n-1))) { // longer than it need be: a second spelling
		r.bad = true
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *blobReader) short() string { return string(r.take(r.uvarint())) }

func (r *blobReader) piece() Piece {
	var p Piece
	switch r.byte() {
	case statePresent:
		p.Type = r.short()
		copy(p.Salt[:], r.take(SaltSize))
		p.Text = r.short()
	case stateErased:
		p.Erased = true
		p.Type = r.short()
		copy(p.Kept[:], r.take(tlog.HashSize))
	default:
		r.bad = true
	}
	return p
}
