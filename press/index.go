package press

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strconv"

	_ "modernc.org/sqlite"
)

// index remembers which page read what, how far the record has been printed,
// and which pages may not have reached the disk yet. It is a small database
// beside the pages, and like them it can be deleted and made again.
//
// A key is kept as 64 bits of its hash: should two meet, a page too many is
// printed. Each page also keeps its own keys, so that printing it again touches
// only what is different.
type index struct {
	path string
	db   *sql.DB
}

const indexSchema = `
CREATE TABLE IF NOT EXISTS pages (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, keys BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS reads (key INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (key, page)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unsettled (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS failed (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rebuilt (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`

// openIndex opens the index at a path. One that cannot be read is replaced by
// an empty one, which means that everything is printed again.
func openIndex(path string) (*index, error) {
	x := &index{path: path}
	if err := x.open(); err == nil {
		return x, nil
	}
	return x, x.reset()
}

// reset begins an empty index.
func (x *index) reset() error {
	x.close()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(x.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return x.open()
}

// open opens the database. In a write-ahead log with synchronous=NORMAL a power
// cut may take the last transactions, never the order of what is left: the
// cursor then is where it was, and what follows is printed again.
func (x *index) open() error {
	dsn := "file:" + (&url.URL{Path: x.path}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=secure_delete(ON)&_txlock=immediate"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(indexSchema); err != nil {
		db.Close()
		return fmt.Errorf("page index %s: %w", x.path, err)
	}
	x.db = db
	return nil
}

func (x *index) close() error {
	if x.db == nil {
		return nil
	}
	err := x.db.Close()
	x.db = nil
	return err
}

// The names of what the index remembers about itself.
const (
	stateCursor      = "cursor"      // leaves that are printed
	stateFingerprint = "fingerprint" // what they were printed with; set when all are
)

func (x *index) state(name string) (value string, err error) {
	err = x.db.QueryRow(`SELECT value FROM state WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

const setStateQuery = `INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`

func (x *index) setState(name, value string) error {
	_, err := x.db.Exec(setStateQuery, name, value)
	return err
}

// cursor is how many leaves are printed; not known in a new index.
func (x *index) cursor() (leaf int64, known bool, err error) {
	s, err := x.state(stateCursor)
	if err != nil || s == "" {
		return 0, false, err
	}
	leaf, err = strconv.ParseInt(s, 10, 64)
	return leaf, err == nil, err
}

func (x *index) setCursor(leaf int64) error {
	return x.setState(stateCursor, strconv.FormatInt(leaf, 10))
}

// readers gives the pages that read one of the keys.
func (x *index) readers(ctx context.Context, keys []string) ([]string, error) {
	stmt, err := x.db.PrepareContext(ctx, `SELECT p.path FROM reads r JOIN pages p ON p.id = r.page WHERE r.key = ?`)
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	var paths []string
	for _, k := range keys {
		rows, err := stmt.QueryContext(ctx, hashKey(k))
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var path string
			if err := rows.Scan(&path); err != nil {
				rows.Close()
				return nil, err
			}
			paths = append(paths, path)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// beginRebuild forgets what was printed with what, but not who read what. It
// fails when the index is damaged.
func (x *index) beginRebuild() error {
	var verdict string
	if err := x.db.QueryRow(`PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("page index: %s", verdict)
	}
	_, err := x.db.Exec(`DELETE FROM rebuilt`)
	return errors.Join(err, x.setState(stateFingerprint, ""))
}

// wasRebuilt reports whether a page was printed since beginRebuild.
func (x *index) wasRebuilt(path string) (bool, error) {
	var n int
	err := x.db.QueryRow(`SELECT count(*) FROM rebuilt WHERE path = ?`, path).Scan(&n)
	return n > 0, err
}

// endRebuild forgets the pages that were not printed since beginRebuild, and
// notes how far and with what all others were.
func (x *index) endRebuild(cursor int64, fingerprint string) error {
	tx, err := x.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, query := range []string{
		`DELETE FROM reads WHERE page IN (SELECT id FROM pages WHERE path NOT IN (SELECT path FROM rebuilt))`,
		`DELETE FROM pages WHERE path NOT IN (SELECT path FROM rebuilt)`,
		`DELETE FROM rebuilt`,
	} {
		if _, err := tx.Exec(query); err != nil {
			return err
		}
	}
	for name, value := range map[string]string{stateCursor: strconv.FormatInt(cursor, 10), stateFingerprint: fingerprint} {
		if _, err := tx.Exec(setStateQuery, name, value); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// printed is what came of printing a path: a page that read keys, or none.
type printed struct {
	path    string
	keys    map[string]struct{}
	calls   []string // pages that belong to it, to be printed with it
	gone    bool     // no page belongs there
	written bool     // the store was changed
	again   bool     // as part of a rebuild, or during one
	err     error
}

// save notes what was printed, in one transaction.
func (x *index) save(ctx context.Context, batch []printed) error {
	if len(batch) == 0 {
		return nil
	}
	tx, err := x.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w, err := newIndexWriter(tx)
	if err != nil {
		return err
	}
	for _, b := range batch {
		if err := w.put(b); err != nil {
			return fmt.Errorf("page index: %s: %w", b.path, err)
		}
	}
	return tx.Commit()
}

// indexWriter is one transaction of save.
type indexWriter struct {
	find, insert, update, remove, link, unlink, unsettle, fail, mend, again, never *sql.Stmt
}

func newIndexWriter(tx *sql.Tx) (w indexWriter, err error) {
	for to, text := range map[**sql.Stmt]string{
		&w.find:     `SELECT id, keys FROM pages WHERE path = ?`,
		&w.insert:   `INSERT INTO pages (path, keys) VALUES (?, ?)`,
		&w.update:   `UPDATE pages SET keys = ? WHERE id = ?`,
		&w.remove:   `DELETE FROM pages WHERE id = ?`,
		&w.link:     `INSERT OR IGNORE INTO reads (key, page) VALUES (?, ?)`,
		&w.unlink:   `DELETE FROM reads WHERE key = ? AND page = ?`,
		&w.unsettle: `INSERT INTO unsettled (path) VALUES (?)`,
		&w.fail:     `INSERT OR IGNORE INTO failed (path) VALUES (?)`,
		&w.mend:     `DELETE FROM failed WHERE path = ?`,
		&w.again:    `INSERT OR IGNORE INTO rebuilt (path) VALUES (?)`,
		&w.never:    `DELETE FROM rebuilt WHERE path = ?`,
	} {
		if *to, err = tx.Prepare(text); err != nil {
			return w, err
		}
	}
	return w, nil
}

func (w indexWriter) put(b printed) error {
	if b.err != nil { // what was there before stays, and is better than nothing
		_, err := w.fail.Exec(b.path)
		return errors.Join(err, w.rebuilt(b))
	}
	if _, err := w.mend.Exec(b.path); err != nil {
		return err
	}
	if err := w.rebuilt(b); err != nil {
		return err
	}
	if b.written {
		if _, err := w.unsettle.Exec(b.path); err != nil {
			return err
		}
	}
	var id int64
	var packed []byte
	err := w.find.QueryRow(b.path).Scan(&id, &packed)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	old, now := unpackKeys(packed), hashKeys(b.keys)
	if b.gone {
		now = nil
	}
	switch {
	case b.gone && !known:
		return nil
	case b.gone:
		_, err = w.remove.Exec(id)
	case !known:
		var res sql.Result
		if res, err = w.insert.Exec(b.path, packKeys(now)); err == nil {
			id, err = res.LastInsertId()
		}
	case !slices.Equal(old, now):
		_, err = w.update.Exec(packKeys(now), id)
	}
	if err != nil {
		return err
	}
	return w.relink(id, old, now)
}

// rebuilt notes that a page is not to be deleted at the end of a rebuild.
func (w indexWriter) rebuilt(b printed) (err error) {
	switch {
	case b.again && b.gone:
		_, err = w.never.Exec(b.path)
	case b.again:
		_, err = w.again.Exec(b.path)
	}
	return err
}

// relink changes which keys lead to a page. Both lists are sorted.
func (w indexWriter) relink(id int64, old, now []int64) error {
	for _, k := range old {
		if _, still := slices.BinarySearch(now, k); !still {
			if _, err := w.unlink.Exec(k, id); err != nil {
				return err
			}
		}
	}
	for _, k := range now {
		if _, was := slices.BinarySearch(old, k); !was {
			if _, err := w.link.Exec(k, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// unsettled gives the pages that a power cut could have taken, and those that
// could not be printed.
func (x *index) unsettled() (paths []string, err error) {
	rows, err := x.db.Query(`SELECT path FROM unsettled UNION SELECT path FROM failed`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var path string
		if err := rows.Scan(&path); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, rows.Err()
}

// lastUnsettled gives a mark for settled: all that is unsettled now.
func (x *index) lastUnsettled() (mark int64, err error) {
	var last sql.NullInt64
	err = x.db.QueryRow(`SELECT max(id) FROM unsettled`).Scan(&last)
	return last.Int64, err
}

// settled strikes the pages that were unsettled when the mark was taken.
func (x *index) settled(mark int64) error {
	_, err := x.db.Exec(`DELETE FROM unsettled WHERE id <= ?`, mark)
	return err
}

func hashKey(key string) int64 {
	sum := sha256.Sum256([]byte(key))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// hashKeys gives the hashes of keys, sorted.
func hashKeys(keys map[string]struct{}) []int64 {
	out := make([]int64, 0, len(keys))
	for k := range keys {
		out = append(out, hashKey(k))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func packKeys(keys []int64) []byte {
	b := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		b = binary.BigEndian.AppendUint64(b, uint64(k))
	}
	return b
}

func unpackKeys(b []byte) []int64 {
	keys := make([]int64, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		keys = append(keys, int64(binary.BigEndian.Uint64(b)))
	}
	return keys
}
