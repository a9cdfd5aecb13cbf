package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// maxKnown is how many topics, and how many persons, are offered.
const maxKnown = 200

// Known are the topics and persons that an edition's stories already have, those
// with most stories first, to complete what somebody types.
type Known struct {
	Topics  []story.Topic
	Bylines []story.Byline
}

// Known gives those of the edition of a story that who may read.
func (d *Desk) Known(ctx context.Context, who policy.Principal, id story.ID) (n Known, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		dr, err := d.asked(rd, who, policy.StoryRead, id)
		if err != nil {
			return err
		}
		if n.Topics, err = newest(rd, record.TopicList(dr.Edition, ""), func(rev story.Revision) []story.Topic { return rev.Topics }, func(t story.Topic) string { return t.Key }); err != nil {
			return err
		}
		n.Bylines, err = newest(rd, record.PersonList(dr.Edition, ""), func(rev story.Revision) []story.Byline { return rev.Bylines }, func(b story.Byline) string { return b.Person })
		return err
	})
	return n, err
}

// newest gives one name for each list whose name begins with prefix: as the list's
// newest story prints it, for a list itself knows its key only.
func newest[T any](rd record.Reader, prefix string, of func(story.Revision) []T, key func(T) string) ([]T, error) {
	lists, err := rd.Lists(prefix)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(lists, func(a, b record.ListTally) int { return cmp.Compare(b.Here, a.Here) })
	found := []T{}
	for _, l := range lists[:min(len(lists), maxKnown)] {
		listed, err := rd.List(l.List, record.Place{}, 1)
		if err != nil {
			return nil, err
		}
		for _, e := range listed {
			rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
			if err != nil {
				return nil, err
			}
			want := strings.TrimPrefix(l.List, prefix)
			if at := slices.IndexFunc(of(rev), func(t T) bool { return key(t) == want }); at >= 0 {
				found = append(found, of(rev)[at])
			}
		}
	}
	return found, nil
}
