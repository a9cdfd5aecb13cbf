package newsroom_test

import (
	"crypto/rand"
	"net/url"
	"strings"
	"testing"

	"stet.news/record"
	"stet.news/story"
)

// The page for publishing says that a page will be too heavy, when something on
// it cannot be divided, and lets it go out all the same.
func TestHeavyPage(t *testing.T) {
	r := newDeskRoom(t)
	const said = "over its budget"
	if page := r.get("/story/"+r.id.String()+"/publish", 200).Body.String(); strings.Contains(page, said) {
		t.Error("a short story is called heavy")
	}
	rev := act(4).Revision
	rev.Story, rev.Edition, rev.Headline, rev.Section, rev.Slug = story.NewID(), "en", "What everything cost", "afghanistan", ""
	var cell strings.Builder
	for range 1500 {
		cell.WriteString(rand.Text() + " ") // nothing to compress, and no place to divide it
	}
	rev.Body = append(rev.Body, story.Table{Rows: [][]story.Text{{story.Plain(cell.String())}}})
	if err := r.SaveDrafts(t.Context(), []record.Draft{{ID: rev.Story, Revision: rev}}); err != nil {
		t.Fatal(err)
	}
	at := "/story/" + rev.Story.String()
	page := r.get(at+"/publish", 200).Body.String()
	if !strings.Contains(page, said) {
		t.Errorf("nothing is said of a cell of 40 kB:\n%s", page)
	}
	went := r.post(at+"/publish", url.Values{"version": {"0"}, "act": {"a-1"}}, 303)
	if to := went.Header().Get("Location"); !strings.Contains(to, "/published?") {
		t.Errorf("it is not published: %s", to)
	}
}
