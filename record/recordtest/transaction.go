package recordtest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// everything writes something of every kind, all of it named by n.
func everything(tx record.Tx, n int) error {
	err := add(tx, fmt.Sprint("leaf ", n), record.NewLeaf{
		Story: id(n), Number: 1, Blob: blob(byte(n), "words"), Act: fmt.Sprint("act", n), Keys: []string{"k"}})
	return errors.Join(err,
		join(tx, "en", map[int]int{n: n}, n),
		tx.PutSlug("en", fmt.Sprint(n), "slug", id(n)),
		tx.PutDraft(record.Draft{ID: id(n), Revision: story.Revision{Story: id(n)}, Changed: moment(n)}))
}

// count tells how many of each kind there are: they must all be n.
func count(t *testing.T, s record.Store, n int) {
	t.Helper()
	view(t, s, func(rd record.Reader) error {
		slugs, acts := 0, 0
		for i := range n + 5 {
			if _, ok, _ := rd.SlugOwner("en", fmt.Sprint(i)); ok {
				slugs++
			}
			if _, ok, _ := rd.ActLeaf(fmt.Sprint("act", i)); ok {
				acts++
			}
		}
		for what, got := range map[string]int{
			"leaves": int(must(rd.Size())(t)), "listed": len(must(rd.List("en", record.Place{}, n+5))(t)),
			"drafts": len(must(rd.Drafts())(t)), "slugs": slugs, "acts": acts,
		} {
			if got != n {
				t.Errorf("%d %s instead of %d", got, what, n)
			}
		}
		_, err := tlog.TreeHash(int64(n), rd)
		return err
	})
}

// testAtomic ends transactions in every bad way.
func testAtomic(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error { return everything(tx, 0) })
	mine := errors.New("mine")
	err := s.Update(t.Context(), func(tx record.Tx) error { return errors.Join(everything(tx, 1), mine) })
	if !errors.Is(err, mine) {
		t.Errorf("Update gives %v instead of its function's error", err)
	}
	count(t, s, 1)

	err = s.Update(t.Context(), func(tx record.Tx) error {
		everything(tx, 1)
		tx.PutSlug("en", "0", "taken", id(1)) // its error is lost
		tx.AddLeaf(record.NewLeaf{Index: 77, Text: []byte("x")})
		return nil
	})
	if err == nil {
		t.Error("a transaction was committed over an error of the engine")
	}
	count(t, s, 1)

	func() {
		defer func() { recover() }()
		s.Update(t.Context(), func(tx record.Tx) error { everything(tx, 1); panic("in the middle") })
	}()
	count(t, s, 1)

	update(t, s, func(tx record.Tx) error { return everything(tx, 1) })
	count(t, s, 2)
	err = s.View(t.Context(), func(record.Reader) error { return mine })
	if !errors.Is(err, mine) {
		t.Errorf("View gives %v instead of its function's error", err)
	}
}

func testCancelled(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error { return everything(tx, 0) })
	gone, cancel := context.WithCancel(t.Context())
	err := s.Update(gone, func(tx record.Tx) error {
		err := everything(tx, 1)
		cancel() // the client went away while we wrote
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Update under a cancelled context: %v", err)
	}
	count(t, s, 1)
	never := func(record.Tx) error { t.Error("it ran all the same"); return nil }
	if err := s.Update(gone, never); !errors.Is(err, context.Canceled) {
		t.Errorf("Update under a context cancelled before: %v", err)
	}
	err = s.View(gone, func(rd record.Reader) error { _, err := rd.Size(); return err })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("View under a cancelled context: %v", err)
	}

	// Waiting for somebody else's transaction ends with the context, too.
	waiting, giveUp := context.WithCancel(t.Context())
	update(t, s, func(tx record.Tx) error {
		done := make(chan error)
		go func() { done <- s.Update(waiting, never) }()
		giveUp()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Update that waited: %v", err)
		}
		return everything(tx, 1)
	})
	count(t, s, 2)
}

// testEnded keeps transactions beyond their end.
func testEnded(t *testing.T, open Open) {
	s := fresh(t, open)
	var kept record.Tx
	var rd record.Reader
	update(t, s, func(tx record.Tx) error { kept = tx; return nil })
	view(t, s, func(r record.Reader) error { rd = r; return nil })
	if err := kept.PutSlug("en", "late", "late", id(1)); err == nil {
		t.Error("a transaction that had ended was written to")
	}
	if _, err := rd.Size(); err == nil {
		t.Error("a View that had ended was read from")
	}
	count(t, s, 0)
	s.Close()
	if err := s.Update(t.Context(), func(record.Tx) error { return nil }); err == nil {
		t.Error("Update of a closed store")
	}
	if err := s.View(t.Context(), func(record.Reader) error { return nil }); err == nil {
		t.Error("View of a closed store")
	}
}

func testDurable(t *testing.T, open Open) {
	dir := t.TempDir()
	for n := range 4 {
		s := open(t, dir)
		count(t, s, n)
		update(t, s, func(tx record.Tx) error { return everything(tx, n) })
		if err := s.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
}

// testSnapshot changes everything behind a View's back.
func testSnapshot(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error { return everything(tx, 0) })
	view(t, s, func(rd record.Reader) error {
		if n := must(rd.Size())(t); n != 1 {
			t.Fatalf("%d leaves", n)
		}
		update(t, s, func(tx record.Tx) error { // would hang here if writers waited for readers
			if err := everything(tx, 1); err != nil {
				return err
			}
			if n := must(tx.Size())(t); n != 2 {
				t.Errorf("a transaction sees %d leaves instead of the 2 with its own", n)
			}
			count(t, s, 1) // and nobody else sees it yet
			_, err := tx.LeaveList("en", id(0))
			return err
		})
		if n := must(rd.Size())(t); n != 1 {
			t.Errorf("the View now has %d leaves", n)
		}
		if l := must(rd.List("en", record.Place{}, 9))(t); len(l) != 1 || l[0].ID != id(0) {
			t.Errorf("the View's list is now %+v", l)
		}
		return nil
	})
}

// testCrowd lets sixteen write and read at once. Every View must find the parts
// of one state: as many leaves as stories, and a tree over them.
func testCrowd(t *testing.T, open Open) {
	s := fresh(t, open)
	const each = 12
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			for i := range each {
				err := s.Update(t.Context(), func(tx record.Tx) error { return everything(tx, g*each+i) })
				if err != nil {
					t.Errorf("Update: %v", err)
				}
				err = s.View(t.Context(), func(rd record.Reader) error {
					size, err := rd.Size()
					if err != nil {
						return err
					}
					came, here, err := rd.Tally("en")
					if came != size || here != size {
						t.Errorf("%d leaves, but %d came and %d are here", size, came, here)
					}
					_, treeErr := tlog.TreeHash(size, rd)
					return errors.Join(err, treeErr)
				})
				if err != nil {
					t.Errorf("View: %v", err)
				}
			}
		})
	}
	wg.Wait()
	count(t, s, 16*each)
}

// testBackup copies a store in the middle of its life. The copy is opened under
// the name that the engine's own open looks for, which it learns by opening an
// empty folder.
func testBackup(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error { return everything(tx, 0) })
	dir := t.TempDir()
	copied := filepath.Join(dir, "copy")
	view(t, s, func(record.Reader) error { return s.Backup(t.Context(), copied) })
	update(t, s, func(tx record.Tx) error { return everything(tx, 1) })
	if err := s.Backup(t.Context(), copied); err == nil {
		t.Error("Backup wrote over a file")
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "no", "such", "folder")); err == nil {
		t.Error("Backup into a folder that is not there")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(cancelled, filepath.Join(dir, "late")); err == nil {
		t.Error("Backup under a cancelled context")
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if all := append(left, hidden...); err != nil || len(all) != 1 {
		t.Errorf("Backup left more than the copy: %q", all)
	}
	count(t, s, 2)
}

func testScrub(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error { return everything(tx, 0) })
	if err := s.Scrub(t.Context()); err != nil {
		t.Errorf("Scrub: %v", err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Errorf("Scrub of what is clean: %v", err)
	}
	update(t, s, func(tx record.Tx) error { return everything(tx, 1) })
	count(t, s, 2)
}
