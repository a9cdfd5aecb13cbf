package desk

import (
	"context"
	"errors"
	"fmt"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// mayWrite says whether who may send steps. Who may only comment may suggest,
// too: then it gives the document before, to hold what they send against.
func (d *Desk) mayWrite(tx record.Tx, who policy.Principal, dr draft.Draft) (before prose.Doc, err error) {
	err = d.ask(who, policy.StoryEdit, dr)
	if !errors.Is(err, policy.ErrDenied) || d.ask(who, policy.StoryComment, dr) != nil {
		return before, err
	}
	head, err := d.heads.Head(tx, dr)
	return head.Doc, err
}

// onlySuggested refuses steps by who may only suggest that did more than that.
func (d *Desk) onlySuggested(tx record.Tx, who policy.Principal, before prose.Doc, dr draft.Draft) error {
	if before.IsZero() {
		return nil
	}
	head, err := d.heads.Head(tx, dr)
	if err != nil {
		return err
	}
	if !prose.OnlySuggests(before, head.Doc, who.Account) {
		return fmt.Errorf("%w: %s", policy.ErrDenied, policy.StoryEdit)
	}
	return nil
}

// Settle accepts or refuses what is suggested in a story: one suggestion, or with
// an empty id all there are. Whoever has the story open sees it happen.
func (d *Desk) Settle(ctx context.Context, who policy.Principal, id story.ID, suggestion string, accept bool) error {
	_, err := d.rewrite(ctx, who, id, func(tx record.Tx, dr draft.Draft, now prose.Doc) (prose.Doc, trail.Facts, error) {
		facts := trail.Facts{"suggestion": suggestion, "accepted": fmt.Sprint(accept)}
		doc, err := settled(now, suggestion, accept)
		return doc, facts, err
	}, func(record.Tx, draft.Draft) error { return nil })
	return err
}

func settled(doc prose.Doc, suggestion string, accept bool) (prose.Doc, error) {
	found := false
	for _, s := range doc.Suggestions() {
		if suggestion != "" && s.ID != suggestion {
			continue
		}
		steps := doc.RejectSuggestion(s.ID)
		if accept {
			steps = doc.AcceptSuggestion(s.ID)
		}
		var err error
		if doc, err = prose.ApplyAll(doc, steps); err != nil {
			return doc, err
		}
		found = true
	}
	if !found && suggestion != "" {
		return doc, words.Refuse(fmt.Errorf("%w: somebody has decided about it already", record.ErrStale), "refusal.done_already")
	}
	return doc, nil
}
