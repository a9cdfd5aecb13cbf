package check

import (
	"strings"

	"stet.news/desk/prose"
	"stet.news/story"
)

// namesMost bounds how many names of a story are looked up.
const namesMost = 60

// names warns of those that never occurred before: they may be misspelt, or
// somebody's first time.
func (c *checker) names() error {
	for _, b := range c.rev.Bylines {
		if err := c.name("bylines", 0, b.Name, c.facts.Person); err != nil {
			return err
		}
	}
	if c.facts.Known == nil {
		return nil
	}
	running, err := prose.Names(c.rev.Body, c.rev.Edition, c.facts.Archive)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, n := range append(speakers(c.rev.Body), running...) {
		key := strings.ToLower(n.Words)
		if seen[key] || len(seen) == namesMost {
			continue
		}
		seen[key] = true
		if err := c.name("block", n.Block+1, n.Words, c.facts.Known); err != nil {
			return err
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

// speakers gives the names of those whose statements are in a body, and who is
// quoted.
func speakers(body story.Body) (names []prose.Name) {
	for i, b := range body {
		for _, text := range textsOf(b) {
			for _, span := range text {
				if span.Statement != "" {
					names = append(names, prose.Name{Words: span.Statement, Block: i})
				}
			}
		}
		if q, ok := b.(story.Quotation); ok {
			if name, _, _ := strings.Cut(q.Attribution.String(), ","); name != "" {
				names = append(names, prose.Name{Words: strings.TrimSpace(name), Block: i})
			}
		}
	}
	return names
}
