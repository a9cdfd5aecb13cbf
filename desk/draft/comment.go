package draft

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// Limits of what is said about a story, in code points.
const (
	CommentMost = 4000
	// PassageMost is how much of a passage is kept with a comment on it.
	PassageMost = 300
)

// ErrNoComment says that a story has no such comment.
var ErrNoComment = errors.New("there is no such comment")

// Comment is what somebody says about a story or about a passage of it. Where a
// passage is in the text the document itself knows: a mark with the comment's ID
// is on it, for as long as it stands.
type Comment struct {
	ID    string
	Story story.ID
	// Thread is the comment this answers; empty for one that begins a thread.
	Thread string
	// Passage are the words it was made on; empty: the story as a whole.
	Passage       string
	Account, Name string
	At            time.Time
	Text          string
	// Resolved is when somebody was done with it, with their name; zero while it
	// is open. Only the first of a thread has it.
	Resolved   time.Time
	ResolvedBy string
}

const schemaComment = `
CREATE TABLE IF NOT EXISTS desk_comment (
	n           INTEGER PRIMARY KEY,
	id          TEXT NOT NULL UNIQUE,
	story       BLOB NOT NULL CHECK (length(story) = 16),
	thread      TEXT NOT NULL,
	passage     TEXT NOT NULL,
	account     TEXT NOT NULL,
	name        TEXT NOT NULL, -- theirs at the time
	at          INTEGER NOT NULL, -- milliseconds since 1970 UTC
	text        TEXT NOT NULL,
	resolved    INTEGER,
	resolved_by TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS desk_comment_story ON desk_comment (story, n);
`

// AddComment adds a comment. One with the same ID is refused by the database:
// what was said is not said otherwise later.
func AddComment(tx record.Tx, c Comment) error {
	_, err := tx.SQL().Exec(`
		INSERT INTO desk_comment (id, story, thread, passage, account, name, at, text, resolved, resolved_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Story[:], c.Thread, c.Passage, c.Account, c.Name, c.At.UnixMilli(), c.Text, millis(c.Resolved), c.ResolvedBy)
	return err
}

// Comments gives all that was said about a story, the oldest first.
func Comments(rd record.Reader, id story.ID) (all []Comment, err error) {
	err = rd.SQL().Rows(`
		SELECT id, story, thread, passage, account, name, at, text, resolved, resolved_by
		FROM desk_comment WHERE story = ? ORDER BY n`, []any{id[:]}, func(rows *sql.Rows) (bool, error) {
		c, err := scanComment(rows)
		all = append(all, c)
		return true, err
	})
	return all, err
}

// CommentOf gives one comment of a story.
func CommentOf(rd record.Reader, id story.ID, comment string) (c Comment, err error) {
	found := false
	err = rd.SQL().Rows(`
		SELECT id, story, thread, passage, account, name, at, text, resolved, resolved_by
		FROM desk_comment WHERE story = ? AND id = ?`, []any{id[:], comment}, func(rows *sql.Rows) (bool, error) {
		found = true
		c, err = scanComment(rows)
		return false, err
	})
	if err == nil && !found {
		err = fmt.Errorf("%w: %s", ErrNoComment, comment)
	}
	return c, err
}

// Resolve says that a thread is done with, or, with the zero time, open again.
func Resolve(tx record.Tx, c Comment, at time.Time, by string) error {
	_, err := tx.SQL().Exec(`UPDATE desk_comment SET resolved = ?, resolved_by = ? WHERE id = ?`, millis(at), by, c.ID)
	return err
}

// OpenComments counts the threads of a story that nobody is done with.
func OpenComments(rd record.Reader, id story.ID) (n int, err error) {
	_, err = rd.SQL().Row(`SELECT count(*) FROM desk_comment WHERE story = ? AND thread = '' AND resolved IS NULL`, []any{id[:]}, &n)
	return n, err
}

// ForgetComments deletes all that was said about a story, for an erasure: a
// comment quotes.
func ForgetComments(tx record.Tx, id story.ID) error {
	_, err := tx.SQL().Exec(`DELETE FROM desk_comment WHERE story = ?`, id[:])
	return err
}

func scanComment(rows *sql.Rows) (c Comment, err error) {
	var id []byte
	var at int64
	var resolved sql.NullInt64
	err = rows.Scan(&c.ID, &id, &c.Thread, &c.Passage, &c.Account, &c.Name, &at, &c.Text, &resolved, &c.ResolvedBy)
	copy(c.Story[:], id)
	c.At, c.Resolved = time.UnixMilli(at).UTC(), timeOf(resolved)
	return c, err
}
