package sqlite

import (
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

func update(t testing.TB, s *Store, f func(tx record.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// add appends a leaf with the text, and whatever else l says.
func add(tx record.Tx, text string, l record.NewLeaf) error {
	size, err := tx.Size()
	if err != nil {
		return err
	}
	l.Index, l.Text = size, []byte(text)
	if l.Hashes, err = tlog.StoredHashes(size, l.Text, tx); err != nil {
		return err
	}
	return tx.AddLeaf(l)
}

// fill appends leaves, each with a story of its own and a piece list.
func fill(t testing.TB, s *Store, texts ...string) {
	t.Helper()
	update(t, s, func(tx record.Tx) error {
		for _, text := range texts {
			n, err := tx.Size()
			if err != nil {
				return err
			}
			l := record.NewLeaf{Story: story.ID{byte(n >> 8), byte(n)}, Number: 1, Blob: words(text), Act: text}
			if err := add(tx, text, l); err != nil {
				return err
			}
		}
		return nil
	})
}

func words(text string) []byte {
	return record.EncodePieces([]record.Piece{{Type: "headline", Text: text}, {Type: "body 0 paragraph", Text: text}})
}
