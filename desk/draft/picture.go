package draft

import (
	"database/sql"
	"regexp"

	"stet.news/record"
	"stet.news/story"
)

// Any version of a story can be restored, so a picture that any of them shows must
// not be deleted. Whatever is written into a journal or beside it is looked through
// for what may be a picture's hash; one too many keeps a file, and does no harm.

const schemaPicture = `
CREATE TABLE IF NOT EXISTS desk_draft_picture (
	sha256 TEXT NOT NULL,
	story  BLOB NOT NULL CHECK (length(story) = 16),
	PRIMARY KEY (sha256, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS desk_draft_picture_story ON desk_draft_picture (story);
`

var hash = regexp.MustCompile(`[0-9a-f]{64}`)

// notePictures notes the pictures in the JSON of a step or a document.
func notePictures(tx record.Tx, id story.ID, text string) error {
	for _, h := range hash.FindAllString(text, -1) {
		if _, err := tx.SQL().Exec(`INSERT OR IGNORE INTO desk_draft_picture (sha256, story) VALUES (?, ?)`, h, id[:]); err != nil {
			return err
		}
	}
	return nil
}

// UsersOf lists the stories of which some version shows a picture.
func UsersOf(rd record.Reader, sha256 string) (ids []story.ID, err error) {
	err = rd.SQL().Rows(`SELECT story FROM desk_draft_picture WHERE sha256 = ?`, []any{sha256}, func(rows *sql.Rows) (bool, error) {
		var id []byte
		err := rows.Scan(&id)
		ids = append(ids, story.ID(id))
		return true, err
	})
	return ids, err
}
