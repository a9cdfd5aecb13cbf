package draft

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// Every number of a journal is a version. People look for few of them: where
// somebody stopped writing, what was restored, and what was given a name.

// schemaVersion is what is known of versions beside the steps. A version has one
// name; naming it again gives it another.
const schemaVersion = `
CREATE TABLE IF NOT EXISTS desk_version (
	story    BLOB NOT NULL CHECK (length(story) = 16),
	version  INTEGER NOT NULL,
	name     TEXT NOT NULL,
	restored TEXT NOT NULL, -- the version it says again: "v12", "r3", "a-…"; empty for none
	account  TEXT NOT NULL,
	by_name  TEXT NOT NULL,
	at       INTEGER NOT NULL, -- milliseconds since 1970 UTC
	PRIMARY KEY (story, version)
) STRICT, WITHOUT ROWID;
`

// Kept is a version that somebody named, or that a restore made.
type Kept struct {
	Version       int
	Name          string
	Restored      string // which version it says again; empty for none
	Account, Said string // who named or restored it, by id and by name
	// At is when it was written; in Keep, when it was named or restored.
	At time.Time
}

// Keep writes what is known of a version, in place of what was.
func Keep(tx record.Tx, id story.ID, k Kept) error {
	_, err := tx.SQL().Exec(`INSERT OR REPLACE INTO desk_version (story, version, name, restored, account, by_name, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		id[:], k.Version, k.Name, k.Restored, k.Account, k.Said, k.At.UnixMilli())
	return err
}

// KeptOf gives what was kept of a story, the newest first.
func KeptOf(rd record.Reader, id story.ID) (all []Kept, err error) {
	err = rd.SQL().Rows(`
		SELECT version, name, restored, account, by_name, coalesce((SELECT s.at FROM desk_step s WHERE s.story = v.story AND s.n = v.version), v.at)
		FROM desk_version v WHERE story = ? ORDER BY version DESC`, []any{id[:]}, func(rows *sql.Rows) (bool, error) {
		var k Kept
		var at int64
		err := rows.Scan(&k.Version, &k.Name, &k.Restored, &k.Account, &k.Said, &at)
		k.At = time.UnixMilli(at).UTC()
		all = append(all, k)
		return true, err
	})
	return all, err
}

// First gives the version a story's journal begins at: 0, or after an erasure a
// later one.
func First(rd record.Reader, id story.ID) (version int, err error) {
	ok, err := rd.SQL().Row(`SELECT version FROM desk_snapshot WHERE story = ? ORDER BY version LIMIT 1`, []any{id[:]}, &version)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s has no version", ErrForgotten, id)
	}
	return version, err
}

// Sitting is a run of steps without a pause: what one person wrote at a sitting,
// or several together.
type Sitting struct {
	After, Version int // the version it began on, and the one it ended with
	Began, Ended   time.Time
	People         []string // names, in the order in which they first wrote
}

// What ends a sitting: nobody wrote for a while; somebody else took over; or it
// went on for so long that one wants a place in between to go back to.
const (
	pause    = 3 * time.Minute
	takeOver = 30 * time.Second
	longest  = 20 * time.Minute
)

// sittingSteps bounds how many steps Sittings reads.
const sittingSteps = 20_000

// Sittings gives those that ended at or before a version, the newest first: as
// many as the last sittingSteps steps are of, and where to go on, 0 for nowhere.
func Sittings(rd record.Reader, id story.ID, until int) (all []Sitting, older int, err error) {
	var last string
	err = rd.SQL().Rows(`
		SELECT s.n, c.account, c.name, s.at FROM desk_step s JOIN desk_client c ON c.n = s.client
		WHERE s.story = ? AND s.n > ? AND s.n <= ? ORDER BY s.n`,
		[]any{id[:], until - sittingSteps, until}, func(rows *sql.Rows) (bool, error) {
			var n int
			var account, name string
			var ms int64
			err := rows.Scan(&n, &account, &name, &ms)
			all = sit(all, n, name, time.UnixMilli(ms).UTC(), account != last)
			last = account
			return true, err
		})
	slices.Reverse(all)
	if len(all) > 0 && until > sittingSteps {
		if len(all) > 1 { // the oldest may have begun before
			all = all[:len(all)-1]
		}
		older = all[len(all)-1].After
	}
	return all, older, err
}

// endsBefore reports whether a step at a time begins another sitting.
func (s *Sitting) endsBefore(at time.Time, another bool) bool {
	gap := at.Sub(s.Ended)
	return gap > pause || another && gap > takeOver || at.Sub(s.Began) > longest
}

// sit adds step n to the last sitting, or to another that begins with it.
func sit(all []Sitting, n int, name string, at time.Time, another bool) []Sitting {
	if len(all) == 0 || all[len(all)-1].endsBefore(at, another) {
		all = append(all, Sitting{After: n - 1, Began: at})
	}
	s := &all[len(all)-1]
	s.Version, s.Ended = n, at
	if !slices.Contains(s.People, name) {
		s.People = append(s.People, name)
	}
	return all
}
