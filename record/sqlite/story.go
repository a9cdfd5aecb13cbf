package sqlite

import (
	"database/sql"
	"time"

	"stet.news/record"
	"stet.news/story"
)

func (r *reader) Story(id story.ID) (e record.Entry, ok bool, err error) {
	var scan entryScan
	ok, err = r.row(storyQuery, []any{id[:]}, scan.into()...)
	if !ok {
		return record.Entry{}, false, err
	}
	return scan.entry(), true, nil
}

const storyQuery = `
	SELECT story.id, story.edition, story.revision, story.revision_leaf, story.leaf, story.slug,
		story.section, story.translation_of, story.published, story.day, story.updated, story.retracted
	FROM story WHERE id = ?`

// entryScan takes in the columns of storyQuery, which listQuery shares.
type entryScan struct {
	e                 record.Entry
	id, translationOf []byte
	published         int64
	updated           sql.NullInt64
}

func (s *entryScan) into() []any {
	return []any{&s.id, &s.e.Edition, &s.e.Revision, &s.e.RevisionLeaf, &s.e.Leaf, &s.e.Slug,
		&s.e.Section, &s.translationOf, &s.published, &s.e.Day, &s.updated, &s.e.Retracted}
}

func (s *entryScan) entry() record.Entry {
	e := s.e
	copy(e.ID[:], s.id)
	copy(e.TranslationOf[:], s.translationOf)
	e.Published = time.Unix(s.published, 0).UTC()
	e.Updated = fromSeconds(s.updated)
	return e
}

func (t *tx) PutStory(e record.Entry) error {
	return t.exec(`
		INSERT INTO story (id, edition, revision, revision_leaf, leaf, slug,
			section, translation_of, published, day, updated, retracted)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
		ON CONFLICT (id) DO UPDATE SET edition = ?2, revision = ?3, revision_leaf = ?4, leaf = ?5, slug = ?6,
			section = ?7, translation_of = ?8, published = ?9, day = ?10, updated = ?11, retracted = ?12`,
		e.ID[:], e.Edition, e.Revision, e.RevisionLeaf, e.Leaf, string(e.Slug),
		e.Section, idOrNull(e.TranslationOf), e.Published.Unix(), e.Day, seconds(e.Updated), e.Retracted)
}

func (r *reader) Translations(root story.ID) (ids []story.ID, err error) {
	err = r.rows(`SELECT id FROM story WHERE translation_of = ? ORDER BY edition, id`, []any{root[:]},
		func(rows *sql.Rows) (bool, error) {
			var b []byte
			err := rows.Scan(&b)
			ids = append(ids, toID(b))
			return true, err
		})
	return ids, err
}

func toID(b []byte) (id story.ID) {
	copy(id[:], b)
	return id
}

func idOrNull(id story.ID) any {
	if id.IsZero() {
		return nil
	}
	return id[:]
}

// seconds and fromSeconds keep a time that may be none.
func seconds(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

func fromSeconds(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}
