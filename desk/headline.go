package desk

import (
	"context"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// HeadlineOf gives the headline of a story, public or at the desk, for a list
// that names it; empty when who may not read it, or it is nowhere any more.
func (d *Desk) HeadlineOf(ctx context.Context, who policy.Principal, id story.ID) (headline string, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		dr, atDesk, err := draft.Get(rd, id)
		if err != nil || atDesk && d.ask(who, policy.StoryRead, dr) != nil {
			return err
		}
		headline, err = headlineOf(rd, id)
		return err
	})
	return headline, err
}

// headlineOf gives what readers have of a headline, else what the desk has.
func headlineOf(rd record.Reader, id story.ID) (string, error) {
	e, public, err := rd.Story(id)
	if err != nil {
		return "", err
	}
	if public {
		rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
		return rev.Headline, err
	}
	dr, _, err := draft.Get(rd, id)
	return dr.Headline, err
}
