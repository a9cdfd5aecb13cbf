package front

import (
	"database/sql"
	"time"

	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// Arrangement gives what holds at a time.
func Arrangement(rd record.Reader, at time.Time) (press.Arrangement, error) {
	a := press.Arrangement{Breaking: map[string]story.ID{}, Fronts: map[string][]press.Placed{}}
	err := rd.SQL().Rows(`SELECT list, story, place FROM desk_pin
		WHERE since <= ?1 AND (until = 0 OR until > ?1) ORDER BY list, place, since DESC, story`, []any{at.Unix()},
		func(rows *sql.Rows) (bool, error) {
			var list string
			var id []byte
			var p press.Placed
			err := rows.Scan(&list, &id, &p.Place)
			copy(p.Story[:], id)
			a.Fronts[list] = append(a.Fronts[list], p)
			return true, err
		})
	if err != nil {
		return a, err
	}
	banners, err := Banners(rd, at)
	for _, b := range banners {
		a.Breaking[b.Edition] = b.Story
	}
	return a, err
}

// Placed gives those of the pins that hold at a time, for an Arrangement.
func Placed(pins []Pin, at time.Time) (placed []press.Placed) {
	for _, p := range pins {
		if p.Now(at) {
			placed = append(placed, press.Placed{Place: p.Place, Story: p.Story})
		}
	}
	return placed
}

// Next gives the first moment after a time at which another arrangement holds;
// zero for none.
func Next(rd record.Reader, after time.Time) (time.Time, error) {
	var next sql.NullInt64
	_, err := rd.SQL().Row(`SELECT min(at) FROM (
			SELECT since AS at FROM desk_pin UNION ALL SELECT until FROM desk_pin UNION ALL SELECT until FROM desk_banner
		) WHERE at > ?`, []any{after.Unix()}, &next)
	return timeOf(next.Int64), err
}
