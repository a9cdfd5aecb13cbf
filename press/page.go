package press

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// Page is a printed page: what stands at one address. It is never changed once
// it is in a Store, and its slices may share one piece of memory.
type Page struct {
	// Path is the address on this site, percent-decoded and NFC: "/fa-AF/".
	Path string
	// Status is 200, 301, 404, 410 or 500.
	Status int
	// Type is the media type with its charset.
	Type string
	// Location is the path a 301 leads to, percent-decoded like Path.
	Location string
	// Modified is the time of the newest leaf that the page tells of; zero when
	// it tells of none. It may go back, when the newest story leaves a list:
	// compare it for equality.
	Modified time.Time
	// Style names the page's own style sheet as a content policy allows it:
	// "sha256-" and the hash in base64. It is empty when the page has none.
	Style string
	// MaxAge is how many seconds a cache may keep the page without asking.
	MaxAge int
	// Body is the page; Gzip and Brotli are the same, nil when not smaller.
	Body, Gzip, Brotli []byte
	// Hash is the SHA-256 of Body.
	Hash [32]byte
}

// Size is about what the page takes in memory, in bytes.
func (p *Page) Size() int64 {
	return int64(len(p.Body)+len(p.Gzip)+len(p.Brotli)+len(p.Path)+len(p.Type)+len(p.Location)+len(p.Style)) + 256
}

// same reports whether q says the same as p. The compressed forms follow from
// the body, so they need not be made to know.
func (p *Page) same(q *Page) bool {
	return p.Path == q.Path && p.Status == q.Status && p.Type == q.Type && p.Location == q.Location && p.Style == q.Style &&
		p.Modified.Equal(q.Modified) && p.MaxAge == q.MaxAge && p.Hash == q.Hash
}

// ErrCorrupt says that a page's file is not what was written.
var ErrCorrupt = errors.New("the page's file is damaged")

// A page's file is: the magic line, the SHA-256 of all that follows, then the
// fields in the order of encodePage. Lengths are four bytes, big-endian.
const pageMagic = "stetpg2\n"

const pageHead = len(pageMagic) + sha256.Size

// encodePage writes p as its file.
func encodePage(p *Page) []byte {
	b := make([]byte, pageHead, pageHead+int(p.Size()))
	copy(b, pageMagic)
	b = binary.BigEndian.AppendUint32(b, uint32(p.Status))
	b = binary.BigEndian.AppendUint32(b, uint32(p.MaxAge))
	b = binary.BigEndian.AppendUint64(b, uint64(seconds(p.Modified)))
	b = append(b, p.Hash[:]...)
	for _, field := range [...][]byte{[]byte(p.Path), []byte(p.Type), []byte(p.Location), []byte(p.Style), p.Body, p.Gzip, p.Brotli} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
		b = append(b, field...)
	}
	sum := sha256.Sum256(b[pageHead:])
	copy(b[len(pageMagic):], sum[:])
	return b
}

// seconds is t in Unix time; the zero time is 0.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// decodePage reads what encodePage wrote. The page's slices are parts of b.
func decodePage(b []byte) (*Page, error) {
	if len(b) < pageHead || string(b[:len(pageMagic)]) != pageMagic {
		return nil, fmt.Errorf("%w: it does not begin as a page", ErrCorrupt)
	}
	if sum := sha256.Sum256(b[pageHead:]); !bytes.Equal(sum[:], b[len(pageMagic):pageHead]) {
		return nil, fmt.Errorf("%w: its checksum is wrong", ErrCorrupt)
	}
	r := fields{b: b[pageHead:]}
	p := &Page{Status: int(r.number(4)), MaxAge: int(r.number(4))}
	if t := int64(r.number(8)); t != 0 {
		p.Modified = time.Unix(t, 0).UTC()
	}
	copy(p.Hash[:], r.take(32))
	p.Path, p.Type, p.Location, p.Style = string(r.field()), string(r.field()), string(r.field()), string(r.field())
	p.Body, p.Gzip, p.Brotli = r.field(), orNil(r.field()), orNil(r.field())
	if r.bad || len(r.b) != 0 {
		return nil, fmt.Errorf("%w: its fields do not fill it", ErrCorrupt)
	}
	return p, nil
}

func orNil(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

// fields reads a page's fields; bad is set when there were not enough bytes.
type fields struct {
	b   []byte
	bad bool
}

func (r *fields) take(n int) []byte {
	if r.bad || n > len(r.b) {
		r.bad = true
		return nil
	}
	out := r.b[:n:n]
	r.b = r.b[n:]
	return out
}

func (r *fields) number(size int) (n uint64) {
	for _, c := range r.take(size) {
		n = n<<8 | uint64(c)
	}
	return n
}

func (r *fields) field() []byte { return r.take(int(r.number(4))) }
