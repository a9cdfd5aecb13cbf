package proof

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
)

// List is a leaf's piece list as it stands in an exported tree: one line of
// JSON, ended by a newline, in exactly this spelling (members in this order, no
// white space between them):
//
//	{"leaf":18231,"entry":"stet/1\nact publish\n…","pieces":[PIECE,…]}
//
// "entry" is the leaf's text; it stands only in a page's own pieces.json, which
// so is complete without the log. "pieces" is missing for a leaf that made no
// revision (key, erase). A PIECE is
//
//	{"type":"headline","salt":"IVt5…==","text":"Bridge to reopen"}
//
// with the 16-byte salt in standard base64, or, for an erased piece, the hash
// it had:
//
//	{"type":"body 3 paragraph","hash":"nL9h…="}
//
// Strings are UTF-8; only the quotation mark (\"), the backslash (\\), the
// newline (\n) and other characters below U+0020 (\u00xx, lower case) are
// escaped. So a list has one spelling, and any JSON reader can read it.
type List struct {
	Leaf   int64
	Entry  string // empty in a bundle
	Pieces []record.Piece
}

// MaxList is the most bytes a line may have: a stored list whose every byte
// had to be escaped.
const MaxList = 6*record.MaxBlob + 4096

// ErrBadList says that a line is no piece list in canonical spelling.
var ErrBadList = errors.New("not a piece list line")

// Append writes the line at the end of b. It fails when a text is not UTF-8.
func (l List) Append(b []byte) ([]byte, error) {
	b = append(b, `{"leaf":`...)
	b = strconv.AppendInt(b, l.Leaf, 10)
	if l.Entry != "" {
		b = append(b, `,"entry":`...)
		b = appendString(b, l.Entry)
	}
	if l.Pieces != nil {
		b = append(b, `,"pieces":[`...)
		for i, p := range l.Pieces {
			if i > 0 {
				b = append(b, ',')
			}
			if !utf8.ValidString(p.Type) || !utf8.ValidString(p.Text) {
				return nil, fmt.Errorf("%w: leaf %d: piece %d is not UTF-8", ErrBadList, l.Leaf, i)
			}
			b = appendPiece(b, p)
		}
		b = append(b, ']')
	}
	return append(b, "}\n"...), nil
}

func appendPiece(b []byte, p record.Piece) []byte {
	b = append(b, `{"type":`...)
	b = appendString(b, p.Type)
	if p.Erased {
		b = append(b, `,"hash":"`...)
		b = base64.StdEncoding.AppendEncode(b, p.Kept[:])
		return append(b, `"}`...)
	}
	b = append(b, `,"salt":"`...)
	b = base64.StdEncoding.AppendEncode(b, p.Salt[:])
	b = append(b, `","text":`...)
	b = appendString(b, p.Text)
	return append(b, '}')
}

func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"', c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c < 0x20:
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// ParseList reads one line that Append wrote, with its newline, and nothing
// else. The texts are parts of line.
func ParseList(line string) (List, error) {
	if len(line) > MaxList || !utf8.ValidString(line) {
		return List{}, fmt.Errorf("%w: too long or not UTF-8", ErrBadList)
	}
	r := listReader{rest: line}
	l := r.list()
	if r.bad || r.rest != "" {
		return List{}, fmt.Errorf("%w: wrong at byte %d", ErrBadList, len(line)-len(r.rest))
	}
	return l, nil
}

// listReader walks a line; once anything is wrong it stays bad. It reads the
// one spelling rather than JSON, because of a hundred thousand stories' lists
// it must read gigabytes.
type listReader struct {
	rest string
	bad  bool
}

func (r *listReader) list() List {
	l := List{}
	r.want(`{"leaf":`)
	l.Leaf = r.number()
	if r.try(`,"entry":`) {
		l.Entry = r.string()
		r.bad = r.bad || l.Entry == ""
	}
	if r.try(`,"pieces":[`) {
		l.Pieces = make([]record.Piece, 0, min(64, len(r.rest)/40))
		for !r.bad && !r.try(`]`) {
			if len(l.Pieces) > 0 {
				r.want(`,`)
			}
			l.Pieces = append(l.Pieces, r.piece())
			r.bad = r.bad || len(l.Pieces) > record.MaxPieces
		}
	}
	r.want("}\n")
	return l
}

func (r *listReader) piece() (p record.Piece) {
	r.want(`{"type":`)
	p.Type = r.string()
	if r.try(`,"hash":"`) {
		p.Erased = true
		r.base64(p.Kept[:])
		r.want(`"}`)
		return p
	}
	r.want(`,"salt":"`)
	r.base64(p.Salt[:])
	r.want(`","text":`)
	p.Text = r.string()
	r.want(`}`)
	return p
}

func (r *listReader) try(s string) bool {
	if r.bad || !strings.HasPrefix(r.rest, s) {
		return false
	}
	r.rest = r.rest[len(s):]
	return true
}

func (r *listReader) want(s string) {
	if !r.try(s) {
		r.bad = true
	}
}

func (r *listReader) number() int64 {
	n := 0
	for n < len(r.rest) && r.rest[n] >= '0' && r.rest[n] <= '9' {
		n++
	}
	v, err := strconv.ParseInt(r.rest[:n], 10, 64)
	r.bad = r.bad || err != nil || (n > 1 && r.rest[0] == '0')
	r.rest = r.rest[n:]
	return v
}

var strictBase64 = base64.StdEncoding.Strict()

// base64 fills dst, whose length says how many characters there must be.
func (r *listReader) base64(dst []byte) {
	n := base64.StdEncoding.EncodedLen(len(dst))
	if r.bad || len(r.rest) < n {
		r.bad = true
		return
	}
	var buf [tlog.HashSize + 4]byte
	got, err := strictBase64.Decode(buf[:], []byte(r.rest[:n]))
	if err != nil || got != len(dst) {
		r.bad = true
		return
	}
	copy(dst, buf[:])
	r.rest = r.rest[n:]
}

// string reads a string; one without escapes is a part of the line.
func (r *listReader) string() string {
	r.want(`"`)
	for i := 0; i < len(r.rest); i++ {
		switch c := r.rest[i]; {
		case c == '"':
			s := r.rest[:i]
			r.rest = r.rest[i+1:]
			return s
		case c == '\\':
			return r.escaped(i)
		case c < 0x20:
			r.bad = true
			return ""
		}
	}
	r.bad = true
	return ""
}

// escaped reads on from the first escape, at byte i.
func (r *listReader) escaped(i int) string {
	b := append(make([]byte, 0, i+256), r.rest[:i]...)
	for s := r.rest; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			r.rest = s[i+1:]
			return string(b)
		case c < 0x20:
			r.bad = true
			return ""
		case c != '\\':
			b = append(b, c)
		default:
			c, n := unescape(s[i:])
			if n == 0 {
				r.bad = true
				return ""
			}
			b = append(b, c)
			i += n - 1
		}
	}
	r.bad = true
	return ""
}

// unescape reads one escape and tells its length; 0 for one we do not write.
func unescape(s string) (c byte, n int) {
	switch {
	case strings.HasPrefix(s, `\"`), strings.HasPrefix(s, `\\`):
		return s[1], 2
	case strings.HasPrefix(s, `\n`):
		return '\n', 2
	case strings.HasPrefix(s, `\u00`) && len(s) >= 6:
		v, err := strconv.ParseUint(s[4:6], 16, 8)
		if err == nil && v < 0x20 && v != '\n' && s[4:6] == strings.ToLower(s[4:6]) {
			return byte(v), 6
		}
	}
	return 0, 0
}
