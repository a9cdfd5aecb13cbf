package desk

import (
	"context"
	"errors"
	"fmt"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// Conflict is an error: somebody else changed the same block meanwhile. Nothing
// was written. Merged has both, for a person to settle.
type Conflict struct {
	Version int // that Merged is made on
	Merged  prose.Doc
	Blocks  []prose.Conflict
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("%d blocks were changed by somebody else too", len(c.Blocks))
}

// Amend writes what a form without scripts gives back: edit makes of the document
// at the version that the form was made from the one that is wanted. What others
// wrote since stays; where they changed the same block it writes nothing and
// gives a *Conflict. It gives the new version.
func (d *Desk) Amend(ctx context.Context, who policy.Principal, id story.ID, version int, edit func(prose.Doc) (prose.Doc, error)) (int, error) {
	return d.rewrite(ctx, who, id, func(tx record.Tx, dr draft.Draft, now prose.Doc) (prose.Doc, trail.Facts, error) {
		base, err := draft.At(tx, id, version)
		if errors.Is(err, record.ErrNoStory) {
			err = fmt.Errorf("%w: it has no version %d", draft.ErrForgotten, version)
		}
		if err != nil {
			return now, nil, err
		}
		mine, err := edit(base.Doc)
		if err != nil {
			return now, nil, err
		}
		merged, conflicts := prose.Merge(base.Doc, mine, now)
		if len(conflicts) > 0 {
			return now, nil, &Conflict{dr.Version, merged, conflicts}
		}
		return merged, trail.Facts{"form": "plain"}, nil
	}, func(record.Tx, draft.Draft) error { return nil })
}
