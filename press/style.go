package press

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html/template"
)

// sheet is the style sheet as it stands in every page. A file of its own would
// cost a page its second round trip; within the page it costs some bytes more,
// and the first paint waits for nothing else.
type sheet struct {
	text template.CSS
	name string // as Page.Style
}

var errStyleEnd = errors.New("the style sheet holds </style, which would end it")

// newSheet makes a style sheet ready for pages. Nothing but its own hash allows
// it there, so no other style, slipped in from wherever, takes effect.
func newSheet(css []byte) (sheet, error) {
	if bytes.Contains(bytes.ToLower(css), []byte("</style")) {
		return sheet{}, errStyleEnd
	}
	text := minify(css)
	sum := sha256.Sum256(text)
	return sheet{template.CSS(text), "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}, nil
}

// minify takes out of a style sheet what browsers do not read: comments, and
// white space where it parts nothing. It knows strings, escapes and comments and
// no more of the language, so that it cannot be wrong about the rest: it leaves a
// blank beside everything that may need one, as + and ( do.
func minify(css []byte) []byte {
	m := minifier{out: make([]byte, 0, len(css))}
	for i := 0; i < len(css); {
		end := i + 1
		switch c := css[i]; {
		case c == '"' || c == '\'':
			end = stringEnd(css, i)
			m.verbatim(css[i:end])
		case c == '\\':
			end = min(i+2, len(css))
			m.verbatim(css[i:end])
		case c == '/' && i+1 < len(css) && css[i+1] == '*':
			end = commentEnd(css, i)
			m.blank()
		case isBlank(c):
			m.blank()
		default:
			m.letter(c)
		}
		i = end
	}
	m.trim(" ")
	return m.out
}

type minifier struct {
	out   []byte
	fixed int // what is before it stays as it is
}

func (m *minifier) verbatim(b []byte) {
	m.out = append(m.out, b...)
	m.fixed = len(m.out)
}

func (m *minifier) trim(letters string) {
	m.out = append(m.out[:m.fixed], bytes.TrimRight(m.out[m.fixed:], letters)...)
}

// blank adds a blank unless what stands there needs none behind it.
func (m *minifier) blank() {
	n := len(m.out)
	if n == 0 || n > m.fixed && bytes.IndexByte([]byte("{}:;,> "), m.out[n-1]) >= 0 {
		return
	}
	m.out = append(m.out, ' ')
}

func (m *minifier) letter(c byte) {
	switch c {
	case '}':
		m.trim("; ")
	case '{', ';', ',', '>':
		m.trim(" ")
	}
	m.out = append(m.out, c)
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// stringEnd is where the string that begins at i is over.
func stringEnd(css []byte, i int) int {
	for n := i + 1; n < len(css); n++ {
		switch css[n] {
		case '\\':
			n++
		case css[i]:
			return n + 1
		}
	}
	return len(css)
}

func commentEnd(css []byte, i int) int {
	if end := bytes.Index(css[i+2:], []byte("*/")); end >= 0 {
		return i + 2 + end + 2
	}
	return len(css)
}
