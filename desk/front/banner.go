package front

import (
	"database/sql"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// Banner is a story that is its edition's breaking news.
type Banner struct {
	Edition string
	Story   story.ID
	Until   time.Time // whole seconds in UTC
}

// Banners gives those that are up at a time, by edition.
func Banners(rd record.Reader, at time.Time) (banners []Banner, err error) {
	err = rd.SQL().Rows(`SELECT edition, story, until FROM desk_banner WHERE until > ? ORDER BY edition`, []any{at.Unix()},
		func(rows *sql.Rows) (bool, error) {
			var b Banner
			var id []byte
			var until int64
			err := rows.Scan(&b.Edition, &id, &until)
			copy(b.Story[:], id)
			b.Until = timeOf(until)
			banners = append(banners, b)
			return true, err
		})
	return banners, err
}

// Raise puts a banner up in the place of what its edition has.
func Raise(tx record.Tx, b Banner) error {
	_, err := tx.SQL().Exec(`INSERT OR REPLACE INTO desk_banner (edition, story, until) VALUES (?, ?, ?)`, b.Edition, b.Story[:], b.Until.Unix())
	return err
}

// Lower takes an edition's banner down and reports whether one was up.
func Lower(tx record.Tx, edition string, now time.Time) (was bool, err error) {
	n, err := tx.SQL().Exec(`DELETE FROM desk_banner WHERE edition = ? AND until > ?`, edition, now.Unix())
	return n > 0, err
}
