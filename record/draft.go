package record

import (
	"context"
	"fmt"
	"time"

	"stet.news/story"
)

// SaveDraft keeps unpublished work. Nothing of it is public.
func (r *Record) SaveDraft(ctx context.Context, d Draft) error {
	d.Revision = d.Revision.Clean()
	d.Revision.Story = d.ID
	d.Changed = r.opts.Now().UTC().Truncate(time.Second)
	return r.store.Update(ctx, func(tx Tx) error {
		if _, ok := r.editions[d.Revision.Edition]; !ok {
			return &ActError{Err: fmt.Errorf("%w: %q", ErrNoEdition, d.Revision.Edition)}
		}
		return tx.PutDraft(d)
	})
}

// DropDraft forgets a draft.
func (r *Record) DropDraft(ctx context.Context, id story.ID) error {
	return r.store.Update(ctx, func(tx Tx) error { return tx.DropDraft(id) })
}

// Act is the act that publishes the draft. It is refused before the embargo's
// minute.
func (d Draft) Act(now time.Time) (Act, error) {
	if now.Before(d.Embargo) {
		return Act{}, fmt.Errorf("%w until %s", ErrEmbargoed, d.Embargo.UTC().Format(time.RFC3339))
	}
	act := Act{ID: d.ActID, Kind: Publish, Story: d.ID, Base: d.Base, Revision: d.Revision}
	if d.Base > 0 {
		act.Kind = Revise
	}
	return act, nil
}
