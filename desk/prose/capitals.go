package prose

import (
	"regexp"
	"strings"
)

// capitalised are words in a row that begin with a capital, in scripts that have
// them, with the small words that stand inside names; a title before may be small.
var capitalised = regexp.MustCompile(`(?:\p{Ll}+\s)?\p{Lu}[\p{L}\p{M}’'.-]+(?:\s(?:(?:al|bin|de|der|ibn|of|van|von|ul)[\s-])?\p{Lu}[\p{L}\p{M}’'.-]*)*`)

// capitalNames gives the names of a sentence that are written with capitals: of two
// words, or of one behind a title. The first word of a sentence is written with a
// capital as well; it is left out where it is no name for sure.
func (l *lexicon) capitalNames(sentence string) (names []string) {
	for _, name := range capitalised.FindAllString(sentence, -1) {
		name, titled := l.withoutTitles(strings.TrimRight(name, ".’'-"))
		if strings.Contains(name, " ") || titled && name != "" {
			names = append(names, name)
		}
	}
	return names
}

// withoutTitles takes off what stands before a name.
func (l *lexicon) withoutTitles(name string) (rest string, titled bool) {
	for rest = name; rest != ""; {
		first, after, _ := strings.Cut(rest, " ")
		norm := normal(strings.TrimRight(first, "."))
		small := strings.ToLower(first) == first
		switch {
		case l.titles[norm]:
			titled = true
		case small || l.common[norm]:
			titled = false
		default:
			return rest, titled
		}
		rest = after
	}
	return "", titled
}
