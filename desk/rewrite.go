package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// rewrite changes a story's document by steps that the desk makes itself, for
// acts that come without an editor: f gives the document that is wanted, and what
// the trail says of it; after is called with the row as it then is. Whoever has
// the story open sees the steps come like anybody's. It gives the new version,
// the present one when there is nothing to change.
func (d *Desk) rewrite(ctx context.Context, who policy.Principal, id story.ID,
	f func(tx record.Tx, dr draft.Draft, now prose.Doc) (prose.Doc, trail.Facts, error), after func(tx record.Tx, dr draft.Draft) error,
) (version int, err error) {
	b := draft.Batch{Client: "desk-" + rand.Text(), Account: who.Account, Name: who.Name, At: d.now()}
	state := draft.State("")
	err = d.onStory(ctx, who, policy.StoryEdit, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		head, err := d.heads.Head(tx, *dr)
		if err != nil {
			return err
		}
		wanted, facts, err := f(tx, *dr, head.Doc)
		if err != nil {
			return err
		}
		version, b.Version, e.Facts = dr.Version, dr.Version, facts
		if b.Steps, err = stepsTo(head.Doc, wanted); err != nil || len(b.Steps) == 0 {
			return err
		}
		if version, _, err = d.heads.Append(tx, dr, b); err != nil {
			return err
		}
		if dr.State == draft.Idea || dr.State == draft.Published {
			dr.State, state = draft.Writing, draft.Writing
		}
		return after(tx, *dr)
	})
	if err != nil || len(b.Steps) == 0 {
		return version, err
	}
	d.tellSteps(id, version, b)
	if state != "" {
		d.TellState(id, state)
	}
	return version, nil
}

func stepsTo(from, to prose.Doc) ([]json.RawMessage, error) {
	var out []json.RawMessage
	for _, s := range prose.Edit(from, to) {
		text, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}
