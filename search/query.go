package search

import (
	"strings"
	"time"
	"unicode"
)

// Query is what a reader asks.
type Query struct {
	Edition string
	// Text is what was typed: words that must be there, "words in this order", and
	// -words that must not.
	Text string
	// Section and Topic are keys, From and To times, To being the first that is too
	// late. Empty ones ask nothing.
	Section, Topic string
	From, To       time.Time
	// Newest wants the newest first; else the most relevant come first.
	Newest bool
	// Page counts from 1.
	Page int
}

// What of a query is heard. The rest is not.
const (
	queryMost = 200 // code points
	termsMost = 16
)

// Clean is the text of a query as it is heard: one line, cut at its limit.
func Clean(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(text, " ") {
		if n++; n > queryMost {
			break
		}
		if unicode.IsControl(r) {
			r = ' '
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// term is one thing that is asked for.
type term struct {
	typed   string
	without bool
	// ways are the sequences of words, any of which will do. There is more than one
	// for a compound, which others write as one word or as several.
	ways [][]Word
}

// parse cuts a query into terms. Nothing is an error.
func parse(l *Language, text string) []term {
	var terms []term
	seen := map[string]bool{}
	for _, c := range chunks(Clean(text)) {
		words := l.Words(c.text)
		if len(words) == 0 {
			continue
		}
		t := term{typed: c.text, without: c.without, ways: waysOf(words)}
		if key := t.key(); !seen[key] && len(terms) < termsMost {
			seen[key] = true
			terms = append(terms, t)
		}
	}
	return terms
}

// waysOf gives the sequences that stand for words: their smallest parts, as a text
// has them whether it binds them or sets them apart, and whole, as one has them that
// writes compounds as one word.
func waysOf(words []Word) [][]Word {
	var whole []Word
	for _, w := range words {
		if !w.Within {
			whole = append(whole, w)
		}
	}
	if len(whole) == len(words) {
		return [][]Word{words}
	}
	return [][]Word{whole, smallest(words)}
}

// smallest leaves out the compounds, whose parts stand there, too.
func smallest(words []Word) (parts []Word) {
	for _, w := range words {
		if !w.Compound {
			parts = append(parts, w)
		}
	}
	return parts
}

// key is equal for terms that ask the same.
func (t term) key() string {
	var b strings.Builder
	if t.without {
		b.WriteByte('-')
	}
	for _, w := range t.ways[0] {
		b.WriteString(w.Root + " ")
	}
	return b.String()
}

// chunk is a piece of a query between spaces, or between quotation marks.
type chunk struct {
	text    string
	without bool
}

// chunks cuts a query. Quotation marks of any kind open and close, one that is not
// closed goes on to the end; a minus before a word or a mark turns it round. Marks
// of direction, which keyboards and pasted text bring along, count as spaces.
func chunks(text string) (out []chunk) {
	var c chunk
	var b strings.Builder
	quoted := false
	end := func() {
		if c.text = b.String(); c.text != "" {
			out = append(out, c)
		}
		b.Reset()
		c = chunk{}
	}
	for _, r := range text {
		switch {
		case isQuote(r):
			if quoted || b.Len() > 0 {
				end()
			}
			quoted = !quoted
		case quoted:
			b.WriteRune(r)
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) && r != zwnj && r != zwj:
			end()
		case b.Len() == 0 && (r == '-' || r == '−' || r == '–'):
			c.without = true
		default:
			b.WriteRune(r)
		}
	}
	end()
	return out
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '＂':
		return true
	}
	return false
}
