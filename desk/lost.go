package desk

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stet.news/record"
	"stet.news/story"
)

// Lost is what an erasure takes out of a story.
type Lost struct {
	// Words are all texts that go, whole sentences among them.
	Words []string
	// Pictures are those that go, by the SHA-256 of their bytes.
	Pictures map[string]bool
}

// NewLost gives what goes with some pieces and the words that were asked for.
func NewLost(words string, pieces []record.Piece) Lost {
	l := Lost{Pictures: map[string]bool{}}
	all := []string{story.Line(words)}
	for _, p := range pieces {
		if hash := p.PictureHash(); hash != "" {
			l.Pictures[hash] = true
		}
		all = append(all, strings.TrimSpace(p.Words()))
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	l.Words = slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
	return l
}

// part is a stretch of a text, in bytes.
type part struct {
	from, to    int
	lost, first bool // first: what is lost begins here
}

// cut gives the parts of the stretch from start to end of a text in which gone
// is lost.
func cut(start, end int, gone []part) (parts []part) {
	at := start
	for _, g := range gone {
		from, to := max(g.from, start), min(g.to, end)
		if from >= to {
			continue
		}
		if at < from {
			parts = append(parts, part{from: at, to: from})
		}
		parts = append(parts, part{from: from, to: to, lost: true, first: g.from >= start})
		at = to
	}
	if at < end {
		parts = append(parts, part{from: at, to: end})
	}
	return parts
}

// find gives where a text holds what is lost, in order and without overlap. A
// match inside a longer word is none: a name is not in another.
func (l Lost) find(text string) (found []part) {
	for _, words := range l.Words {
		for at := 0; ; {
			i := strings.Index(text[at:], words)
			if i < 0 {
				break
			}
			p := part{from: at + i, to: at + i + len(words), lost: true}
			at = p.to
			if whole(text, p) && !slices.ContainsFunc(found, func(o part) bool { return p.from < o.to && o.from < p.to }) {
				found = append(found, p)
			}
		}
	}
	slices.SortFunc(found, func(a, b part) int { return a.from - b.from })
	return found
}

// whole reports whether no word goes on over an end of p.
func whole(text string, p part) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:p.from])
	first, _ := utf8.DecodeRuneInString(text[p.from:])
	last, _ := utf8.DecodeLastRuneInString(text[:p.to])
	after, _ := utf8.DecodeRuneInString(text[p.to:])
	return !(inWord(before) && inWord(first)) && !(inWord(last) && inWord(after))
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// blot gives a text with the record's sign in the place of what is lost.
func (l Lost) blot(text string) string {
	var b strings.Builder
	at := 0
	for _, g := range l.find(text) {
		b.WriteString(text[at:g.from])
		b.WriteString(story.ErasedText)
		at = g.to
	}
	return b.String() + text[at:]
}
