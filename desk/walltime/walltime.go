// Package walltime says which moment a time on the wall is.
//
// People schedule by the clock that hangs where they or their readers are:
// 06:30 in Kabul. What is kept is therefore the time on the wall with its zone;
// the moment is worked out from it, and again when the rules of a zone change.
//
// Where clocks are put forward, a time can be missing: the moment is then the
// next one that is on the wall. Where they are put back, a time comes twice: the
// first is meant unless a person chose the second. Both are told to whoever
// schedules, who decides before anything is kept.
//
// It knows no calendar but the one of ISO 8601, and no clock.
package walltime

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Layout is how a time on the wall is written, and what a browser's field for
// date and time sends. Seconds may follow as in withSeconds.
const Layout = "2006-01-02T15:04"

const withSeconds = Layout + ":05"

// secondMark follows a time that comes twice when the second is meant.
const secondMark = "/2"

// ErrTime says that something is no time on a wall.
var ErrTime = errors.New("a time is written 2026-11-23T06:30, with a zone such as Asia/Kabul")

// Reading is what a time on the wall comes to. All moments are in UTC.
type Reading struct {
	// At is the moment meant.
	At time.Time
	// Gap: no clock there shows the time, since clocks are put forward over it;
	// At is the first moment after.
	Gap bool
	// First and Second are the two moments of a time that comes twice, since
	// clocks are put back; zero for any other.
	First, Second time.Time
}

// Twice reports whether the time comes twice.
func (r Reading) Twice() bool { return !r.Second.IsZero() }

// Second marks a time on the wall as the second one of two.
func Second(wall string) string { return strings.TrimSuffix(wall, secondMark) + secondMark }

// Cut takes the mark of the second off a time on the wall.
func Cut(wall string) (plain string, second bool) { return strings.CutSuffix(wall, secondMark) }

// Read gives the moment of a time on the wall of a zone.
func Read(wall, zone string) (Reading, error) {
	plain, second := Cut(wall)
	shown, err := time.Parse(Layout, plain)
	if err != nil {
		shown, err = time.Parse(withSeconds, plain)
	}
	if err != nil || zone == "" || zone == "Local" { // LoadLocation takes both for zones
		return Reading{}, ErrTime
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return Reading{}, fmt.Errorf("%w: there is no zone %q", ErrTime, zone)
	}
	r := read(shown, loc)
	if second && r.Twice() {
		r.At = r.Second
	}
	return r, nil
}

// Write gives the time on the wall of a zone at a moment, in whole seconds: Read
// gives the moment again.
func Write(at time.Time, zone string) (string, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return "", fmt.Errorf("%w: there is no zone %q", ErrTime, zone)
	}
	layout := Layout
	if at.Second() != 0 {
		layout = withSeconds
	}
	wall := at.In(loc).Format(layout)
	if r, err := Read(wall, zone); err == nil && r.Twice() && r.Second.Equal(at.Truncate(time.Second)) {
		wall = Second(wall)
	}
	return wall, nil
}

// span is a time in which a zone keeps one offset.
type span struct {
	start  time.Time // zero: always
	offset time.Duration
}

// reach is further from UTC than any zone has been.
const reach = 26 * time.Hour

// read finds the moments at which a clock in loc shows what a clock in UTC
// shows at shown.
func read(shown time.Time, loc *time.Location) Reading {
	all := spans(shown.Add(-reach), shown.Add(reach), loc)
	var found []time.Time
	for _, s := range all {
		at := shown.Add(-s.offset)
		if _, offset := at.In(loc).Zone(); time.Duration(offset)*time.Second == s.offset {
			found = append(found, at)
		}
	}
	slices.SortFunc(found, time.Time.Compare)
	found = slices.CompactFunc(found, time.Time.Equal)
	switch len(found) {
	case 0:
		return Reading{At: afterGap(shown, all), Gap: true}
	case 1:
		return Reading{At: found[0]}
	}
	return Reading{At: found[0], First: found[0], Second: found[len(found)-1]}
}

// afterGap gives the start of the span whose clocks begin after shown, when the
// one before ended before it.
func afterGap(shown time.Time, all []span) time.Time {
	i, _ := slices.BinarySearchFunc(all, shown, func(s span, shown time.Time) int {
		return cmp.Or(s.start.Add(s.offset).Compare(shown), -1)
	})
	return all[min(i, len(all)-1)].start
}

// spans gives the spans of a zone that touch the time from start to end.
func spans(start, end time.Time, loc *time.Location) (all []span) {
	for at := start.In(loc); ; {
		_, offset := at.Zone()
		from, to := at.ZoneBounds()
		all = append(all, span{from.UTC(), time.Duration(offset) * time.Second})
		if to.IsZero() || to.After(end) {
			return all
		}
		at = to
	}
}
