package desk

import (
	"context"
	"fmt"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// An embargo is kept in three places, so that forgetting one leaks nothing:
// Schedule and Publish refuse before its minute, record.Draft.Act refuses for a
// draft of the record, and MarkPublished undoes any transaction, whoever began
// it, that would make the story public before. Until then the story is in no
// leaf, and everything public is made of leaves.

// embargoed is the error of a story that must wait.
func embargoed(until time.Time) error {
	at := until.UTC().Format("2006-01-02 15:04 UTC")
	return words.Refuse(fmt.Errorf("%w until %s", record.ErrEmbargoed, at), "refusal.embargo", "Until", at)
}

// SetEmbargo says that a story must not be public before a moment. It can only
// be set for later than it is: to shorten or lift one is to break it. A story
// that was scheduled for before is taken off the schedule.
func (d *Desk) SetEmbargo(ctx context.Context, who policy.Principal, id story.ID, until time.Time) error {
	until = until.UTC().Truncate(time.Minute)
	off := false
	err := d.onStory(ctx, who, policy.EmbargoSet, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		switch {
		case !until.After(d.now()):
			return words.Refuse(fmt.Errorf("%w: %s is over already", record.ErrInvalid, until.Format("2006-01-02 15:04 UTC")), "refusal.time_over")
		case until.Before(dr.Embargo):
			return words.Refuse(fmt.Errorf("%w; making it shorter is breaking it", embargoed(dr.Embargo)), "refusal.embargo_shorter")
		}
		e.Facts = trail.Facts{"until": until.Format(time.RFC3339)}
		dr.Embargo = until
		if dr.State == draft.Scheduled && dr.DueAt.Before(until) {
			off = true
			return d.takeOffFor(tx, dr, "embargo", who)
		}
		return keepEmbargo(tx, *dr)
	})
	if err == nil && off {
		d.house.Scheduled(id, time.Time{})
	}
	return err
}

// BreakEmbargo lifts an embargo before its minute. It is an act of its own, with
// a reason, which stays in the trail; publishing is another.
func (d *Desk) BreakEmbargo(ctx context.Context, who policy.Principal, id story.ID, reason string) error {
	reason = story.Line(reason)
	return d.onStory(ctx, who, policy.EmbargoBreak, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		switch {
		case !dr.Embargo.After(d.now()):
			return words.Refuse(fmt.Errorf("%w: there is no embargo to break", record.ErrInvalid), "refusal.no_embargo")
		case reason == "":
			return words.Refuse(fmt.Errorf("%w: breaking an embargo needs a reason", record.ErrInvalid), "refusal.embargo_reason")
		}
		e.Facts = trail.Facts{"until": dr.Embargo.Format(time.RFC3339), "reason": reason}
		dr.Embargo = time.Time{}
		return keepEmbargo(tx, *dr)
	})
}

// keepEmbargo writes the embargo into the record's own draft, if there is one.
func keepEmbargo(tx record.Tx, dr draft.Draft) error {
	frozen, ok, err := tx.Draft(dr.ID)
	if err != nil || !ok {
		return err
	}
	frozen.Embargo = dr.Embargo
	return tx.PutDraft(frozen)
}
