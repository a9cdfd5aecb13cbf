package search

import (
	"fmt"
	"slices"

	"stet.news/story"
)

// found is a story that was looked at.
type found struct {
	place int64
	entry *entry
	score float64
}

// rank looks at the newest of the stories for their topics and, if that is wanted,
// puts the most relevant of them first, in places.
func (f *finder) rank(res *Result, places []int64, choices [][]term) error {
	ranked := !f.query.Newest && len(f.plan.with) > 0
	most := rankMost
	if ranked && !f.asksHeads(places) {
		most = 2 * rankMost
	}
	newest := places[:min(len(places), most)]
	looked, err := f.look(newest)
	if err != nil {
		return err
	}
	res.Topics = topicsOf(looked)
	if ranked && f.asksHeads(places) {
		heads, err := f.places(inHead, choices, rankMost)
		if err != nil {
			return err
		}
		older, err := f.look(slices.DeleteFunc(heads, func(p int64) bool { return slices.Contains(newest, p) }))
		if err != nil {
			return err
		}
		looked = append(looked, older...)
	}
	if ranked {
		f.order(looked, places)
	}
	return nil
}

// asksHeads: of many stories that match, those with the words in their heads are to
// be looked at however old they are. Not when all can be looked at anyway, nor for
// more than a few words, which are together in hardly any head: FTS5 would go through
// all stories that have one of them, and nothing stops it on the way.
func (f *finder) asksHeads(places []int64) bool {
	words := 0
	for _, t := range f.plan.with {
		words += len(t.ways[0])
	}
	return len(places) > 2*rankMost && words <= headWords
}

// headWords is how many words are looked for in heads by themselves.
const headWords = 2

// order scores what was looked at and moves it to the beginning of places.
func (f *finder) order(looked []found, places []int64) {
	for i := range looked {
		looked[i].score = f.score(looked[i].entry, looked[0].entry.Published)
	}
	slices.SortStableFunc(looked, func(a, b found) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return int(min(max(b.place-a.place, -1), 1))
	})
	first := map[int64]bool{}
	for _, s := range looked {
		first[s.place] = true
	}
	rest := slices.DeleteFunc(slices.Clone(places), func(p int64) bool { return first[p] })
	for i := range places {
		if i < len(looked) {
			places[i] = looked[i].place
		} else {
			places[i] = rest[i-len(looked)]
		}
	}
}

// look reads stories with the beginning of their text.
func (f *finder) look(places []int64) ([]found, error) {
	out := make([]found, 0, len(places))
	for _, place := range places {
		e, err := f.entry(place, openingMost)
		if err != nil {
			return nil, err
		}
		out = append(out, found{place: place, entry: e})
	}
	return out, nil
}

func (f *finder) entry(place int64, most int) (*entry, error) {
	var head, body []byte
	if err := f.fetch.QueryRowContext(f.ctx, place).Scan(&head, &body); err != nil {
		return nil, fmt.Errorf("story at %d: %w", place, err)
	}
	e, err := decodeEntry(head)
	if err != nil {
		return nil, err
	}
	e.body, err = f.expander.expand(body, most)
	return e, err
}

// topicsMost is how many topics are offered as a filter.
const topicsMost = 20

// topicsOf gives the commonest topics of stories; of equals that of the newest.
func topicsOf(list []found) []story.Topic {
	count := map[string]int{}
	var topics []story.Topic
	for _, s := range list {
		for _, t := range s.entry.Topics {
			if t.Key == "" {
				continue
			}
			if count[t.Key]++; count[t.Key] == 1 {
				topics = append(topics, t)
			}
		}
	}
	slices.SortStableFunc(topics, func(a, b story.Topic) int { return count[b.Key] - count[a.Key] })
	return topics[:min(len(topics), topicsMost)]
}
