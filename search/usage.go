package search

import "context"

// Usage is how an edition's stories use some words, in the order they were asked
// about.
type Usage struct {
	// Stories is how many the edition has, at most storiesMost.
	Stories int
	// In is how many have a word in any of its forms, at most usageMost.
	// Called is in how many of them the opening has it right behind one of some
	// other words; the newest calledMost are looked at.
	In, Called []int
}

// What is counted at most: enough to tell what is common from what is not. So the
// cost of a word is bounded, however large the archive and common the word.
const (
	usageMost   = 40
	calledMost  = 20
	storiesMost = 1 << 15
)

// Usage counts the stories that have words, and those that have them right behind
// one of the words before; with none before it does not look. It is ErrAway when
// the index is not whole yet.
func (x *Index) Usage(ctx context.Context, edition string, words, before []string) (u Usage, err error) {
	u.In, u.Called = make([]int, len(words)), make([]int, len(words))
	err = x.search(ctx, Query{Edition: edition}, func(f *finder) error {
		count, err := f.tx.PrepareContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)`)
		if err != nil {
			return err
		}
		if err := count.QueryRowContext(ctx, f.plan.match(everywhere), storiesMost).Scan(&u.Stories); err != nil {
			return err
		}
		c := caller{finder: f, before: f.lang.rootsOf(before), texts: map[int64][]string{}}
		for i, w := range words {
			terms := parse(f.lang, Phrase(w))
			if len(terms) == 0 {
				continue
			}
			match := (&plan{prefix: f.plan.prefix}).match(everywhere, terms)
			if err := count.QueryRowContext(ctx, match, usageMost).Scan(&u.In[i]); err != nil {
				return err
			}
			if len(before) == 0 {
				continue
			}
			if u.Called[i], err = c.called(match, terms[0].ways[0][0].Root); err != nil {
				return err
			}
		}
		return nil
	})
	return u, err
}

func (l *Language) rootsOf(words []string) map[string]bool {
	roots := map[string]bool{}
	for _, w := range words {
		for _, r := range l.Words(w) {
			roots[r.Root] = true
		}
	}
	return roots
}

// caller looks at what stands before words. Words that are asked about together
// are often in the same stories, so it keeps those.
type caller struct {
	*finder
	before map[string]bool
	texts  map[int64][]string
}

// called counts the newest stories that match and have a word behind one of the
// others.
func (c *caller) called(match, root string) (n int, err error) {
	places, err := c.lookUp(match, calledMost)
	if err != nil {
		return 0, err
	}
	for _, place := range places {
		text, err := c.text(place)
		if err != nil {
			return 0, err
		}
		if c.calls(text, root) {
			n++
		}
	}
	return n, nil
}

func (c *caller) calls(text []string, root string) bool {
	for i := 1; i < len(text); i++ {
		if text[i] == root && c.before[text[i-1]] {
			return true
		}
	}
	return false
}

// text gives the roots of a story's words, in their order.
func (c *caller) text(place int64) ([]string, error) {
	if text, ok := c.texts[place]; ok {
		return text, nil
	}
	var packed []byte
	if err := c.tx.QueryRowContext(c.ctx, `SELECT body FROM stories WHERE place = ?`, place).Scan(&packed); err != nil {
		return nil, err
	}
	body, err := c.expander.expand(packed, openingMost)
	if err != nil {
		return nil, err
	}
	var text []string
	for _, w := range smallest(c.lang.Words(body)) {
		text = append(text, w.Root)
	}
	c.texts[place] = text
	return text, nil
}
