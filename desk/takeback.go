package desk

import (
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// losing reports whether an account had a right until now and has it no more.
type losing func(policy.Action, policy.Object) bool

// takeBack ends what an account has put in motion on rights that it loses: what it
// scheduled, what it asked a second person for, and its links for outsiders. It
// is called in the transaction that takes the rights, and gives the stories taken
// off the schedule: the clock, which may not have heard of it yet, finds nothing
// that it could publish. why is a word of the catalogue.
func (d *Desk) takeBack(tx record.Tx, who policy.Principal, account string, lost losing, why string) ([]story.ID, error) {
	if err := d.voidAsked(tx, who, account, lost, why); err != nil {
		return nil, err
	}
	if err := d.endShares(tx, who, account, lost, why); err != nil {
		return nil, err
	}
	return d.unschedule(tx, who, account, lost, why)
}

func (d *Desk) unschedule(tx record.Tx, who policy.Principal, account string, lost losing, why string) (ids []story.ID, err error) {
	rows, err := draft.OnSchedule(tx)
	if err != nil {
		return nil, err
	}
	for _, dr := range rows {
		o := ObjectOf(policy.Principal{Account: account}, dr)
		if dr.DueBy != account || !lost(policy.StorySchedule, o) && !lost(policy.StoryPublish, o) {
			continue
		}
		e := trail.Entry{Action: policy.StorySchedule, Story: dr.ID, Facts: trail.Facts{"off": dr.DueAt.Format(time.RFC3339), why: dr.DueName}}
		if err := d.takeOffFor(tx, &dr, why, who); err != nil {
			return nil, err
		}
		if err := draft.Put(tx, dr); err != nil {
			return nil, err
		}
		if err := trail.Add(tx, d.now(), who, e); err != nil {
			return nil, err
		}
		ids = append(ids, dr.ID)
	}
	return ids, nil
}

func (d *Desk) voidAsked(tx record.Tx, who policy.Principal, account string, lost losing, why string) error {
	open, err := draft.OpenRequests(tx, d.now())
	if err != nil {
		return err
	}
	for _, r := range open {
		if r.Account != account {
			continue
		}
		o, err := d.askedAbout(tx, policy.Principal{Account: account}, r)
		if err != nil {
			return err
		}
		if !lost(r.Action, o) {
			continue
		}
		if _, err := draft.CloseRequest(tx, r.N, draft.Void, who.Account, d.now()); err != nil {
			return err
		}
		e := trail.Entry{Action: r.Action, Story: r.Story, Object: r.Object, Facts: trail.Facts{string(draft.Void): requestName(r.N), why: r.Name}}
		if err := trail.Add(tx, d.now(), who, e); err != nil {
			return err
		}
	}
	return nil
}

// endShares ends links, and with the right to decide about embargoes those that
// an embargo does not close.
func (d *Desk) endShares(tx record.Tx, who policy.Principal, account string, lost losing, why string) error {
	shares, err := draft.SharesBy(tx, account, d.now())
	if err != nil {
		return err
	}
	for _, s := range shares {
		dr, err := draft.Must(tx, s.Story)
		if err != nil {
			return err
		}
		o := ObjectOf(policy.Principal{Account: account}, dr)
		if !lost(policy.StoryShare, o) && !(s.Embargoed && lost(policy.EmbargoSet, o)) {
			continue
		}
		if _, err := draft.EndShare(tx, s.Story, s.ID, d.now()); err != nil {
			return err
		}
		e := trail.Entry{Action: policy.StoryShare, Story: s.Story, Object: account, Facts: trail.Facts{"link": s.ID, "revoked": why}}
		if err := trail.Add(tx, d.now(), who, e); err != nil {
			return err
		}
	}
	return nil
}
