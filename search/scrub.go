package search

import (
	"context"
	"fmt"
)

// Scrub makes sure that of words which are no more not a byte is left: not among
// the words of stories that left, not in free pages, not in the log. It is called
// when the index has caught up with an erasure, and takes about as long as writing
// the index takes; searches go on meanwhile.
//
// Overwriting what is deleted (secure_delete) is not enough: FTS5 marks words as
// deleted and drops them when it merges next, and when rows are moved between pages
// to balance the tree, what they were moved from is not overwritten.
func (x *Index) Scrub(ctx context.Context) error {
	for _, step := range []string{`INSERT INTO words (words) VALUES ('optimize')`, `VACUUM`} {
		if _, err := x.write.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("scrub the search index: %w", err)
		}
	}
	return x.emptyLog(ctx)
}

// emptyLog empties the write-ahead log. While searches read it, that waits.
func (x *Index) emptyLog(ctx context.Context) error {
	x.mu.Lock() // no search begins; those under way have ended
	defer x.mu.Unlock()
	var busy, frames, done int
	if err := x.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &done); err != nil {
		return err
	}
	if busy != 0 {
		return fmt.Errorf("scrub the search index: its log is in use")
	}
	return nil
}
