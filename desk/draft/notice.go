package draft

import (
	"database/sql"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// Kind says what a notice tells.
type Kind string

// The kinds of notice.
const (
	Handed    Kind = "handed"    // the story is yours to work on
	Back      Kind = "back"      // it came back to you
	Moved     Kind = "moved"     // a story of yours went on to another state
	Commented Kind = "commented" // somebody said something about a story of yours, or answered you
	Live      Kind = "live"      // a story of yours was published
	Dropped   Kind = "spiked"    // a story of yours was spiked
	GivenUp   Kind = "given_up"  // a change of a published story of yours will not go out
)

// Notice tells somebody what became of a story that concerns them.
type Notice struct {
	N       int64
	Account string // whom it is for
	Kind    Kind
	Story   story.ID
	At      time.Time
	// By is the name of who did it; empty for the desk itself, such as a story
	// that came out on its time.
	By string
	// State is the one the story came to, for Back, Moved and Handed.
	State State
	// Note is the word that went with it.
	Note string
	Read bool
	// Headline is the story's now.
	Headline string
}

const schemaNotice = `
CREATE TABLE IF NOT EXISTS desk_notice (
	n       INTEGER PRIMARY KEY,
	account TEXT NOT NULL,
	kind    TEXT NOT NULL,
	story   BLOB NOT NULL CHECK (length(story) = 16),
	at      INTEGER NOT NULL, -- milliseconds since 1970 UTC
	by      TEXT NOT NULL,
	state   TEXT NOT NULL,
	note    TEXT NOT NULL,
	read    INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS desk_notice_account ON desk_notice (account, n);
CREATE INDEX IF NOT EXISTS desk_notice_unread ON desk_notice (account) WHERE read = 0;
CREATE INDEX IF NOT EXISTS desk_notice_story ON desk_notice (story);
`

// Tell leaves somebody a notice; nobody gets none.
func Tell(tx record.Tx, n Notice) error {
	if n.Account == "" {
		return nil
	}
	_, err := tx.SQL().Exec(`INSERT INTO desk_notice (account, kind, story, at, by, state, note, read) VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
		n.Account, string(n.Kind), n.Story[:], n.At.UnixMilli(), n.By, string(n.State), n.Note)
	return err
}

// Notices gives what somebody was told, the newest first; before limits it to
// those with a lower number, 0 for from the newest on.
func Notices(rd record.Reader, account string, before int64, limit int) (all []Notice, err error) {
	if before == 0 {
		before = 1 << 62
	}
	err = rd.SQL().Rows(`
		SELECT t.n, t.account, t.kind, t.story, t.at, t.by, t.state, t.note, t.read, coalesce(d.headline, '')
		FROM desk_notice t LEFT JOIN desk_draft d ON d.id = t.story
		WHERE t.account = ? AND t.n < ? ORDER BY t.n DESC LIMIT ?`,
		[]any{account, before, limit}, func(rows *sql.Rows) (bool, error) {
			var n Notice
			var id []byte
			var at int64
			err := rows.Scan(&n.N, &n.Account, &n.Kind, &id, &at, &n.By, &n.State, &n.Note, &n.Read, &n.Headline)
			copy(n.Story[:], id)
			n.At = time.UnixMilli(at).UTC()
			all = append(all, n)
			return true, err
		})
	return all, err
}

// Unread counts the notices that somebody has not seen.
func Unread(rd record.Reader, account string) (n int, err error) {
	_, err = rd.SQL().Row(`SELECT count(*) FROM desk_notice WHERE account = ? AND read = 0`, []any{account}, &n)
	return n, err
}

// MarkRead notes that somebody has seen their notices up to a number.
func MarkRead(tx record.Tx, account string, upTo int64) error {
	_, err := tx.SQL().Exec(`UPDATE desk_notice SET read = 1 WHERE account = ? AND read = 0 AND n <= ?`, account, upTo)
	return err
}

// ForgetNotices deletes what people were told of a story, for an erasure: a
// note quotes.
func ForgetNotices(tx record.Tx, id story.ID) error {
	_, err := tx.SQL().Exec(`DELETE FROM desk_notice WHERE story = ?`, id[:])
	return err
}
