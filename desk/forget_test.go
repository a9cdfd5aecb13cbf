package desk_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

var errStale = record.ErrStale

// TestErasedAtTheDesk: words that were erased are in no byte of the database:
// not in old steps, comments, requests, the trail or what was scheduled.
func TestErasedAtTheDesk(t *testing.T) {
	const name = "Jawad Rahimi"
	r := desktest.Open(t)
	rev := desktest.Revision("en", "A man was seen")
	rev.Body = append(rev.Body,
		story.Paragraph{Text: story.Text{{Text: "It was " + name[:4]}, {Text: name[4:], Marks: story.Marks{Strong: true}}, {Text: " who came. He left."}}},
		story.PictureBlock{Picture: story.Picture{SHA256: strings.Repeat("ab", 32), Type: "image/jpeg", Width: 10, Height: 10, Alt: "A portrait of " + name}},
	)
	rev.Bylines = append(rev.Bylines, story.Byline{Name: name})
	id := drafted(t, r, rev)
	publish(t, r, id, "a")
	typed(t, r, id, name+": ")
	if _, err := r.Desk.Comment(t.Context(), editor, id, desk.Remark{Text: "Is it " + name + "?"}); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.SetEmbargo(t.Context(), editor, id, r.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.BreakEmbargo(t.Context(), publisher, id, name+" asked for it."); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.Schedule(t.Context(), editor, id, at(t, r, id, r.Now().Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Desk.Erase(t.Context(), editor, desk.EraseOrder{Story: id, Words: name}); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("an editor erases: %v", err)
	}
	if _, err := r.Desk.Erase(t.Context(), publisher, desk.EraseOrder{Story: id, Words: name, Basis: "court"}); err != nil {
		t.Fatal(err)
	}
	_, head, err := r.Desk.Document(t.Context(), editor, id, -1)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(head.Doc)
	for _, want := range []string{"He left.", story.ErasedText, `"erased"`, "Zahra Karimi"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the document has no %s: %s", want, text)
		}
	}
	if dr := row(t, r, id); dr.State != "ready" || strings.Contains(dr.Headline, name) {
		t.Errorf("the row is %+v", dr)
	}
	r.Store.Close()
	for _, word := range []string{name, "Rahimi"} {
		nowhere(t, r.Dir, word)
	}
}

// TestErasedBeside: nor are they in what names the story and is not of it, nor in
// a draft that came in from a file and that nobody has scheduled.
func TestErasedBeside(t *testing.T) {
	const name = "Jawad Rahimi"
	r := desktest.OpenWith(t, desk.Options{TwoPerson: []string{"breaking", "front"}})
	rev := desktest.Revision("en", name+" was seen")
	rev.Slug = "seen" // the slug is the newsroom's to find
	id := drafted(t, r, rev)
	publish(t, r, id, "a")
	if _, err := r.Desk.SetBreaking(t.Context(), publisher, id, r.Now().Add(time.Hour)); !errors.Is(err, policy.ErrSecond) {
		t.Fatal(err)
	}
	a := desk.Arranging{Front: desk.Front{Edition: "en"}, Pins: []front.Pin{{Story: id, Place: 1}}, Mark: front.Mark(nil)}
	if err := r.Desk.ArrangeFront(t.Context(), publisher, a); !errors.Is(err, policy.ErrSecond) {
		t.Fatal(err)
	}
	order := desk.ShareOrder{Version: -1, Label: "the lawyer of " + name, Until: r.Now().Add(time.Hour)}
	if _, _, err := r.Desk.Share(t.Context(), publisher, id, order); err != nil {
		t.Fatal(err)
	}
	kept := record.Draft{ID: id, Base: 1, Revision: desktest.Revision("en", name+" was seen again")}
	kept.Revision.Story = id
	if err := r.Record.SaveDraft(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	typed(t, r, id, "Now: ")
	if _, err := r.Desk.List(t.Context(), publisher, desk.Filter{}, "", 10); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Desk.Erase(t.Context(), publisher, desk.EraseOrder{Story: id, Words: name}); err != nil {
		t.Fatal(err)
	}
	r.Store.Close()
	for _, word := range []string{name, "Rahimi", "rahimi"} {
		nowhere(t, r.Dir, word)
	}
}

// nowhere makes sure that a word is in no file of a folder but the search index,
// which a Room does not clean.
func nowhere(t *testing.T, dir, word string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), "search.db") {
			return err
		}
		b, err := os.ReadFile(path)
		if i := strings.Index(string(b), word); i >= 0 {
			t.Errorf("%s holds %q: …%q…", filepath.Base(path), word, b[max(0, i-60):min(len(b), i+60)])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
