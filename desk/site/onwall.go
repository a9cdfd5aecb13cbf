package site

import (
	"cmp"
	"time"

	"stet.news/desk/walltime"
	"stet.news/desk/words"
)

// onWall gives a moment as a field for date and time holds it.
func onWall(at time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if at.IsZero() || err != nil {
		return ""
	}
	return at.In(loc).Format(walltime.Layout)
}

// moment reads a time on the wall of an edition; nothing is now.
func (s *Site) moment(wall, zone string) (time.Time, error) {
	if wall == "" {
		return s.Now(), nil
	}
	return readWall(wall, zone)
}

// readWall reads a time on the wall; nothing is the zero time. A time that
// clocks are put forward over is refused, for nobody can have meant it.
func readWall(wall, zone string) (time.Time, error) {
	if wall == "" {
		return time.Time{}, nil
	}
	at, err := walltime.Read(wall, cmp.Or(zone, "UTC"))
	if err != nil {
		return time.Time{}, words.Refuse(bad(err.Error()), "refusal.time")
	}
	if at.Gap {
		return time.Time{}, words.Refuse(bad(wall+": clocks are put forward over that time; choose one before or after"), "refusal.gap")
	}
	return at.At, nil
}
