package press

import (
	"slices"

	"stet.news/record"
	"stet.news/story"
)

// relatedLength is how many other stories a story's page leads to.
const relatedLength = 3

// relatedReach is how far back in a list they are looked for, in numbers of the
// list.
const relatedReach = 16

var formRelated = teaserForm{at: placeThumb, brief: true, deep: true}

// related gives stories that came into the record before this one: those that
// share a topic with it, and if they are not enough, those of its section.
//
// They are found by the numbers that lists give their stories, for life. A story
// that comes later has a higher number, so it changes none of the pages before
// it, and the lists' own keys need not be noted: a page that read them would be
// printed again with every story published. What can change is a story that is
// shown here, and each of those is noted.
func (r *reader) related(e record.Entry, rev *story.Revision) ([]*item, error) {
	var lists []string
	for _, t := range rev.Topics {
		if t.Key != "" {
			lists = append(lists, record.TopicList(e.Edition, t.Key))
		}
	}
	if e.Section != "" {
		lists = append(lists, record.SectionList(e.Edition, e.Section))
	}
	var found []*item
	seen := map[story.ID]bool{e.ID: true}
	for _, list := range lists {
		before, err := r.before(e.ID, list)
		if err != nil {
			return nil, err
		}
		for _, l := range before {
			if seen[l.ID] {
				continue
			}
			seen[l.ID] = true
			it, err := r.item(l.Entry)
			if err != nil {
				return nil, err
			}
			if found = append(found, it); len(found) == relatedLength {
				return found, nil
			}
		}
	}
	return found, nil
}

// before gives the stories that came into a list shortly before one of it, the
// newest first.
func (r *reader) before(id story.ID, list string) ([]record.Listed, error) {
	n, ok, err := r.rd.NumberIn(list, id)
	if err != nil || !ok {
		return nil, err
	}
	listed, err := r.rd.Run(list, max(n-relatedReach, 0), n)
	slices.Reverse(listed)
	return listed, err
}
