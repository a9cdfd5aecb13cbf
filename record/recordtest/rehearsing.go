package recordtest

import (
	"bytes"
	"errors"
	"time"

	"stet.news/record"
)

// testAlsoRefused: who publishes with something of their own undoes all of it by
// an error, and the record goes on.
func testAlsoRefused(o *office) {
	no := errors.New("a second person must confirm this")
	_, err := o.rec.PublishAlso(o.Context(), []record.Act{{Kind: record.Publish, Revision: revision("The river rose")}},
		func(record.Tx, []record.Receipt) error { return no })
	if !errors.Is(err, no) {
		o.Errorf("%v, want what was refused", err)
	}
	if n := must(o.rec.Size(o.Context()))(o.T); n != 1 {
		o.Errorf("%d leaves after a refusal", n)
	}
	o.do(record.Act{Kind: record.Publish, Revision: revision("The river rose")})
}

// testRehearse: a rehearsal shows what acts would come to, at their times, and
// leaves nothing behind.
func testRehearse(o *office) {
	first := o.do(record.Act{Kind: record.Publish, Revision: revision("The river rose")})[0]
	signed := o.rec.Checkpoint()
	later := o.now.Add(3 * time.Hour).UTC().Truncate(time.Second)
	rev := revision("The river fell")
	rev.Story = first.Story
	acts := []record.Rehearsal{
		{Act: record.Act{Kind: record.Revise, Base: 1, Revision: rev}},
		{Act: record.Act{Kind: record.Publish, Revision: revision("The bridge holds")}, At: later},
	}
	saw := false
	err := o.rec.Rehearse(o.Context(), acts, func(rd record.Reader, receipts []record.Receipt) error {
		saw = true
		e, err := record.EntryOf(rd, receipts[1].Story)
		if err != nil || !e.Published.Equal(later) || receipts[1].Path != e.Path() {
			o.Errorf("%+v, %v, want it published at %v", e, err, later)
		}
		now, _, err := record.RevisionAt(rd, receipts[0].Leaf)
		if now.Headline != "The river fell" || now.Number != 2 {
			o.Errorf("revision %d says %q", now.Number, now.Headline)
		}
		return err
	})
	if err != nil || !saw {
		o.Fatalf("%v, seen %v", err, saw)
	}
	if n := must(o.rec.Size(o.Context()))(o.T); n != 2 || !bytes.Equal(signed, o.rec.Checkpoint()) {
		o.Errorf("%d leaves after a rehearsal, and another checkpoint: %v", n, !bytes.Equal(signed, o.rec.Checkpoint()))
	}
	acts[0].Act.Base = 7
	err = o.rec.Rehearse(o.Context(), acts, func(record.Reader, []record.Receipt) error { return nil })
	if !errors.Is(err, record.ErrStale) {
		o.Errorf("on another base: %v, want ErrStale", err)
	}
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
}
