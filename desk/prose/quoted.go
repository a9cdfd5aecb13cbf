package prose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"stet.news/story"
)

// quotable is a line of text, and what of it is somebody's words.
type quotable struct {
	text   story.Text
	whole  string
	quoted bool // all of it
	goesOn bool // it begins within a quotation of the line before
}

// goOn finds lines that begin within a quotation: one that was opened before, and
// whose end comes before another begins.
func goOn(lines []quotable) {
	const most = 4 // paragraphs of one quotation; more is a mark that was forgotten
	for i := range lines {
		if i == 0 || lines[i].goesOn || !leftOpen(lines[i-1].whole) {
			continue
		}
		for j := i; j < min(i+most, len(lines)); j++ {
			at := strings.IndexAny(lines[j].whole, "“«”»")
			if at < 0 {
				continue
			}
			for k := i; k <= j && strings.ContainsRune("”»", firstRune(lines[j].whole[at:])); k++ {
				lines[k].goesOn = true
			}
			break
		}
	}
}

func leftOpen(s string) bool {
	at := strings.LastIndexAny(s, "“«”»")
	return at >= 0 && strings.ContainsRune("“«", firstRune(s[at:]))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// quotedParts says which bytes of a line are somebody's words: between quotation
// marks, or under the name of who said them. It is asked from the start to the end.
func (l quotable) quotedParts() func(at int) bool {
	said := betweenMarks(l.whole, l.goesOn)
	at := 0
	for _, s := range l.text {
		if s.Statement != "" {
			said = append(said, [2]int{at, at + len(s.Text)})
		}
		at += len(s.Text)
	}
	slices.SortFunc(said, func(a, b [2]int) int { return a[0] - b[0] })
	next, end := 0, 0
	return func(at int) bool {
		for ; next < len(said) && said[next][0] <= at; next++ {
			end = max(end, said[next][1])
		}
		return l.quoted || at < end
	}
}

// betweenMarks gives the parts between “ and ”, « and », and straight marks. What
// is never closed goes to the end. With goesOn the first part begins before s.
func betweenMarks(s string, goesOn bool) [][2]int {
	var out [][2]int
	open, closer := -1, rune(0)
	if goesOn {
		open = 0
	}
	for i, r := range s {
		switch {
		case open >= 0 && closer == 0 && strings.ContainsRune("”»", r), open >= 0 && (r == closer || closer == '“' && r == '”'):
			out = append(out, [2]int{open, i})
			open = -1
		case open >= 0:
		case r == '“':
			open, closer = i, '”'
		case r == '„':
			open, closer = i, '“'
		case r == '«':
			open, closer = i, '»'
		case r == '"':
			open, closer = i, '"'
		}
	}
	if open >= 0 {
		out = append(out, [2]int{open, len(s)})
	}
	return out
}
