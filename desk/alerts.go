package desk

import (
	"context"
	"errors"
	"fmt"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// Alerts gives what stands open about one story, to whoever may read it, or, when
// it is zero, about all stories that are who's to mend.
func (d *Desk) Alerts(ctx context.Context, who policy.Principal, id story.ID) (mine []draft.Alert, err error) {
	if err := policy.Possible(who, policy.StoryRead, d.now()); err != nil {
		return nil, err
	}
	needs := policy.StoryRead
	if id.IsZero() {
		needs = policy.StoryEdit
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		all, err := draft.Alerts(rd, id)
		if err != nil {
			return err
		}
		for _, a := range all {
			o, err := d.objectOf(rd, who, a.Story)
			if errors.Is(err, record.ErrNoStory) {
				continue // a draft of the record that the desk does not have
			}
			if err != nil {
				return err
			}
			if policy.May(who, needs, o, d.now()) == nil {
				mine = append(mine, a)
			}
		}
		return nil
	})
	return mine, err
}

// ClearAlert says that what an alert tells of was looked at.
func (d *Desk) ClearAlert(ctx context.Context, who policy.Principal, id story.ID, n int64) error {
	return d.act(ctx, who, policy.StoryEdit, func(tx record.Tx, e *trail.Entry) error {
		o, err := d.objectOf(tx, who, id)
		if err == nil {
			err = policy.May(who, policy.StoryEdit, o, d.now())
		}
		if err != nil {
			return err
		}
		e.Story, e.Facts = id, trail.Facts{"alert": "done"}
		open, err := draft.Clear(tx, id, n, who.Account, d.now())
		if err == nil && !open {
			err = words.Refuse(fmt.Errorf("%w: somebody has done that", draft.ErrState), "refusal.done_already")
		}
		return err
	})
}
