package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"stet.news/story"
)

// sentence is a sentence of a revision with what Alterations asks about its words.
type sentence struct {
	text  string
	words []word
	key   string // equal for sentences that say the same, whatever the spelling
	shout bool   // most words have capitals: a headline in title case
}

type word struct {
	text   string
	norm   string
	quoted bool
	// capital: written with one. first: where anything would be.
	capital, first bool
}

// sentencesOf gives the sentences of all that readers read of a revision.
func sentencesOf(r story.Revision) []sentence {
	var lines []quotable
	add := func(t story.Text, quoted bool) {
		lines = append(lines, quotable{text: t, whole: t.String(), quoted: quoted})
	}
	for _, s := range []string{r.Headline, r.Standfirst, r.Dateline} {
		add(story.Plain(s), false)
	}
	if r.Lead != nil {
		add(story.Plain(r.Lead.Caption), false)
	}
	for _, b := range r.Body {
		eachText(b, add)
	}
	goOn(lines)
	var out []sentence
	for _, l := range lines {
		out = append(out, l.sentences()...)
	}
	return out
}

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

// eachText calls f with every line of a block, and whether it is quoted as a whole.
func eachText(b story.Block, f func(t story.Text, quoted bool)) {
	switch b := b.(type) {
	case story.Paragraph:
		f(b.Text, false)
	case story.Heading:
		f(b.Text, false)
	case story.List:
		for _, t := range b.Items {
			f(t, false)
		}
	case story.Quotation:
		for _, t := range b.Paragraphs {
			f(t, true)
		}
		f(b.Attribution, false)
	case story.PictureBlock:
		f(story.Plain(b.Picture.Caption), false)
	case story.Table:
		f(story.Plain(b.Caption), false)
		for _, t := range slices.Concat(b.Rows...) {
			f(t, false)
		}
	case story.Embed:
		f(story.Plain(b.Title), false)
	}
}

func (l quotable) sentences() []sentence {
	whole := l.whole
	words := wordsIn(whole, l.quotedParts())
	var out []sentence
	from, w := 0, 0
	for _, end := range story.Sentences(whole) {
		s := sentence{text: strings.TrimSpace(whole[from:end])}
		for ; w < len(words) && words[w].at < end; w++ {
			s.words = append(s.words, words[w].word)
		}
		if from = end; len(s.words) > 0 {
			s.words[0].first = true
			out = append(out, s.finished())
		}
	}
	return out
}

func (s sentence) finished() sentence {
	capitals := 0
	var key strings.Builder
	for _, w := range s.words {
		if w.capital {
			capitals++
		}
		key.WriteString(w.norm)
		key.WriteByte(" \""[b2i(w.quoted)])
	}
	s.key = key.String()
	s.shout = len(s.words) > 3 && 10*capitals > 6*len(s.words)
	return s
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// wordAt is a word and where it begins, in bytes.
type wordAt struct {
	word
	at int
}

func wordsIn(s string, quoted func(at int) bool) []wordAt {
	var out []wordAt
	first := true
	for _, t := range splitText(s) {
		if !t.word {
			// Behind an opening sign or a colon anything has a capital.
			if strings.TrimSpace(t.text) != "" {
				first = strings.ContainsAny(t.text, "“«‹‘\"':([—–•")
			}
			continue
		}
		r, _ := utf8.DecodeRuneInString(t.text)
		out = append(out, wordAt{word{t.text, normal(t.text), quoted(t.at), unicode.IsUpper(r), first}, t.at})
		first = false
	}
	return out
}

// quotedParts says which bytes of a line are somebody's words: between quotation
// marks, or under the name of who said them.
func (l quotable) quotedParts() func(at int) bool {
	said := betweenMarks(l.whole, l.goesOn)
	at := 0
	for _, s := range l.text {
		if s.Statement != "" {
			said = append(said, [2]int{at, at + len(s.Text)})
		}
		at += len(s.Text)
	}
	return func(at int) bool {
		return l.quoted || slices.ContainsFunc(said, func(p [2]int) bool { return p[0] <= at && at < p[1] })
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

// normal is a word as it is compared: without what is a matter of spelling or of
// the keyboard. Digits of every script are ASCII.
func normal(s string) string {
	s = strings.TrimSuffix(strings.ToLower(strings.ReplaceAll(s, "’", "'")), "'s")
	var w strings.Builder
	for _, r := range norm.NFD.String(s) {
		if d, ok := story.Digit(r); ok {
			r = '0' + d
		}
		switch r {
		case 'ي', 'ى':
			r = 'ی'
		case 'ك', 'ڪ':
			r = 'ک'
		case 'ة', 'ہ', 'ھ', 'ە', 'ۀ':
			r = 'ه'
		case 'ٱ':
			r = 'ا'
		case '\u200c', '\u200d', '\u0640', '\u200e', '\u200f':
			continue
		}
		if !unicode.IsMark(r) {
			w.WriteRune(r)
		}
	}
	return w.String()
}
