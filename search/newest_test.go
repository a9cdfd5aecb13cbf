package search

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"stet.news/story"
)

func TestNewest(t *testing.T) {
	r := newRoom(t)
	r.publishAll(5, func(i int) story.Revision {
		return report("en", []string{"Flood one", "Match", "Floods two", "Weather", "A flood again"}[i], "", "It was so.")
	})
	var got []string
	for before := int64(0); ; {
		found, err := r.x.Newest(t.Context(), Query{Edition: "en", Text: "flood"}, before, 2)
		r.ok(err)
		if len(found) == 0 {
			break
		}
		for _, f := range found {
			got, before = append(got, f.Headline), f.Place
		}
	}
	slices.Sort(got) // they are of one second
	if want := []string{"A flood again", "Flood one", "Floods two"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if found, err := r.x.Newest(t.Context(), Query{Edition: "en", Text: "…"}, 0, 9); err != nil || len(found) > 0 {
		t.Errorf("what has no word found %v, %v", found, err)
	}
}

func TestPhrase(t *testing.T) {
	r := newRoom(t)
	r.publish(report("en", "A flood", "", "Zahra Karimi said so, and Ahmad Shah, too."))
	for words, want := range map[string]int{
		"Zahra Karimi": 1, "zahra karimi": 1, "Karimi Zahra": 0, "Zahra Shah": 0, `Ahmad "Shah`: 1, "Nobody": 0, "": 0, "?": 0,
	} {
		found, err := r.x.Newest(t.Context(), Query{Edition: "en", Text: Phrase(words)}, 0, 9)
		if r.ok(err); len(found) != want {
			t.Errorf("%q is found %d times, want %d", words, len(found), want)
		}
	}
}

// TestElsewhere: a table of somebody else's finds by the same words.
func TestElsewhere(t *testing.T) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	persian := For("fa-AF")
	if _, err := db.Exec(`CREATE VIRTUAL TABLE words USING fts5 (head, body, facet, content='', contentless_delete=1, tokenize='ascii')`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO words (rowid, head, body, facet) VALUES (1, ?, ?, 'a')`, persian.List("کتاب‌های نو"), persian.List("در کابل")); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"كتاب": 1, "کتابها کابل": 1, `"نو کتاب"`: 0, "کتاب -کابل": 0, "هرات": 0} {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM words WHERE words MATCH ?`, persian.Match(text)).Scan(&n); err != nil || n != want {
			t.Errorf("%q finds %d, want %d (%v)", text, n, want, err)
		}
	}
	if got := persian.Match("-کابل !"); got != "" {
		t.Errorf("what asks for nothing is %q", got)
	}
}
