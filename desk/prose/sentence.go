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
	// capital: written with one. first: where anything would be. apart: more than a
	// space is between it and the word before.
	capital, first, apart bool
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
	first, apart := true, true
	for _, t := range splitText(s) {
		if !t.word {
			// Behind an opening sign or a colon anything has a capital.
			if strings.TrimSpace(t.text) != "" {
				first, apart = strings.ContainsAny(t.text, "“«‹‘\"':([—–•"), true
			}
			continue
		}
		r, _ := utf8.DecodeRuneInString(t.text)
		out = append(out, wordAt{word{t.text, normal(t.text), quoted(t.at), unicode.IsUpper(r), first, apart}, t.at})
		first, apart = false, false
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
