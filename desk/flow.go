package desk

import (
	"context"
	"fmt"
	"slices"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// A story goes from an idea to readers by these ways, each the act that the
// policy is asked about. The last two steps, scheduled and published, are not
// among them: they are what Publish does, and Open begins a change. What readers
// had or are about to have is never spiked.
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
	{draft.Idea, draft.Spiked, policy.StorySpike},
	{draft.Writing, draft.Spiked, policy.StorySpike},
	{draft.Review, draft.Spiked, policy.StorySpike},
	{draft.Ready, draft.Spiked, policy.StorySpike},
	{draft.Spiked, draft.Writing, policy.StorySpike},
	{draft.Spiked, draft.Idea, policy.StorySpike},
}

// ErrChange: what would be spiked is a change of a story that readers have.
var ErrChange = words.Refuse(fmt.Errorf("%w: readers have the story; a change of it is given up", draft.ErrState), "refusal.change")

// Ways gives the states that who may send a story to from where it is.
func (d *Desk) Ways(who policy.Principal, dr draft.Draft) (to []draft.State) {
	for _, w := range ways {
		if w.from == dr.State && (w.to != draft.Spiked || dr.Base == 0) && d.ask(who, w.act, dr) == nil {
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
	err := d.house.Update(ctx, func(tx record.Tx) error { return d.move(tx, who, id, m) })
	if err == nil {
		d.TellState(id, m.To)
	}
	return err
}

func (d *Desk) move(tx record.Tx, who policy.Principal, id story.ID, m Move) error {
	act, err := wayOf(m.From, m.To)
	if err != nil {
		return err
	}
	if err := checkNote(m.Note); err != nil {
		return err
	}
	return d.onStoryIn(tx, who, act, id, func(dr *draft.Draft, e *trail.Entry) error {
		hand, err := d.mayMove(tx, who, *dr, m)
		if err != nil {
			return err
		}
		dr.State, dr.Assignee, dr.Pool = m.To, hand.Account, hand.Pool
		dr.Changed, dr.ChangedBy = d.now(), who.Account
		e.Facts = trail.Facts{"from": string(m.From), "to": string(m.To)}
		if m.To == draft.Spiked {
			e.Facts = withReason(e.Facts, m.Note)
		}
		if err := d.note(tx, who, id, m.Note); err != nil {
			return err
		}
		return d.tellMoved(tx, who, *dr, m)
	})
}

// mayMove asks whether a story, as it is, can make a move that who may make, and
// gives who has it then.
func (d *Desk) mayMove(rd record.Reader, who policy.Principal, dr draft.Draft, m Move) (Hand, error) {
	if err := stillIn(dr, m.From); err != nil {
		return Hand{}, err
	}
	if m.To == draft.Spiked && dr.Base > 0 {
		return Hand{}, ErrChange
	}
	hand := handOf(dr, m.To)
	if m.Hand == nil || *m.Hand == hand {
		return hand, nil
	}
	return *m.Hand, d.mayHand(rd, who, dr, *m.Hand)
}

// stillIn makes sure that a story is in the state in which somebody saw it.
func stillIn(dr draft.Draft, seen draft.State) error {
	if dr.State != seen {
		return words.Refuse(fmt.Errorf("%w: it is %s by now, not %s", draft.ErrState, dr.State, seen), "refusal.moved")
	}
	return nil
}

func wayOf(from, to draft.State) (policy.Action, error) {
	for _, w := range ways {
		if w.from == from && w.to == to {
			return w.act, nil
		}
	}
	return "", fmt.Errorf("%w: there is no way from %s to %s", draft.ErrState, from, to)
}

// handOf is who has a story in a state when nobody says otherwise. One that is
// taken back from the spike is with whom it was.
func handOf(dr draft.Draft, to draft.State) Hand {
	switch to {
	case draft.Writing:
		if (dr.State == draft.Idea || dr.State == draft.Spiked) && dr.Assignee != "" {
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
	if m.To == draft.Spiked {
		n.Kind = draft.Dropped
		return d.notify(tx, who, n, dr.Assignee, dr.Author)
	}
	if err := d.notify(tx, who, n, dr.Assignee); err != nil || dr.Author == dr.Assignee {
		return err
	}
	n.Kind = draft.Moved
	return d.notify(tx, who, n, dr.Author)
}

// Hand gives a story to somebody, or to a section, in the state it is in.
func (d *Desk) Hand(ctx context.Context, who policy.Principal, id story.ID, to Hand, note string) error {
	return d.house.Update(ctx, func(tx record.Tx) error { return d.hand(tx, who, id, to, note) })
}

func (d *Desk) hand(tx record.Tx, who policy.Principal, id story.ID, to Hand, note string) error {
	if err := checkNote(note); err != nil {
		return err
	}
	return d.onStoryIn(tx, who, policy.StoryAssign, id, func(dr *draft.Draft, e *trail.Entry) error {
		if err := d.mayHandOver(tx, who, *dr, to); err != nil {
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
	act := policy.StoryEdit
	switch {
	case dr.Assignee != "":
		act = policy.StoryAssign
	case dr.State == draft.Idea, dr.State == draft.Writing: // to write it
		act = policy.StoryComment
	}
	if err := d.ask(who, act, dr); err != nil {
		return err
	}
	return notSpiked(dr)
}

// mayHandOver is mayHand for a story that stays in its state.
func (d *Desk) mayHandOver(rd record.Reader, who policy.Principal, dr draft.Draft, to Hand) error {
	if err := d.mayHand(rd, who, dr, to); err != nil {
		return err
	}
	return notSpiked(dr)
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
	return words.Refuse(fmt.Errorf("%w: whoever is to have the story may not read it, or is not here any more", record.ErrInvalid), "refusal.hand")
}
