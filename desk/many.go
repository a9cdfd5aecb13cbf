package desk

import (
	"context"
	"fmt"
	"strconv"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// An act for many stories is the acts for each of them, with one confirmation: the
// policy is asked about every one, and every one has its own row of the trail. It
// is done to all that were confirmed, as they were then seen, or to none: half of
// it done would leave somebody to find out which half.

// ManyMost is how many stories an act is for at most.
const ManyMost = 100

// Many is an act for several stories.
type Many struct {
	// To is where they go, to the spike or back to be written; empty: they stay
	// where they are, and Hand gets them.
	To   draft.State
	Hand Hand
	Note string
}

// Seen is a story with the state in which whoever chose it saw it.
type Seen struct {
	Story story.ID
	State draft.State
}

// Fate is what an act for many would do to one story.
type Fate struct {
	draft.Draft
	// Then is the state it would have, and Has who would have it.
	Then draft.State
	Has  Hand
	// Err is why it cannot be done with this one.
	Err error
}

// LookMany says what an act would do to each of several stories.
func (d *Desk) LookMany(ctx context.Context, who policy.Principal, ids []story.ID, m Many) (fates []Fate, err error) {
	if err := policy.Possible(who, policy.StoryMany, d.now()); err != nil {
		return nil, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		for _, id := range ids {
			dr, err := d.asked(rd, who, policy.StoryRead, id)
			if err != nil {
				return err
			}
			f := Fate{Draft: dr, Then: m.To, Has: m.Hand}
			f.Err = d.foresee(rd, who, &f, m)
			fates = append(fates, f)
		}
		return nil
	})
	return fates, err
}

// foresee asks all that doing it would ask.
func (d *Desk) foresee(rd record.Reader, who policy.Principal, f *Fate, m Many) error {
	if err := d.ask(who, policy.StoryMany, f.Draft); err != nil {
		return err
	}
	if m.To == "" {
		f.Then = f.State
		return d.mayHandOver(rd, who, f.Draft, m.Hand)
	}
	act, err := wayOf(f.State, m.To)
	if err != nil {
		return err
	}
	if err := d.ask(who, act, f.Draft); err != nil {
		return err
	}
	f.Has, err = d.mayMove(rd, who, f.Draft, Move{From: f.State, To: m.To})
	return err
}

// DoMany does an act to all stories or, when one of them is not as it was seen or
// may not be touched, to none.
func (d *Desk) DoMany(ctx context.Context, who policy.Principal, seen []Seen, m Many) error {
	if len(seen) == 0 || len(seen) > ManyMost {
		return fmt.Errorf("%w: an act is for 1 to %d stories, not %d", record.ErrInvalid, ManyMost, len(seen))
	}
	err := d.act(ctx, who, policy.StoryMany, func(tx record.Tx, e *trail.Entry) error {
		e.Object, e.Facts = m.Hand.Account, trail.Facts{"stories": strconv.Itoa(len(seen)), "to": string(m.To), "pool": m.Hand.Pool}
		for _, s := range seen {
			if err := d.doOne(tx, who, s, m); err != nil {
				return fmt.Errorf("story %s, and so none of %d: %w", s.Story, len(seen), err)
			}
		}
		return nil
	})
	if err != nil || m.To == "" {
		return err
	}
	for _, s := range seen {
		d.TellState(s.Story, m.To)
	}
	return nil
}

func (d *Desk) doOne(tx record.Tx, who policy.Principal, s Seen, m Many) error {
	dr, err := d.asked(tx, who, policy.StoryMany, s.Story)
	if err != nil {
		return err
	}
	if m.To != "" {
		return d.move(tx, who, s.Story, Move{From: s.State, To: m.To, Note: m.Note})
	}
	if err := d.ask(who, policy.StoryAssign, dr); err != nil { // before they learn where it is
		return err
	}
	if err := stillIn(dr, s.State); err != nil {
		return err
	}
	return d.hand(tx, who, s.Story, m.Hand, m.Note)
}
