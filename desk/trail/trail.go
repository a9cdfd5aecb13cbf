// Package trail is the desk's audit trail: who did what, to which story, when.
//
// A row is written in the transaction of the act it tells of, so there is no
// act without its row and no row without its act. Rows can only be added; the
// database refuses to change or delete one. They hold no words of a story and
// no network addresses: ids, the act, and what a person must know of it.
package trail

import (
	"database/sql"
	"encoding/json"
	"time"

	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// Schema is the trail's table.
const Schema = `
CREATE TABLE IF NOT EXISTS trail (
	n       INTEGER PRIMARY KEY,     -- in the order of the acts
	at      INTEGER NOT NULL,        -- milliseconds since 1970 UTC
	account TEXT NOT NULL,           -- who; "house" for the command line
	name    TEXT NOT NULL,           -- their name at the time
	session TEXT NOT NULL,           -- which session; empty for none
	action  TEXT NOT NULL,
	story   BLOB CHECK (length(story) = 16),
	object  TEXT NOT NULL,           -- what else it was done to: an account, a picture, a front
	facts   TEXT NOT NULL            -- JSON object of short values
) STRICT;
CREATE INDEX IF NOT EXISTS trail_story ON trail (story, n) WHERE story IS NOT NULL;
CREATE INDEX IF NOT EXISTS trail_account ON trail (account, n);
CREATE INDEX IF NOT EXISTS trail_action ON trail (action, n);
CREATE TRIGGER IF NOT EXISTS trail_replace BEFORE INSERT ON trail
WHEN EXISTS (SELECT 1 FROM trail WHERE n = NEW.n)
BEGIN SELECT raise(ABORT, 'the trail is append-only: a row cannot be replaced'); END;
CREATE TRIGGER IF NOT EXISTS trail_delete BEFORE DELETE ON trail
BEGIN SELECT raise(ABORT, 'the trail is append-only: a row cannot be deleted'); END;
` + guardUpdate

// guardUpdate lets no row be changed; see Forget.
const guardUpdate = `
CREATE TRIGGER IF NOT EXISTS trail_update BEFORE UPDATE ON trail
BEGIN SELECT raise(ABORT, 'the trail is append-only: a row cannot be changed'); END;
`

// Entry is one row.
type Entry struct {
	N       int64
	At      time.Time
	Account string
	Name    string
	Session string
	Action  policy.Action
	Story   story.ID // zero for none
	Object  string
	Facts   Facts
}

// Facts are what a person must know of an act: short values by name, such as
// "until" or "grade".
type Facts map[string]string

// Add writes a row for what who does in this transaction.
func Add(tx record.Tx, at time.Time, who policy.Principal, e Entry) error {
	if e.Facts == nil {
		e.Facts = Facts{}
	}
	facts, err := json.Marshal(e.Facts)
	if err != nil {
		return err
	}
	var id any
	if !e.Story.IsZero() {
		id = e.Story[:]
	}
	_, err = tx.SQL().Exec(`INSERT INTO trail (at, account, name, session, action, story, object, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		at.UnixMilli(), who.Account, who.Name, who.Session, string(e.Action), id, e.Object, string(facts))
	return err
}

// Query says which rows are wanted; empty fields ask for all.
type Query struct {
	Account string
	Action  policy.Action
	Story   story.ID
	// Since and Until bound the time; zero for no bound.
	Since, Until time.Time
	// Before gives only rows with a lower number; 0 for from the newest on.
	Before int64
	Limit  int
}

// List gives rows, the newest first.
func List(rd record.Reader, q Query) (entries []Entry, err error) {
	before, since, until := q.Before, int64(0), int64(1)<<62
	if before == 0 {
		before = 1 << 62
	}
	if !q.Since.IsZero() {
		since = q.Since.UnixMilli()
	}
	if !q.Until.IsZero() {
		until = q.Until.UnixMilli()
	}
	id := []byte{}
	if !q.Story.IsZero() {
		id = q.Story[:]
	}
	err = rd.SQL().Rows(`
		SELECT n, at, account, name, session, action, story, object, facts FROM trail
		WHERE n < ?1 AND at >= ?2 AND at < ?3
			AND (?4 = '' OR account = ?4) AND (?5 = '' OR action = ?5) AND (length(?6) = 0 OR story = ?6)
		ORDER BY n DESC LIMIT ?7`,
		[]any{before, since, until, q.Account, string(q.Action), id, q.Limit},
		func(rows *sql.Rows) (bool, error) {
			e, err := scan(rows)
			entries = append(entries, e)
			return true, err
		})
	return entries, err
}

func scan(rows *sql.Rows) (e Entry, err error) {
	var at int64
	var id []byte
	var facts string
	if err := rows.Scan(&e.N, &at, &e.Account, &e.Name, &e.Session, &e.Action, &id, &e.Object, &facts); err != nil {
		return e, err
	}
	copy(e.Story[:], id)
	e.At = time.UnixMilli(at).UTC()
	return e, json.Unmarshal([]byte(facts), &e.Facts)
}
