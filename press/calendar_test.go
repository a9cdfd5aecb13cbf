package press

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"stet.news/internal/require"
	"stet.news/story"
)

func TestPersianAgainstICU(t *testing.T) {
	b, err := os.ReadFile(require.Shared(t, "data/standards/icu/persian-calendar.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Rows []struct {
			G       string
			Persian string
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Rows) < 900 {
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
	b, err := os.ReadFile(require.Shared(t, "data/standards/icu/persian-calendar.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Rows []map[string]string }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
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
