package newsroom_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// searched gives the page that answers a search, once the index has caught up.
func searched(t *testing.T, n *newsroom.Newsroom, site, tag, text string) string {
	t.Helper()
	if err := n.SettleSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	return searchedNow(t, site, tag, text)
}

// TestSearchFollows: what is published is found within a second and what is not any
// more is not, by the words a reader types.
func TestSearchFollows(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	site, _ := serve(t, n)
	rev := story.Revision{Edition: "fa-AF", Headline: "کتاب‌های تازه", Body: story.Body{story.Paragraph{Text: story.Plain("۴۰ ناشر آمدند.")}}}
	receipts, err := n.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}})
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second) // a second is meant; the machine may be crowded
	for !strings.Contains(searchedNow(t, site, "fa-AF", "كتابهاي 40"), "<ol>") {
		if time.Now().After(deadline) {
			t.Fatal("what was published cannot be found")
		}
		time.Sleep(20 * time.Millisecond)
	}
	rev.Story, rev.Grade, rev.Headline, rev.Note = receipts[0].Story, story.GradeCorrection, "مجله‌های تازه", "مجله بود."
	if _, err := n.Publish(t.Context(), []record.Act{{Kind: record.Revise, Base: 1, Revision: rev}}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(searched(t, n, site, "fa-AF", "کتاب"), "<ol>") || !strings.Contains(searched(t, n, site, "fa-AF", "مجله"), "<ol>") {
		t.Error("a correction is not followed")
	}
	draft := story.Revision{Edition: "en", Headline: "Embargoed gherkins", Body: rev.Body}
	if err := n.SaveDrafts(t.Context(), []record.Draft{{Revision: draft, Embargo: time.Now().Add(time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(searched(t, n, site, "en", "gherkins"), "<ol>") {
		t.Error("a draft is found")
	}
	if _, err := n.Retract(t.Context(), rev.Story, "It was not so."); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(searched(t, n, site, "fa-AF", "مجله"), "<ol>") {
		t.Error("what was retracted is found")
	}
	if err := n.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(searched(t, n, site, "fa-AF", "مجله"), "<ol>") {
		t.Error("what was retracted is found again")
	}
}

func searchedNow(t *testing.T, site, tag, text string) string {
	return get(t, site+"/"+tag+"/search/?q="+url.QueryEscape(text))
}

// TestSearchWithoutRecord: with the record gone, search answers from its index.
func TestSearchWithoutRecord(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	a := act(1)
	if _, err := n.Publish(t.Context(), []record.Act{a}); err != nil {
		t.Fatal(err)
	}
	if err := n.SettleSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	n.Close()
	n, err := newsroom.OpenPrinted(t.Context(), dir, newsroom.Options{})
	if err != nil {
		t.Fatal(err)
	}
	site, _ := serve(t, n)
	word := strings.Fields(a.Revision.Headline)[0]
	if !strings.Contains(searchedNow(t, site, a.Revision.Edition, word), "<ol>") {
		t.Error("search does not answer without the record")
	}
}

// TestSearchAway: without an index the answer is a page that says so, in the
// edition's language, and when to come back.
func TestSearchAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	n.Close()
	if err := os.Remove(n.Folder.Search()); err != nil {
		t.Fatal(err)
	}
	n, err := newsroom.OpenPrinted(t.Context(), dir, newsroom.Options{})
	if err != nil {
		t.Fatal(err)
	}
	site, _ := serve(t, n)
	resp, body := fetch(t, site+"/fa-AF/search/?q=a", http.StatusServiceUnavailable)
	if resp.Header.Get("Retry-After") == "" || !strings.Contains(string(body), `lang="fa-AF"`) {
		t.Errorf("Retry-After %q, %s", resp.Header.Get("Retry-After"), body)
	}
	get(t, site+"/fa-AF/search/") // the form is a page as any other
}
