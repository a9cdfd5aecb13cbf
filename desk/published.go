package desk

import (
	"strconv"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
)

// MarkPublished keeps the desk's rows true to the record: it is called in every
// transaction that publishes, whoever asked for it, after the leaves.
func (d *Desk) MarkPublished(tx record.Tx, receipts []record.Receipt) error {
	for _, r := range receipts {
		dr, ok, err := draft.Get(tx, r.Story)
		if err != nil {
			return err
		}
		if !ok || r.Revision == 0 {
			continue
		}
		dr.State, dr.Base = draft.Published, r.Revision
		dr.Due, dr.Zone, dr.DueAt, dr.DueVersion = "", "", time.Time{}, 0
		if err := draft.Put(tx, dr); err != nil {
			return err
		}
	}
	return nil
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
			e := trail.Entry{Action: ActionOf(act.Kind), Story: receipts[i].Story, Facts: trail.Facts{"revision": strconv.Itoa(receipts[i].Revision)}}
			if err := trail.Add(tx, d.now(), policy.House, e); err != nil {
				return err
			}
		}
		if imported == 0 {
			return nil
		}
		return trail.Add(tx, d.now(), policy.House, trail.Entry{Action: "import", Facts: trail.Facts{"stories": strconv.Itoa(imported)}})
	}
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
