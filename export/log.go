package export

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/proof"
	"stet.news/record"
	"stet.news/story"
)

// log writes the log of one state of the record, then proof and piece list of
// each story, then the pictures its revisions show.
func (w *writer) log(ctx context.Context, rd record.Reader) error {
	size, err := rd.Size()
	if err != nil {
		return err
	}
	if size != w.head.Size {
		return ErrMoved
	}
	w.hashes = make(hashes, 0, tlog.StoredHashCount(size))
	walk := logWalk{writer: w, current: map[story.ID]int64{}, shown: map[story.Picture]bool{}}
	err = rd.Leaves(0, size, func(index int64, text, blob []byte) error {
		w.Progress(StageLog, index+1, size)
		return errors.Join(ctx.Err(), walk.leaf(index, text, blob))
	})
	if err != nil {
		return err
	}
	w.sum.Leaves = size
	if err := walk.flush(); err != nil {
		return err
	}
	if err := w.tiles(); err != nil {
		return err
	}
	if err := walk.stories(ctx, rd); err != nil {
		return err
	}
	return walk.pictures(ctx)
}

// logWalk is one walk over the leaves.
type logWalk struct {
	*writer
	next    int64  // leaf that the bundles below begin with or go on at
	entries []byte // bundle of leaves being filled
	lists   []byte // bundle of piece lists being filled
	current map[story.ID]int64
	shown   map[story.Picture]bool
}

func (w *logWalk) leaf(index int64, text, blob []byte) error {
	if index != w.next {
		return fmt.Errorf("leaf %d is missing in the database", w.next)
	}
	l, err := record.ParseLeaf(text)
	if err != nil {
		return fmt.Errorf("leaf %d: %w", index, err)
	}
	list, err := listOf(index, blob)
	if err != nil {
		return fmt.Errorf("leaf %d: %w", index, err)
	}
	if list.Pieces != nil {
		w.current[l.Story] = index
		w.shows(list.Pieces)
	}
	hashes, err := tlog.StoredHashes(index, text, w.hashes)
	if err != nil {
		return err
	}
	w.hashes = append(w.hashes, hashes...)
	w.entries = proof.AppendEntry(w.entries, text)
	if w.lists, err = list.Append(w.lists); err != nil {
		return err
	}
	if w.next++; w.next%proof.TileWidth == 0 {
		return w.flush()
	}
	return nil
}

// listOf reads a stored piece list.
func listOf(index int64, blob []byte) (proof.List, error) {
	l := proof.List{Leaf: index}
	if blob == nil {
		return l, nil
	}
	pieces, err := record.DecodePieces(blob)
	l.Pieces = pieces
	return l, err
}

// flush writes the bundles as far as they are filled.
func (w *logWalk) flush() error {
	if len(w.entries) == 0 {
		return nil
	}
	n := (w.next - 1) / proof.TileWidth
	if err := w.files.write(proof.EntriesPath(n, int(w.next-n*proof.TileWidth)), w.entries); err != nil {
		return err
	}
	if err := w.files.write(proof.ListsPath(n), w.lists); err != nil {
		return err
	}
	w.entries, w.lists = w.entries[:0], w.lists[:0]
	return nil
}

// shows notes the pictures that pieces show. A picture store may hold others,
// of drafts, which are nobody's to see.
func (w *logWalk) shows(pieces []record.Piece) {
	for _, p := range pieces {
		if p.Erased || (p.Type != "lead" && !strings.HasSuffix(p.Type, " "+story.KindPicture)) {
			continue
		}
		rev, err := record.Revision([]record.Piece{p})
		if err != nil {
			continue
		}
		for _, pic := range rev.Pictures() {
			w.shown[pic.File()] = true
		}
	}
}

// tiles writes the tiles of the stored hashes.
func (w *writer) tiles() error {
	for level := 0; w.head.Size>>(8*level) > 0; level++ {
		count := w.head.Size >> (8 * level)
		for first := int64(0); first < count; first += proof.TileWidth {
			end := min(first+proof.TileWidth, count)
			tile := make([]byte, 0, (end-first)*tlog.HashSize)
			for i := first; i < end; i++ {
				hash := w.hashes[tlog.StoredHashIndex(8*level, i)]
				tile = append(tile, hash[:]...)
			}
			if err := w.files.write(proof.TilePath(level, first/proof.TileWidth, int(end-first)), tile); err != nil {
				return err
			}
		}
	}
	return nil
}

// stories writes the piece list and the proof beside each story's page.
func (w *logWalk) stories(ctx context.Context, rd record.Reader) error {
	for id, leaf := range w.current {
		if err := ctx.Err(); err != nil {
			return err
		}
		e, ok, err := rd.Story(id)
		if err != nil {
			return err
		}
		if !ok || e.RevisionLeaf != leaf {
			return fmt.Errorf("the index does not know story %s as the log does; run stet rebuild", id)
		}
		if err := w.story(rd, e); err != nil {
			return fmt.Errorf("story %s: %w", id, err)
		}
		w.sum.Stories++
		w.Progress(StageStories, w.sum.Stories, int64(len(w.current)))
	}
	return nil
}

func (w *logWalk) story(rd record.Reader, e record.Entry) error {
	dir, ok := proof.FilePath(e.Path())
	if !ok {
		return fmt.Errorf("its path %q cannot be a file", e.Path())
	}
	dir = strings.TrimSuffix(dir, proof.IndexName)
	list, err := w.ownList(rd, e.RevisionLeaf)
	if err != nil {
		return err
	}
	if err := w.files.write(dir+proof.ListName, list); err != nil {
		return err
	}
	hashes, err := tlog.ProveRecord(w.head.Size, e.RevisionLeaf, w.hashes)
	if err != nil {
		return err
	}
	p := proof.Inclusion{Index: e.RevisionLeaf, Hashes: hashes, Checkpoint: w.signed}
	return w.files.write(dir+proof.ProofName, p.Text())
}

// ownList is the piece list as it lies beside a page, with the leaf's text.
func (w *logWalk) ownList(rd record.Reader, leaf int64) (line []byte, err error) {
	err = rd.Leaves(leaf, leaf+1, func(index int64, text, blob []byte) error {
		l, err := listOf(index, blob)
		if err != nil {
			return err
		}
		l.Entry = string(text)
		line, err = l.Append(nil)
		return err
	})
	return line, err
}
