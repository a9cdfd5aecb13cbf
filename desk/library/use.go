package library

import (
	"database/sql"

	"stet.news/record"
	"stet.news/story"
)

// schemaUse is which published stories show a picture, in any of their revisions.
// Which drafts do, their journals know (draft.UsersOf).
const schemaUse = `
CREATE TABLE IF NOT EXISTS desk_picture_use (
	sha256 TEXT NOT NULL,
	story  BLOB NOT NULL CHECK (length(story) = 16),
	PRIMARY KEY (sha256, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS desk_picture_use_story ON desk_picture_use (story);
`

// Uses lists the published stories that show a picture, as far as Follow has read.
func Uses(rd record.Reader, hash string) (ids []story.ID, err error) {
	err = rd.SQL().Rows(`SELECT story FROM desk_picture_use WHERE sha256 = ?`, []any{hash}, func(rows *sql.Rows) (bool, error) {
		var id []byte
		err := rows.Scan(&id)
		ids = append(ids, story.ID(id))
		return true, err
	})
	return ids, err
}

// shownBy lists the pictures that a story shows.
func shownBy(tx record.Tx, id story.ID) (hashes []string, err error) {
	err = tx.SQL().Rows(`SELECT sha256 FROM desk_picture_use WHERE story = ?`, []any{id[:]}, func(rows *sql.Rows) (bool, error) {
		var hash string
		err := rows.Scan(&hash)
		hashes = append(hashes, hash)
		return true, err
	})
	return hashes, err
}

func noteUses(tx record.Tx, id story.ID, pictures []story.Picture) error {
	for _, p := range pictures {
		if _, err := tx.SQL().Exec(`INSERT OR IGNORE INTO desk_picture_use (sha256, story) VALUES (?, ?)`, p.SHA256, id[:]); err != nil {
			return err
		}
	}
	return nil
}

func dropUses(tx record.Tx, id story.ID) error {
	_, err := tx.SQL().Exec(`DELETE FROM desk_picture_use WHERE story = ?`, id[:])
	return err
}
