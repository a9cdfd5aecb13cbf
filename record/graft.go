package record

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/story"
)

// Grafted is a leaf taken from an exported tree or a mirror.
type Grafted struct {
	Index  int64
	Text   []byte
	Pieces []Piece // nil for a leaf without
}

// ErrForked says that an export tells another history than the record.
var ErrForked = errors.New("the two logs are not one history")

// Graft appends the leaves that the record lost, taken from a copy whose head
// was verified by the caller. It mends a database that was rolled back: only
// leaves that continue this very log are taken, each held against its root,
// and the result against the copy's head, or nothing is changed. Leaves that
// the record has already are passed over.
func (r *Record) Graft(ctx context.Context, leaves iter.Seq2[Grafted, error], head Checkpoint) (added int64, err error) {
	return r.GraftAlso(ctx, leaves, head, nil)
}

// Erased is told, in the same transaction, which pieces of a story an erasure
// took away, as they were before.
type Erased func(tx Tx, id story.ID, lost []Piece) error

// GraftAlso is Graft for somebody who keeps words beside the record that must go
// with those that the leaves erase; also may be nil.
func (r *Record) GraftAlso(ctx context.Context, leaves iter.Seq2[Grafted, error], head Checkpoint, also Erased) (added int64, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	err = r.store.Update(ctx, func(tx Tx) error {
		w := &writer{Record: r, tx: tx}
		first, err := tx.Size()
		if err != nil {
			return err
		}
		w.size = first
		for g, err := range leaves {
			if err != nil {
				return err
			}
			if err := w.graft(g, also); err != nil {
				return err
			}
		}
		added = w.size - first
		return w.isAt(head)
	})
	if err != nil {
		return 0, err
	}
	if err := r.store.Scrub(ctx); err != nil {
		return added, err
	}
	return added, nil
}

// graft appends one leaf of the copy.
func (w *writer) graft(g Grafted, also Erased) error {
	if g.Index < w.size {
		return nil
	}
	if g.Index > w.size {
		return fmt.Errorf("%w: leaf %d is missing in the copy", ErrForked, w.size)
	}
	l, err := ParseLeaf(g.Text)
	if err != nil {
		return fmt.Errorf("leaf %d: %w", g.Index, err)
	}
	switch l.Kind {
	case Key:
		return w.addLeaf(l, 0, nil, "", nil)
	case Erase:
		return w.graftErase(l, also)
	}
	if Root(g.Pieces) != l.Root {
		return fmt.Errorf("%w: leaf %d: the pieces are not those of the leaf", ErrForked, g.Index)
	}
	blob := EncodePieces(g.Pieces)
	rev, _, err := ReadRevision(g.Text, blob)
	if err != nil {
		return err
	}
	_, keys, err := w.index(g.Index, l, rev)
	if err != nil {
		return err
	}
	if err := w.addLeaf(l, l.Revision, blob, "", keys); err != nil {
		return err
	}
	return w.tx.DropDraft(l.Story) // it had been published since
}

// graftErase erases here what the lost leaf had erased there. Pieces that came
// from the copy are erased already.
func (w *writer) graftErase(l Leaf, also Erased) error {
	e, err := EntryOf(w.tx, l.Story)
	if err != nil {
		return err
	}
	pieces, leaf, err := PiecesOf(w.tx, l.Story, l.Revision)
	if err != nil {
		return err
	}
	var lost []Piece
	for _, n := range l.Pieces {
		if n < len(pieces) && !pieces[n].Erased {
			lost = append(lost, pieces[n])
			pieces[n] = pieces[n].Erase()
		}
	}
	if err := w.tx.EraseBlob(leaf, EncodePieces(pieces)); err != nil {
		return err
	}
	if also != nil && len(lost) > 0 {
		if err := also(w.tx, l.Story, lost); err != nil {
			return err
		}
	}
	_, keys, err := w.indexErased(e, leaf, lost)
	if err != nil {
		return err
	}
	return w.addLeaf(l, 0, nil, "", keys)
}

// isAt makes sure that the log went through the copy's head.
func (w *writer) isAt(head Checkpoint) error {
	if w.size < head.Size {
		return fmt.Errorf("%w: the copy has %d leaves, its checkpoint %d", ErrForked, w.size, head.Size)
	}
	root, err := tlog.TreeHash(head.Size, w.tx)
	if err != nil {
		return err
	}
	if root != head.Root {
		return fmt.Errorf("%w: the first %d leaves differ", ErrForked, head.Size)
	}
	return nil
}
