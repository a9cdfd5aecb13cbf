package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"stet.news/record"
	"stet.news/story"
)

func (r *reader) Draft(id story.ID) (d record.Draft, ok bool, err error) {
	var scan draftScan
	ok, err = r.row(`SELECT id, revision, base, embargo, due, act, changed FROM draft WHERE id = ?`,
		[]any{id[:]}, scan.into()...)
	if !ok {
		return d, false, err
	}
	d, err = scan.draft()
	return d, err == nil, err
}

func (r *reader) Drafts() (drafts []record.Draft, err error) {
	err = r.rows(`SELECT id, revision, base, embargo, due, act, changed FROM draft ORDER BY changed DESC, id`, nil,
		func(rows *sql.Rows) (bool, error) {
			var scan draftScan
			if err := rows.Scan(scan.into()...); err != nil {
				return false, err
			}
			d, err := scan.draft()
			drafts = append(drafts, d)
			return true, err
		})
	return drafts, err
}

type draftScan struct {
	d            record.Draft
	id, revision []byte
	embargo, due sql.NullInt64
	changed      int64
}

func (s *draftScan) into() []any {
	return []any{&s.id, &s.revision, &s.d.Base, &s.embargo, &s.due, &s.d.ActID, &s.changed}
}

func (s *draftScan) draft() (record.Draft, error) {
	d := s.d
	d.ID = toID(s.id)
	d.Embargo, d.Due, d.Changed = fromSeconds(s.embargo), fromSeconds(s.due), time.Unix(s.changed, 0).UTC()
	if err := json.Unmarshal(s.revision, &d.Revision); err != nil {
		return d, fmt.Errorf("draft %s: %w", d.ID, err)
	}
	return d, nil
}

func (t *tx) PutDraft(d record.Draft) error {
	revision, err := json.Marshal(d.Revision)
	if err != nil {
		return err
	}
	return t.exec(`
		INSERT INTO draft (id, revision, base, embargo, due, act, changed)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (id) DO UPDATE SET revision = ?2, base = ?3, embargo = ?4, due = ?5, act = ?6, changed = ?7`,
		d.ID[:], string(revision), d.Base, seconds(d.Embargo), seconds(d.Due), d.ActID, d.Changed.Unix())
}

func (t *tx) DropDraft(id story.ID) error {
	return t.exec(`DELETE FROM draft WHERE id = ?`, id[:])
}
