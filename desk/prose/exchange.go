package prose

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// exchange is what stands in one text where the other has something else.
type exchange struct{ was, is []word }

// exchanges gives where sentences differ; those without a partner differ as a whole.
// Where only the spelling does, they do not.
func exchanges(a, b []sentence, pairs []pair) (out []exchange) {
	for _, p := range pairs {
		switch {
		case p.new < 0:
			out = append(out, exchange{was: a[p.old].words})
		case p.old < 0:
			out = append(out, exchange{is: b[p.new].words})
		default:
			old, new := a[p.old], b[p.new]
			for _, d := range lcs.DiffLines(old.norms(), new.norms()) {
				if e := (exchange{old.words[d.Start:d.End], new.words[d.ReplStart:d.ReplEnd]}); !e.spelling() {
					out = append(out, e)
				}
			}
		}
	}
	return out
}

// spelling reports the same letters with spaces elsewhere, or by another habit.
func (e exchange) spelling() bool { return letters(e.was) == letters(e.is) }

func letters(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.norm)
	}
	return habits.Replace(b.String())
}

// habits are letters that one writes for another, in Pashto most of all.
var habits = strings.NewReplacer("ې", "ی", "ۍ", "ی", "ے", "ی", "ګ", "گ", "ء", "")

// unusual adds to the known names what the archive says of the words that were
// exchanged: those that it calls by a title, and those that it hardly knows. A rare
// word that stands where a common one differs by a slip or an ending is that one,
// misspelt or put right; between two rare words, or beside a name, one letter may
// make another person.
func (l *lexicon) unusual(in []exchange, archive Archive, known map[string]bool) error {
	words := l.unknown(in, known)
	rare, err := l.rare(words, archive)
	if err != nil || rare == nil {
		return err
	}
	called, err := l.called(slices.DeleteFunc(words, func(w word) bool { return rare[w.norm] }), archive)
	if err != nil {
		return err
	}
	for name, is := range called {
		known[name] = known[name] || is
	}
	var found []word
	for _, e := range in {
		for _, side := range [...][2][]word{{e.was, e.is}, {e.is, e.was}} {
			common := func(w word) bool { return !rare[w.norm] && !known[w.norm] }
			for _, w := range side[0] {
				if rare[w.norm] && !slices.ContainsFunc(side[1], func(p word) bool { return common(p) && near(w.norm, p.norm) }) {
					found = append(found, w)
				}
			}
		}
	}
	for _, w := range found {
		known[w.norm] = true
	}
	return nil
}

// unknown gives the words of exchanges that may be names, each once.
func (l *lexicon) unknown(in []exchange, known map[string]bool) (words []word) {
	seen := map[string]bool{}
	for _, e := range in {
		for _, w := range slices.Concat(e.was, e.is) {
			if !seen[w.norm] && !known[w.norm] && l.nameable(w) {
				words = append(words, w)
			}
			seen[w.norm] = true
		}
	}
	return words
}

// near reports words of which one is the other with one slip: a letter more, less,
// another or two in the wrong order; or, of longer ones, with another ending.
func near(a, b string) bool {
	x, y := []rune(habits.Replace(a)), []rune(habits.Replace(b))
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	x, y = x[same:], y[same:]
	if same >= longStem && max(len(x), len(y)) <= longEnding {
		return true
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	swapped := len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
	return swapped || len(x) <= 1 && len(y) <= 1
}

// Words that begin with so many letters alike, and end with no more than so many
// others, have one stem.
const longStem, longEnding = 4, 3
