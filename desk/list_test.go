package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// headlines lists all pages of a list, so many stories a page.
func headlines(t *testing.T, r *desktest.Room, who policy.Principal, f desk.Filter, limit int) (all []string) {
	t.Helper()
	after := ""
	for range 100 {
		p, err := r.Desk.List(t.Context(), who, f, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range p.Cards {
			all = append(all, c.Headline)
		}
		if after = p.More; after == "" {
			return all
		}
	}
	t.Fatal("the list has no end")
	return nil
}

// newsroom has stories of all kinds: an archive, and what is at the desk.
func newsroom(t *testing.T) *desktest.Room {
	r := office(t)
	old := desktest.Revision("en", "An old flood")
	old.Published, old.Grade = r.Now().AddDate(-1, 0, 0), story.GradeImported
	r.Publish(t, old)
	sportOld := desktest.Revision("en", "An old match")
	sportOld.Section, sportOld.Published, sportOld.Grade = "sport", r.Now().AddDate(-2, 0, 0), story.GradeImported
	r.Publish(t, sportOld)
	dari := desktest.Revision("fa-AF", "سیلاب و کتاب‌های نو")
	dari.Published, dari.Grade = r.Now().AddDate(0, -1, 0), story.GradeImported
	r.Publish(t, dari)
	for _, b := range []struct {
		who policy.Principal
		desk.Beginning
	}{
		{ruhi, desk.Beginning{Edition: "en", Section: "afghanistan", Headline: "A new flood"}},
		{anna, desk.Beginning{Edition: "en", Section: "world", Headline: "Anna's own"}},
		{edris, desk.Beginning{Edition: "en", Section: "sport", Headline: "The marathon", Idea: true, Assignee: "ruhi", Wanted: r.Now().Add(48 * time.Hour)}},
		{ruhi, desk.Beginning{Edition: "fa-AF", Section: "afghanistan", Headline: "کتاب‌ها در سیلاب"}},
	} {
		r.Pass(time.Minute)
		begin(t, r, b.who, b.Beginning)
	}
	return r
}

func TestList(t *testing.T) {
	r := newsroom(t)
	dari, dariOld := "کتاب‌ها در سیلاب", "سیلاب و کتاب‌های نو"
	for _, c := range []struct {
		what string
		who  policy.Principal
		f    desk.Filter
		want []string
	}{
		{"all", edris, desk.Filter{}, []string{dari, "The marathon", "Anna's own", "A new flood", dariOld, "An old flood", "An old match"}},
		{"what a contributor may see", anna, desk.Filter{}, []string{"Anna's own"}},
		{"what an editor of sport may see", sport, desk.Filter{}, []string{"The marathon", "An old match"}},
		{"an edition", edris, desk.Filter{Edition: "fa-AF"}, []string{dari, dariOld}},
		{"a section", edris, desk.Filter{Section: "sport"}, []string{"The marathon", "An old match"}},
		{"a state", edris, desk.Filter{State: draft.Idea}, []string{"The marathon"}},
		{"published", edris, desk.Filter{State: draft.Published}, []string{dariOld, "An old flood", "An old match"}},
		{"a person's", edris, desk.Filter{Person: "ruhi"}, []string{dari, "The marathon", "A new flood"}},
		{"wanted until tomorrow", edris, desk.Filter{WantedBy: r.Now().Add(24 * time.Hour)}, nil},
		{"wanted until the day after", edris, desk.Filter{WantedBy: r.Now().Add(72 * time.Hour)}, []string{"The marathon"}},
		{"since yesterday", edris, desk.Filter{From: r.Now().AddDate(0, 0, -1)}, []string{dari, "The marathon", "Anna's own", "A new flood"}},
		{"last year", edris, desk.Filter{From: r.Now().AddDate(-1, -6, 0), To: r.Now().AddDate(0, -6, 0)}, []string{"An old flood"}},
		{"words, last year", edris, desk.Filter{Text: "old", From: r.Now().AddDate(-1, -6, 0), To: r.Now().AddDate(0, -6, 0)}, []string{"An old flood"}},
		{"words", edris, desk.Filter{Text: "floods"}, []string{"A new flood", "An old flood"}},
		{"words in another spelling", edris, desk.Filter{Text: "كتابهاي سيلاب"}, []string{dari, dariOld}},
		{"words of the text", edris, desk.Filter{Text: "nobody hurt match"}, []string{"An old match"}},
		{"a writer", edris, desk.Filter{Text: "ruhi", State: draft.Writing}, []string{dari, "A new flood"}},
		{"words that a contributor may not see", anna, desk.Filter{Text: "flood"}, nil},
		{"words in a section", sport, desk.Filter{Text: "old", Section: "afghanistan"}, nil},
		{"no words", edris, desk.Filter{Text: "???"}, nil},
	} {
		for _, limit := range []int{100, 1} {
			if got := headlines(t, r, c.who, c.f, limit); !slices.Equal(got, c.want) {
				t.Errorf("%s, %d a page:\n got %q\nwant %q", c.what, limit, got, c.want)
			}
		}
	}
}

func TestListFollowsWhatHappens(t *testing.T) {
	r := newsroom(t)
	receipt := r.Publish(t, desktest.Revision("en", "Just out"))
	if _, err := r.Desk.Open(t.Context(), edris, receipt.Story); err != nil {
		t.Fatal(err)
	}
	if got := headlines(t, r, edris, desk.Filter{Text: "just out"}, 10); !slices.Equal(got, []string{"Just out"}) {
		t.Errorf("a published story that is at the desk, too, is listed as %q", got)
	}
	if got := headlines(t, r, edris, desk.Filter{Text: receipt.Story.String()}, 10); !slices.Equal(got, []string{"Just out"}) {
		t.Errorf("by its id: %q", got)
	}
	if got := headlines(t, r, edris, desk.Filter{Text: "https://example.org" + receipt.Path}, 10); !slices.Equal(got, []string{"Just out"}) {
		t.Errorf("by its address: %q", got)
	}
	if err := r.Desk.Move(t.Context(), edris, receipt.Story, desk.Move{From: draft.Writing, To: draft.Review}); err != nil {
		t.Fatal(err)
	}
	if got := headlines(t, r, edris, desk.Filter{State: draft.Review}, 10); !slices.Equal(got, []string{"Just out"}) {
		t.Errorf("in review: %q", got)
	}
}

func TestListOfOneMoment(t *testing.T) {
	r := office(t)
	for i := range 40 { // the clock stands still
		begin(t, r, edris, desk.Beginning{Headline: fmt.Sprint("Story ", i)})
	}
	got := headlines(t, r, edris, desk.Filter{}, 7)
	if slices.Sort(got); len(slices.Compact(got)) != 40 {
		t.Errorf("%d of 40 are listed", len(got))
	}
}

func TestListPlaces(t *testing.T) {
	r := office(t)
	for _, after := range []string{"x", "1_2.", "__", "9999999999999999_1", "<b>"} {
		if _, err := r.Desk.List(t.Context(), edris, desk.Filter{}, after, 1); err == nil {
			t.Errorf("%q is taken for a place", after)
		}
	}
}

// TestForgetWords: after an erasure no word of a story is in the listing, in none
// of the index's pages.
func TestForgetWords(t *testing.T) {
	r := office(t)
	id := begin(t, r, edris, desk.Beginning{Headline: "The river of Qandilshahr"}).ID
	begin(t, r, edris, desk.Beginning{Headline: "Another river"})
	if got := headlines(t, r, edris, desk.Filter{Text: "qandilshahr"}, 9); len(got) != 1 {
		t.Fatalf("found %q", got)
	}
	left := func() (n int) {
		err := r.View(t.Context(), func(rd record.Reader) error {
			_, err := rd.SQL().Row(`SELECT count(*) FROM desk_words_data WHERE instr(block, CAST('qandilshahr' AS BLOB))`, nil, &n)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if left() == 0 {
		t.Fatal("the test looks in the wrong place")
	}
	if err := r.Update(t.Context(), func(tx record.Tx) error { return draft.ForgetWords(tx, id) }); err != nil {
		t.Fatal(err)
	}
	if n := left(); n != 0 {
		t.Errorf("the word is left in %d places", n)
	}
	if got := headlines(t, r, edris, desk.Filter{Text: "river"}, 9); len(got) != 2 {
		t.Errorf("listed again are %q", got)
	}
}
