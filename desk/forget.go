package desk

import (
	"fmt"

	"stet.news/desk/draft"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// Forget takes what an erasure takes out of a story's revisions out of all that
// the desk has of the story: the document keeps its present state without it and
// loses its history, since old steps hold it, too; what was scheduled is taken
// off; what people said and asked about the story goes, since they quote. The
// House calls it in the transaction of the erasure, whoever asked for that.
func (d *Desk) Forget(tx record.Tx, id story.ID, lost Lost) error {
	dr, ok, err := draft.Get(tx, id)
	if err != nil {
		return err
	}
	for _, forget := range []func() error{
		func() error { return trail.Forget(tx, id, lost.blot) },
		func() error { return draft.ForgetRequests(tx, id, d.now(), lost.blot) },
		func() error { return draft.ForgetLabels(tx, id) },
		func() error { return draft.ForgetAlerts(tx, id) },
		func() error { return draft.ForgetNotices(tx, id) },
		func() error { return draft.ForgetComments(tx, id) },
		func() error { return library.Forget(tx, id, lost.blot) },
		func() error { return draft.ForgetWords(tx, id) },
	} {
		if err := forget(); err != nil {
			return err
		}
	}
	if ok {
		if err := d.forgetIn(tx, dr, lost); err != nil {
			return err
		}
	}
	return tx.DropDraft(id)
}

// forgetIn collapses the journal of a story at the desk.
func (d *Desk) forgetIn(tx record.Tx, dr draft.Draft, lost Lost) error {
	head, err := d.heads.Head(tx, dr)
	if err != nil {
		return err
	}
	doc, err := lost.without(head.Doc)
	if err != nil {
		return fmt.Errorf("the document without what was erased: %w", err)
	}
	if dr.State == draft.Scheduled {
		if err := d.takeOffFor(tx, &dr, "erased", policy.Clock); err != nil {
			return err
		}
	}
	if err := d.heads.EraseWords(tx, &dr, doc); err != nil {
		return err
	}
	return draft.Put(tx, dr)
}
