package sqlite

import (
	"context"
	"errors"
	"fmt"
)

// carryAt is how many pages (4 KiB each) the log may hold that are not in the
// main file yet, before an Update carries them over.
const carryAt = 1000

// carryOver copies the log into the main file once enough has come together.
// SQLite's own automatic would do it too, but it drops the error: after a
// failed fsync it would try again, be told that all is well, and overwrite the
// log over pages that the disk never got.
func (s *Store) carryOver() error {
	log, done, err := s.writer.checkpoint(context.Background(), `PRAGMA wal_checkpoint(NOOP)`)
	if err != nil {
		return unsure(err)
	}
	if log-done < s.carried+carryAt {
		return nil
	}
	log, done, err = s.writer.checkpoint(context.Background(), `PRAGMA wal_checkpoint(PASSIVE)`)
	s.carried = log - done // what a long View holds back is not tried for again at every Update
	return unsure(err)
}

// carryAll is the last chance to hear of an error: closing keeps silent, too.
func (s *Store) carryAll() error {
	_, _, err := s.writer.checkpoint(context.Background(), `PRAGMA wal_checkpoint(PASSIVE)`)
	return unsure(err)
}

// errHeld says that a View still needs what the log holds.
var errHeld = errors.New("a reader holds the log")

// checkpoint gives how many pages the log has, and how many of them the main
// file has, too.
func (c *conn) checkpoint(ctx context.Context, query string) (log, done int64, err error) {
	st, err := c.stmt(query)
	if err != nil {
		return 0, 0, err
	}
	var held bool
	if err := st.QueryRowContext(ctx).Scan(&held, &log, &done); err != nil {
		return 0, 0, err
	}
	if held {
		err = errHeld
	}
	return log, done, err
}

// Scrub writes the main file anew and empties the log. secure_delete zeroes
// what is deleted, but not the copies that a tree leaves behind in a page's free
// room when it balances itself; only VACUUM is sure of those. That takes as much
// free disk again as the record has, and seconds for each gigabyte: erasing is
// rare. Scrub waits for Views that began before until ctx ends, and lets others
// write meanwhile.
func (s *Store) Scrub(ctx context.Context) error {
	if err := s.vacuum(ctx); err != nil {
		return err
	}
	for {
		err := s.truncateLog(ctx)
		if !errors.Is(err, errHeld) {
			return err
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		}
	}
}

// vacuum rebuilds the file. The copy it works on goes into a file: the
// connection otherwise keeps what is temporary in memory, and a record is
// larger than a small host's.
func (s *Store) vacuum(ctx context.Context) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer func() { <-s.turn }()
	if err := s.openWriter(ctx); err != nil {
		return s.explain(err)
	}
	for _, step := range []string{`PRAGMA temp_store=FILE`, `VACUUM`, `PRAGMA temp_store=MEMORY`} {
		if _, err := s.writer.c.ExecContext(ctx, step); err != nil {
			s.dropWriter()
			return s.explain(unsure(err))
		}
	}
	return nil
}

func (s *Store) truncateLog(ctx context.Context) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer func() { <-s.turn }()
	if err := s.openWriter(ctx); err != nil {
		return s.explain(err)
	}
	_, _, err := s.writer.checkpoint(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err != nil && !errors.Is(err, errHeld) {
		s.dropWriter()
		return s.explain(unsure(err))
	}
	s.carried = 0
	return err
}
