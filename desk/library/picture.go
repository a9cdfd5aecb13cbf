package library

import (
	"database/sql"
	"strings"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// Picture is a picture in the library.
type Picture struct {
	// N is its number: later ones came later.
	N int64
	// Picture has the hash, the size, and the words that a story that chooses it
	// begins with.
	story.Picture
	// Bytes is the size of its file; 0 when nobody has looked.
	Bytes int64
	// By is the account that brought it, Name what they were called then; "house"
	// for what was published over the command line.
	By, Name string
	Added    time.Time
	// Removed are the kinds of metadata that were in the file and are not kept.
	Removed []string
}

// schemaPicture is the table of pictures.
const schemaPicture = `
CREATE TABLE IF NOT EXISTS desk_picture (
	n          INTEGER PRIMARY KEY,
	sha256     TEXT NOT NULL UNIQUE,
	type       TEXT NOT NULL,
	width      INTEGER NOT NULL,
	height     INTEGER NOT NULL,
	bytes      INTEGER NOT NULL,
	alt        TEXT NOT NULL,
	decorative INTEGER NOT NULL,
	caption    TEXT NOT NULL,
	credit     TEXT NOT NULL,
	focal_x    INTEGER NOT NULL,
	focal_y    INTEGER NOT NULL,
	account    TEXT NOT NULL,
	name       TEXT NOT NULL,
	added      INTEGER NOT NULL,        -- milliseconds since 1970 UTC
	removed    TEXT NOT NULL            -- kinds of metadata, with spaces between
) STRICT;
CREATE INDEX IF NOT EXISTS desk_picture_account ON desk_picture (account, n);
`

// columns of a picture, in the order of scan.
const columns = `n, sha256, type, width, height, bytes, alt, decorative, caption, credit, focal_x, focal_y, account, name, added, removed`

// Get gives a picture by its hash.
func Get(rd record.Reader, hash string) (p Picture, ok bool, err error) {
	err = rd.SQL().Rows(`SELECT `+columns+` FROM desk_picture WHERE sha256 = ?`, []any{hash}, func(rows *sql.Rows) (bool, error) {
		ok = true
		p, err = scan(rows)
		return false, err
	})
	return p, ok, err
}

// Add puts a picture in, which must not be there.
func Add(tx record.Tx, p Picture) error {
	err := put(tx, `INSERT INTO desk_picture (type, width, height, bytes, alt, decorative, caption, credit, focal_x, focal_y, account, name, added, removed, sha256)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p)
	if err != nil {
		return err
	}
	p, _, err = Get(tx, p.SHA256) // its number is new
	if err != nil {
		return err
	}
	return enter(tx, p)
}

// Change writes a picture again that is there.
func Change(tx record.Tx, p Picture) error {
	if err := leave(tx, p.N); err != nil {
		return err
	}
	err := put(tx, `UPDATE desk_picture SET type = ?, width = ?, height = ?, bytes = ?, alt = ?, decorative = ?, caption = ?, credit = ?,
		focal_x = ?, focal_y = ?, account = ?, name = ?, added = ?, removed = ? WHERE sha256 = ?`, p)
	if err != nil {
		return err
	}
	return enter(tx, p)
}

func put(tx record.Tx, query string, p Picture) error {
	_, err := tx.SQL().Exec(query, p.Type, p.Width, p.Height, p.Bytes, p.Alt, p.Decorative, p.Caption, p.Credit, p.FocalX, p.FocalY,
		p.By, p.Name, p.Added.UnixMilli(), strings.Join(p.Removed, " "), p.SHA256)
	return err
}

// Remove takes a picture out.
func Remove(tx record.Tx, p Picture) error {
	if err := leave(tx, p.N); err != nil {
		return err
	}
	_, err := tx.SQL().Exec(`DELETE FROM desk_picture WHERE n = ?`, p.N)
	return err
}

func scan(rows *sql.Rows) (p Picture, err error) {
	var added int64
	var removed string
	err = rows.Scan(&p.N, &p.SHA256, &p.Type, &p.Width, &p.Height, &p.Bytes, &p.Alt, &p.Decorative, &p.Caption, &p.Credit, &p.FocalX, &p.FocalY,
		&p.By, &p.Name, &added, &removed)
	p.Added, p.Removed = time.UnixMilli(added).UTC(), strings.Fields(removed)
	return p, err
}
