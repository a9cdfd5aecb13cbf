package record

import (
	"errors"
	"fmt"
)

// ErrNotErasing says that a piece list was to be replaced by one that is more
// than the same with pieces erased.
var ErrNotErasing = errors.New("a published revision cannot be changed")

// OnlyErases reports an error unless the new piece list is the old one with
// some pieces erased: as many, of the same types, with the same hashes, and
// nothing come back. Every engine asks it in EraseBlob.
func OnlyErases(old, new []byte) error {
	was, err := DecodePieces(old)
	if err != nil {
		return err
	}
	is, err := DecodePieces(new)
	if err != nil {
		return err
	}
	if len(was) != len(is) {
		return fmt.Errorf("%w: %d pieces were %d", ErrNotErasing, len(is), len(was))
	}
	for i, p := range is {
		if p.Type != was[i].Type || p.Hash() != was[i].Hash() || (was[i].Erased && !p.Erased) {
			return fmt.Errorf("%w: piece %d", ErrNotErasing, i)
		}
	}
	return nil
}
