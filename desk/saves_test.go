package desk

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"stet.news/record"
	"stet.news/record/sqlite"
)

// counted is a House that counts its transactions, and lets the first wait.
type counted struct {
	House
	store   record.Store
	gate    chan struct{}
	updates int
	fail    error
}

func (h *counted) Update(ctx context.Context, f func(record.Tx) error) error {
	<-h.gate
	h.updates++
	return errors.Join(h.store.Update(ctx, f), h.fail)
}

func newCounted(t *testing.T) *counted {
	store, err := sqlite.Create(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Synchronous: "NORMAL"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	err = store.Update(t.Context(), func(tx record.Tx) error {
		_, err := tx.SQL().Exec(`CREATE TABLE kept (n INTEGER)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return &counted{store: store, gate: make(chan struct{}, 1000)}
}

// TestSavesShareTransactions: what fails or panics is undone, the rest is kept.
func TestSavesShareTransactions(t *testing.T) {
	h, s := newCounted(t), &saves{}
	wrong := errors.New("it does not fit")
	var all sync.WaitGroup
	var errs [40]error
	for n := range errs {
		all.Go(func() {
			errs[n] = s.write(t.Context(), h, func(tx record.Tx) error {
				if _, err := tx.SQL().Exec(`INSERT INTO kept VALUES (?)`, n); err != nil {
					return err
				}
				switch n % 4 {
				case 1:
					return wrong
				case 2:
					panic("oh")
				}
				return nil
			})
		})
	}
	for waiting := 0; waiting < len(errs)-savesAtOnce; {
		s.mu.Lock()
		waiting = len(s.waiting)
		s.mu.Unlock()
	}
	for range len(errs) {
		h.gate <- struct{}{}
	}
	all.Wait()
	for n, err := range errs {
		if (err != nil) != (n%4 == 1 || n%4 == 2) || n%4 == 1 && err != wrong {
			t.Errorf("save %d: %v", n, err)
		}
	}
	if h.updates > 6 {
		t.Errorf("%d transactions for %d saves", h.updates, len(errs))
	}
	h.store.View(t.Context(), func(rd record.Reader) error {
		var kept, wrong int
		rd.SQL().Row(`SELECT count(*), coalesce(sum(n % 4 IN (1, 2)), 0) FROM kept`, nil, &kept, &wrong)
		if kept != len(errs)/2 || wrong != 0 {
			t.Errorf("%d rows are kept, %d of them of saves that failed", kept, wrong)
		}
		return nil
	})
}

func TestSavesFailTogether(t *testing.T) {
	h, s := newCounted(t), &saves{}
	h.fail = errors.New("the disk is full")
	h.gate <- struct{}{}
	if err := s.write(t.Context(), h, func(record.Tx) error { return nil }); !errors.Is(err, h.fail) {
		t.Errorf("a save that is not on the disk: %v", err)
	}
}

// TestSavesOfWhoHasGone: what is saved is told of, though its sender's browser
// was closed before the answer came.
func TestSavesOfWhoHasGone(t *testing.T) {
	h, s := newCounted(t), &saves{}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	saved := make(chan error)
	go func() { saved <- s.write(gone, h, func(record.Tx) error { return nil }) }()
	h.gate <- struct{}{}
	if err := <-saved; err != nil {
		t.Errorf("it is told as not saved: %v", err)
	}
}
