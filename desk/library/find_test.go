package library

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

// shelf is a store with the room's tables.
func shelf(t testing.TB) record.Store {
	t.Helper()
	s, err := sqlite.Create(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	update(t, s, func(tx record.Tx) error {
		_, err := tx.SQL().Exec(Schema)
		return err
	})
	return s
}

func update(t testing.TB, s record.Store, f func(record.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

var began = time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)

func picture(n int, by, caption, alt, credit string) Picture {
	return Picture{
		Picture: story.Picture{SHA256: fmt.Sprintf("%064x", n), Type: "image/jpeg", Width: 1200, Height: 800, Caption: caption, Alt: alt, Credit: credit},
		By:      by, Name: by, Added: began.AddDate(0, 0, n), Removed: []string{"place", "camera"},
	}
}

func find(t testing.TB, s record.Store, q Query) (captions string) {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 10
	}
	err := s.View(t.Context(), func(rd record.Reader) error {
		found, err := Find(rd, q)
		for _, p := range found {
			captions += fmt.Sprint(p.N)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return captions
}

func TestFind(t *testing.T) {
	s := shelf(t)
	update(t, s, func(tx record.Tx) error {
		for _, p := range []Picture{
			picture(1, "mina", "Canals near Herat", "Two men stand by a canal", "Mina Rahimi / Karez"),
			picture(2, "ali", "شاگردان در مکتب‌های کابل", "کتاب‌های نو روی میز", "علی"),
			picture(3, "mina", "د ښوونځي زده کوونکي", "ښوونځی", "مينه"),
			picture(4, "ali", "", "A café", `"quoted" AND NOT * OR (`),
		} {
			if err := Add(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	for text, want := range map[string]string{
		"": "4321", "canal": "1", "herat canals": "1", "herat kabul": "", "rahimi": "1",
		"کتاب": "2", "كتاب": "2", "مکتب کابل": "2", "ښوونځي": "3", "cafe": "4", "mina": "1",
		"quoted": "4", `quoted" OR words:`: "", "* ( \" XOR": "", "…": "",
	} {
		if text == "mina" {
			want = "31" // the name of who brought it counts, too
		}
		if got := find(t, s, Query{Text: text}); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Account: "ali"}, "42"},
		{Query{Account: "ali", Text: "کتاب"}, "2"},
		{Query{Since: began.AddDate(0, 0, 3)}, "43"},
		{Query{Until: began.AddDate(0, 0, 3), Text: "rahimi"}, "1"},
		{Query{Limit: 2}, "43"},
		{Query{Limit: 2, Before: 3}, "21"},
	} {
		if got := find(t, s, c.q); got != c.want {
			t.Errorf("%+v finds %q, want %q", c.q, got, c.want)
		}
	}
}

// TestChangeIsFound: the index follows a change, and a picture taken out is gone.
func TestChangeIsFound(t *testing.T) {
	s := shelf(t)
	update(t, s, func(tx record.Tx) error { return Add(tx, picture(1, "mina", "A bridge", "", "")) })
	update(t, s, func(tx record.Tx) error {
		p, _, err := Get(tx, picture(1, "", "", "", "").SHA256)
		if err != nil {
			return err
		}
		if len(p.Removed) != 2 || !p.Added.Equal(began.AddDate(0, 0, 1)) {
			t.Errorf("it came back as %+v", p)
		}
		p.Caption = "A river"
		return Change(tx, p)
	})
	if find(t, s, Query{Text: "bridge"}) != "" || find(t, s, Query{Text: "river"}) != "1" {
		t.Error("the index did not follow a change")
	}
	update(t, s, func(tx record.Tx) error {
		p, _, err := Get(tx, picture(1, "", "", "", "").SHA256)
		if err != nil {
			return err
		}
		return Remove(tx, p)
	})
	if find(t, s, Query{Text: "river"}) != "" || find(t, s, Query{}) != "" {
		t.Error("a picture that was taken out is found")
	}
}

// fill puts so many pictures in.
func fill(b testing.TB, s record.Store, n int) {
	places := []string{"Herat", "Kabul", "Bamiyan", "کابل", "هرات", "کندهار", "Mazar", "بامیان"}
	what := []string{"market", "school", "bridge", "مکتب", "بازار", "سرک", "river", "کتاب‌های"}
	update(b, s, func(tx record.Tx) error {
		for i := range n {
			p := picture(i, fmt.Sprintf("person%d", i%40), fmt.Sprintf("%s %s number %d on a day like any other", what[i%8], places[i/8%8], i), "People stand "+what[i/64%8], "Photographer "+places[i%8])
			p.Added = began.Add(time.Duration(i) * time.Minute)
			if err := Add(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkFind asks a library of 20,000 pictures.
func BenchmarkFind(b *testing.B) {
	s := shelf(b)
	fill(b, s, 20_000)
	for name, q := range map[string]Query{
		"newest": {}, "common": {Text: "people"}, "rare": {Text: "number 17342"}, "dari": {Text: "کتاب کابل"},
		"none": {Text: "volcano"}, "person": {Account: "person7"}, "oldest": {Before: 50}, "day": {Since: began.AddDate(0, 0, 3), Until: began.AddDate(0, 0, 4), Text: "school"},
	} {
		q.Limit = 49
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				find(b, s, q)
			}
		})
	}
	b.Run("people", func(b *testing.B) {
		for b.Loop() {
			err := s.View(context.Background(), func(rd record.Reader) error { _, err := People(rd); return err })
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestForget: words that are erased from a story go from its pictures here, and
// from no others.
func TestForget(t *testing.T) {
	s := shelf(t)
	id := story.ID{1}
	update(t, s, func(tx record.Tx) error {
		shown, other := picture(1, "mina", "Gul at work", "A man", "K"), picture(2, "mina", "Gul again", "A man", "K")
		for _, p := range []Picture{shown, other} {
			if err := Add(tx, p); err != nil {
				return err
			}
		}
		return noteUses(tx, id, []story.Picture{shown.Picture})
	})
	update(t, s, func(tx record.Tx) error {
		return Forget(tx, id, func(text string) string { return strings.ReplaceAll(text, "Gul", "") })
	})
	if got := find(t, s, Query{Text: "gul"}); got != "2" {
		t.Errorf("%q have the word, want 2 alone", got)
	}
	if got := find(t, s, Query{Text: "man"}); got != "21" {
		t.Errorf("%q have what was not erased", got)
	}
}
