package desk

import (
	"context"
	"errors"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// HeadlineOf gives the headline of a story, public or at the desk, for a list
// that names it; empty when who may not read it, or it is nowhere any more.
func (d *Desk) HeadlineOf(ctx context.Context, who policy.Principal, id story.ID) (headline string, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if e, ok, err := rd.Story(id); err != nil || ok {
			if err == nil && !e.Retracted {
				rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
				headline = rev.Headline
				return err
			}
			return err
		}
		dr, err := draft.Must(rd, id)
		if errors.Is(err, record.ErrNoStory) {
			return nil
		}
		if err == nil && d.ask(who, policy.StoryRead, dr) == nil {
			headline = dr.Headline
		}
		return err
	})
	return headline, err
}
