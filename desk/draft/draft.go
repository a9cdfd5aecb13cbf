package draft

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// State is how far a story has come.
type State string

// The states, in the order of the way to readers. A published story that is
// being changed goes the same way again, with a Base.
const (
	Idea      State = "idea" // an assignment: nobody has written yet
	Writing   State = "draft"
	Review    State = "review"
	Ready     State = "ready"
	Scheduled State = "scheduled"
	Published State = "published"
	// Spiked is off the way: it will not run, and everything of it is kept.
	Spiked State = "spiked"
)

// States of the way to readers in their order, and EveryState with the one beside it.
var (
	States     = []State{Idea, Writing, Review, Ready, Scheduled, Published}
	EveryState = append(slices.Clip(States), Spiked)
)

// ErrState says that a story cannot go from where it is to where it was sent.
var ErrState = errors.New("the story is not in a state for that")

// Draft is the row of a story at the desk. The words are in its document, of
// which Headline, Section and Slug are copies for lists.
type Draft struct {
	ID      story.ID
	Edition string
	Section string
	// Headline is the document's, or what an idea is called.
	Headline string
	State    State
	// Author is the account that began it; Assignee the account that has it
	// now, empty for nobody; Pool the section it was handed to when that is not
	// a person.
	Author, Assignee, Pool string
	// Base is the published revision this is made on; 0 for a new story.
	Base int
	// Translates is the story of another edition that this one says again.
	Translates story.ID
	// Version is how many steps the journal has.
	Version int
	// Wanted is until when an idea should be a story; zero for no hurry.
	Wanted time.Time
	// Embargo: not public before. Zero for none.
	Embargo time.Time
	// Due is when it is published by itself, as the person chose it: wall time
	// "2026-11-23T06:30" in Zone (package walltime). DueAt is that moment; zero
	// for none. What goes out then is version DueVersion, whatever is written
	// since. DueBy is the account that chose it, DueName its name then.
	Due, Zone      string
	DueAt          time.Time
	DueVersion     int
	DueBy, DueName string
	// Began, Changed and ChangedBy tell lists when and by whom.
	Began, Changed time.Time
	ChangedBy      string
}

// schemaDraft is the table of rows.
const schemaDraft = `
CREATE TABLE IF NOT EXISTS desk_draft (
	id          BLOB PRIMARY KEY CHECK (length(id) = 16),
	edition     TEXT NOT NULL,
	section     TEXT NOT NULL,
	headline    TEXT NOT NULL,
	state       TEXT NOT NULL,
	author      TEXT NOT NULL,
	assignee    TEXT NOT NULL,
	pool        TEXT NOT NULL,
	base        INTEGER NOT NULL,
	translates  BLOB CHECK (length(translates) = 16),
	version     INTEGER NOT NULL,
	wanted      INTEGER,
	embargo     INTEGER,
	due         TEXT NOT NULL,
	zone        TEXT NOT NULL,
	due_at      INTEGER,
	due_version INTEGER NOT NULL,
	due_by      TEXT NOT NULL,
	due_name    TEXT NOT NULL,
	began       INTEGER NOT NULL,        -- all times in milliseconds since 1970 UTC
	changed     INTEGER NOT NULL,
	changed_by  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS desk_draft_translates ON desk_draft (translates) WHERE translates IS NOT NULL;
CREATE INDEX IF NOT EXISTS desk_draft_due ON desk_draft (due_at) WHERE due_at IS NOT NULL;
`

// columns of a row, in the order of scanDraft.
const columns = `id, edition, section, headline, state, author, assignee, pool, base, translates, version,
	wanted, embargo, due, zone, due_at, due_version, due_by, due_name, began, changed, changed_by`

// Get gives a story's row.
func Get(rd record.Reader, id story.ID) (d Draft, ok bool, err error) {
	err = rd.SQL().Rows(`SELECT `+columns+` FROM desk_draft WHERE id = ?`, []any{id[:]}, func(rows *sql.Rows) (bool, error) {
		ok = true
		d, err = scanDraft(rows)
		return false, err
	})
	return d, ok, err
}

// Must is Get for a story that the desk must have.
func Must(rd record.Reader, id story.ID) (Draft, error) {
	d, ok, err := Get(rd, id)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s is not at the desk", record.ErrNoStory, id)
	}
	return d, err
}

// Put writes a story's row, new or changed.
func Put(tx record.Tx, d Draft) error {
	_, err := tx.SQL().Exec(`INSERT OR REPLACE INTO desk_draft (`+columns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID[:], d.Edition, d.Section, d.Headline, string(d.State), d.Author, d.Assignee, d.Pool, d.Base, idOrNull(d.Translates), d.Version,
		millis(d.Wanted), millis(d.Embargo), d.Due, d.Zone, millis(d.DueAt), d.DueVersion, d.DueBy, d.DueName, d.Began.UnixMilli(), d.Changed.UnixMilli(), d.ChangedBy)
	return err
}

// All gives every story that has a row.
func All(rd record.Reader) ([]story.ID, error) {
	return ids(rd, `SELECT id FROM desk_draft ORDER BY id`)
}

// OnSchedule gives the rows that are to be published by themselves, the next
// first.
func OnSchedule(rd record.Reader) (all []Draft, err error) {
	err = rd.SQL().Rows(`SELECT `+columns+` FROM desk_draft WHERE due_at IS NOT NULL ORDER BY due_at, id`, nil, func(rows *sql.Rows) (bool, error) {
		d, err := scanDraft(rows)
		all = append(all, d)
		return true, err
	})
	return all, err
}

// Translating gives the stories at the desk that say another one again.
func Translating(rd record.Reader, of story.ID) ([]story.ID, error) {
	return ids(rd, `SELECT id FROM desk_draft WHERE translates = ?`, of[:])
}

func ids(rd record.Reader, query string, args ...any) (all []story.ID, err error) {
	err = rd.SQL().Rows(query, args, func(rows *sql.Rows) (bool, error) {
		var id []byte
		err := rows.Scan(&id)
		all = append(all, story.ID(id))
		return true, err
	})
	return all, err
}

func scanDraft(rows interface{ Scan(...any) error }) (d Draft, err error) {
	var id, translates []byte
	var wanted, embargo, due sql.NullInt64
	var began, changed int64
	err = rows.Scan(&id, &d.Edition, &d.Section, &d.Headline, &d.State, &d.Author, &d.Assignee, &d.Pool, &d.Base, &translates, &d.Version,
		&wanted, &embargo, &d.Due, &d.Zone, &due, &d.DueVersion, &d.DueBy, &d.DueName, &began, &changed, &d.ChangedBy)
	copy(d.ID[:], id)
	copy(d.Translates[:], translates)
	d.Wanted, d.Embargo, d.DueAt = timeOf(wanted), timeOf(embargo), timeOf(due)
	d.Began, d.Changed = time.UnixMilli(began).UTC(), time.UnixMilli(changed).UTC()
	return d, err
}

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func timeOf(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMilli(n.Int64).UTC()
}

func idOrNull(id story.ID) any {
	if id.IsZero() {
		return nil
	}
	return id[:]
}
