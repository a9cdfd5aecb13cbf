package sqlite

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

func (r *reader) Size() (size int64, err error) {
	_, err = r.row(`SELECT coalesce(max(n) + 1, 0) FROM leaf`, nil, &size)
	return size, err
}

// Leaves are fetched a chunk at a time, so that f may ask anything, and so that
// a walk over the whole record holds little of it.
const (
	chunkRows  = 64
	chunkBytes = 1 << 20
)

type leafRow struct {
	n          int64
	text, blob []byte
}

func (r *reader) Leaves(first, end int64, f func(index int64, text, blob []byte) error) error {
	for first < end {
		chunk, err := r.leafChunk(first, end)
		if err != nil || len(chunk) == 0 {
			return err
		}
		for _, l := range chunk {
			if err := f(l.n, l.text, l.blob); err != nil {
				return err
			}
		}
		first = chunk[len(chunk)-1].n + 1
	}
	return nil
}

const leafQuery = `
	SELECT leaf.n, leaf.text, pieces.blob
	FROM leaf LEFT JOIN pieces ON pieces.leaf = leaf.n
	WHERE leaf.n >= ? AND leaf.n < ? ORDER BY leaf.n LIMIT ?`

func (r *reader) leafChunk(first, end int64) (chunk []leafRow, err error) {
	bytes := 0
	err = r.rows(leafQuery, []any{first, end, chunkRows}, func(rows *sql.Rows) (bool, error) {
		var l leafRow
		if err := rows.Scan(&l.n, &l.text, &l.blob); err != nil {
			return false, err
		}
		chunk = append(chunk, l)
		bytes += len(l.text) + len(l.blob)
		return bytes < chunkBytes, nil
	})
	return chunk, err
}

func (r *reader) ActLeaf(id string) (index int64, ok bool, err error) {
	ok, err = r.row(`SELECT n FROM leaf WHERE act = ? ORDER BY n LIMIT 1`, []any{id}, &index)
	return index, ok, err
}

func (r *reader) RevisionLeaf(id story.ID, number int) (index int64, ok bool, err error) {
	ok, err = r.row(`SELECT n FROM leaf WHERE story = ? AND number = ? AND number > 0`, []any{id[:], number}, &index)
	return index, ok, err
}

func (t *tx) AddLeaf(l record.NewLeaf) error {
	var act any
	if l.Act != "" {
		act = l.Act
	}
	err := t.exec(`INSERT INTO leaf (n, text, story, number, act) VALUES (?, ?, ?, ?, ?)`,
		l.Index, l.Text, l.Story[:], l.Number, act)
	if err != nil {
		return err
	}
	if l.Blob != nil {
		if err := t.exec(`INSERT INTO pieces (leaf, blob) VALUES (?, ?)`, l.Index, l.Blob); err != nil {
			return err
		}
	}
	if err := t.addHashes(l.Index, l.Hashes); err != nil {
		return err
	}
	return t.addChanged(l.Index, l.Keys)
}

// EraseBlob opens the one door that the triggers leave, for this leaf alone.
func (t *tx) EraseBlob(index int64, blob []byte) error {
	var old []byte
	ok, err := t.row(`SELECT blob FROM pieces WHERE leaf = ?`, []any{index}, &old)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w: leaf %d has no pieces", record.ErrNoStory, index)
	}
	if err := record.OnlyErases(old, blob); err != nil {
		return fmt.Errorf("leaf %d: %w", index, err)
	}
	if err := t.exec(`INSERT INTO erasing (leaf) VALUES (?)`, index); err != nil {
		return err
	}
	if err := t.exec(`UPDATE pieces SET blob = ? WHERE leaf = ?`, blob, index); err != nil {
		return err
	}
	return t.exec(`DELETE FROM erasing`)
}

func (r *reader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	if hashes, err := r.hashRun(indexes); hashes != nil || err != nil {
		return hashes, err
	}
	hashes := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		var h []byte
		ok, err := r.row(`SELECT hash FROM hash WHERE n = ?`, []any{n}, &h)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("the tree has no hash %d", n)
		}
		copy(hashes[i][:], h)
	}
	return hashes, nil
}

// hashRun answers with one query when many hashes are asked for that lie close
// together, as whoever verifies the whole tree does; nil: they do not.
func (r *reader) hashRun(indexes []int64) ([]tlog.Hash, error) {
	if len(indexes) < 64 {
		return nil, nil
	}
	first, last := slices.Min(indexes), slices.Max(indexes)
	if last-first > int64(4*len(indexes)) {
		return nil, nil
	}
	run := make([][]byte, last-first+1)
	err := r.rows(`SELECT n, hash FROM hash WHERE n >= ? AND n <= ?`, []any{first, last}, func(rows *sql.Rows) (bool, error) {
		var n int64
		var h []byte
		err := rows.Scan(&n, &h)
		run[n-first] = h
		return true, err
	})
	if err != nil {
		return nil, err
	}
	hashes := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		if run[n-first] == nil {
			return nil, fmt.Errorf("the tree has no hash %d", n)
		}
		copy(hashes[i][:], run[n-first])
	}
	return hashes, nil
}

func (t *tx) addHashes(leaf int64, hashes []tlog.Hash) error {
	first := tlog.StoredHashCount(leaf)
	if want := tlog.StoredHashCount(leaf+1) - first; int64(len(hashes)) != want {
		return fmt.Errorf("leaf %d brings %d hashes, not %d", leaf, len(hashes), want)
	}
	for i, h := range hashes {
		if err := t.exec(`INSERT INTO hash (n, hash) VALUES (?, ?)`, first+int64(i), h[:]); err != nil {
			return err
		}
	}
	return nil
}

// Changed, like Leaves, comes in chunks. Every leaf has a row in changed, until
// it is forgotten.
func (r *reader) Changed(first int64, f func(index int64, keys []string) error) error {
	size, err := r.Size()
	for err == nil && first < size {
		var chunk []changedRow
		if chunk, err = r.changedChunk(first); err != nil {
			return err
		}
		if len(chunk) == 0 || chunk[0].leaf != first {
			return fmt.Errorf("%w: leaf %d", record.ErrForgotten, first)
		}
		for _, c := range chunk {
			if err := f(c.leaf, splitKeys(c.keys)); err != nil {
				return err
			}
		}
		first += int64(len(chunk))
	}
	return err
}

type changedRow struct {
	leaf int64
	keys string
}

func (r *reader) changedChunk(first int64) (chunk []changedRow, err error) {
	err = r.rows(`SELECT leaf, keys FROM changed WHERE leaf >= ? ORDER BY leaf LIMIT ?`, []any{first, chunkRows},
		func(rows *sql.Rows) (bool, error) {
			var c changedRow
			err := rows.Scan(&c.leaf, &c.keys)
			chunk = append(chunk, c)
			return true, err
		})
	return chunk, err
}

func (t *tx) ForgetChanged(before int64) error {
	return t.exec(`DELETE FROM changed WHERE leaf < ?`, before)
}

func (t *tx) addChanged(leaf int64, keys []string) error {
	for _, key := range keys {
		if key == "" || strings.ContainsRune(key, '\n') {
			return fmt.Errorf("a key of a leaf cannot be %q", key)
		}
	}
	return t.exec(`INSERT INTO changed (leaf, keys) VALUES (?, ?)`, leaf, strings.Join(keys, "\n"))
}

func splitKeys(keys string) []string {
	if keys == "" {
		return nil
	}
	return strings.Split(keys, "\n")
}
