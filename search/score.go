package search

import "strings"

// What a term counts for where it is found: in the headline, in a name or topic, in
// the standfirst, in the first lines of the text, further down.
const (
	inHeadline   = 6.0
	inName       = 4.0
	inStandfirst = 3.0
	inOpening    = 2.0
	furtherDown  = 1.0
	// asTyped is for a word that is exactly what was typed, beside for the terms
	// that follow each other as they were typed.
	asTyped = 1.25
	beside  = 1.5
)

// openingMost is how much of a text is looked at for the ranking, in bytes. News
// says first what it is about.
const openingMost = 1200

// season, in seconds: a story that is so much older than the newest scores a sixth
// less, a very old one a third. What happened this month is asked for more than what
// happened last year, but the words matter more.
const season = 90 * 24 * 3600

// score tells how well a story fits. newest is when the newest of those that are
// compared was published: there is no other clock here.
func (f *finder) score(e *entry, newest int64) float64 {
	fields := []struct {
		weight float64
		words  []Word
	}{
		{inHeadline, f.lang.Words(e.Headline)},
		{inName, f.lang.Words(e.names())},
		{inStandfirst, f.lang.Words(e.Standfirst)},
		{inOpening, f.lang.Words(e.body)},
	}
	total, runs := 0.0, 0.0
	for _, t := range f.plan.with {
		best := furtherDown
		for _, field := range fields {
			if w := field.weight * t.exactness(field.words); w > best {
				best = w
			}
		}
		total += best
	}
	for _, field := range fields {
		runs = max(runs, field.weight*float64(f.neighbours(field.words)))
	}
	age := float64(newest-e.Published) / season
	return (total + beside*runs) * (1 + .5/(1+max(age, 0)))
}

// exactness is 0 when the term is not there, 1 when it is in another form, asTyped
// when it is there as it was typed.
func (t term) exactness(words []Word) (best float64) {
	for at := range words {
		if next, exact := t.at(words, at); next > 0 {
			if exact {
				return asTyped
			}
			best = 1
		}
	}
	return best
}

// at looks for the term at a place among words. It gives the place behind it, or 0.
func (t term) at(words []Word, at int) (next int, exact bool) {
	for _, way := range t.ways {
		if next, exact := follow(way, words, at); next > 0 {
			return next, exact
		}
	}
	return 0, false
}

// follow compares a sequence with words, from a place on. Compounds stand before
// their parts: of several words in a row they are no part, by themselves they are.
func follow(way, words []Word, at int) (next int, exact bool) {
	exact = true
	for i := 0; i < len(way); at++ {
		switch {
		case at == len(words):
			return 0, false
		case words[at].Compound && len(way) > 1:
			if i == 0 {
				return 0, false
			}
			continue
		case words[at].Root != way[i].Root:
			return 0, false
		}
		exact = exact && words[at].Exact == way[i].Exact
		i++
	}
	return at, exact
}

// neighbours counts the terms that stand right behind the one they were typed
// behind.
func (f *finder) neighbours(words []Word) (n int) {
	for i := 0; i+1 < len(f.plan.with); i++ {
		for at := range words {
			next, _ := f.plan.with[i].at(words, at)
			if next == 0 || next == len(words) {
				continue
			}
			if follows, _ := f.plan.with[i+1].at(words, next); follows > 0 {
				n++
				break
			}
		}
	}
	return n
}

// names is the credits and topics of a story.
func (e *entry) names() string {
	names := append([]string{}, e.Bylines...)
	for _, t := range e.Topics {
		names = append(names, t.Name)
	}
	return strings.Join(names, "\n")
}
