package record

import (
	"context"
	"errors"
	"time"
)

// Rehearsal is an act with the time at which it would be carried out.
type Rehearsal struct {
	Act Act
	At  time.Time
}

var errRehearsed = errors.New("rehearsed")

// Rehearse carries out acts, shows f the record as it would then be, and takes
// all of it back: nothing is signed, durable, or seen by anybody but f. What it
// refuses would be refused in earnest. There is one writer at a time, so f must
// be short.
func (r *Record) Rehearse(ctx context.Context, acts []Rehearsal, f func(rd Reader, receipts []Receipt) error) error {
	err := r.store.Update(ctx, func(tx Tx) error {
		w := &writer{Record: r, tx: tx}
		if err := w.begin(); err != nil {
			return err
		}
		receipts := make([]Receipt, len(acts))
		for i, act := range acts {
			if at := act.At.UTC().Truncate(time.Second); at.After(w.now) {
				w.now = at
			}
			var err error
			if receipts[i], err = w.act(act.Act); err != nil {
				return &ActError{Index: i, Err: err}
			}
		}
		if err := f(tx, receipts); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}
