package newsroom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"

	"stet.news/internal/durable"
)

// An erasure goes on after its transaction: the files of pictures are deleted,
// and old addresses go from free pages. Until that is done a file in the folder
// says so, with the pictures' hashes, because a crash or a full disk on the way
// must only put it off: the erase leaf says already that the words are gone,
// and asking again would find nothing to erase.

// noteErasing notes, before the transaction, that an erasure is to be finished.
// lost are the hashes of pictures that may go; what an earlier one left is kept.
func (f Folder) noteErasing(lost map[string]bool) error {
	before, _, err := f.erasing()
	if err != nil {
		return err
	}
	maps.Copy(lost, before)
	b, err := json.Marshal(lost)
	if err != nil {
		return err
	}
	return durable.Write(f.Erasing(), b, 0o600)
}

// erasing gives what an unfinished erasure noted, if there is one.
func (f Folder) erasing() (lost map[string]bool, ok bool, err error) {
	b, err := os.ReadFile(f.Erasing())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &lost)
	}
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", f.Erasing(), err)
	}
	return lost, true, nil
}

// finishErasing does what is left of an erasure, when all leaves before printed
// are. It may be done again.
func (n *Newsroom) finishErasing(ctx context.Context, printed int64) error {
	lost, ok, err := n.Folder.erasing()
	if err != nil || !ok {
		return err
	}
	if len(lost) > 0 {
		if err := n.dropPictures(ctx, lost); err != nil {
			return err
		}
	}
	if err := errors.Join(n.Press.Forget(), n.cards.forgetAll()); err != nil {
		return err
	}
	if err := n.forgetSearch(ctx); err != nil {
		return err
	}
	// Nobody needs to know any more what printed leaves changed; some of it is
	// the names of lists that were erased.
	if err := n.Record.ForgetChanged(ctx, printed); err != nil {
		return err
	}
	return os.Remove(n.Folder.Erasing())
}

// resumeErasing finishes what a crash left of an erasure. The newsroom has just
// been opened: everything is printed and nobody else publishes.
func (n *Newsroom) resumeErasing(ctx context.Context) error {
	size, err := n.Record.Size(ctx)
	if err != nil {
		return err
	}
	if err := n.finishErasing(ctx, size); err != nil {
		return fmt.Errorf("finish an erasure: %w", err)
	}
	return nil
}
