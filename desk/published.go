package desk

import (
	"context"
	"strconv"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// MarkPublished keeps the desk's rows true to the record, and the record true to
// the desk's embargoes: it is called in every transaction that publishes,
// whoever asked for it, after the leaves, and its error undoes them.
func (d *Desk) MarkPublished(tx record.Tx, receipts []record.Receipt) error {
	for i, r := range receipts {
		if err := dropRetracted(tx, r.Story); err != nil {
			return err
		}
		dr, ok, err := draft.Get(tx, r.Story)
		if err != nil {
			return err
		}
		if !ok {
			continue // it was never at the desk
		}
		e, _, err := tx.Story(r.Story)
		if err != nil {
			return err
		}
		if r.Twin || r.Leaf != e.RevisionLeaf {
			continue // it was marked when it came, or made no revision that readers have now
		}
		if d.now().Before(dr.Embargo) && !e.Retracted {
			return &record.ActError{Index: i, Err: embargoed(dr.Embargo)}
		}
		if err := d.markOne(tx, dr, e); err != nil {
			return err
		}
	}
	return nil
}

// Rejoin is MarkPublished for leaves that came from a copy of the log, when a
// record that was rolled back is mended: all rows are held against the record.
func (d *Desk) Rejoin(ctx context.Context) error {
	return d.house.Update(ctx, func(tx record.Tx) error {
		ids, err := draft.All(tx)
		for _, id := range ids {
			if err == nil {
				err = d.rejoin(tx, id)
			}
		}
		return err
	})
}

func (d *Desk) rejoin(tx record.Tx, id story.ID) error {
	dr, err := draft.Must(tx, id)
	if err != nil {
		return err
	}
	e, public, err := tx.Story(id)
	if err != nil || !public || e.Revision == dr.Base {
		return err
	}
	facts := trail.Facts{"before": strconv.Itoa(dr.Base), "revision": strconv.Itoa(e.Revision)}
	if err := trail.Add(tx, d.now(), policy.House, trail.Entry{Action: "recover", Story: id, Facts: facts}); err != nil {
		return err
	}
	if err := dropRetracted(tx, id); err != nil {
		return err
	}
	return d.markOne(tx, dr, e)
}

// markOne writes the row of a story that has a new revision. One that was
// written on since it was scheduled is being written still.
func (d *Desk) markOne(tx record.Tx, dr draft.Draft, e record.Entry) error {
	moved := dr.State == draft.Scheduled && dr.Version > dr.DueVersion
	dr.State, dr.Base, dr.Embargo = draft.Published, e.Revision, time.Time{}
	if moved {
		dr.State = draft.Writing
	}
	takeOff(&dr)
	dr.Changed = d.now()
	if err := d.tellLive(tx, dr); err != nil {
		return err
	}
	if err := draft.Settled(tx, dr.ID, "", d.now(), draft.Late, draft.NotPublished, draft.Unscheduled, draft.ZoneMoved); err != nil {
		return err
	}
	return draft.Put(tx, dr)
}

// dropRetracted takes a story that is told no more off the fronts for good.
func dropRetracted(tx record.Tx, id story.ID) error {
	e, ok, err := tx.Story(id)
	if err != nil || !ok || !e.Retracted {
		return err
	}
	return front.Drop(tx, id)
}

// ByHouse writes the trail of acts that came over the command line. An archive
// comes in many acts at a time; its trail has one row for each lot.
func (d *Desk) ByHouse(acts []record.Act) record.Also {
	return func(tx record.Tx, receipts []record.Receipt) error {
		imported := 0
		for i, act := range acts {
			if act.Kind == record.Publish && act.Revision.Grade == "imported" {
				imported++
				continue
			}
			if receipts[i].Twin {
				continue
			}
			e := trail.Entry{Action: ActionOf(act.Kind), Story: receipts[i].Story, Facts: receiptFacts(receipts[i])}
			if err := trail.Add(tx, d.now(), policy.House, e); err != nil {
				return err
			}
			if act.Kind != record.Erase {
				if err := d.tellTranslations(tx, receipts[i]); err != nil {
					return err
				}
			}
		}
		if imported == 0 {
			return nil
		}
		return trail.Add(tx, d.now(), policy.House, trail.Entry{Action: "import", Facts: trail.Facts{"stories": strconv.Itoa(imported)}})
	}
}

// receiptFacts is what the trail says of a leaf.
func receiptFacts(r record.Receipt) trail.Facts {
	return trail.Facts{"revision": strconv.Itoa(r.Revision), "leaf": strconv.FormatInt(r.Leaf, 10)}
}

// ActionOf is the policy's name of an act of the record.
func ActionOf(k record.Kind) policy.Action {
	switch k {
	case record.Publish:
		return policy.StoryPublish
	case record.Retract:
		return policy.StoryRetract
	case record.Erase:
		return policy.StoryErase
	}
	return policy.StoryChange
}
