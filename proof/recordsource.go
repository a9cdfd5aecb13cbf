package proof

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
)

// Opened is an open record, with the pages that were printed from it, as a
// Source. Its Reader must show one state of the database: verify inside
// record.Record.View.
type Opened struct {
	// Reader reads the record.
	Reader record.Reader
	// Signed is the checkpoint.
	Signed []byte
	// Site gives the pages, and the pictures if Pictures is set. An error in it
	// is reported as a mismatch, and the next file is asked for.
	Site     iter.Seq2[File, error]
	Pictures bool
}

// Checkpoint and the methods below make an Opened a Source.
func (o Opened) Checkpoint() ([]byte, error) { return o.Signed, nil }

func (o Opened) Size() (int64, error) { return o.Reader.Size() }

func (o Opened) Parts() (pictures, beside bool) { return o.Pictures, false }

func (o Opened) Manifest() ([]byte, error) { return nil, nil }

func (o Opened) Leaves(first, end int64) ([][]byte, error) {
	out := make([][]byte, 0, end-first)
	err := o.Reader.Leaves(first, end, func(index int64, text, _ []byte) error {
		if index != first+int64(len(out)) {
			return fmt.Errorf("leaf %d is missing in the database", first+int64(len(out)))
		}
		out = append(out, text)
		return nil
	})
	if err == nil && int64(len(out)) != end-first {
		err = fmt.Errorf("leaf %d is missing in the database", first+int64(len(out)))
	}
	return out, err
}

// Lists reads now and decodes later.
func (o Opened) Lists(first, end int64) func() ([][]record.Piece, error) {
	blobs := make([][]byte, end-first)
	err := o.Reader.Leaves(first, end, func(index int64, _, blob []byte) error {
		if index >= first && index < end {
			blobs[index-first] = blob
		}
		return nil
	})
	return func() ([][]record.Piece, error) {
		if err != nil {
			return nil, err
		}
		lists := make([][]record.Piece, len(blobs))
		for i, blob := range blobs {
			if blob == nil {
				continue
			}
			if lists[i], err = record.DecodePieces(blob); err != nil {
				return nil, fmt.Errorf("leaf %d: %w", first+int64(i), err)
			}
		}
		return lists, nil
	}
}

// Tile makes a tile of the stored hashes. The hashes between a tile's own level
// and the next one's are in no tile; the record relies on them when it signs,
// so they are held against those below them here.
func (o Opened) Tile(level int, n int64, width int) ([]byte, error) {
	first := n * TileWidth
	var indexes []int64
	for i := range int64(width) {
		indexes = append(indexes, tlog.StoredHashIndex(8*level, first+i))
	}
	for up := 1; width>>up > 0 && up <= 8; up++ {
		for i := range int64(width >> up) {
			indexes = append(indexes, tlog.StoredHashIndex(8*level+up, first>>up+i))
		}
	}
	hashes, err := o.Reader.ReadHashes(indexes)
	if err != nil {
		return nil, err
	}
	below := hashes[:width]
	for rest := hashes[width:]; len(rest) > 0; rest = rest[len(below):] {
		up := rest[:len(below)/2]
		for i := range up {
			if up[i] != tlog.NodeHash(below[2*i], below[2*i+1]) {
				return nil, fmt.Errorf("a stored hash above leaves %d… is not that of the hashes below it", (first+int64(i))<<(8*level))
			}
		}
		below = up
	}
	tile := make([]byte, 0, width*tlog.HashSize)
	for _, h := range hashes[:width] {
		tile = append(tile, h[:]...)
	}
	return tile, nil
}

func (o Opened) Files(ctx context.Context, f func(File) error) error {
	if o.Site == nil {
		return nil
	}
	for file, err := range o.Site {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = f(file)
		} else if ctx.Err() == nil {
			err = f(File{Name: file.Name, Read: func() ([]byte, error) { return nil, err }})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
