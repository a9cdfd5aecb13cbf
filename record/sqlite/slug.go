package sqlite

import (
	"database/sql"
	"fmt"

	"stet.news/record"
	"stet.news/story"
)

func (r *reader) SlugOwner(edition, key string) (id story.ID, ok bool, err error) {
	var b []byte
	ok, err = r.row(`SELECT story FROM slug WHERE edition = ? AND key = ?`, []any{edition, key}, &b)
	return toID(b), ok, err
}

func (r *reader) Slugs(id story.ID) (slugs []story.Slug, err error) {
	err = r.rows(`SELECT slug FROM slug WHERE story = ? ORDER BY born`, []any{id[:]},
		func(rows *sql.Rows) (bool, error) {
			var s story.Slug
			err := rows.Scan(&s)
			slugs = append(slugs, s)
			return true, err
		})
	return slugs, err
}

func (t *tx) PutSlug(edition, key string, slug story.Slug, id story.ID) error {
	owner, taken, err := t.SlugOwner(edition, key)
	if err != nil {
		return err
	}
	if taken {
		return fmt.Errorf("%w: %q belongs to story %s", record.ErrSlugTaken, slug, owner)
	}
	return t.exec(`
		INSERT INTO slug (edition, key, slug, story, born)
		VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(born) + 1, 0) FROM slug WHERE story = ?4))`,
		edition, key, string(slug), id[:])
}

func (t *tx) DropSlug(edition, key string) error {
	return t.exec(`DELETE FROM slug WHERE edition = ? AND key = ?`, edition, key)
}
