package draft

import (
	"database/sql"
	"encoding/json"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// An alert is something that happened to a story without anybody at its desk
// having done it, and that somebody must look at: its source was changed, its
// time passed, it was taken off the schedule. It stands at the story, for all
// who work on it, until one of them says that it is done. There is at most one
// open alert of a kind about the same thing; news of it adds to the one there is.

const schemaAlert = `
CREATE TABLE IF NOT EXISTS desk_alert (
	n       INTEGER PRIMARY KEY,
	story   BLOB NOT NULL CHECK (length(story) = 16),
	kind    TEXT NOT NULL,
	about   TEXT NOT NULL,    -- what else it is about: the source's id; empty for nothing
	facts   TEXT NOT NULL,    -- JSON object of short values
	at      INTEGER NOT NULL, -- milliseconds since 1970 UTC
	done    INTEGER,
	done_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS desk_alert_open ON desk_alert (story, kind, about) WHERE done IS NULL;
`

// AlertKind is what an alert tells of.
type AlertKind string

// The kinds.
const (
	// SourceChanged: the story that this one is a translation of, or that is a
	// translation of it, has a new revision. Facts: from, to (revisions).
	SourceChanged AlertKind = "source"
	// Late: its time passed while nothing ran. Facts: due.
	Late AlertKind = "late"
	// NotPublished: its time came and it could not be published. Facts: due, why.
	NotPublished AlertKind = "failed"
	// Unscheduled: it was taken off the schedule. Facts: due, why (a word of the
	// catalogue), by.
	Unscheduled AlertKind = "unscheduled"
	// ZoneMoved: the rules of its zone changed; the wall time was kept. Facts: due,
	// zone, was, is.
	ZoneMoved AlertKind = "moved"
)

// Alert is one row.
type Alert struct {
	N      int64
	Story  story.ID
	Kind   AlertKind
	About  string
	Facts  map[string]string
	At     time.Time
	Done   time.Time // zero: it is open
	DoneBy string    // account
}

// Raise adds an alert, or brings the open one of its kind up to date. Of an open
// one the fact "from" stays: what somebody has not looked at yet began there.
func Raise(tx record.Tx, a Alert) error {
	var before string
	ok, err := tx.SQL().Row(`SELECT facts FROM desk_alert WHERE story = ? AND kind = ? AND about = ? AND done IS NULL`,
		[]any{a.Story[:], string(a.Kind), a.About}, &before)
	if err != nil {
		return err
	}
	if ok {
		was := map[string]string{}
		if err := json.Unmarshal([]byte(before), &was); err != nil {
			return err
		}
		if from, there := was["from"]; there {
			a.Facts["from"] = from
		}
	}
	facts, err := json.Marshal(a.Facts)
	if err != nil {
		return err
	}
	_, err = tx.SQL().Exec(`
		INSERT INTO desk_alert (story, kind, about, facts, at, done_by) VALUES (?1, ?2, ?3, ?4, ?5, '')
		ON CONFLICT (story, kind, about) WHERE done IS NULL DO UPDATE SET facts = ?4, at = ?5`,
		a.Story[:], string(a.Kind), a.About, string(facts), a.At.UnixMilli())
	return err
}

// Clear closes an alert of a story; false when there is no such open one.
func Clear(tx record.Tx, id story.ID, n int64, account string, at time.Time) (bool, error) {
	touched, err := tx.SQL().Exec(`UPDATE desk_alert SET done = ?, done_by = ? WHERE n = ? AND story = ? AND done IS NULL`,
		at.UnixMilli(), account, n, id[:])
	return touched > 0, err
}

// Settled closes the open alerts of some kinds about a story, which something
// else has made pointless.
func Settled(tx record.Tx, id story.ID, account string, at time.Time, kinds ...AlertKind) error {
	for _, kind := range kinds {
		_, err := tx.SQL().Exec(`UPDATE desk_alert SET done = ?, done_by = ? WHERE story = ? AND kind = ? AND done IS NULL`,
			at.UnixMilli(), account, id[:], string(kind))
		if err != nil {
			return err
		}
	}
	return nil
}

// alertsMost bounds how many alerts are given at once: more than anybody reads.
const alertsMost = 200

// Alerts gives the open alerts of a story, or of all stories but those spiked when
// it is zero: first those of stories that should be out, then the newest.
func Alerts(rd record.Reader, id story.ID) (all []Alert, err error) {
	one := []byte{}
	if !id.IsZero() {
		one = id[:]
	}
	err = rd.SQL().Rows(`
		SELECT n, story, kind, about, facts, at FROM desk_alert
		WHERE done IS NULL AND (story = ?1 OR length(?1) = 0 AND story NOT IN (SELECT id FROM desk_draft WHERE state = 'spiked'))
		ORDER BY kind IN ('late', 'failed') DESC, at DESC, n DESC LIMIT ?2`, []any{one, alertsMost},
		func(rows *sql.Rows) (bool, error) {
			var a Alert
			var id []byte
			var facts string
			var at int64
			if err := rows.Scan(&a.N, &id, &a.Kind, &a.About, &facts, &at); err != nil {
				return false, err
			}
			copy(a.Story[:], id)
			a.At = time.UnixMilli(at).UTC()
			all = append(all, a)
			return true, json.Unmarshal([]byte(facts), &all[len(all)-1].Facts)
		})
	return all, err
}

// ForgetAlerts deletes the alerts of a story, for an erasure: one may quote.
func ForgetAlerts(tx record.Tx, id story.ID) error {
	_, err := tx.SQL().Exec(`DELETE FROM desk_alert WHERE story = ?`, id[:])
	return err
}
