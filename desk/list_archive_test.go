package desk_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/story"
)

var archiveSize = flag.Int("stories", 0, "how many stories the newsroom of TestListArchive has")

// TestListArchive lists and searches a large newsroom: half of its stories were
// published past the desk, half at it, and some hundreds are being written. It
// tells the median and the slowest of the first page, of the tenth, and of a
// search, as somebody who may read everything and as one who may read a section.
func TestListArchive(t *testing.T) {
	if *archiveSize == 0 {
		t.Skip("measures only with -stories")
	}
	r := desktest.Open(t)
	began := time.Now()
	fillArchive(t, r, *archiveSize)
	if _, err := r.Desk.List(t.Context(), edris, desk.Filter{Text: "river"}, "", 1); err != nil { // feeds the readers' index
		t.Fatal(err)
	}
	t.Logf("%d stories made in %v", *archiveSize, time.Since(began).Round(time.Second))
	section := desktest.With("section", policy.Grant{Role: policy.Editor, Edition: "en", Section: "sport"})
	own := desktest.Person("own", policy.Contributor)
	for _, c := range []struct {
		what string
		who  policy.Principal
		f    desk.Filter
	}{
		{"all", edris, desk.Filter{}},
		{"all, of one's section", section, desk.Filter{}},
		{"all, of one's own", own, desk.Filter{}},
		{"in review", edris, desk.Filter{State: draft.Review}},
		{"published, a section", edris, desk.Filter{State: draft.Published, Section: "sport"}},
		{"a person's", edris, desk.Filter{Person: "writer-3"}},
		{"a common word", edris, desk.Filter{Text: "river"}},
		{"a rare word", edris, desk.Filter{Text: "story7"}},
		{"three words", edris, desk.Filter{Text: "river bridge morning"}},
		{"a word, of one's section", section, desk.Filter{Text: "river"}},
		{"a word, last year", edris, desk.Filter{Text: "river", From: r.Now().AddDate(-1, 0, 0), To: r.Now().AddDate(0, -1, 0)}},
		{"a word that is nowhere", edris, desk.Filter{Text: "nowhere"}},
	} {
		first, tenth := timeList(t, r, c.who, c.f)
		t.Logf("%-26s first page %s, tenth %s", c.what, first, tenth)
	}
}

// timeList times the first and the tenth page, eleven times each.
func timeList(t *testing.T, r *desktest.Room, who policy.Principal, f desk.Filter) (first, tenth spread) {
	t.Helper()
	list := func(after string) (string, time.Duration) {
		began := time.Now()
		p, err := r.Desk.List(t.Context(), who, f, after, 50)
		if err != nil {
			t.Fatal(err)
		}
		return p.More, time.Since(began)
	}
	for range 11 {
		more, took := list("")
		first = append(first, took)
		for range 8 {
			if more != "" {
				more, _ = list(more)
			}
		}
		if more != "" {
			_, took = list(more)
			tenth = append(tenth, took)
		}
	}
	return first, tenth
}

// spread prints the median of times and the longest.
type spread []time.Duration

func (s spread) String() string {
	if len(s) == 0 {
		return "–"
	}
	slices.Sort(s)
	return fmt.Sprintf("%.1f ms (slowest %.1f)", ms(s[len(s)/2]), ms(s[len(s)-1]))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// fillArchive publishes n stories, from three years ago until now, the later half
// of them at the desk, and begins some more.
func fillArchive(t *testing.T, r *desktest.Room, n int) {
	t.Helper()
	step := 3 * 365 * 24 * time.Hour / time.Duration(n)
	start := r.Now().AddDate(-3, 0, 0)
	for from := 0; from < n; from += 500 {
		var acts []record.Act
		for i := from; i < min(from+500, n); i++ {
			rev := archiveRevision(i)
			rev.Published, rev.Grade = start.Add(time.Duration(i)*step).Truncate(time.Second), story.GradeImported
			acts = append(acts, record.Act{Kind: record.Publish, Revision: rev})
		}
		receipts, err := r.EnterAlso(t.Context(), acts, r.Desk.ByHouse(acts))
		if err != nil {
			t.Fatal(err)
		}
		if from < n/2 {
			continue
		}
		err = r.Update(t.Context(), func(tx record.Tx) error {
			for i, receipt := range receipts {
				if err := atDesk(tx, receipt.Story, acts[i].Revision, draft.Published, from+i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := desk.Freshen(r.Desk, t.Context(), len(receipts)); err != nil {
			t.Fatal(err)
		}
	}
	err := r.Update(t.Context(), func(tx record.Tx) error {
		for i := range min(n/100, 500) {
			rev := archiveRevision(n + i)
			rev.Published = r.Now().Add(-time.Duration(i) * time.Minute)
			if err := atDesk(tx, story.NewID(), rev, draft.States[i%4], n+i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// atDesk gives a story a row and a document.
func atDesk(tx record.Tx, id story.ID, rev story.Revision, s draft.State, i int) error {
	doc, err := prose.FromRevision(rev)
	if err != nil {
		return err
	}
	dr := draft.Draft{
		ID: id, Edition: rev.Edition, Section: rev.Section, Headline: rev.Headline, State: s, Author: fmt.Sprint("writer-", i%40),
		Began: rev.Published, Changed: rev.Published,
	}
	if s == draft.Published {
		dr.Base = 1
	}
	if i%1000 == 0 {
		dr.Assignee = "own"
	}
	if err := draft.Put(tx, dr); err != nil {
		return err
	}
	return draft.Start(tx, dr, doc)
}

// archiveRevision is a story of some 130 words, of three editions in turns.
func archiveRevision(i int) story.Revision {
	edition := []string{"en", "fa-AF", "ps"}[i%3]
	rev := desktest.Revision(edition, fmt.Sprintf("The river took story%d from the bridge", i%5000))
	rev.Section = []string{"afghanistan", "world", "sport"}[i/3%3]
	rev.Body = nil
	for p := range 4 {
		text := fmt.Sprintf("In the morning of day %d the people of village %d came to the river and counted what was left. ", i%365, (i*7+p)%900)
		rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(text + "Nobody in number " + fmt.Sprint(i*p%100000) + " was hurt, and کتاب‌ها remained.")})
	}
	return rev
}
