package library

import (
	"database/sql"

	"stet.news/record"
	"stet.news/story"
)

// schemaUse is which stories use a picture. A row for the record says that a
// published revision shows it, one for the desk that some version of a draft does:
// any version can be restored, so none may lose its pictures.
const schemaUse = `
CREATE TABLE IF NOT EXISTS desk_picture_use (
	sha256 TEXT NOT NULL,
	story  BLOB NOT NULL CHECK (length(story) = 16),
	public INTEGER NOT NULL,         -- 1: the record, 0: the desk
	PRIMARY KEY (sha256, story, public)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS desk_picture_use_story ON desk_picture_use (story, public);
`

// Use is a story that uses a picture.
type Use struct {
	Story  story.ID
	Public bool
}

// Uses lists the stories that use a picture.
func Uses(rd record.Reader, hash string) (uses []Use, err error) {
	err = rd.SQL().Rows(`SELECT story, public FROM desk_picture_use WHERE sha256 = ?`, []any{hash}, func(rows *sql.Rows) (bool, error) {
		var u Use
		var id []byte
		err := rows.Scan(&id, &u.Public)
		copy(u.Story[:], id)
		uses = append(uses, u)
		return true, err
	})
	return uses, err
}

// Used lists the pictures that stories of the record, or of the desk, use.
func Used(rd record.Reader, public bool) (hashes []string, err error) {
	err = rd.SQL().Rows(`SELECT DISTINCT sha256 FROM desk_picture_use WHERE public = ?`, []any{public}, func(rows *sql.Rows) (bool, error) {
		var hash string
		err := rows.Scan(&hash)
		hashes = append(hashes, hash)
		return true, err
	})
	return hashes, err
}

// NoteUse notes that a story uses pictures. The note of a draft goes when the
// journal that tells of it does, by DropUses.
func NoteUse(tx record.Tx, id story.ID, public bool, pictures []story.Picture) error {
	for _, p := range pictures {
		_, err := tx.SQL().Exec(`INSERT OR IGNORE INTO desk_picture_use (sha256, story, public) VALUES (?, ?, ?)`, p.SHA256, id[:], public)
		if err != nil {
			return err
		}
	}
	return nil
}

// DropUses forgets what a story uses.
func DropUses(tx record.Tx, id story.ID, public bool) error {
	_, err := tx.SQL().Exec(`DELETE FROM desk_picture_use WHERE story = ? AND public = ?`, id[:], public)
	return err
}
