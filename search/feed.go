package search

import (
	"context"
	"errors"
	"strconv"

	"modernc.org/sqlite"
	"stet.news/record"
	"stet.news/story"
)

// Record is what the index is fed from: *record.Record is one.
type Record interface {
	View(ctx context.Context, f func(record.Reader) error) error
}

// stepLeaves is how many leaves are read in one transaction.
const stepLeaves = 1000

// CatchUp reads the leaves since the last time and enters the present state of
// their stories, a step at a time; what was entered stays when it is stopped. Many
// may call it at once. An index that is damaged, or ahead of the record, is begun
// anew.
func (x *Index) CatchUp(ctx context.Context, rec Record) error {
	for fresh := false; ; {
		done, err := x.step(ctx, rec)
		switch {
		case err == nil && done:
			return nil
		case err == nil:
		case !fresh && (errors.Is(err, errAhead) || damaged(err)):
			if err := x.renew(); err != nil {
				return err
			}
			fresh = true
		default:
			return err
		}
	}
}

// Rebuild feeds the index anew. Searches are told that it is not whole meanwhile.
func (x *Index) Rebuild(ctx context.Context, rec Record) error {
	if err := x.renew(); err != nil {
		return err
	}
	return x.CatchUp(ctx, rec)
}

func (x *Index) renew() error {
	x.feeding.Lock()
	defer x.feeding.Unlock()
	return x.reset()
}

var errAhead = errors.New("the search index is ahead of the record")

// damaged reports errors that say that the file is not what was written.
func damaged(err error) bool {
	const corrupt, notADatabase = 11, 26 // SQLITE_CORRUPT, SQLITE_NOTADB
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == corrupt || e.Code()&0xff == notADatabase)
}

// step reads some leaves. The cursor moves in the same transaction as what they
// changed, so there is no state in which a leaf is half entered.
func (x *Index) step(ctx context.Context, rec Record) (done bool, err error) {
	x.feeding.Lock()
	defer x.feeding.Unlock()
	if err := x.ready(); err != nil {
		return false, err
	}
	from, err := x.cursor(ctx)
	if err != nil {
		return false, err
	}
	batch, err := read(ctx, rec, from)
	if err != nil {
		return false, err
	}
	if batch.next == from {
		return true, x.setWhole(ctx)
	}
	tx, err := x.write.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	w, err := newWriter(ctx, tx)
	if err != nil {
		return false, err
	}
	for _, s := range batch.stories {
		if err := w.enter(ctx, s); err != nil {
			return false, err
		}
	}
	if _, err := tx.ExecContext(ctx, setStateQuery, stateCursor, strconv.FormatInt(batch.next, 10)); err != nil {
		return false, err
	}
	return false, tx.Commit()
}

func (x *Index) setWhole(ctx context.Context) error {
	was, err := state(ctx, x.write, stateWhole)
	if err == nil && was == "" {
		_, err = x.write.ExecContext(ctx, setStateQuery, stateWhole, "1")
	}
	return err
}

// batch is the present state of the stories that some leaves are about.
type batch struct {
	next    int64
	stories []present
}

type present struct {
	record.Entry
	Rev story.Revision
}

func read(ctx context.Context, rec Record, from int64) (b batch, err error) {
	err = rec.View(ctx, func(rd record.Reader) error {
		size, err := rd.Size()
		if err != nil {
			return err
		}
		if size < from {
			return errAhead
		}
		b.next = min(size, from+stepLeaves)
		ids, err := storiesOf(rd, from, b.next)
		if err != nil {
			return err
		}
		for _, id := range ids {
			s, err := presentState(rd, id)
			if err != nil {
				return err
			}
			b.stories = append(b.stories, s)
		}
		return nil
	})
	return b, err
}

// storiesOf gives the stories that leaves are about, each once, in the order in
// which they come first: a rebuild enters them in the order of their publishing.
func storiesOf(rd record.Reader, first, end int64) (ids []story.ID, err error) {
	seen := map[story.ID]bool{}
	err = rd.Leaves(first, end, func(_ int64, text, _ []byte) error {
		l, err := record.ParseLeaf(text)
		if err == nil && !l.Story.IsZero() && !seen[l.Story] {
			seen[l.Story] = true
			ids = append(ids, l.Story)
		}
		return err
	})
	return ids, err
}

func presentState(rd record.Reader, id story.ID) (s present, err error) {
	if s.Entry, err = record.EntryOf(rd, id); err != nil || s.Retracted {
		return s, err
	}
	s.Rev, _, err = record.RevisionAt(rd, s.RevisionLeaf)
	return s, err
}
