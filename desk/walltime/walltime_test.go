package walltime

import (
	"archive/zip"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"stet.news/internal/require"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		wall, zone, want string
		gap              bool
		second           string
	}{
		{"2026-11-23T06:30", "Asia/Kabul", "2026-11-23T02:00:00Z", false, ""},
		{"2026-11-23T06:30", "UTC", "2026-11-23T06:30:00Z", false, ""},
		{"2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00Z", true, ""}, // forward: 02:00 is 03:00
		{"2026-03-29T02:00", "Europe/Berlin", "2026-03-29T01:00:00Z", true, ""},
		{"2026-03-29T01:59", "Europe/Berlin", "2026-03-29T00:59:00Z", false, ""},
		{"2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00Z", false, ""},
		{"2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z", false, "2026-10-25T01:30:00Z"},
		{"2026-10-25T02:30/2", "Europe/Berlin", "2026-10-25T01:30:00Z", false, "2026-10-25T01:30:00Z"},
		{"2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00Z", false, ""},
		{"2026-11-23T06:30/2", "Asia/Kabul", "2026-11-23T02:00:00Z", false, ""}, // the rules have changed: there are no two
		{"2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00Z", true, ""},
		{"2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00Z", false, "2026-04-04T15:15:00Z"}, // half an hour
		{"2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00:00Z", true, ""},                             // a day that was not
	} {
		r, err := Read(c.wall, c.zone)
		if err != nil {
			t.Errorf("%s %s: %v", c.wall, c.zone, err)
			continue
		}
		if !r.At.Equal(at(t, c.want)) || r.Gap != c.gap {
			t.Errorf("%s %s is %s (gap %v), want %s (gap %v)", c.wall, c.zone, r.At.Format(time.RFC3339), r.Gap, c.want, c.gap)
		}
		if r.Twice() != (c.second != "") || r.Twice() && !r.Second.Equal(at(t, c.second)) {
			t.Errorf("%s %s comes again at %v, want %q", c.wall, c.zone, r.Second, c.second)
		}
	}
}

func TestWrite(t *testing.T) {
	for _, c := range []struct{ at, zone, want string }{
		{"2026-11-23T02:00:00Z", "Asia/Kabul", "2026-11-23T06:30"},
		{"2026-11-23T02:00:07Z", "Asia/Kabul", "2026-11-23T06:30:07"},
		{"2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25T02:30"},
		{"2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25T02:30/2"},
	} {
		got, err := Write(at(t, c.at), c.zone)
		if err != nil || got != c.want {
			t.Errorf("%s in %s is %q, %v, want %q", c.at, c.zone, got, err, c.want)
		}
		if r, err := Read(got, c.zone); err != nil || !r.At.Equal(at(t, c.at)) {
			t.Errorf("%s in %s is read as %s, %v", got, c.zone, r.At, err)
		}
	}
}

func TestNoTime(t *testing.T) {
	for _, c := range [][2]string{
		{"", "Asia/Kabul"}, {"2026-11-23", "Asia/Kabul"}, {"2026-02-30T10:00", "Asia/Kabul"}, {"2026-11-23T06:30", ""}, {"2026-11-23T06:30", "Local"},
		{"2026-11-23T06:30", "Asia/Nowhere"}, {"2026-11-23T06:30", "../../etc/passwd"}, {"2026-11-23T06:30Z", "UTC"},
	} {
		if r, err := Read(c[0], c[1]); !errors.Is(err, ErrTime) {
			t.Errorf("%q %q is %v, %v", c[0], c[1], r, err)
		}
	}
}

// TestAllZones walks over every change of clocks in every zone from 2026 to 2030
// in steps of a quarter of an hour: what a clock shows is the wall time of its
// own moment; a time comes twice exactly when a clock shows it twice; what no
// clock shows is a gap, whose moment is the next that one shows.
func TestAllZones(t *testing.T) {
	zones := allZones(t)
	changes := 0
	for _, name := range zones {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for when := at(t, "2026-01-01T00:00:00Z").In(loc); ; {
			_, end := when.ZoneBounds()
			if end.IsZero() || end.Year() > 2030 {
				break
			}
			changes++
			checkChange(t, name, loc, end)
			when = end
		}
	}
	t.Logf("%d zones, %d changes of clocks", len(zones), changes)
	if len(zones) < 400 || changes < 1000 {
		t.Errorf("%d zones with %d changes: too few to be all", len(zones), changes)
	}
}

func checkChange(t *testing.T, zone string, loc *time.Location, change time.Time) {
	const step = 15 * time.Minute
	shown := map[string][]time.Time{}
	for when := change.Add(-30 * time.Hour); when.Before(change.Add(30 * time.Hour)); when = when.Add(step) {
		text := when.In(loc).Format(Layout)
		shown[text] = append(shown[text], when)
	}
	_, offset := change.In(loc).Zone()
	wall := change.UTC().Add(time.Duration(offset) * time.Second)
	for w := wall.Add(-4 * time.Hour); w.Before(wall.Add(4 * time.Hour)); w = w.Add(step) {
		text := w.Format(Layout)
		r, err := Read(text, zone)
		want := shown[text]
		switch {
		case err != nil:
			t.Errorf("%s %s: %v", zone, text, err)
		case len(want) == 0:
			if !r.Gap || !r.At.Equal(change) {
				t.Errorf("%s %s is not on any clock, and is %s (gap %v)", zone, text, r.At, r.Gap)
			}
		case !r.At.Equal(want[0]) || r.Gap || r.Twice() != (len(want) == 2):
			t.Errorf("%s %s is %s (gap %v, twice %v), clocks show it at %v", zone, text, r.At, r.Gap, r.Twice(), want)
		case len(want) == 2:
			if second, _ := Read(Second(text), zone); !second.At.Equal(want[1]) {
				t.Errorf("%s %s, the second, is %s, clocks show it at %v", zone, text, second.At, want[1])
			}
		}
	}
}

// allZones lists the zones that are embedded in the program.
func allZones(t *testing.T) (names []string) {
	root, err := exec.Command(require.Tool(t, "go"), "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skipf("no list of all zones: %v", err)
	}
	defer z.Close()
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	return names
}
