package search

import (
	"context"
	"database/sql"
	"errors"
)

// writer enters stories within a transaction.
type writer struct {
	find, free, drop, unlist, put, list *sql.Stmt
	tx                                  *sql.Tx
	editions                            map[string]int64
	taken                               map[int64]int64 // second: the last place taken in it, here
	squeezer                            squeezer
}

func newWriter(ctx context.Context, tx *sql.Tx) (w *writer, err error) {
	w = &writer{tx: tx, editions: map[string]int64{}, taken: map[int64]int64{}}
	for to, text := range map[**sql.Stmt]string{
		&w.find:   `SELECT place FROM stories WHERE id = ?`,
		&w.free:   `SELECT place FROM stories WHERE place >= ? ORDER BY place`,
		&w.drop:   `DELETE FROM stories WHERE place = ?`,
		&w.unlist: `DELETE FROM words WHERE rowid = ?`,
		&w.put:    `INSERT INTO stories (place, id, head, body) VALUES (?, ?, ?, ?)`,
		&w.list:   `INSERT INTO words (rowid, head, body, facet) VALUES (?, ?, ?, ?)`,
	} {
		if *to, err = tx.PrepareContext(ctx, text); err != nil {
			return w, err
		}
	}
	return w, nil
}

// enter makes the index say of a story what the record says now.
func (w *writer) enter(ctx context.Context, s present) error {
	var place int64
	err := w.find.QueryRowContext(ctx, s.ID[:]).Scan(&place)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if known {
		if _, err := w.drop.ExecContext(ctx, place); err != nil {
			return err
		}
		if _, err := w.unlist.ExecContext(ctx, place); err != nil {
			return err
		}
	}
	if s.Retracted {
		return nil
	}
	if !known || place/placesASecond != s.Published.Unix() {
		if place, err = w.place(ctx, s.Published.Unix()); err != nil {
			return err
		}
	}
	return w.insert(ctx, place, s)
}

func (w *writer) insert(ctx context.Context, place int64, s present) error {
	prefix, err := w.prefix(ctx, s.Edition)
	if err != nil {
		return err
	}
	e := entryOf(s)
	head, err := e.encode()
	if err != nil {
		return err
	}
	if _, err := w.put.ExecContext(ctx, place, s.ID[:], head, w.squeezer.squeeze(e.body)); err != nil {
		return err
	}
	lang := For(s.Edition)
	_, err = w.list.ExecContext(ctx, place, prefix.list(lang, e.headText()), prefix.list(lang, e.body), prefix.facets(e))
	return err
}

// placesASecond is how many stories of one second keep to it. More, as in an
// archive that knows only days, spill into the next ones.
const placesASecond = 16

// place gives a free place for a story of a second.
func (w *writer) place(ctx context.Context, second int64) (int64, error) {
	want := second * placesASecond
	if last, ok := w.taken[second]; ok {
		want = last + 1
	}
	rows, err := w.free.QueryContext(ctx, want)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var next int64
		if err := rows.Scan(&next); err != nil {
			return 0, err
		}
		if next > want {
			break
		}
		want++
	}
	w.taken[second] = want
	return want, rows.Err()
}

// prefix gives the prefix of an edition's words.
func (w *writer) prefix(ctx context.Context, tag string) (prefix, error) {
	id, ok := w.editions[tag]
	if !ok {
		if _, err := w.tx.ExecContext(ctx, `INSERT OR IGNORE INTO editions (tag) VALUES (?)`, tag); err != nil {
			return "", err
		}
		if err := w.tx.QueryRowContext(ctx, `SELECT id FROM editions WHERE tag = ?`, tag).Scan(&id); err != nil {
			return "", err
		}
		w.editions[tag] = id
	}
	return makePrefix(id), nil
}
