package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Marked is text in pieces, of which some are what was searched for. Together they
// are the text as it was published, letter by letter.
type Marked []Piece

// Piece is a piece of text.
type Piece struct {
	Text string
	Hit  bool
}

// String is the text.
func (m Marked) String() string {
	var b strings.Builder
	for _, p := range m {
		b.WriteString(p.Text)
	}
	return b.String()
}

const (
	// extractMost is how much of a text is looked at for an extract, in bytes.
	extractMost = 32 << 10
	// extractLength is about how long an extract is, in code points.
	extractLength = 220
)

// hit makes what is shown of a story.
func (f *finder) hit(e *entry) Hit {
	h := Hit{Path: e.Path, Section: e.Section, Published: e.published(), Headline: f.mark(e.Headline)}
	for _, b := range e.Bylines {
		h.Bylines = append(h.Bylines, f.mark(b))
	}
	text := strings.Join(strings.Fields(e.body), " ")
	if e.Standfirst != "" {
		text = e.Standfirst + " " + text
	}
	h.Extract = f.extract(text)
	return h
}

// span is a range of a text, in bytes.
type span struct {
	start, end int
	term       int
}

// spans gives where the terms stand in a text, in order, none over another.
func (f *finder) spans(text string) (out []span) {
	words := f.lang.Words(text)
	end := 0
	for at := range words {
		for i, t := range f.plan.with {
			if next, _ := t.at(words, at); next > 0 && words[at].Start >= end {
				end = words[next-1].End
				out = append(out, span{words[at].Start, end, i})
			}
		}
	}
	return out
}

// mark marks the terms in a text.
func (f *finder) mark(text string) Marked { return pieces(text, 0, len(text), f.spans(text)) }

func pieces(text string, from, to int, spans []span) (m Marked) {
	add := func(start, end int, hit bool) {
		if start < end {
			m = append(m, Piece{text[start:end], hit})
		}
	}
	at := from
	for _, s := range spans {
		if s.start >= at && s.end <= to {
			add(at, s.start, false)
			add(s.start, s.end, true)
			at = s.end
		}
	}
	add(at, to, false)
	return m
}

// extract gives the part of a text that has the most of the terms, from word to
// word, with an ellipsis where it was cut.
func (f *finder) extract(text string) Marked {
	spans := f.spans(text)
	from := 0
	if best := densest(spans); best >= 0 {
		from = wordStart(text, back(text, spans[best].start, extractLength/5))
	}
	to := wordEnd(text, forth(text, from, extractLength))
	m := pieces(text, from, to, spans)
	if from > 0 {
		m = append(Marked{{Text: "… "}}, m...)
	}
	if to < len(text) {
		m = append(m, Piece{Text: " …"})
	}
	return m
}

// densest gives the span from which on an extract would have the most terms, the
// first of equals; -1 when there is none.
func densest(spans []span) int {
	best, most := -1, 0
	for i := range spans {
		seen := map[int]bool{}
		for _, s := range spans[i:] {
			if s.end-spans[i].start > extractLength {
				break
			}
			seen[s.term] = true
		}
		if len(seen) > most {
			best, most = i, len(seen)
		}
	}
	return best
}

// back and forth go some code points through a text.
func back(text string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

func forth(text string, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// wordStart moves to the beginning of the next word, unless it is at one. A text
// without spaces is cut where it is.
func wordStart(text string, at int) int {
	if at == 0 || text[at-1] == ' ' {
		return at
	}
	if i := strings.IndexFunc(text[at:min(len(text), at+100)], unicode.IsSpace); i >= 0 {
		return at + i + 1
	}
	return at
}

// wordEnd moves back to the end of a word.
func wordEnd(text string, at int) int {
	if at >= len(text) || text[at] == ' ' {
		return at
	}
	if i := strings.LastIndexByte(text[max(0, at-100):at], ' '); i >= 0 {
		return max(0, at-100) + i
	}
	return at
}
