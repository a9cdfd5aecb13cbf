package draft

import (
	"database/sql"
	"encoding/json"
	"time"

	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// A request is an act that one person has asked for and that waits for a second
// one to confirm it. It holds all that the act needs, so that what is done is
// what was asked for.

const schemaRequest = `
CREATE TABLE IF NOT EXISTS desk_request (
	n       INTEGER PRIMARY KEY,
	action  TEXT NOT NULL,
	story   BLOB CHECK (length(story) = 16),
	object  TEXT NOT NULL,    -- what it is done to if that is no story: an edition's front
	args    TEXT NOT NULL,    -- JSON, what the act was asked with
	says    TEXT NOT NULL,    -- what it comes to, for whoever confirms it
	version INTEGER NOT NULL, -- of the story when it was asked
	base    INTEGER NOT NULL,
	account TEXT NOT NULL,
	name    TEXT NOT NULL,
	at      INTEGER NOT NULL, -- milliseconds since 1970 UTC
	until   INTEGER NOT NULL,
	state   TEXT NOT NULL,
	second  TEXT NOT NULL,    -- account of who confirmed or refused
	closed  INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS desk_request_open ON desk_request (state, n);
CREATE INDEX IF NOT EXISTS desk_request_story ON desk_request (story) WHERE story IS NOT NULL;
`

// RequestState is what became of a request.
type RequestState string

// The states of a request. Done, Refused and Void are for ever.
const (
	Asked   RequestState = "asked"
	Done    RequestState = "done"
	Refused RequestState = "refused"
	Void    RequestState = "void" // too late, the story changed, or who asked has gone
)

// Request is one row.
type Request struct {
	N      int64
	Action policy.Action
	Story  story.ID // zero for none
	Object string
	Args   json.RawMessage
	Says   string
	// Version and Base are the story's when it was asked.
	Version, Base int
	Account, Name string
	At, Until     time.Time
	State         RequestState
	// Headline is the story's now.
	Headline string
}

// AddRequest keeps a request and gives its number.
func AddRequest(tx record.Tx, r Request) (n int64, err error) {
	_, err = tx.SQL().Exec(`
		INSERT INTO desk_request (action, story, object, args, says, version, base, account, name, at, until, state, second)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'asked', '')`,
		string(r.Action), idOrNull(r.Story), r.Object, string(r.Args), r.Says, r.Version, r.Base, r.Account, r.Name, r.At.UnixMilli(), r.Until.UnixMilli())
	if err != nil {
		return 0, err
	}
	_, err = tx.SQL().Row(`SELECT max(n) FROM desk_request`, nil, &n)
	return n, err
}

// CloseRequest gives an open request its last state; false when it is open no
// more, so that it is done once.
func CloseRequest(tx record.Tx, n int64, to RequestState, second string, at time.Time) (bool, error) {
	touched, err := tx.SQL().Exec(`UPDATE desk_request SET state = ?, second = ?, closed = ? WHERE n = ? AND state = 'asked'`,
		string(to), second, at.UnixMilli(), n)
	return touched > 0, err
}

// ForgetRequests empties what was asked about a story, for an erasure: it quotes.
// What was asked about fronts names stories, so blot takes the words out of that.
func ForgetRequests(tx record.Tx, id story.ID, at time.Time, blot func(string) string) error {
	_, err := tx.SQL().Exec(`UPDATE desk_request SET state = CASE state WHEN 'asked' THEN 'void' ELSE state END, args = '{}', says = '', closed = ? WHERE story = ?`,
		at.UnixMilli(), id[:])
	if err != nil {
		return err
	}
	says := map[int64]string{}
	err = tx.SQL().Rows(`SELECT n, says FROM desk_request WHERE story IS NULL`, nil, func(rows *sql.Rows) (bool, error) {
		var n int64
		var text string
		err := rows.Scan(&n, &text)
		if cleaned := blot(text); cleaned != text {
			says[n] = cleaned
		}
		return true, err
	})
	for n, text := range says {
		if err == nil {
			_, err = tx.SQL().Exec(`UPDATE desk_request SET says = ? WHERE n = ?`, text, n)
		}
	}
	return err
}

const requestColumns = `r.n, r.action, r.story, r.object, r.args, r.says, r.version, r.base, r.account, r.name, r.at, r.until, r.state, coalesce(d.headline, '')`

// GetRequest gives a request by its number.
func GetRequest(rd record.Reader, n int64) (r Request, ok bool, err error) {
	err = rd.SQL().Rows(`SELECT `+requestColumns+` FROM desk_request r LEFT JOIN desk_draft d ON d.id = r.story WHERE r.n = ?`, []any{n},
		func(rows *sql.Rows) (bool, error) {
			ok = true
			r, err = scanRequest(rows)
			return false, err
		})
	return r, ok, err
}

// OpenRequests gives those that wait, the oldest first.
func OpenRequests(rd record.Reader, now time.Time) (all []Request, err error) {
	err = rd.SQL().Rows(`SELECT `+requestColumns+` FROM desk_request r LEFT JOIN desk_draft d ON d.id = r.story WHERE r.state = 'asked' AND r.until > ? ORDER BY r.n`,
		[]any{now.UnixMilli()}, func(rows *sql.Rows) (bool, error) {
			r, err := scanRequest(rows)
			all = append(all, r)
			return true, err
		})
	return all, err
}

func scanRequest(rows *sql.Rows) (r Request, err error) {
	var id []byte
	var args string
	var at, until int64
	err = rows.Scan(&r.N, &r.Action, &id, &r.Object, &args, &r.Says, &r.Version, &r.Base, &r.Account, &r.Name, &at, &until, &r.State, &r.Headline)
	copy(r.Story[:], id)
	r.Args, r.At, r.Until = json.RawMessage(args), time.UnixMilli(at).UTC(), time.UnixMilli(until).UTC()
	return r, err
}
