package library

import (
	"context"

	"stet.news/record"
)

// schemaFollow remembers how many leaves of the record were read.
const schemaFollow = `
CREATE TABLE IF NOT EXISTS desk_picture_follow (one INTEGER PRIMARY KEY CHECK (one = 1), leaves INTEGER NOT NULL) STRICT;
`

// lot is how many leaves are read in one transaction: whoever saves a story
// meanwhile waits for one of them.
const lot = 500

// Store is where the record and the library lie.
type Store interface {
	View(ctx context.Context, f func(record.Reader) error) error
	Update(ctx context.Context, f func(record.Tx) error) error
}

// Kept reports whether a picture must stay that no published story shows.
type Kept func(rd record.Reader, hash string) (bool, error)

// Follow brings the library up to the record: the pictures of leaves that are new,
// and the stories that show them.
func Follow(ctx context.Context, s Store, kept Kept) error {
	for {
		behind := false
		err := s.View(ctx, func(rd record.Reader) error {
			first, end, err := next(rd)
			behind = first < end
			return err
		})
		if err != nil || !behind {
			return err
		}
		if err := s.Update(ctx, func(tx record.Tx) error { return follow(tx, kept) }); err != nil {
			return err
		}
	}
}

// next gives the leaves to be read next.
func next(rd record.Reader) (first, end int64, err error) {
	if _, err = rd.SQL().Row(`SELECT leaves FROM desk_picture_follow`, nil, &first); err != nil {
		return 0, 0, err
	}
	end, err = rd.Size()
	return first, min(end, first+lot), err
}

// follow reads one lot.
func follow(tx record.Tx, kept Kept) error {
	first, end, err := next(tx)
	if err != nil {
		return err
	}
	var leaves []read
	err = tx.Leaves(first, end, func(_ int64, text, blob []byte) error {
		rev, leaf, err := record.ReadRevision(text, blob)
		leaves = append(leaves, read{leaf, rev.Pictures()})
		return err
	})
	for _, l := range leaves {
		if err == nil {
			err = l.enter(tx, kept)
		}
	}
	if err != nil {
		return err
	}
	_, err = tx.SQL().Exec(`INSERT OR REPLACE INTO desk_picture_follow (one, leaves) VALUES (1, ?)`, end)
	return err
}
