package front

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"stet.news/desk/words"
	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// Schema is the tables of the room.
const Schema = `
CREATE TABLE IF NOT EXISTS desk_pin (
	list  TEXT NOT NULL,                        -- record.EditionList or SectionList
	story BLOB NOT NULL CHECK (length(story) = 16),
	place INTEGER NOT NULL,                     -- from 1
	since INTEGER NOT NULL,                     -- seconds since 1970 UTC; 0: from the start
	until INTEGER NOT NULL,                     -- 0: until somebody takes it off
	PRIMARY KEY (list, story)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS desk_banner (
	edition TEXT PRIMARY KEY,
	story   BLOB NOT NULL CHECK (length(story) = 16),
	until   INTEGER NOT NULL                    -- seconds since 1970 UTC
) STRICT, WITHOUT ROWID;
`

// MaxPins bounds how many stories one front may have in places, those to come
// among them.
const MaxPins = 40

// Pin is a story in a place of a front, for a time.
type Pin struct {
	Story story.ID
	Place int // from 1 to press.MaxPlace
	// Since and Until are whole seconds in UTC; zero for no bound.
	Since, Until time.Time
}

// Now reports whether the pin holds at a time.
func (p Pin) Now(at time.Time) bool {
	return !p.Since.After(at) && (p.Until.IsZero() || p.Until.After(at))
}

// Pins gives the pins of a front, by place; of two for one place the one that
// came up last is first.
func Pins(rd record.Reader, list string) (pins []Pin, err error) {
	err = rd.SQL().Rows(`SELECT story, place, since, until FROM desk_pin WHERE list = ? ORDER BY place, since DESC, story`, []any{list},
		func(rows *sql.Rows) (bool, error) {
			var p Pin
			var id []byte
			var since, until int64
			err := rows.Scan(&id, &p.Place, &since, &until)
			copy(p.Story[:], id)
			p.Since, p.Until = timeOf(since), timeOf(until)
			pins = append(pins, p)
			return true, err
		})
	return pins, err
}

// Put gives a front these pins in the place of those it has. Pins that are over
// are left out.
func Put(tx record.Tx, list string, pins []Pin, now time.Time) error {
	if err := check(pins); err != nil {
		return err
	}
	if _, err := tx.SQL().Exec(`DELETE FROM desk_pin WHERE list = ?`, list); err != nil {
		return err
	}
	for _, p := range pins {
		if !p.Until.IsZero() && !p.Until.After(now) {
			continue
		}
		_, err := tx.SQL().Exec(`INSERT INTO desk_pin (list, story, place, since, until) VALUES (?, ?, ?, ?, ?)`,
			list, p.Story[:], p.Place, seconds(p.Since), seconds(p.Until))
		if err != nil {
			return err
		}
	}
	return nil
}

// check says what is wrong with the pins of a front.
func check(pins []Pin) error {
	if len(pins) > MaxPins {
		return words.Refuse(fmt.Errorf("%w: a front has at most %d stories in places", record.ErrInvalid, MaxPins), "refusal.pins_most", "Most", MaxPins)
	}
	seen := map[story.ID]bool{}
	for _, p := range pins {
		switch {
		case p.Place < 1 || p.Place > press.MaxPlace:
			return fmt.Errorf("%w: place %d; a front has places 1 to %d", record.ErrInvalid, p.Place, press.MaxPlace)
		case seen[p.Story]:
			return fmt.Errorf("%w: story %s stands in two places", record.ErrInvalid, p.Story)
		case !p.Until.IsZero() && !p.Until.After(p.Since):
			return words.Refuse(fmt.Errorf("%w: story %s would end before it comes up", record.ErrInvalid, p.Story), "refusal.pin_times")
		}
		seen[p.Story] = true
	}
	return nil
}

// Mark stands for the pins of a front: who changes them says on which they
// looked.
func Mark(pins []Pin) string {
	h := sha256.New()
	for _, p := range pins {
		fmt.Fprintln(h, p.Story, p.Place, seconds(p.Since), seconds(p.Until))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Drop takes a story off every front, and down as breaking news.
func Drop(tx record.Tx, id story.ID) error {
	if _, err := tx.SQL().Exec(`DELETE FROM desk_pin WHERE story = ?`, id[:]); err != nil {
		return err
	}
	_, err := tx.SQL().Exec(`DELETE FROM desk_banner WHERE story = ?`, id[:])
	return err
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func timeOf(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
