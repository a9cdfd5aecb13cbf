package desk

import (
	"context"
	"fmt"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// SetBreaking puts a story up as its edition's breaking news until a time, in
// the place of what was there, and answers when readers see it.
// Where the newsroom wants a second person for that, it is *Asked.
func (d *Desk) SetBreaking(ctx context.Context, who policy.Principal, id story.ID, until time.Time) (front.Banner, error) {
	return d.setBreaking(ctx, who, front.Banner{Story: id, Until: until.UTC().Truncate(time.Second)}, nil)
}

// breakingAsked is SetBreaking with a second person.
func (d *Desk) breakingAsked(ctx context.Context, who policy.Principal, c *Consent) (string, error) {
	var b front.Banner
	if err := c.decode(&b); err != nil {
		return "", err
	}
	b, err := d.setBreaking(ctx, who, b, c)
	return "/fronts/" + b.Edition, err
}

func (d *Desk) setBreaking(ctx context.Context, who policy.Principal, b front.Banner, c *Consent) (front.Banner, error) {
	if d.needsSecond(who, "breaking", c) {
		headline := ""
		err := d.house.View(ctx, func(rd record.Reader) (err error) {
			if err = d.checkBreaking(rd, who, &b); err == nil {
				headline, err = headlineOf(rd, b.Story)
			}
			return err
		})
		if err != nil {
			return b, err
		}
		// Of the edition, not of the story: that may be written on meanwhile.
		return b, d.askSecond(ctx, who, draft.Request{Action: policy.Breaking, Object: b.Edition, Says: headline}, b)
	}
	err := d.act(ctx, who, policy.Breaking, func(tx record.Tx, e *trail.Entry) error {
		if err := d.checkBreaking(tx, who, &b); err != nil {
			return err
		}
		e.Story, e.Object, e.Facts = b.Story, b.Edition, trail.Facts{"until": b.Until.Format(time.RFC3339)}
		if err := c.use(tx, d, who, e); err != nil {
			return err
		}
		return front.Raise(tx, b)
	})
	if err != nil {
		return b, err
	}
	return b, d.house.Arrange(ctx)
}

// checkBreaking says whether a banner may go up, and finds its edition.
func (d *Desk) checkBreaking(rd record.Reader, who policy.Principal, b *front.Banner) error {
	of, err := record.EntryOf(rd, b.Story)
	if err != nil {
		return err
	}
	b.Edition = of.Edition
	switch err := policy.May(who, policy.Breaking, policy.Object{Edition: b.Edition}, d.now()); {
	case err != nil:
		return err
	case of.Retracted:
		return words.Refuse(fmt.Errorf("%w: %s is retracted", record.ErrInvalid, of.Path()), "refusal.retracted")
	case !b.Until.After(d.now()):
		return words.Refuse(fmt.Errorf("%w: %s is over already", record.ErrInvalid, b.Until.Format(time.RFC3339)), "refusal.time_over")
	}
	return nil
}

// EndBreaking takes an edition's breaking news down.
func (d *Desk) EndBreaking(ctx context.Context, who policy.Principal, edition string) error {
	err := d.act(ctx, who, policy.Breaking, func(tx record.Tx, e *trail.Entry) error {
		if err := policy.May(who, policy.Breaking, policy.Object{Edition: edition}, d.now()); err != nil {
			return err
		}
		was, err := front.Lower(tx, edition, d.now())
		if err == nil && !was {
			err = words.Refuse(fmt.Errorf("%w: the edition %q has no breaking news", record.ErrInvalid, edition), "refusal.no_breaking")
		}
		e.Object, e.Facts = edition, trail.Facts{"end": "yes"}
		return err
	})
	if err != nil {
		return err
	}
	return d.house.Arrange(ctx)
}

// BreakingLine is breaking news in a list.
type BreakingLine struct {
	front.Banner
	Path, Headline string
}

// Breaking lists what is up in a state of the record, by edition. What is
// retracted is up no more. It is public, so nobody is asked for.
func Breaking(rd record.Reader, at time.Time) (lines []BreakingLine, err error) {
	banners, err := front.Banners(rd, at)
	for _, b := range banners {
		e, err := record.EntryOf(rd, b.Story)
		if err != nil {
			return nil, err
		}
		rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
		if err != nil {
			return nil, err
		}
		if !e.Retracted {
			lines = append(lines, BreakingLine{b, e.Path(), rev.Headline})
		}
	}
	return lines, err
}

// Breaking is the function of that name, now.
func (d *Desk) Breaking(ctx context.Context) (lines []BreakingLine, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		lines, err = Breaking(rd, d.now())
		return err
	})
	return lines, err
}
