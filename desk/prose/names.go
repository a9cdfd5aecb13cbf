package prose

import (
	"slices"
	"strings"

	"stet.news/story"
)

// Name is a name in running text.
type Name struct {
	Words string
	Block int // of the body, from 0
}

// Names gives the names in a body of which it is worth asking whether they ever
// occurred: those written with capitals, of two words or behind a title; and, in
// scripts without capitals, words that the archive hardly knows, where a title, a
// given name or a verb of saying makes a name of them. lang is the tag of the edition.
func Names(body story.Body, lang string, archive Archive) (names []Name, err error) {
	l := lexiconOf(lang)
	var calls []call
	for i, b := range body {
		eachText(b, func(t story.Text, _ bool) {
			line := quotable{text: t, whole: t.String()}
			for _, s := range line.sentences() {
				for _, name := range l.capitalNames(s.text) {
					names = append(names, Name{name, i})
				}
				calls = append(calls, l.calls(s.words, i)...)
			}
		})
	}
	rare, err := l.rare(l.inCalls(calls), archive)
	for _, c := range calls {
		if name := l.nameIn(c, rare); name != "" {
			names = append(names, Name{name, c.block})
		}
	}
	return names, err
}

// call is where a text may call somebody by name: the words next to what announces
// a name, the nearest first.
type call struct {
	words    []word
	backward bool // they stand before it
	least    int  // how many words make a name here
	block    int
}

// longestName is how many words of a name are looked at.
const longestName = 3

// calls gives the places of a sentence where a name is to be expected: behind a
// title, from a given name on, and beside a verb of saying, on the side where the
// language has who says it.
func (l *lexicon) calls(words []word, block int) (found []call) {
	for i, w := range words {
		switch {
		case l.titles[w.norm], l.roles[w.norm]:
			found = append(found, call{words: l.ahead(words[i+1:]), least: 1, block: block})
		case l.given[w.norm] && l.nameable(w): // «على» is no Ali in Arabic
			found = append(found, call{words: append([]word{w}, l.ahead(words[i+1:])...), least: 2, block: block})
		case l.says[w.norm] && l.saysFirst:
			found = append(found, call{words: l.ahead(words[i+1:]), least: 1, block: block})
		case l.says[w.norm] && !w.apart:
			found = append(found, call{words: l.back(words[:i]), backward: true, least: 1, block: block})
		}
	}
	return found
}

// ahead gives the words that may be a name, up to one that cannot or a sign.
func (l *lexicon) ahead(words []word) []word {
	n := 0
	for n < min(len(words), longestName) && !words[n].apart && l.nameable(words[n]) {
		n++
	}
	return words[:n]
}

// back is ahead towards the beginning of the sentence.
func (l *lexicon) back(words []word) (out []word) {
	for i := len(words) - 1; i >= 0 && len(out) < longestName && l.nameable(words[i]); i-- {
		if out = append(out, words[i]); words[i].apart {
			break
		}
	}
	return out
}

// inCalls gives the words that only the archive can tell anything of, each once.
func (l *lexicon) inCalls(calls []call) (words []word) {
	seen := map[string]bool{}
	for _, c := range calls {
		for _, w := range c.words {
			if !seen[w.norm] && !l.given[w.norm] {
				words = append(words, w)
			}
			seen[w.norm] = true
		}
	}
	return words
}

// nameIn gives the name at a place, if there is one with a word that is rare.
func (l *lexicon) nameIn(c call, rare map[string]bool) string {
	n, fresh := 0, false
	for n < len(c.words) {
		w := c.words[n].norm
		if !rare[w] && !l.given[w] && !l.endsAsName(w) {
			break
		}
		fresh, n = fresh || rare[w], n+1
	}
	if n < c.least || !fresh {
		return ""
	}
	name := written(c.words[:n])
	if c.backward {
		slices.Reverse(name)
	}
	return strings.Join(name, " ")
}
