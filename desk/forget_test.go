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
