package draft

import (
	"database/sql"
	"errors"

	"stet.news/record"
	"stet.news/story"
)

// The listing is how lists and search find rows: the words of each story and
// what filters ask for, its facets, stand in a full-text index in the order in
// which the stories changed last. A list is the newest part of what matches,
// whatever is asked for and however many rows there are: nothing is sorted and
// nothing counted.
//
// Rows that changed since are stale, which the database itself notes. Whoever
// lists brings them up to date first (Stale, Enter).

const schemaListing = `
CREATE TABLE IF NOT EXISTS desk_stale (
	n     INTEGER PRIMARY KEY, -- the later it changed the higher
	story BLOB NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER IF NOT EXISTS desk_draft_made AFTER INSERT ON desk_draft
BEGIN INSERT OR REPLACE INTO desk_stale (story) VALUES (NEW.id); END;
CREATE TRIGGER IF NOT EXISTS desk_draft_changed_row AFTER UPDATE ON desk_draft
BEGIN INSERT OR REPLACE INTO desk_stale (story) VALUES (NEW.id); END;

-- Where a story stands: the millisecond it changed last in, times placesAMilli,
-- and the first that was free.
CREATE TABLE IF NOT EXISTS desk_place (
	place INTEGER PRIMARY KEY,
	story BLOB NOT NULL UNIQUE
) STRICT;
-- The words by desk_place. None of the text is kept (content='').
CREATE VIRTUAL TABLE IF NOT EXISTS desk_words USING fts5 (head, body, facet, content='', contentless_delete=1, tokenize='ascii');
`

// placesAMilli is how many stories of one millisecond keep to it; more spill into
// the next ones.
const placesAMilli = 16

// PlaceAt is the first place of a millisecond since 1970.
func PlaceAt(milli int64) int64 { return milli * placesAMilli }

// Words is what the listing has of a story: words as a column of FTS5 takes them.
type Words struct{ Head, Body, Facets string }

// Stale gives stories whose place or words are old, those first that changed
// last, at most so many.
func Stale(rd record.Reader, limit int) (ids []story.ID, err error) {
	err = rd.SQL().Rows(`SELECT story FROM desk_stale ORDER BY n DESC LIMIT ?`, []any{limit}, func(rows *sql.Rows) (bool, error) {
		var id []byte
		err := rows.Scan(&id)
		ids = append(ids, story.ID(id))
		return true, err
	})
	return ids, err
}

// Enter gives a row its place and words anew.
func Enter(tx record.Tx, d Draft, w Words) error {
	if err := Unlist(tx, d.ID); err != nil {
		return err
	}
	place, err := freePlace(tx, PlaceAt(d.Changed.UnixMilli()))
	if err != nil {
		return err
	}
	if _, err := tx.SQL().Exec(`INSERT INTO desk_place (place, story) VALUES (?, ?)`, place, d.ID[:]); err != nil {
		return err
	}
	_, err = tx.SQL().Exec(`INSERT INTO desk_words (rowid, head, body, facet) VALUES (?, ?, ?, ?)`, place, w.Head, w.Body, w.Facets)
	return err
}

// Unlist takes a story off the listing.
func Unlist(tx record.Tx, id story.ID) error {
	var place int64
	ok, err := tx.SQL().Row(`SELECT place FROM desk_place WHERE story = ?`, []any{id[:]}, &place)
	if err != nil {
		return err
	}
	if ok {
		_, err = tx.SQL().Exec(`DELETE FROM desk_words WHERE rowid = ?`, place)
		if err == nil {
			_, err = tx.SQL().Exec(`DELETE FROM desk_place WHERE place = ?`, place)
		}
	}
	if err == nil {
		_, err = tx.SQL().Exec(`DELETE FROM desk_stale WHERE story = ?`, id[:])
	}
	return err
}

// ForgetWords makes sure that no word of a story is left in the listing, for an
// erasure: what is only deleted stays in the index until its parts are merged. The
// story is entered anew with the words it has then.
func ForgetWords(tx record.Tx, id story.ID) error {
	if err := Unlist(tx, id); err != nil {
		return err
	}
	if _, err := tx.SQL().Exec(`INSERT OR REPLACE INTO desk_stale (story) VALUES (?)`, id[:]); err != nil {
		return err
	}
	_, err := tx.SQL().Exec(`INSERT INTO desk_words (desk_words) VALUES ('optimize')`)
	return err
}

func freePlace(rd record.Reader, want int64) (int64, error) {
	err := rd.SQL().Rows(`SELECT place FROM desk_place WHERE place >= ? ORDER BY place`, []any{want}, func(rows *sql.Rows) (bool, error) {
		var taken int64
		if err := rows.Scan(&taken); err != nil || taken > want {
			return false, err
		}
		want++
		return true, nil
	})
	return want, err
}

// Listed is a row with its place.
type Listed struct {
	Draft
	Place int64
}

// Wanting is what is asked of rows beside their words and facets.
type Wanting struct {
	// Match is a query of FTS5 over head, body and facet.
	Match string
	// From and Before bound the place; a zero Before is from the newest on.
	From, Before int64
	// WantedBy keeps to rows wanted until that millisecond; 0 asks nothing.
	WantedBy int64
	Limit    int
}

// List gives rows that match, the one that changed last first.
func List(rd record.Reader, w Wanting) (rows []Listed, err error) {
	if w.Match == "" {
		return nil, errors.New("a list of everything that matches nothing")
	}
	if w.Before == 0 {
		w.Before = 1 << 62
	}
	err = rd.SQL().Rows(`
		SELECT p.place, `+columns+` FROM desk_words w JOIN desk_place p ON p.place = w.rowid JOIN desk_draft d ON d.id = p.story
		WHERE desk_words MATCH ?1 AND w.rowid >= ?2 AND w.rowid < ?3 AND (?4 = 0 OR d.wanted <= ?4)
		ORDER BY w.rowid DESC LIMIT ?5`,
		[]any{w.Match, w.From, w.Before, w.WantedBy, w.Limit}, func(r *sql.Rows) (bool, error) {
			var l Listed
			var err error
			l.Draft, err = scanDraft(withPlace(r, &l.Place))
			rows = append(rows, l)
			return true, err
		})
	return rows, err
}

// withPlace scans a row that has its place before the columns of a draft.
func withPlace(rows *sql.Rows, place *int64) scanner {
	return func(into ...any) error { return rows.Scan(append([]any{place}, into...)...) }
}

// scanner is the Scan of a row.
type scanner func(into ...any) error

func (s scanner) Scan(into ...any) error { return s(into...) }
