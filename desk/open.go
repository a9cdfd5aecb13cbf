package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/desk/walltime"
	"stet.news/record"
	"stet.news/story"
)

// Open brings a story to the desk to be changed: a published one, or a draft that
// came in from a file. One that is being written is given as it is.
func (d *Desk) Open(ctx context.Context, who policy.Principal, id story.ID) (dr draft.Draft, err error) {
	dr, err = d.See(ctx, who, id)
	switch {
	case err == nil && dr.State != draft.Published:
		return dr, d.ask(who, policy.StoryEdit, dr)
	case err != nil && !errors.Is(err, record.ErrNoStory):
		return dr, err
	}
	err = d.act(ctx, who, policy.StoryEdit, func(tx record.Tx, e *trail.Entry) error {
		e.Story = id
		dr, err = d.open(tx, who, id)
		e.Facts = trail.Facts{"base": strconv.Itoa(dr.Base), "state": string(dr.State)}
		return err
	})
	return dr, err
}

func (d *Desk) open(tx record.Tx, who policy.Principal, id story.ID) (draft.Draft, error) {
	dr, atDesk, err := draft.Get(tx, id)
	switch {
	case err != nil:
		return dr, err
	case atDesk && dr.State != draft.Published: // somebody was quicker
		return dr, d.ask(who, policy.StoryEdit, dr)
	case atDesk:
		return d.reopen(tx, who, dr)
	}
	dr, doc, err := d.fromRecord(tx, id)
	if err == nil {
		err = d.ask(who, policy.StoryEdit, dr)
	}
	if err != nil {
		return dr, err
	}
	dr.Assignee, dr.ChangedBy = who.Account, who.Account
	return dr, d.start(tx, dr, doc)
}

// reopen begins a change of a published story that the desk has had before. Its
// document goes on from where it was, unless readers have other words by now.
func (d *Desk) reopen(tx record.Tx, who policy.Principal, dr draft.Draft) (draft.Draft, error) {
	if err := d.ask(who, policy.StoryEdit, dr); err != nil {
		return dr, err
	}
	rev, err := published(tx, dr.ID)
	if err != nil {
		return dr, err
	}
	if _, err := d.sayAgain(tx, who, &dr, rev); err != nil {
		return dr, err
	}
	dr.State, dr.Base, dr.Assignee, dr.Changed, dr.ChangedBy = draft.Writing, rev.Number, who.Account, d.now(), who.Account
	return dr, draft.Put(tx, dr)
}

// sayAgain makes a document say what readers read, where another way than the
// desk, the command line, gave them other words since, or a change was given up.
// It gives the steps for that; none when it says so already.
func (d *Desk) sayAgain(tx record.Tx, who policy.Principal, dr *draft.Draft, rev story.Revision) (b draft.Batch, err error) {
	head, err := d.heads.Head(tx, *dr)
	if err != nil {
		return b, err
	}
	wanted, err := prose.FromRevision(rev)
	if err != nil {
		return b, err
	}
	had := head.Doc.Revision(rev).Clean()
	had.Slug, had.Bylines, had.Topics = rev.Slug, rev.Bylines, rev.Topics // the record completes them
	if doc, err := prose.FromRevision(had); err == nil && doc.Equal(wanted) {
		return b, nil
	}
	b = draft.Batch{Version: dr.Version, Client: "desk-" + newID(), Account: who.Account, Name: who.Name, At: d.now()}
	if b.Steps, err = stepsTo(head.Doc, wanted); err != nil {
		return b, err
	}
	_, _, err = d.heads.Append(tx, dr, b)
	return b, err
}

// fromRecord makes row and document of what the record has of a story: a draft
// that came in from a file, else the revision that readers read.
func (d *Desk) fromRecord(rd record.Reader, id story.ID) (dr draft.Draft, doc prose.Doc, err error) {
	kept, ok, err := rd.Draft(id)
	if err != nil {
		return dr, doc, err
	}
	if !ok {
		if kept.Revision, err = published(rd, id); err != nil {
			return dr, doc, err
		}
		kept.ID, kept.Base = id, kept.Revision.Number
	}
	doc, err = prose.FromRevision(kept.Revision)
	return d.rowOf(kept), doc, err
}

// rowOf is the row of what the record keeps as a draft. One that is due goes on
// being due: what goes out then is the record's, as it came in.
func (d *Desk) rowOf(kept record.Draft) draft.Draft {
	rev := kept.Revision
	dr := draft.Draft{
		ID: kept.ID, Edition: rev.Edition, Section: rev.Section, Headline: rev.Headline, State: draft.Writing, Base: kept.Base,
		Translates: rev.TranslationOf, Embargo: kept.Embargo, Began: d.now(), Changed: d.now(),
	}
	if !kept.Due.IsZero() {
		dr.State, dr.DueAt, dr.Zone = draft.Scheduled, kept.Due.UTC(), "UTC"
		dr.Due, _ = walltime.Write(dr.DueAt, dr.Zone) // that zone is always there
	}
	return dr
}

// Adopt puts drafts that came in from files on the desk. One that the desk has
// already stays as it is written there; that it is due now is noted.
func (d *Desk) Adopt(ctx context.Context, ids ...story.ID) error {
	err := d.house.Update(ctx, func(tx record.Tx) error {
		for _, id := range ids {
			if err := d.adopt(tx, id); err != nil {
				return fmt.Errorf("story %s: %w", id, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.freshen(ctx, len(ids))
}

// AdoptLeft puts drafts of the record on the desk that it has never had: from
// before there was a desk, or those that a crash left on the way.
func (d *Desk) AdoptLeft(ctx context.Context) error {
	var left []story.ID
	err := d.house.View(ctx, func(rd record.Reader) error {
		drafts, err := rd.Drafts()
		for _, kept := range drafts {
			_, atDesk, err := draft.Get(rd, kept.ID)
			if err != nil {
				return err
			}
			if !atDesk {
				left = append(left, kept.ID)
			}
		}
		return err
	})
	if err != nil || len(left) == 0 {
		return err
	}
	return d.Adopt(ctx, left...)
}

func (d *Desk) adopt(tx record.Tx, id story.ID) error {
	kept, doc, err := d.fromRecord(tx, id)
	if err != nil {
		return err
	}
	dr, atDesk, err := draft.Get(tx, id)
	if err != nil {
		return err
	}
	if !atDesk {
		return d.start(tx, kept, doc)
	}
	if kept.DueAt.IsZero() || kept.DueAt.Equal(dr.DueAt) {
		return nil
	}
	dr.State, dr.DueAt, dr.Due, dr.Zone, dr.DueVersion = kept.State, kept.DueAt, kept.Due, kept.Zone, dr.Version
	return draft.Put(tx, dr)
}
