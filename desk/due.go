package desk

import (
	"context"
	"errors"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// LateAfter is how long after its time a story still counts as on time: a
// server that was restarted in the very minute holds nothing back.
const LateAfter = time.Minute

// PublishDue publishes drafts of the record whose time has come, all in one
// transaction, so that ten stories of one minute are not late for each other.
// One that cannot be published holds no other back; it stays a draft, and the
// desk is told why. An error is about none of them in particular, and trying
// again is right.
func (d *Desk) PublishDue(ctx context.Context, ids []story.ID) error {
	due, err := d.readDue(ctx, ids)
	for err == nil && len(due) > 0 {
		var receipts []record.Receipt
		receipts, err = d.house.EnterAlso(ctx, actsOf(due), d.trailDue(due))
		if len(receipts) > 0 { // the record has them, whatever else went wrong
			return errors.Join(err, d.settleDue(ctx, due))
		}
		var refused *record.ActError
		if errors.As(err, &refused) {
			err = d.notPublished(ctx, due[refused.Index], refused.Err)
			due = append(due[:refused.Index], due[refused.Index+1:]...)
		}
	}
	return err
}

// settleDue has readers see what was just published on schedule.
func (d *Desk) settleDue(ctx context.Context, due []dueAct) error {
	durable := d.now().Sub(due[0].Due)
	err := d.house.Settle(ctx)
	d.opts.Log.Info("published on schedule", "stories", len(due), "durable", durable.Round(time.Millisecond), "printed", d.now().Sub(due[0].Due).Round(time.Millisecond))
	return err
}

// dueAct is a draft whose time has come with the act that publishes it.
type dueAct struct {
	record.Draft
	act record.Act
}

func actsOf(due []dueAct) (acts []record.Act) {
	for _, a := range due {
		acts = append(acts, a.act)
	}
	return acts
}

// readDue reads the drafts, and sorts out what is not to be published now.
func (d *Desk) readDue(ctx context.Context, ids []story.ID) (due []dueAct, err error) {
	var drafts []record.Draft
	err = d.house.View(ctx, func(rd record.Reader) error {
		for _, id := range ids {
			frozen, ok, err := rd.Draft(id)
			if err != nil {
				return err
			}
			if !ok || frozen.Due.IsZero() { // published or taken off meanwhile
				frozen = record.Draft{ID: id}
			}
			drafts = append(drafts, frozen)
		}
		return nil
	})
	for _, frozen := range drafts {
		now := d.now()
		if frozen.Due.IsZero() || frozen.Due.After(now) { // the latter: the clock was put back
			d.house.Scheduled(frozen.ID, frozen.Due)
			continue
		}
		act, refused := frozen.Act(now)
		switch {
		case refused != nil:
			err = errors.Join(err, d.notPublished(ctx, dueAct{Draft: frozen}, refused))
		case d.opts.AskLate && now.Sub(frozen.Due) > LateAfter:
			err = errors.Join(err, d.hold(ctx, frozen))
		default:
			act.Due = frozen.Due // and only if it still is, when the transaction comes
			due = append(due, dueAct{frozen, act})
		}
	}
	return due, err
}

// trailDue writes the trail of what is published by the clock: who had
// scheduled it.
func (d *Desk) trailDue(due []dueAct) record.Also {
	return func(tx record.Tx, receipts []record.Receipt) error {
		for i, r := range receipts {
			if r.Twin {
				continue
			}
			dr, _, err := draft.Get(tx, r.Story)
			if err != nil {
				return err
			}
			e := trail.Entry{Action: ActionOf(due[i].act.Kind), Story: r.Story, Facts: receiptFacts(r)}
			e.Facts["due"] = due[i].Due.Format(time.RFC3339)
			if dr.DueBy != "" {
				e.Facts["scheduled_by"], e.Facts["account"] = dr.DueName, dr.DueBy
			}
			if err := trail.Add(tx, d.now(), policy.Clock, e); err != nil {
				return err
			}
			if err := d.tellTranslations(tx, r); err != nil {
				return err
			}
		}
		return nil
	}
}

// notPublished takes a story whose time came in vain off the clock, and tells
// the desk: trying again every moment would not make it better.
func (d *Desk) notPublished(ctx context.Context, a dueAct, why error) error {
	if errors.Is(why, record.ErrNotDue) { // somebody was quicker
		d.house.Scheduled(a.ID, time.Time{})
		return nil
	}
	d.opts.Log.Error("a scheduled story could not be published", "story", a.ID, "error", why)
	return d.stop(ctx, a.Draft, draft.NotPublished, why.Error())
}

// hold leaves a late story to a person.
func (d *Desk) hold(ctx context.Context, frozen record.Draft) error {
	d.opts.Log.Warn("a scheduled story is late; the desk is asked", "story", frozen.ID, "due", frozen.Due)
	return d.stop(ctx, frozen, draft.Late, "")
}

func (d *Desk) stop(ctx context.Context, frozen record.Draft, kind draft.AlertKind, why string) error {
	d.house.Scheduled(frozen.ID, time.Time{})
	return d.house.Update(ctx, func(tx record.Tx) error {
		facts := trail.Facts{"due": frozen.Due.Format(time.RFC3339)}
		if why != "" {
			facts["why"] = why
		}
		return draft.Raise(tx, draft.Alert{Story: frozen.ID, Kind: kind, Facts: facts, At: d.now()})
	})
}
