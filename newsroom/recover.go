package newsroom

import (
	"context"
	"fmt"
	"os"
	"strings"

	"stet.news/desk"
	"stet.news/proof"
	"stet.news/record"
	"stet.news/story"
)

// Recover mends a record that is behind its own last checkpoint, from a tree
// that stet export wrote: it verifies the tree's log, takes the leaves the
// record lost, with their pictures, and opens the newsroom again to see that it
// may publish. It gives how many leaves came in.
func Recover(ctx context.Context, dir, tree string, o Options) (added int64, err error) {
	o.complete()
	f := Folder(dir)
	lock, err := f.lock()
	if err != nil {
		return 0, err
	}
	added, err = f.graft(ctx, tree, o)
	lock.release()
	if err != nil {
		return 0, err
	}
	n, err := Open(ctx, dir, o)
	if err != nil {
		return added, fmt.Errorf("%d leaves came back, but: %w", added, err)
	}
	defer n.Close()
	if err := n.Desk.Rejoin(ctx); err != nil {
		return added, fmt.Errorf("%d leaves came back, but the desk does not know of them: %w", added, err)
	}
	// Leaves that came in were not printed as acts are; everything is made
	// again so that no page can be left from before.
	return added, n.Rebuild(ctx)
}

// hashes gives the hashes in names of picture files.
func hashes(names map[string]bool) map[string]bool {
	out := make(map[string]bool, len(names))
	for name := range names {
		hash, _, _ := strings.Cut(name, ".")
		out[hash] = true
	}
	return out
}

// graft brings the lost leaves in.
func (f Folder) graft(ctx context.Context, tree string, o Options) (int64, error) {
	n := &Newsroom{Folder: f, opts: o}
	defer n.Close()
	if err := n.open(ctx, forMending); err != nil {
		return 0, err
	}
	// Whatever is shown now and is no more when the lost leaves are back was
	// erased by them; Open then deletes it.
	shown, err := n.usedPictures(ctx)
	if err != nil {
		return 0, err
	}
	if err := f.noteErasing(hashes(shown)); err != nil {
		return 0, err
	}
	key, _, err := f.verifier()
	if err != nil {
		return 0, err
	}
	size, err := n.Record.Size(ctx)
	if err != nil {
		return 0, err
	}
	copied, err := proof.OpenLog(ctx, os.DirFS(tree), key)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", tree, err)
	}
	// Pictures first: a page must never be printed without its pictures.
	for name, err := range copied.Pictures() {
		if err != nil {
			return 0, fmt.Errorf("%s: %w", tree, err)
		}
		data, err := copied.Picture(name)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", tree, err)
		}
		if _, err := n.Pictures.Put(data); err != nil {
			return 0, err
		}
	}
	if err := f.forgetRenditions(); err != nil {
		return 0, err
	}
	// What the lost leaves erased, the desk of the old backup still has.
	if err := n.openDesk(ctx); err != nil {
		return 0, err
	}
	return n.Record.GraftAlso(ctx, copied.Leaves(ctx, size), copied.Head(), func(tx record.Tx, id story.ID, lost []record.Piece) error {
		return n.Desk.Forget(tx, id, desk.NewLost("", lost))
	})
}
