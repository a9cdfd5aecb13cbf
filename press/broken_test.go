package press

import (
	"context"
	"errors"

	"stet.news/record"
	"stet.news/story"
)

// brokenRecord cannot read one story.
type brokenRecord struct {
	Record
	story story.ID
}

var errBroken = errors.New("the disk has a hole")

func (b *brokenRecord) View(ctx context.Context, f func(record.Reader) error) error {
	return b.Record.View(ctx, func(rd record.Reader) error { return f(brokenReader{rd, b.story}) })
}

type brokenReader struct {
	record.Reader
	story story.ID
}

func (b brokenReader) Leaves(first, end int64, f func(int64, []byte, []byte) error) error {
	return b.Reader.Leaves(first, end, func(i int64, text, blob []byte) error {
		if l, err := record.ParseLeaf(text); err == nil && l.Story == b.story && !b.story.IsZero() {
			return errBroken
		}
		return f(i, text, blob)
	})
}

func recordRevise(rev story.Revision, base int) record.Act {
	return record.Act{Kind: record.Revise, Base: base, Revision: rev}
}
