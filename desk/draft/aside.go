package draft

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/story"
)

// An aside is a document that a page could not merge: somebody typed into a
// passage that somebody else deleted meanwhile. It stands beside the journal as
// a version of its own, for people to take the words from.

const schemaAside = `
CREATE TABLE IF NOT EXISTS desk_aside (
	id      TEXT NOT NULL, -- the page's name for it
	story   BLOB NOT NULL CHECK (length(story) = 16),
	version INTEGER NOT NULL, -- the one it was made on
	client  TEXT NOT NULL,
	account TEXT NOT NULL,
	name    TEXT NOT NULL,
	at      INTEGER NOT NULL, -- milliseconds since 1970 UTC
	words   TEXT NOT NULL,    -- those that found no place
	doc     TEXT NOT NULL,    -- ProseMirror's JSON
	PRIMARY KEY (story, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS desk_aside_append BEFORE INSERT ON desk_aside
WHEN EXISTS (SELECT 1 FROM desk_aside WHERE story = NEW.story AND id = NEW.id)
BEGIN SELECT raise(ABORT, 'what was set aside cannot be replaced'); END;
CREATE TRIGGER IF NOT EXISTS desk_aside_update BEFORE UPDATE ON desk_aside
BEGIN SELECT raise(ABORT, 'what was set aside cannot be changed'); END;
CREATE TRIGGER IF NOT EXISTS desk_aside_delete BEFORE DELETE ON desk_aside
WHEN NOT EXISTS (SELECT 1 FROM desk_erasing WHERE story = OLD.story)
BEGIN SELECT raise(ABORT, 'what was set aside cannot be deleted'); END;
`

// Aside is what a page could not merge.
type Aside struct {
	ID                    string // by the page; the same one is kept once
	Version               int    // it was made on
	Client, Account, Name string
	At                    time.Time
	Words                 string // that found no place
	Doc                   prose.Doc
}

// What one account may set aside of one story. It is kept for good, and shown on
// one page.
const (
	MostAsides   = 100
	mostOfAsides = 16 << 20 // bytes
)

// ErrAsides: that much is there. Who was refused has their text still, and must be
// told where.
var ErrAsides = errors.New("as much of this story as is kept of one person was set aside")

// SetAside keeps an aside; fresh is false when it is there already, or the same
// words of the same person are.
func SetAside(tx record.Tx, id story.ID, a Aside) (fresh bool, err error) {
	doc, err := json.Marshal(a.Doc)
	if err != nil {
		return false, err
	}
	var one, count, bytes int
	if there, err := tx.SQL().Row(`SELECT 1 FROM desk_aside WHERE story = ? AND (id = ? OR account = ? AND words = ? AND doc = ?)`,
		[]any{id[:], a.ID, a.Account, a.Words, string(doc)}, &one); there || err != nil {
		return false, err
	}
	if _, err := tx.SQL().Row(`SELECT count(*), coalesce(sum(octet_length(words) + octet_length(doc)), 0) FROM desk_aside WHERE story = ? AND account = ?`,
		[]any{id[:], a.Account}, &count, &bytes); err != nil {
		return false, err
	}
	if count >= MostAsides || bytes+len(a.Words)+len(doc) > mostOfAsides {
		return false, ErrAsides
	}
	_, err = tx.SQL().Exec(`INSERT INTO desk_aside (id, story, version, client, account, name, at, words, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, id[:], a.Version, a.Client, a.Account, a.Name, a.At.UnixMilli(), a.Words, string(doc))
	if err != nil {
		return false, err
	}
	return true, notePictures(tx, id, string(doc))
}

// Asides gives what was set aside of a story, the newest first.
func Asides(rd record.Reader, id story.ID) (all []Aside, err error) {
	err = rd.SQL().Rows(`SELECT id, version, client, account, name, at, words, doc FROM desk_aside WHERE story = ? ORDER BY at DESC, id`,
		[]any{id[:]}, func(rows *sql.Rows) (bool, error) {
			var a Aside
			var at int64
			var doc string
			if err := rows.Scan(&a.ID, &a.Version, &a.Client, &a.Account, &a.Name, &at, &a.Words, &doc); err != nil {
				return false, err
			}
			a.At = time.UnixMilli(at).UTC()
			var err error
			a.Doc, err = prose.Parse([]byte(doc))
			all = append(all, a)
			return true, err
		})
	return all, err
}
