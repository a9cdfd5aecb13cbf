package draft

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/story"
)

// The journal of a story is every step its document came from, in the order the
// desk gave them. Step n leads from version n-1 to version n. A step is kept as
// the browser wrote it, under the name of the page (client) that sent it.

// Errors of a batch that cannot be taken.
var (
	// ErrBehind: others' steps came first. Fetch them (Since), and try again.
	ErrBehind = errors.New("the story has newer steps")
	// ErrClient: the page's name belongs to somebody else.
	ErrClient = errors.New("this page's name is another account's")
	// ErrForgotten: the steps asked for were erased. Open the document anew.
	ErrForgotten = errors.New("these steps were erased")
)

const schemaJournal = `
-- Who wrote under which name: a page that somebody has open.
CREATE TABLE IF NOT EXISTS desk_client (
	n       INTEGER PRIMARY KEY,
	story   BLOB NOT NULL CHECK (length(story) = 16),
	client  TEXT NOT NULL,
	account TEXT NOT NULL,
	name    TEXT NOT NULL, -- the account's when the page first wrote
	UNIQUE (story, client)
) STRICT;

CREATE TABLE IF NOT EXISTS desk_step (
	story  BLOB NOT NULL CHECK (length(story) = 16),
	n      INTEGER NOT NULL,
	client INTEGER NOT NULL REFERENCES desk_client (n),
	at     INTEGER NOT NULL, -- milliseconds since 1970 UTC
	step   TEXT NOT NULL,
	PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;

-- While a story stands here its journal may be emptied, for an erasure. No
-- transaction can be committed while one does: see erasing of the record.
CREATE TABLE IF NOT EXISTS desk_erasing (
	story BLOB PRIMARY KEY REFERENCES desk_never (n) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE IF NOT EXISTS desk_never (n BLOB PRIMARY KEY CHECK (0)) STRICT;

CREATE TRIGGER IF NOT EXISTS desk_step_append BEFORE INSERT ON desk_step
WHEN NEW.n IS NOT 1 + max(
	coalesce((SELECT max(n) FROM desk_step WHERE story = NEW.story), 0),
	coalesce((SELECT max(version) FROM desk_snapshot WHERE story = NEW.story), 0))
BEGIN SELECT raise(ABORT, 'a journal is append-only: not the next step'); END;
CREATE TRIGGER IF NOT EXISTS desk_step_update BEFORE UPDATE ON desk_step
BEGIN SELECT raise(ABORT, 'a journal is append-only: a step cannot be changed'); END;
CREATE TRIGGER IF NOT EXISTS desk_step_delete BEFORE DELETE ON desk_step
WHEN NOT EXISTS (SELECT 1 FROM desk_erasing WHERE story = OLD.story)
BEGIN SELECT raise(ABORT, 'a journal is append-only: a step cannot be deleted'); END;
`

// Batch is steps that one page sent together.
type Batch struct {
	// Version is the one they were made on.
	Version int
	// Client is the page's name, Account and Name whose it is.
	Client, Account, Name string
	At                    time.Time
	Steps                 []json.RawMessage
}

// Stamped is a step in the journal.
type Stamped struct {
	N                     int
	Client, Account, Name string
	At                    time.Time
	Step                  json.RawMessage
}

// Append adds a batch to a story's journal and brings the fields of the row that
// are copies of the document up to date; the row is the caller's to Put. A batch
// that is there already is taken once: twin. Nothing is written when there is an
// error; it wraps ErrBehind, ErrClient or what prose says of the steps.
func (h *Heads) Append(tx record.Tx, d *Draft, b Batch) (version int, twin bool, err error) {
	if b.Version != d.Version {
		twin, err := isTwin(tx, *d, b)
		if err == nil && !twin {
			err = fmt.Errorf("%w: made on version %d, the newest is %d", ErrBehind, b.Version, d.Version)
		}
		return b.Version + len(b.Steps), twin, err
	}
	head, err := h.Head(tx, *d)
	if err != nil {
		return 0, false, err
	}
	for i, text := range b.Steps {
		if head, err = head.step(text); err != nil {
			return 0, false, fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	if err := addSteps(tx, d.ID, b); err != nil {
		return 0, false, err
	}
	if head, err = snapshotIfLong(tx, d.ID, head); err != nil {
		return 0, false, err
	}
	d.Version, d.Changed, d.ChangedBy = head.Version, b.At, b.Account
	d.Headline, d.Section = head.Doc.Headline(), head.Doc.Section()
	h.put(d.ID, head)
	return head.Version, false, nil
}

// step is the head after one more step.
func (h Head) step(text json.RawMessage) (Head, error) {
	s, err := prose.ParseStep(text)
	if err != nil {
		return h, err
	}
	doc, err := prose.Apply(h.Doc, s)
	return Head{Version: h.Version + 1, Doc: doc, since: h.since + len(text)}, err
}

func addSteps(tx record.Tx, id story.ID, b Batch) error {
	client, err := clientOf(tx, id, b)
	if err != nil {
		return err
	}
	for i, text := range b.Steps {
		_, err := tx.SQL().Exec(`INSERT INTO desk_step (story, n, client, at, step) VALUES (?, ?, ?, ?, ?)`,
			id[:], b.Version+i+1, client, b.At.UnixMilli(), string(text))
		if err != nil {
			return err
		}
		if err := notePictures(tx, id, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// clientOf gives the number of the page that sends, which stays its account's.
func clientOf(tx record.Tx, id story.ID, b Batch) (n int64, err error) {
	var account string
	const find = `SELECT n, account FROM desk_client WHERE story = ? AND client = ?`
	ok, err := tx.SQL().Row(find, []any{id[:], b.Client}, &n, &account)
	if err == nil && !ok {
		if _, err = tx.SQL().Exec(`INSERT INTO desk_client (story, client, account, name) VALUES (?, ?, ?, ?)`, id[:], b.Client, b.Account, b.Name); err == nil {
			_, err = tx.SQL().Row(find, []any{id[:], b.Client}, &n, &account)
		}
	}
	if err == nil && account != b.Account {
		err = ErrClient
	}
	return n, err
}

// isTwin reports whether the journal has a batch where it wants to be.
func isTwin(rd record.Reader, d Draft, b Batch) (bool, error) {
	there, err := Since(rd, d, b.Version, len(b.Steps))
	if errors.Is(err, ErrForgotten) {
		return false, nil
	}
	if err != nil || len(there) != len(b.Steps) || len(there) == 0 {
		return false, err
	}
	for i, s := range there {
		if s.Client != b.Client || s.Account != b.Account || !bytes.Equal(s.Step, b.Steps[i]) {
			return false, nil
		}
	}
	return true, nil
}

// Since gives the steps of a row's journal after a version, at most so many.
func Since(rd record.Reader, d Draft, version, limit int) ([]Stamped, error) {
	steps, err := stepsAfter(rd, d.ID, version, limit)
	if err == nil && version < d.Version && (len(steps) == 0 || steps[0].N != version+1) {
		err = fmt.Errorf("%w: version %d leads no further", ErrForgotten, version)
	}
	return steps, err
}

func stepsAfter(rd record.Reader, id story.ID, version, limit int) (steps []Stamped, err error) {
	err = rd.SQL().Rows(`
		SELECT s.n, c.client, c.account, c.name, s.at, s.step FROM desk_step s JOIN desk_client c ON c.n = s.client
		WHERE s.story = ? AND s.n > ? ORDER BY s.n LIMIT ?`,
		[]any{id[:], version, limit}, func(rows *sql.Rows) (bool, error) {
			var s Stamped
			var at int64
			var text string
			err := rows.Scan(&s.N, &s.Client, &s.Account, &s.Name, &at, &text)
			s.At, s.Step = time.UnixMilli(at).UTC(), json.RawMessage(text)
			steps = append(steps, s)
			return true, err
		})
	return steps, err
}
