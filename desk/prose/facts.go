package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"

	"stet.news/story"
)

// fact is something a sentence says that a minor change leaves as it is.
type fact struct {
	norm string // equal for the same fact
	text string // as it is written
	weak bool   // perhaps none at all
}

// facts gives what a sentence says of one kind, in order.
func (l *lexicon) facts(kind AlterationKind, s sentence, names map[string]bool) []fact {
	if kind == AlteredNumber {
		return l.numbers(s.words)
	}
	var out []fact
	for _, w := range s.words {
		switch kind {
		case AlteredName:
			if names[w.norm] && !l.common[w.norm] {
				out = append(out, fact{norm: w.norm, text: w.text})
			}
		case AlteredNegation:
			if l.negative(w.norm) {
				out = append(out, fact{norm: "not", text: w.text})
			}
		case AlteredQuotation:
			if w.quoted {
				out = append(out, fact{norm: w.norm, text: w.text})
			}
		}
	}
	return out
}

// negative reports words that say no.
func (l *lexicon) negative(w string) bool {
	if l.negations[w] || strings.HasSuffix(w, "n't") {
		return true
	}
	for _, join := range l.joined { // "و" and "ف" are written with the word they join
		if rest, ok := strings.CutPrefix(w, join); ok && l.negations[rest] {
			return true
		}
	}
	return slices.ContainsFunc(l.negativePrefixes, func(p string) bool { return strings.HasPrefix(w, p) && len(w) > len(p)+2 })
}

// opposite looks for a word of which one sentence has the negative: possible,
// impossible; رفت, نرفت. Words that negative knows are counted there.
func (l *lexicon) opposite(old, new sentence) (was, is string) {
	a, b := old.norms(), new.norms()
	for _, d := range lcs.DiffLines(a, b) {
		for i := range min(d.End-d.Start, d.ReplEnd-d.ReplStart) {
			x, y := old.words[d.Start+i], new.words[d.ReplStart+i]
			if (l.negates(x.norm, y.norm) || l.negates(y.norm, x.norm)) && !l.negative(x.norm) && !l.negative(y.norm) {
				return x.text, y.text
			}
		}
	}
	return "", ""
}

func (s sentence) norms() []string {
	out := make([]string, len(s.words))
	for i, w := range s.words {
		out[i] = w.norm
	}
	return out
}

// negates reports whether no is yes with a prefix that turns it round.
func (l *lexicon) negates(no, yes string) bool {
	return utf8.RuneCountInString(yes) >= 2 && slices.ContainsFunc(l.turning, func(p string) bool { return no == p+yes })
}

// names gathers the words that are names in either text.
func (l *lexicon) names(old, new story.Revision, texts ...[]sentence) map[string]bool {
	known := map[string]bool{}
	for _, r := range []story.Revision{old, new} {
		for _, s := range namesBeside(r) {
			for _, w := range splitWords(s) {
				known[normal(w.text)] = true
			}
		}
	}
	for _, sentences := range texts {
		for _, s := range sentences {
			l.namesIn(s, known)
		}
	}
	return known
}

// namesBeside are the names that stand beside the text and in its marks.
func namesBeside(r story.Revision) []string {
	out := []string{r.Dateline}
	for _, b := range r.Bylines {
		out = append(out, b.Name)
	}
	for _, b := range r.Body {
		eachText(b, func(t story.Text, _ bool) {
			for _, s := range t {
				out = append(out, s.Statement)
			}
		})
	}
	return out
}

func (l *lexicon) namesIn(s sentence, known map[string]bool) {
	for i, w := range s.words {
		switch {
		case l.places[w.norm], l.given[w.norm], l.endsAsName(w.norm):
			known[w.norm] = true
		}
		if w.capital && !s.shout && !l.noCapitals && l.capitalName(s, i) {
			known[w.norm] = true
		}
		if i > 0 && (l.titles[s.words[i-1].norm] || l.given[s.words[i-1].norm]) && !l.common[w.norm] && !l.titles[w.norm] && !l.negative(w.norm) && isArabic(w.norm) {
			known[w.norm] = true
		}
	}
}

// capitalName reports whether the capital of word i is that of a name: within a
// sentence, or at its start when another name follows.
func (l *lexicon) capitalName(s sentence, i int) bool {
	w := s.words[i]
	if l.common[w.norm] || l.titles[w.norm] {
		return false
	}
	return !w.first || i+1 < len(s.words) && s.words[i+1].capital && !l.titles[s.words[i+1].norm]
}

func isArabic(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r)
}
