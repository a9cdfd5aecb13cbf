package desk

import (
	"context"
	"fmt"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// A story that nobody wants any more is spiked: a state like the others, out of
// everybody's way, in which all of it is kept (Move). Words that somebody still
// types into it are kept, too, and do not bring it back.

// notSpiked is the error of what cannot be done with a spiked story.
func notSpiked(dr draft.Draft) error {
	if dr.State == draft.Spiked {
		return words.Refuse(fmt.Errorf("%w: it is spiked; take it back first", draft.ErrState), "refusal.spiked")
	}
	return nil
}

// withReason adds the word that went with an act to what the trail says of it:
// why a story did not run is asked long after.
func withReason(f trail.Facts, note string) trail.Facts {
	if reason := firstRunes(story.Line(note), draft.PassageMost); reason != "" {
		f["reason"] = reason
	}
	return f
}

// MayGiveUp says whether who may give up the change that a draft is.
func (d *Desk) MayGiveUp(who policy.Principal, dr draft.Draft) error {
	if err := d.ask(who, policy.StorySpike, dr); err != nil {
		return err
	}
	if dr.Base == 0 || dr.State == draft.Scheduled || dr.State == draft.Published {
		return words.Refuse(fmt.Errorf("%w: nobody is changing what readers have", draft.ErrState), "refusal.no_change")
	}
	return nil
}

// GiveUp ends a change of a published story that will not go out: the story is
// published again as it was, and its document says what readers read. What was
// typed stays among its versions. from is the state that whoever gives it up saw.
func (d *Desk) GiveUp(ctx context.Context, who policy.Principal, id story.ID, from draft.State, note string) error {
	if err := checkNote(note); err != nil {
		return err
	}
	var version int
	var said draft.Batch
	err := d.onStory(ctx, who, policy.StorySpike, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		if err := d.MayGiveUp(who, *dr); err != nil {
			return err
		}
		err := stillIn(*dr, from)
		if err != nil {
			return err
		}
		if said, err = d.asReaders(tx, who, dr); err != nil {
			return err
		}
		version = dr.Version
		dr.State, dr.Changed, dr.ChangedBy = draft.Published, d.now(), who.Account
		e.Facts = withReason(trail.Facts{"from": string(from), "to": string(dr.State)}, note)
		if err := d.note(tx, who, id, note); err != nil {
			return err
		}
		n := draft.Notice{Kind: draft.GivenUp, Story: id, State: dr.State, Note: note}
		return d.notify(tx, who, n, dr.Assignee, dr.Author)
	})
	if err != nil {
		return err
	}
	if len(said.Steps) > 0 {
		d.tellSteps(id, version, said)
	}
	d.TellState(id, draft.Published)
	return nil
}

// asReaders makes a document say what readers read, as a version that restores
// it. Of a retracted story readers read nothing, and it stays as it is.
func (d *Desk) asReaders(tx record.Tx, who policy.Principal, dr *draft.Draft) (said draft.Batch, err error) {
	e, err := record.EntryOf(tx, dr.ID)
	if err != nil || e.Retracted {
		return said, err
	}
	rev, _, err := record.RevisionAt(tx, e.RevisionLeaf)
	if err != nil {
		return said, err
	}
	if said, err = d.sayAgain(tx, who, dr, rev); err != nil || len(said.Steps) == 0 {
		return said, err
	}
	return said, draft.Keep(tx, dr.ID, draft.Kept{
		Version: dr.Version, Restored: string(revisionRef(rev.Number)), Account: who.Account, Said: who.Name, At: d.now(),
	})
}
