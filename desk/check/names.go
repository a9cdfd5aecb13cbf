package check

import (
	"regexp"
	"strings"

	"stet.news/story"
)

// namesMost bounds how many names of a story are looked up.
const namesMost = 60

// capitalised are two words or more that begin with a capital, in scripts that
// have them, with the small words that stand inside names.
var capitalised = regexp.MustCompile(`\p{Lu}[\p{L}\p{M}’'.-]+(?:\s(?:(?:al|bin|de|der|ibn|of|van|von|ul)[\s-])?\p{Lu}[\p{L}\p{M}’'.-]*)+`)

// names warns of those that never occurred before: they may be misspelt, or
// somebody's first time.
func (c *checker) names() error {
	for _, b := range c.rev.Bylines {
		if err := c.name("bylines", 0, b.Name, c.facts.Person); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for i, b := range c.rev.Body {
		for _, name := range namesIn(b) {
			key := strings.ToLower(name)
			if seen[key] || len(seen) == namesMost {
				continue
			}
			seen[key] = true
			if err := c.name("block", i+1, name, c.facts.Known); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *checker) name(place string, block int, name string, known func(string) (bool, error)) error {
	if known == nil || strings.TrimSpace(name) == "" {
		return nil
	}
	ok, err := known(name)
	if err == nil && !ok {
		c.warn(Finding{Kind: NewName, Place: place, Block: block, Words: name})
	}
	return err
}

// namesIn gives the names of a block: whose statements are in it, who is quoted,
// and what is written with capitals. The first word of a sentence is written with
// one as well; it is left out where it is no name for sure.
func namesIn(b story.Block) (names []string) {
	for _, text := range textsOf(b) {
		for _, span := range text {
			if span.Statement != "" {
				names = append(names, span.Statement)
			}
		}
		for _, name := range capitalised.FindAllString(text.String(), -1) {
			if name = withoutOpening(strings.TrimRight(name, ".’'-")); strings.Contains(name, " ") {
				names = append(names, name)
			}
		}
	}
	if q, ok := b.(story.Quotation); ok {
		if name, _, _ := strings.Cut(q.Attribution.String(), ","); name != "" {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}

// openings are words that begin sentences and no names. Never written to.
var openings = func() map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq("The A An In On At By For From But And Or If When While After Before As It He She They We You I This That These Those His Her Their Our My Its Then There Here Now Yet So Not No What Who Where Why How Also Some Many Most All Both One Two Since Until With Without Under Over Mr Mrs Ms Dr") {
		m[word] = true
	}
	return m
}()

func withoutOpening(name string) string {
	for {
		first, rest, ok := strings.Cut(name, " ")
		if !ok || !openings[strings.TrimRight(first, ".")] {
			return name
		}
		name = rest
	}
}
