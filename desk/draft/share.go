package draft

import (
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// Share lets an outsider read a story that is not public, by a secret in an
// address. The database holds the secret's hash, so that who reads the database
// cannot open it.
type Share struct {
	ID    string
	Story story.ID
	// Version is the one to be seen; negative: the newest.
	Version int
	// Label is what its maker calls it.
	Label string
	// By is the account that made it.
	By          string
	Made, Until time.Time
	// Embargoed: its maker may decide about embargoes, so an embargo does not
	// close it.
	Embargoed bool
	// Ended is when somebody revoked it; zero: nobody has.
	Ended time.Time
	// Opened is how often it was opened, and Last when last. From where is not
	// kept.
	Opened int
	Last   time.Time
}

// Open reports whether the share opens at a time.
func (s Share) Open(at time.Time) bool { return s.Ended.IsZero() && at.Before(s.Until) }

const schemaShare = `
CREATE TABLE IF NOT EXISTS desk_share (
	id        TEXT PRIMARY KEY,
	hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	story     BLOB NOT NULL CHECK (length(story) = 16),
	version   INTEGER NOT NULL,          -- -1: the newest
	label     TEXT NOT NULL,
	by        TEXT NOT NULL,
	made      INTEGER NOT NULL,          -- all times in milliseconds since 1970 UTC
	until     INTEGER NOT NULL,
	embargoed INTEGER NOT NULL,
	ended     INTEGER,
	opened    INTEGER NOT NULL,
	last      INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS desk_share_story ON desk_share (story, made);
`

const shareColumns = `id, story, version, label, by, made, until, embargoed, ended, opened, last`

// AddShare keeps a new share under its secret.
func AddShare(tx record.Tx, s Share, secret string) error {
	hash := sha256.Sum256([]byte(secret))
	_, err := tx.SQL().Exec(`INSERT INTO desk_share (id, hash, story, version, label, by, made, until, embargoed, opened)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		s.ID, hash[:], s.Story[:], s.Version, s.Label, s.By, s.Made.UnixMilli(), s.Until.UnixMilli(), s.Embargoed)
	return err
}

// Shares gives those of a story, the newest first.
func Shares(rd record.Reader, id story.ID) ([]Share, error) {
	return sharesWhere(rd, `story = ?`, id[:])
}

// SharesBy gives those that an account made and that are open at a time.
func SharesBy(rd record.Reader, account string, at time.Time) ([]Share, error) {
	return sharesWhere(rd, `by = ? AND ended IS NULL AND until > ?`, account, at.UnixMilli())
}

func sharesWhere(rd record.Reader, where string, args ...any) (shares []Share, err error) {
	err = rd.SQL().Rows(`SELECT `+shareColumns+` FROM desk_share WHERE `+where+` ORDER BY made DESC, id`, args,
		func(rows *sql.Rows) (bool, error) {
			s, _, err := scanShare(rows)
			shares = append(shares, s)
			return true, err
		})
	return shares, err
}

// FindShare gives the share that a secret opens. How long it takes says nothing
// of how much of the secret is right: it is looked up by its hash.
func FindShare(rd record.Reader, secret string) (s Share, ok bool, err error) {
	hash := sha256.Sum256([]byte(secret))
	err = rd.SQL().Rows(`SELECT `+shareColumns+`, hash FROM desk_share WHERE hash = ?`, []any{hash[:]},
		func(rows *sql.Rows) (bool, error) {
			var kept []byte
			s, kept, err = scanShare(rows)
			ok = subtle.ConstantTimeCompare(kept, hash[:]) == 1
			return false, err
		})
	return s, ok, err
}

// CountShare notes that a share was opened.
func CountShare(tx record.Tx, id string, at time.Time) error {
	_, err := tx.SQL().Exec(`UPDATE desk_share SET opened = opened + 1, last = ? WHERE id = ?`, at.UnixMilli(), id)
	return err
}

// EndShare revokes a share of a story and reports whether it was open.
func EndShare(tx record.Tx, story story.ID, id string, at time.Time) (was bool, err error) {
	n, err := tx.SQL().Exec(`UPDATE desk_share SET ended = ?1 WHERE id = ?2 AND story = ?3 AND ended IS NULL AND until > ?1`, at.UnixMilli(), id, story[:])
	return n > 0, err
}

// ForgetLabels takes away what the shares of a story are called, for an erasure.
func ForgetLabels(tx record.Tx, story story.ID) error {
	_, err := tx.SQL().Exec(`UPDATE desk_share SET label = '' WHERE story = ?`, story[:])
	return err
}

// scanShare reads a row, and its hash if that was asked for.
func scanShare(rows *sql.Rows) (s Share, hash []byte, err error) {
	var id []byte
	var made, until int64
	var ended, last sql.NullInt64
	into := []any{&s.ID, &id, &s.Version, &s.Label, &s.By, &made, &until, &s.Embargoed, &ended, &s.Opened, &last}
	if columns, err := rows.Columns(); err != nil {
		return s, nil, err
	} else if len(columns) > len(into) {
		into = append(into, &hash)
	}
	err = rows.Scan(into...)
	copy(s.Story[:], id)
	s.Made, s.Until, s.Ended, s.Last = time.UnixMilli(made).UTC(), time.UnixMilli(until).UTC(), timeOf(ended), timeOf(last)
	return s, hash, err
}
