package search

import (
	"context"
	"errors"
	"fmt"
)

// Forget follows the record to its end and makes sure that of words which are no
// more not a byte is left: not among the words of stories that left, not in free
// pages, not in the log. It takes about as long as writing the index takes; searches
// go on meanwhile. An index that is not whole yet is begun anew instead: it was
// on its way there.
func (x *Index) Forget(ctx context.Context, rec Record) error {
	whole, err := x.isWhole(ctx)
	if err == nil && !whole {
		return x.renew()
	}
	if err == nil {
		err = x.CatchUp(ctx, rec)
	}
	if err == nil {
		err = x.scrub(ctx)
	}
	if err != nil {
		return fmt.Errorf("scrub the search index: %w", err)
	}
	return nil
}

func (x *Index) isWhole(ctx context.Context) (bool, error) {
	x.feeding.Lock()
	defer x.feeding.Unlock()
	if err := x.ready(); err != nil {
		return false, err
	}
	whole, err := state(ctx, x.write, stateWhole)
	return whole != "", err
}

// scrub writes the index anew. Overwriting what is deleted (secure_delete) would not
// be enough: FTS5 marks words as deleted and drops them when it merges next, and when
// rows are moved between pages to balance the tree, what they were moved from is not
// overwritten. So it is left out, and costs nothing every day.
func (x *Index) scrub(ctx context.Context) error {
	x.feeding.Lock()
	defer x.feeding.Unlock()
	for _, step := range []string{`INSERT INTO words (words) VALUES ('optimize')`, `VACUUM`} {
		if _, err := x.write.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	x.mu.Lock() // those who read the log have ended, and nobody begins
	defer x.mu.Unlock()
	var busy, frames, done int
	err := x.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &done)
	if err == nil && busy != 0 {
		err = errors.New("its log is in use")
	}
	return err
}
