package press

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"stet.news/internal/require"
	"stet.news/story"
)

// icu reads what ICU says of the Solar Hijri calendar and of numbers.
func icu(t *testing.T, into any) {
	t.Helper()
	b, err := os.ReadFile(require.Shared(t, "data/standards/icu/persian-calendar.json"))
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestPersianAgainstICU(t *testing.T) {
	var file struct {
		Rows []struct {
			G       string
			Persian string
		}
	}
	icu(t, &file)
	if len(file.Rows) != 941 {
		t.Fatalf("%d dates", len(file.Rows))
	}
	for _, row := range file.Rows {
		var y, m, d int
		fmt.Sscanf(row.G, "%d-%d-%d", &y, &m, &d)
		py, pm, pd := persian(y, m, d)
		if got := fmt.Sprintf("%d-%d-%d", py, pm, pd); got != row.Persian {
			t.Errorf("%s: got %s, want %s", row.G, got, row.Persian)
		}
	}
}

// Every date of ICU's, a moment after midnight in Kabul and one before, is
// written with both calendars, in the edition's digits, and on Kabul's day.
func TestBothCalendarsAgainstICU(t *testing.T) {
	var file struct {
		Rows []struct{ G, Persian string }
	}
	icu(t, &file)
	s, err := newSite(Site{Editions: []story.Edition{
		{Tag: "fa-AF", Zone: "Asia/Kabul", Calendar: story.SolarHijri}, {Tag: "ps", Zone: "Asia/Kabul", Calendar: story.SolarHijri},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range file.Rows {
		var y, py, pm, pd int
		fmt.Sscanf(row.Persian, "%d-%d-%d", &py, &pm, &pd)
		day, err := time.Parse(time.DateOnly, row.G)
		if err != nil {
			t.Fatal(err)
		}
		y = day.Year()
		for _, e := range s.editions {
			want := e.dates.write(py, e.dates.solar[pm-1], pd) + " (" + e.dates.write(y, e.dates.gregorian[day.Month()-1], day.Day()) + ")"
			for clock, at := range map[string]time.Time{"00:01": day.Add(-4*time.Hour - 29*time.Minute), "23:59": day.Add(19*time.Hour + 29*time.Minute)} {
				if got := e.moment(at); got != want+"، "+e.dates.digits(clock) {
					t.Errorf("%s at %s in %s: %q, want %q", row.G, clock, e.Tag, got, want)
				}
				if got := e.stamp(at); got != row.G+"T"+clock+":00+04:30" {
					t.Errorf("%s at %s in %s: %s", row.G, clock, e.Tag, got)
				}
			}
		}
	}
}

// Whole numbers and the names of months are ICU's. It parts thousands, which a
// newsroom's counts and years do not; writes a hamza that print drops; and has
// the Persian gaf in Pashto names.
func TestNumbersAndMonthsAgainstICU(t *testing.T) {
	var file struct {
		Numbers []struct {
			N      float64
			FA, PS string
		}
		Months map[string][]string
	}
	icu(t, &file)
	numbers := 0
	for _, row := range file.Numbers {
		if row.N != math.Trunc(row.N) {
			continue
		}
		numbers++
		for tag, want := range map[string]string{"fa": row.FA, "fa-AF": row.FA, "ps": row.PS} {
			if got := datesFor(tag).number(int64(row.N)); got != strings.ReplaceAll(want, "٬", "") {
				t.Errorf("%v in %s: %s, want %s", row.N, tag, got, want)
			}
		}
	}
	if numbers < 2 {
		t.Errorf("only %d numbers", numbers)
	}
	mend := strings.NewReplacer("سنبلهٔ", "سنبله", "گ", "ګ")
	for column, tag := range map[string]string{"fa-IR": "fa", "fa-AF": "fa-AF", "ps-AF": "ps"} {
		for i, want := range file.Months[column] {
			if got := datesFor(tag).solar[i]; got != mend.Replace(want) {
				t.Errorf("month %d in %s: %s, want %s", i+1, tag, got, want)
			}
		}
	}
}

func TestPersianNewYears(t *testing.T) {
	for _, c := range [][6]int{
		{2026, 11, 23, 1405, 9, 2}, {2025, 3, 20, 1403, 12, 30}, {2025, 3, 21, 1404, 1, 1},
		{2030, 3, 20, 1408, 12, 30}, {2001, 9, 11, 1380, 6, 20}, {1979, 2, 11, 1357, 11, 22},
	} {
		y, m, d := persian(c[0], c[1], c[2])
		if y != c[3] || m != c[4] || d != c[5] {
			t.Errorf("%v: got %d-%d-%d", c, y, m, d)
		}
	}
}

// The words of a date are those of ICU, too, where it has them: it adds an era
// in Pashto, writes the year first, and one month with a hamza that print drops.
func TestSolarWordsAgainstICU(t *testing.T) {
	var file struct{ Rows []map[string]string }
	icu(t, &file)
	checked := 0
	for _, row := range file.Rows {
		for column, tag := range map[string]string{"fa-IR": "fa", "fa-AF": "fa-AF", "ps-AF": "ps"} {
			if row[column] == "" {
				continue
			}
			e := &edition{Edition: story.Edition{Tag: tag, Calendar: story.SolarHijri}, dates: datesFor(tag), W: wordsFor(tag), loc: time.UTC}
			day, err := time.Parse(time.DateOnly, row["g"])
			if err != nil {
				t.Fatal(err)
			}
			words := strings.Fields(strings.TrimPrefix(strings.ReplaceAll(row[column], "سنبلهٔ", "سنبله"), "AP "))
			want := strings.Trim(words[2], ",،") + " " + words[1] + " " + words[0] + " ("
			if got := e.day(day); !strings.HasPrefix(got, want) {
				t.Errorf("%s in %s: %q, ICU says %q", row["g"], tag, got, row[column])
			}
			checked++
		}
	}
	if checked < 500 {
		t.Errorf("only %d dates have words", checked)
	}
}

func TestDates(t *testing.T) {
	at := time.Date(2026, 11, 22, 19, 45, 0, 0, time.UTC) // after midnight in Kabul
	for tag, want := range map[string]string{
		"en": "23 November 2026, 00:15", "fa-AF": "۲ قوس ۱۴۰۵ (۲۳ نومبر ۲۰۲۶)، ۰۰:۱۵", "ps": "۲ لیندۍ ۱۴۰۵ (۲۳ نومبر ۲۰۲۶)، ۰۰:۱۵",
		"fa": "۲ آذر ۱۴۰۵ (۲۳ نوامبر ۲۰۲۶)، ۰۰:۱۵", "ar": "٢٣ نوفمبر ٢٠٢٦، ٠٠:١٥",
	} {
		s, err := newSite(Site{Editions: []story.Edition{{Tag: tag, Zone: "Asia/Kabul", Calendar: calendarOf(tag)}}})
		if err != nil {
			t.Fatal(err)
		}
		e := s.editions[0]
		if got := e.moment(at); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		if got := e.stamp(at); got != "2026-11-23T00:15:00+04:30" {
			t.Errorf("%s: %s", tag, got)
		}
	}
	s, _ := newSite(testSite)
	if got := s.byTag["fa-AF"].month(2026, 3); got != "حوت ۱۴۰۴ – حمل ۱۴۰۵ (مارچ ۲۰۲۶)" {
		t.Error(got)
	}
}

func calendarOf(tag string) story.Calendar {
	if tag == "en" || tag == "ar" {
		return story.Gregorian
	}
	return story.SolarHijri
}

// complete checks that no word is missing.
func complete(t *testing.T, tag string, v reflect.Value) {
	t.Helper()
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.Kind() == reflect.Struct:
			complete(t, tag, f)
		case f.Kind() == reflect.String && f.String() == "":
			t.Errorf("%s: no word for %s", tag, v.Type().Field(i).Name)
		}
	}
}

// Every language says everything.
func TestWordsAreComplete(t *testing.T) {
	for tag, w := range map[string]*words{"en": &english, "fa-AF": &dari, "fa": &farsi, "ps": &pashto, "ar": &arabic} {
		complete(t, tag, reflect.ValueOf(*w))
		for _, with := range []string{w.Record, w.Part, w.Reading.SkipTo} {
			if !strings.Contains(with, "{1}") {
				t.Errorf("%s: %q has no place for its value", tag, with)
			}
		}
	}
	if wordsFor("xx") != &english || wordsFor("prs") != &dari || wordsFor("fa-IR") != &farsi || wordsFor("ps-PK") != &pashto {
		t.Error("the wrong language")
	}
}
