package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"sync"
)

// Index is the index of a newsroom's published stories. Find may be called by
// many goroutines at once, and while CatchUp runs.
type Index struct {
	path string

	feeding sync.Mutex // held by who writes
	write   *sql.DB

	mu   sync.RWMutex // held for reading by searches, so that read is not closed under them
	read *sql.DB
}

// ErrAway says that the index cannot answer: it is not whole yet.
var ErrAway = errors.New("the search index is not whole")

// form counts the changes of this package that make words or tables otherwise. An
// index of another form is begun anew.
const form = "1"

// A story's row and its words have one number, place: the second it was published
// in, times placesASecond, and the first that was free. So the newest come last,
// and a time is a range of numbers. The words are kept without the text they are
// from (content=”), which stands compressed in body. Columns: head has the words
// of headline, standfirst, byline and topics, facet what the filters ask for.
const schema = `
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS editions (id INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS stories (place INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, head BLOB NOT NULL, body BLOB NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (head, body, facet, content='', contentless_delete=1, tokenize='ascii');`

// Open opens the index at a path. One that cannot be read, or is of another form,
// is replaced by an empty one.
func Open(path string) (*Index, error) {
	x := &Index{path: path}
	if err := x.open(); err == nil {
		return x, nil
	}
	return x, x.reset()
}

// reset begins an empty index.
func (x *Index) reset() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.close()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(x.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return x.open()
}

// ready makes sure that there is a database: beginning anew may have failed, on a
// full disk.
func (x *Index) ready() error {
	if x.write == nil {
		return x.reset()
	}
	return nil
}

// open opens the database. In a write-ahead log with synchronous=NORMAL a power
// cut may take the last transactions, never the order of what is left: the cursor
// then is where it was, and what follows is read again.
func (x *Index) open() (err error) {
	const common = "&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"
	file := "file:" + (&url.URL{Path: x.path}).EscapedPath() + "?_txlock=immediate"
	if x.write, err = sql.Open("sqlite", file+common); err != nil {
		return err
	}
	x.write.SetMaxOpenConns(1)
	if _, err = x.write.Exec(schema); err == nil {
		err = x.checkForm()
	}
	if err != nil {
		return fmt.Errorf("search index %s: %w", x.path, errors.Join(err, x.close()))
	}
	x.read, err = sql.Open("sqlite", file+common+"&_pragma=query_only(ON)")
	return err
}

var errOtherForm = errors.New("the index is of another form")

func (x *Index) checkForm() error {
	had, err := state(context.Background(), x.write, stateForm)
	switch {
	case err != nil:
		return err
	case had == "":
		_, err = x.write.Exec(setStateQuery, stateForm, form)
	case had != form:
		err = errOtherForm
	}
	return err
}

// Close closes the index. No CatchUp may be under way.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.close()
}

func (x *Index) close() (err error) {
	for _, db := range []**sql.DB{&x.read, &x.write} {
		if *db != nil {
			err = errors.Join(err, (*db).Close())
			*db = nil
		}
	}
	return err
}

// The names of what the index remembers about itself.
const (
	stateForm   = "form"
	stateCursor = "cursor" // leaves that are read
	stateWhole  = "whole"  // set once all leaves there were have been read
)

const setStateQuery = `INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func state(ctx context.Context, db querier, name string) (value string, err error) {
	err = db.QueryRowContext(ctx, `SELECT value FROM state WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// cursor is how many leaves were read.
func (x *Index) cursor(ctx context.Context) (int64, error) {
	s, err := state(ctx, x.write, stateCursor)
	if err != nil || s == "" {
		return 0, err
	}
	return strconv.ParseInt(s, 10, 64)
}
