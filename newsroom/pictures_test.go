package newsroom_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"stet.news/edge"
	"stet.news/newsroom"
	"stet.news/picture"
	"stet.news/record"
	"stet.news/story"
)

// readersGet asks the readers' server for a path.
func readersGet(t *testing.T, n *newsroom.Newsroom, path string) int {
	t.Helper()
	w := httptest.NewRecorder()
	edge.New(edge.Options{Pages: n.Press, Pictures: n.Pictures, Renditions: n.Renditions}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code
}

// TestNoPictureBeforeItsStory: what waits at the desk or in a draft is at no public
// address, for one who knows it either; with its story it is, at once.
func TestNoPictureBeforeItsStory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	p, err := n.Cabinet.Put(pngOf(t))
	if err != nil {
		t.Fatal(err)
	}
	p.Alt = "A street"
	rev := story.Revision{Story: story.NewID(), Edition: "en", Headline: "Streets", Standfirst: "S", Section: "world", Lead: &p,
		Body: story.Body{story.Paragraph{Text: story.Plain("Text.")}}}
	if err := n.SaveDrafts(t.Context(), []record.Draft{{ID: rev.Story, Revision: rev, Due: time.Now().Add(time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	if made, err := filepath.Glob(filepath.Join(n.Folder.Unpublished(), "renditions", "??", "*.jpg")); err != nil || len(made) != 2 {
		t.Errorf("made ready for its minute: %v %v", made, err)
	}
	addresses := []string{"/picture/" + picture.FileName(p), p.Scaled(64, story.JPEG), p.Cut(64, story.JPEG)}
	status := func(when string, want int) {
		t.Helper()
		for _, a := range addresses {
			if got := readersGet(t, n, a); got != want {
				t.Errorf("%s: %s is %d, want %d", when, a, got, want)
			}
		}
	}
	status("as a draft", http.StatusNotFound)
	if _, err := n.Cabinet.Get(picture.FileName(p)); err != nil {
		t.Errorf("the desk cannot have it: %v", err)
	}
	if _, err := n.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}}); err != nil {
		t.Fatal(err)
	}
	status("published", http.StatusOK)
	if again, err := n.Cabinet.Put(pngOf(t)); err != nil || again.SHA256 != p.SHA256 {
		t.Fatal(err)
	}
	for name := range n.Cabinet.Left() {
		t.Errorf("%s is kept twice", name)
	}

	// As a crash between the transaction and the release leaves it.
	if err := n.Cabinet.Withdraw(picture.FileName(p)); err != nil {
		t.Fatal(err)
	}
	status("withdrawn", http.StatusNotFound)
	if err := os.RemoveAll(n.Folder.Renditions()); err != nil {
		t.Fatal(err)
	}
	n.Close()
	n = open(t, dir)
	defer n.Close()
	status("opened again", http.StatusOK)
}

// TestErasedPictureOfADraft: an erasure takes a picture from readers, and leaves it
// to a draft of another story that shows it.
func TestErasedPictureOfADraft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	defer n.Close()
	id, hash := withPicture(t, n)
	p := story.Picture{SHA256: hash, Type: "image/png", Width: 64, Height: 64, Alt: "Another word for it"}
	rev := story.Revision{Story: story.NewID(), Edition: "en", Headline: "Later", Lead: &p, Body: story.Body{story.Paragraph{Text: story.Plain("Text.")}}}
	if err := n.SaveDrafts(t.Context(), []record.Draft{{ID: rev.Story, Revision: rev}}); err != nil {
		t.Fatal(err)
	}
	if got := readersGet(t, n, "/picture/"+picture.FileName(p)); got != http.StatusOK {
		t.Fatalf("before: %d", got)
	}
	if _, err := n.Erase(t.Context(), newsroom.EraseOrder{Story: id, Words: "Gulcanary"}); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/picture/" + picture.FileName(p), p.Scaled(64, story.JPEG)} {
		if got := readersGet(t, n, address); got != http.StatusNotFound {
			t.Errorf("%s is %d after the erasure", address, got)
		}
	}
	if _, err := n.Cabinet.Get(picture.FileName(p)); err != nil {
		t.Errorf("the draft has lost it: %v", err)
	}
}
