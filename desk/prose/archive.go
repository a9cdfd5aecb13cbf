package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Usage is how an edition's published stories use some words: how many stories
// there are, how many have each word, and in how many it stands right behind one of
// some others.
type Usage struct {
	Stories    int
	In, Called []int
}

// Archive tells how an edition's published stories use words. Nil: nobody can tell.
type Archive func(words, before []string) (Usage, error)

// What is asked of the archive.
const (
	// smallest is how many stories an archive has that knows which words are common.
	// Those of a smaller one that it lacks are too many to be names.
	smallest = 400
	// rarest and rareShare are in how many stories a rare word is at most: in two, or
	// one of a thousand.
	rarest, rareShare = 2, 1000
	// enoughCalled is how often a word follows a title that is called by one.
	enoughCalled = 2
	// mostWords and mostCalled bound how many words are asked about, and of how many
	// it is looked up what they follow, which takes longer.
	mostWords, mostCalled = 100, 5
)

// rare gives the words that an edition hardly knows. In a script without capitals
// they are perhaps names: the archive knows the common words.
func (l *lexicon) rare(words []word, archive Archive) (rare map[string]bool, err error) {
	if archive == nil || len(words) == 0 {
		return nil, nil
	}
	words = words[:min(len(words), mostWords)]
	u, err := archive(written(words), nil)
	if err != nil || u.Stories < smallest {
		return nil, err
	}
	few := max(rarest, u.Stories/rareShare)
	rare = map[string]bool{}
	var forms, of []string
	for i, w := range words {
		if u.In[i] > few {
			continue
		}
		rare[w.norm] = true
		for _, stem := range l.stems(w.norm) {
			forms, of = append(forms, stem), append(of, w.norm)
		}
	}
	if len(forms) == 0 {
		return rare, nil
	}
	if u, err = archive(forms, nil); err != nil {
		return nil, err
	}
	for i, in := range u.In {
		if in > few {
			delete(rare, of[i])
		}
	}
	return rare, nil
}

// called gives the words that the archive calls by a title now and then: names that
// are too well known to be rare.
func (l *lexicon) called(words []word, archive Archive) (called map[string]bool, err error) {
	words = words[:min(len(words), mostCalled)]
	if archive == nil || len(words) == 0 {
		return nil, nil
	}
	u, err := archive(written(words), l.calling())
	if err != nil {
		return nil, err
	}
	called = map[string]bool{}
	for i, w := range words {
		called[w.norm] = u.Called[i] >= enoughCalled
	}
	return called, nil
}

func written(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}

// nameable reports words that only the archive can tell whether they are names.
func (l *lexicon) nameable(w word) bool {
	r, _ := utf8.DecodeRuneInString(w.norm)
	return unicode.Is(unicode.Lo, r) && utf8.RuneCountInString(w.norm) > 1 &&
		!l.common[w.norm] && !l.titles[w.norm] && !l.roles[w.norm] && !l.says[w.norm] && !l.negative(w.norm)
}

// stems gives a word without what names do not have: the endings of the plural and
// of cases, and the prefixes that Arabic writes together with the word.
func (l *lexicon) stems(w string) (stems []string) {
	bare := []string{w}
	for _, p := range l.prefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) >= shortStem {
			bare = append(bare, rest)
		}
	}
	stems = slices.Clone(bare[1:])
	for _, b := range bare {
		for _, e := range l.endings {
			if stem, ok := strings.CutSuffix(b, e); ok && utf8.RuneCountInString(stem) >= shortStem {
				stems = append(stems, stem)
			}
		}
	}
	return stems
}

// shortStem is how many letters are left of a word without its ending.
const shortStem = 3
