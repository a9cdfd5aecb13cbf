package press

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stet.news/record"
)

// A rebuild does not ask what leaves changed: that may be forgotten. It walks
// the leaves for their stories and the index for the lists that stand now.

// storyStep prints the stories of some leaves, and gives the leaf to go on from.
func (p *Press) storyStep(ctx context.Context, j *job, from, end int64) (next int64, err error) {
	next = min(end, from+stepLeaves)
	keys := map[string]struct{}{}
	err = p.rec.View(ctx, func(rd record.Reader) error {
		return rd.Leaves(from, next, func(index int64, text, _ []byte) error {
			l, err := record.ParseLeaf(text)
			if err != nil {
				return fmt.Errorf("leaf %d: %w", index, err)
			}
			if !l.Story.IsZero() {
				keys[record.StoryKey(l.Story)] = struct{}{}
			}
			return nil
		})
	})
	if err != nil {
		return from, err
	}
	paths, err := p.stories(ctx, slices.Sorted(maps.Keys(keys)))
	if err != nil {
		return from, err
	}
	return next, p.printAll(ctx, j, j.take(paths))
}

// waitForLists notes every page that is not a story's.
func (p *Press) waitForLists(ctx context.Context, j *job) error {
	j.wait(p.fixedPages()...)
	return p.rec.View(ctx, func(rd record.Reader) error {
		for _, e := range p.site.editions {
			lists, err := rd.Lists(e.Tag + "/")
			if err != nil {
				return err
			}
			lists = append(lists, record.ListTally{List: record.EditionList(e.Tag)})
			for _, l := range lists {
				came, _, err := rd.Tally(l.List)
				if err != nil {
					return err
				}
				j.wait(pagesOfList(e.Tag, l.List, came)...)
			}
		}
		return nil
	})
}

// pagesOfList gives the pages of a list that so many stories have come into.
func pagesOfList(edition, list string, came int64) []string {
	paths := called(record.ListKey(list))
	for run := int64(0); run*record.RunSize < came; run++ {
		paths = append(paths, called(record.RunKey(list, run))...)
	}
	if day, ok := strings.CutPrefix(list, edition+"/day/"); ok && len(day) == len("2006-01-02") {
		paths = append(paths, called(record.DaysKey(edition, day[:7]))...)
	}
	return paths
}
