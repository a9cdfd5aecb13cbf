package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// Retraction withdraws a story: its page then says so, and why.
type Retraction struct {
	// Base is the revision that whoever withdraws it has seen.
	Base int
	// Reason is told to readers.
	Reason string
	// Act names the act; the form makes it.
	Act string
}

// Public is a story as readers have it.
type Public struct {
	Entry    record.Entry
	Revision story.Revision
	// Leaf is the revision's, with when it was published.
	Leaf record.Leaf
}

// Public gives what readers have of a story.
func (d *Desk) Public(ctx context.Context, who policy.Principal, id story.ID) (p Public, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if p.Entry, err = record.EntryOf(rd, id); err != nil {
			return err
		}
		o, err := d.objectOf(rd, who, id)
		if err == nil {
			err = policy.May(who, policy.StoryRead, o, d.now())
		}
		if err != nil {
			return err
		}
		p.Revision, p.Leaf, err = record.RevisionAt(rd, p.Entry.RevisionLeaf)
		return err
	})
	return p, err
}

// Retract withdraws a published story. What the desk was writing on it stays.
func (d *Desk) Retract(ctx context.Context, who policy.Principal, id story.ID, w Retraction) (went Went, err error) {
	if went, done, err := d.wentBefore(ctx, who, w.Act); done || err != nil {
		return went, err
	}
	w.Reason = story.Line(w.Reason)
	if w.Reason == "" {
		return went, words.Refuse(fmt.Errorf("%w: a retraction needs a reason that readers are told", record.ErrInvalid), "refusal.retract_reason")
	}
	began := time.Now()
	act := record.Act{ID: w.Act, Kind: record.Retract, Story: id, Base: w.Base, Reason: w.Reason}
	receipts, err := d.house.EnterAlso(ctx, []record.Act{act}, func(tx record.Tx, receipts []record.Receipt) error {
		o, err := d.objectOf(tx, who, id)
		if err == nil {
			err = policy.May(who, policy.StoryRetract, o, d.now())
		}
		if err != nil || receipts[0].Twin {
			return err
		}
		if err := trail.Add(tx, d.now(), who, trail.Entry{Action: policy.StoryRetract, Story: id, Facts: receiptFacts(receipts[0])}); err != nil {
			return err
		}
		return d.tellTranslations(tx, receipts[0])
	})
	if err != nil && len(receipts) == 0 {
		return went, err
	}
	went.Receipt, went.Durable = receipts[0], time.Since(began)
	d.TellState(id, draft.Published)
	err = errors.Join(err, d.house.Settle(ctx))
	went.Printed = time.Since(began)
	return went, err
}
