package sqlite

import (
	"database/sql"
	"fmt"
	"time"

	"stet.news/record"
	"stet.news/story"
)

const listQuery = `
	SELECT story.id, story.edition, story.revision, story.revision_leaf, story.leaf, story.slug,
		story.section, story.translation_of, story.published, story.day, story.updated, story.retracted,
		listing.n
	FROM listing JOIN story ON story.id = listing.story
	WHERE listing.list = (SELECT id FROM list WHERE name = ?) `

func (r *reader) List(list string, before record.Place, limit int) ([]record.Listed, error) {
	if before == (record.Place{}) {
		return r.listed(listQuery+`ORDER BY listing.published DESC, listing.n DESC LIMIT ?`, list, limit)
	}
	return r.listed(listQuery+`AND (listing.published, listing.n) < (?, ?)
		ORDER BY listing.published DESC, listing.n DESC LIMIT ?`, list, before.Published.Unix(), before.N, limit)
}

func (r *reader) Run(list string, first, end int64) ([]record.Listed, error) {
	return r.listed(listQuery+`AND listing.n >= ? AND listing.n < ? ORDER BY listing.n`, list, first, end)
}

func (r *reader) listed(query string, args ...any) (out []record.Listed, err error) {
	err = r.rows(query, args, func(rows *sql.Rows) (bool, error) {
		var scan entryScan
		var n int64
		err := rows.Scan(append(scan.into(), &n)...)
		out = append(out, record.Listed{Entry: scan.entry(), N: n})
		return true, err
	})
	return out, err
}

func (r *reader) NumberIn(list string, id story.ID) (n int64, ok bool, err error) {
	ok, err = r.row(`
		SELECT n FROM listing WHERE story = ? AND list = (SELECT id FROM list WHERE name = ?)`, []any{id[:], list}, &n)
	return n, ok, err
}

func (r *reader) Tally(list string) (came, here int64, err error) {
	_, err = r.row(`SELECT came, here FROM list WHERE name = ?`, []any{list}, &came, &here)
	return came, here, err
}

func (r *reader) ListsOf(id story.ID) (lists []string, err error) {
	err = r.rows(`
		SELECT list.name FROM listing JOIN list ON list.id = listing.list
		WHERE listing.story = ? ORDER BY list.name`, []any{id[:]},
		func(rows *sql.Rows) (bool, error) {
			var name string
			err := rows.Scan(&name)
			lists = append(lists, name)
			return true, err
		})
	return lists, err
}

// afterAll stands behind every name that goes on after a prefix: it is no
// character, so no name holds it.
const afterAll = "\U0010FFFF"

func (r *reader) Lists(prefix string) (lists []record.ListTally, err error) {
	err = r.rows(`SELECT name, here FROM list WHERE name >= ? AND name < ? ORDER BY name`, []any{prefix, prefix + afterAll},
		func(rows *sql.Rows) (bool, error) {
			var l record.ListTally
			err := rows.Scan(&l.List, &l.Here)
			lists = append(lists, l)
			return true, err
		})
	return lists, err
}

func (t *tx) JoinList(list string, id story.ID, published time.Time) (n int64, err error) {
	var number int64
	_, err = t.row(`
		INSERT INTO list (name, came, here) VALUES (?, 1, 1)
		ON CONFLICT (name) DO UPDATE SET came = came + 1, here = here + 1
		RETURNING id, came - 1`, []any{list}, &number, &n)
	if err != nil {
		return 0, err
	}
	return n, t.exec(`INSERT INTO listing (list, n, story, published) VALUES (?, ?, ?, ?)`,
		number, n, id[:], published.Unix())
}

func (t *tx) LeaveList(list string, id story.ID) (n int64, err error) {
	var number int64
	ok, err := t.row(`
		DELETE FROM listing WHERE story = ? AND list = (SELECT id FROM list WHERE name = ?)
		RETURNING list, n`, []any{id[:], list}, &number, &n)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, fmt.Errorf("%w in the list %s: %s", record.ErrNoStory, list, id)
	}
	if err := t.exec(`UPDATE list SET here = here - 1 WHERE id = ?`, number); err != nil {
		return 0, err
	}
	return n, t.exec(`DELETE FROM list WHERE id = ? AND here = 0`, number)
}

// ClearIndex forgets what can be made again from the leaves.
func (t *tx) ClearIndex() error {
	for _, query := range []string{`DELETE FROM story`, `DELETE FROM slug`, `DELETE FROM listing`, `DELETE FROM list`} {
		if err := t.exec(query); err != nil {
			return err
		}
	}
	return nil
}
