package search

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"time"

	"stet.news/story"
)

// entry is a story as the index keeps it: what a list of results shows, and the
// body's text.
type entry struct {
	Path       string        `json:"p"`
	Headline   string        `json:"h"`
	Standfirst string        `json:"s,omitempty"`
	Bylines    []string      `json:"b,omitempty"`
	Section    string        `json:"c,omitempty"`
	Topics     []story.Topic `json:"t,omitempty"`
	Published  int64         `json:"w"` // Unix seconds
	body       string
}

// bodyMost is how many bytes of a story's text are searched: any report, and not
// all of the longest documents.
const bodyMost = 256 << 10

func entryOf(s present) *entry {
	e := &entry{
		Path: s.Path(), Headline: s.Rev.Headline, Standfirst: s.Rev.Standfirst, Section: s.Section,
		Topics: s.Rev.Topics, Published: s.Published.Unix(), body: story.PlainText(s.Rev.Body),
	}
	if s.Rev.Dateline != "" {
		e.body = s.Rev.Dateline + "\n\n" + e.body
	}
	if len(e.body) > bodyMost {
		e.body = strings.ToValidUTF8(e.body[:bodyMost], "")
	}
	for _, b := range s.Rev.Bylines {
		e.Bylines = append(e.Bylines, b.Name)
	}
	return e
}

func (e *entry) encode() ([]byte, error) { return json.Marshal(e) }

func decodeEntry(head []byte) (*entry, error) {
	e := &entry{}
	return e, json.Unmarshal(head, e)
}

func (e *entry) published() time.Time { return time.Unix(e.Published, 0).UTC() }

// headText is what the column head has words of.
func (e *entry) headText() string {
	parts := append([]string{e.Headline, e.Standfirst}, e.Bylines...)
	for _, t := range e.Topics {
		parts = append(parts, t.Name)
	}
	return strings.Join(parts, "\n")
}

// prefix stands before all words of an edition in the index, two letters, so that
// no search looks at what other editions have.
type prefix string

func makePrefix(edition int64) prefix {
	const letters = 'z' - 'a' + 1
	return prefix([]byte{byte('a' + edition/letters%letters), byte('a' + edition%letters)})
}

// list writes the roots of a text's words as the index takes them: in their order,
// so that phrases are found, and the compounds behind, so that they are in nobody's
// way.
func (p prefix) list(l *Language, text string) string {
	var list, compounds strings.Builder
	for _, w := range l.Words(text) {
		to := &list
		if w.Compound {
			to = &compounds
		}
		to.WriteString(string(p))
		to.WriteString(w.Root)
		to.WriteByte(' ')
	}
	return list.String() + compounds.String()
}

// What the column facet has: a token that all stories of the edition have, one of
// the section, one of each topic.
func (p prefix) all() string               { return string(p) + "e" }
func (p prefix) section(key string) string { return string(p) + "s" + shortHash(key) }
func (p prefix) topic(key string) string   { return string(p) + "t" + shortHash(key) }

func (p prefix) facets(e *entry) string {
	tokens := []string{p.all()}
	if e.Section != "" {
		tokens = append(tokens, p.section(e.Section))
	}
	for _, t := range e.Topics {
		if t.Key != "" {
			tokens = append(tokens, p.topic(t.Key))
		}
	}
	return strings.Join(tokens, " ")
}

// shortHash makes a key of any letters one token.
func shortHash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// squeezer compresses texts, with one writer for all.
type squeezer struct{ w *flate.Writer }

func (s *squeezer) squeeze(text string) []byte {
	var b bytes.Buffer
	if s.w == nil {
		s.w, _ = flate.NewWriter(nil, flate.DefaultCompression)
	}
	s.w.Reset(&b)
	io.WriteString(s.w, text)
	s.w.Close()
	return b.Bytes()
}

// expander takes compressed texts apart, with one reader for all.
type expander struct{ r io.ReadCloser }

// expand gives the beginning of a text, at most so many bytes.
func (x *expander) expand(packed []byte, most int) (string, error) {
	if x.r == nil {
		x.r = flate.NewReader(nil)
	}
	if err := x.r.(flate.Resetter).Reset(bytes.NewReader(packed), nil); err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(x.r, int64(most)))
	return strings.ToValidUTF8(string(b), ""), err
}
