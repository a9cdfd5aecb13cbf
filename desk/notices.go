package desk

import (
	"context"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// Notices gives what somebody was told of the stories that concern them, the
// newest first. They are their own and nobody else's to see.
func (d *Desk) Notices(ctx context.Context, who policy.Principal, before int64, limit int) (all []draft.Notice, err error) {
	if err := policy.Possible(who, policy.Account, d.now()); err != nil {
		return nil, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		all, err = draft.Notices(rd, who.Account, before, limit)
		return err
	})
	return all, err
}

// Unread counts somebody's notices that they have not seen.
func (d *Desk) Unread(ctx context.Context, who policy.Principal) (n int, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		n, err = draft.Unread(rd, who.Account)
		return err
	})
	return n, err
}

// MarkRead notes that somebody has seen their notices up to a number. What one
// has read is no act, and the trail does not tell of it.
func (d *Desk) MarkRead(ctx context.Context, who policy.Principal, upTo int64) error {
	if err := policy.Possible(who, policy.Account, d.now()); err != nil {
		return err
	}
	return d.house.Update(ctx, func(tx record.Tx) error { return draft.MarkRead(tx, who.Account, upTo) })
}

// notify leaves notices to some people, each once, and none to who did it.
func (d *Desk) notify(tx record.Tx, who policy.Principal, n draft.Notice, accounts ...string) error {
	told := map[string]bool{who.Account: true}
	n.At, n.By = d.now(), who.Name
	for _, account := range accounts {
		if told[account] {
			continue
		}
		told[account] = true
		n.Account = account
		if err := draft.Tell(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// tellHanded tells whoever has a story now.
func (d *Desk) tellHanded(tx record.Tx, who policy.Principal, dr draft.Draft, note string) error {
	return d.notify(tx, who, draft.Notice{Kind: draft.Handed, Story: dr.ID, State: dr.State, Note: note}, dr.Assignee)
}

// tellCommented tells whose story it is, and who spoke in the thread before.
func (d *Desk) tellCommented(tx record.Tx, who policy.Principal, dr draft.Draft, c draft.Comment) error {
	concerned := []string{dr.Author, dr.Assignee}
	if c.Thread != "" {
		all, err := draft.Comments(tx, dr.ID)
		if err != nil {
			return err
		}
		for _, other := range all {
			if other.ID == c.Thread || other.Thread == c.Thread {
				concerned = append(concerned, other.Account)
			}
		}
	}
	return d.notify(tx, who, draft.Notice{Kind: draft.Commented, Story: dr.ID, State: dr.State, Note: firstRunes(story.Line(c.Text), draft.PassageMost)}, concerned...)
}

// tellLive tells whose story it is that readers have it. The desk tells of it
// whoever did it, and when: also at night, when its time had come.
func (d *Desk) tellLive(tx record.Tx, dr draft.Draft) error {
	live := draft.Notice{Kind: draft.Live, Story: dr.ID, State: dr.State}
	return d.notify(tx, policy.Principal{}, live, dr.Author, dr.Assignee)
}
