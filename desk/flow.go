package desk

import (
	"context"
	"fmt"
	"slices"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// A story goes from an idea to readers by these ways, each the act that the
// policy is asked about. The last two steps, scheduled and published, are not
// among them: they are what Publish does, and Open begins a change.
var ways = []struct {
	from, to draft.State
	act      policy.Action
}{
	{draft.Idea, draft.Writing, policy.StoryEdit},
	{draft.Writing, draft.Idea, policy.StoryAssign},
	{draft.Writing, draft.Review, policy.StorySubmit},
	{draft.Review, draft.Writing, policy.StorySubmit},
	{draft.Writing, draft.Ready, policy.StoryApprove},
	{draft.Review, draft.Ready, policy.StoryApprove},
	{draft.Ready, draft.Review, policy.StoryApprove},
	{draft.Ready, draft.Writing, policy.StoryApprove},
}

// Ways gives the states that who may send a story to from where it is.
func (d *Desk) Ways(who policy.Principal, dr draft.Draft) (to []draft.State) {
	for _, w := range ways {
		if w.from == dr.State && d.ask(who, w.act, dr) == nil {
			to = append(to, w.to)
		}
	}
	return to
}

// Move sends a story to another state.
type Move struct {
	// From is the state whoever moves it saw it in: one who looked at an old page
	// moves nothing.
	From, To draft.State
	// Hand is to whom it goes with that; nil leaves it to the state: a story that
	// goes back is its writer's again, one in review anybody's of its section.
	Hand *Hand
	Note string
}

// Hand is who gets a story: a person, or all who work in a section.
type Hand struct{ Account, Pool string }

// Move moves a story, and tells whom it concerns.
func (d *Desk) Move(ctx context.Context, who policy.Principal, id story.ID, m Move) error {
	act, err := wayOf(m.From, m.To)
	if err != nil {
		return err
	}
	if err := checkNote(m.Note); err != nil {
		return err
	}
	err = d.onStory(ctx, who, act, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		if dr.State != m.From {
			return fmt.Errorf("%w: it is %s by now, not %s", draft.ErrState, dr.State, m.From)
		}
		hand := handOf(*dr, m.To)
		if m.Hand != nil && *m.Hand != hand {
			if err := d.mayHand(tx, who, *dr, *m.Hand); err != nil {
				return err
			}
			hand = *m.Hand
		}
		dr.State, dr.Assignee, dr.Pool = m.To, hand.Account, hand.Pool
		dr.Changed, dr.ChangedBy = d.now(), who.Account
		e.Facts = trail.Facts{"from": string(m.From), "to": string(m.To)}
		if err := d.note(tx, who, id, m.Note); err != nil {
			return err
		}
		return d.tellMoved(tx, who, *dr, m)
	})
	if err == nil {
		d.TellState(id, m.To)
	}
	return err
}

func wayOf(from, to draft.State) (policy.Action, error) {
	for _, w := range ways {
		if w.from == from && w.to == to {
			return w.act, nil
		}
	}
	return "", fmt.Errorf("%w: there is no way from %s to %s", draft.ErrState, from, to)
}

// handOf is who has a story in a state when nobody says otherwise.
func handOf(dr draft.Draft, to draft.State) Hand {
	switch to {
	case draft.Writing:
		if dr.State == draft.Idea && dr.Assignee != "" {
			return Hand{Account: dr.Assignee}
		}
		return Hand{Account: dr.Author}
	case draft.Review:
		return Hand{Pool: dr.Section}
	}
	return Hand{Account: dr.Assignee, Pool: dr.Pool}
}

// back reports whether a move leads away from readers.
func (m Move) back() bool {
	return slices.Index(draft.States, m.To) < slices.Index(draft.States, m.From)
}

// tellMoved tells whoever has the story now, and its author where it is.
func (d *Desk) tellMoved(tx record.Tx, who policy.Principal, dr draft.Draft, m Move) error {
	kind := draft.Handed
	if m.back() {
		kind = draft.Back
	}
	n := draft.Notice{Kind: kind, Story: dr.ID, State: dr.State, Note: m.Note}
	if err := d.notify(tx, who, n, dr.Assignee); err != nil || dr.Author == dr.Assignee {
		return err
	}
	n.Kind = draft.Moved
	return d.notify(tx, who, n, dr.Author)
}

// Hand gives a story to somebody, or to a section, in the state it is in.
func (d *Desk) Hand(ctx context.Context, who policy.Principal, id story.ID, to Hand, note string) error {
	if err := checkNote(note); err != nil {
		return err
	}
	return d.onStory(ctx, who, policy.StoryAssign, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		if err := d.mayHand(tx, who, *dr, to); err != nil {
			return err
		}
		dr.Assignee, dr.Pool = to.Account, to.Pool
		dr.Changed, dr.ChangedBy = d.now(), who.Account
		e.Object, e.Facts = to.Account, trail.Facts{"pool": to.Pool}
		if err := d.note(tx, who, id, note); err != nil {
			return err
		}
		return d.tellHanded(tx, who, *dr, note)
	})
}

// Take takes a story that nobody has, out of a section's pool or as an idea, or
// from a colleague by whoever may assign it.
func (d *Desk) Take(ctx context.Context, who policy.Principal, id story.ID) error {
	return d.onStory(ctx, who, policy.StoryComment, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		if err := d.MayTake(who, *dr); err != nil {
			return err
		}
		had := dr.Assignee
		dr.Assignee, dr.Pool = who.Account, ""
		dr.Changed, dr.ChangedBy = d.now(), who.Account
		e.Object, e.Facts = who.Account, trail.Facts{"from": had, "take": "yes"}
		return d.notify(tx, who, draft.Notice{Kind: draft.Moved, Story: id, State: dr.State}, had)
	})
}

// MayTake says whether who may have a story for the taking: one that nobody has
// and that they could have been given.
func (d *Desk) MayTake(who policy.Principal, dr draft.Draft) error {
	if dr.Assignee != "" {
		return d.ask(who, policy.StoryAssign, dr)
	}
	switch dr.State {
	case draft.Idea, draft.Writing: // to write it
		return d.ask(who, policy.StoryComment, dr)
	}
	return d.ask(who, policy.StoryEdit, dr)
}

// mayHand asks whether who may give the story away, and whether whoever gets it
// can do anything with it there.
func (d *Desk) mayHand(rd record.Reader, who policy.Principal, dr draft.Draft, to Hand) error {
	if err := d.ask(who, policy.StoryAssign, dr); err != nil {
		return err
	}
	if to.Pool != "" && !d.hasSection(to.Pool) {
		return fmt.Errorf("%w: there is no section %q", record.ErrInvalid, to.Pool)
	}
	if to.Account == "" {
		return nil
	}
	people, err := d.colleagues(rd, dr)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Account == to.Account {
			return nil
		}
	}
	return fmt.Errorf("%w: whoever is to have the story may not read it, or is not here any more", record.ErrInvalid)
}
