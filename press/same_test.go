package press

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// random does something at random to the newsroom, as acts not yet published.
type random struct {
	*room
	rnd   *rand.Rand
	known []story.ID
}

// entry gives the present state of a random story.
func (r *random) entry() (e record.Entry, rev story.Revision) {
	id := r.known[r.rnd.IntN(len(r.known))]
	r.ok(r.rec.View(context.Background(), func(rd record.Reader) (err error) {
		if e, err = record.EntryOf(rd, id); err != nil {
			return err
		}
		rev, _, err = record.RevisionAt(rd, e.RevisionLeaf)
		return err
	}))
	return e, rev
}

func (r *random) act() {
	editions := testSite.Editions
	switch k := r.rnd.IntN(12); {
	case k < 5 || len(r.known) < 3:
		r.first(editions[r.rnd.IntN(len(editions))].Tag)
	case k < 7:
		e, rev := r.entry()
		if e.Retracted {
			return
		}
		rev.Headline = phrase(r.rnd, e.Edition, 5)
		rev.Grade = []story.Grade{story.GradeMinor, story.GradeUpdate, story.GradeCorrection, story.GradeClarification}[r.rnd.IntN(4)]
		rev.Note = phrase(r.rnd, e.Edition, 4)
		if r.rnd.IntN(3) == 0 {
			rev.Slug = "" + story.MakeSlug(rev.Headline+" "+e.ID.String()[:6], story.SlugNative)
		}
		if r.rnd.IntN(3) == 0 {
			rev.Topics, rev.Section = nil, "world"
		}
		r.revise(e, rev)
	case k < 8:
		e, _ := r.entry()
		of := editions[r.rnd.IntN(len(editions))].Tag
		if e.Retracted || of == e.Edition {
			return
		}
		t := randomStory(r.rnd, of)
		t.TranslationOf = e.ID
		r.now = r.now.Add(time.Minute)
		receipts, err := r.rec.Publish(context.Background(), act(t))
		if errors.Is(err, record.ErrInvalid) { // back into the language of the original
			return
		}
		if err != nil {
			r.t.Fatal(err)
		}
		r.known = append(r.known, receipts[0].Story)
	case k < 9:
		if e, _ := r.entry(); !e.Retracted {
			r.enter(record.Act{Kind: record.Retract, Story: e.ID, Base: e.Revision, Reason: "It was wrong " + phrase(r.rnd, e.Edition, 2)})
		}
	case k < 10:
		if e, _ := r.entry(); e.Retracted { // published again
			r.revise(e, randomStory(r.rnd, e.Edition))
		}
	default:
		r.erase()
	}
}

func (r *random) first(edition string) {
	rev := randomStory(r.rnd, edition)
	if r.rnd.IntN(3) == 0 {
		rev.Published = r.now.Add(-time.Duration(r.rnd.IntN(24*90)) * time.Hour)
		rev.Grade = story.GradeImported
	}
	r.known = append(r.known, r.enter(act(rev))[0].Story)
}

func (r *random) revise(e record.Entry, rev story.Revision) {
	rev.Story = e.ID
	if e.TranslationOf.IsZero() {
		rev.TranslationOf = story.ID{}
	}
	r.now = r.now.Add(time.Minute)
	_, err := r.rec.Publish(context.Background(), record.Act{Kind: record.Revise, Base: e.Revision, Revision: rev})
	if err != nil && !strings.Contains(err.Error(), "slug") && !strings.Contains(err.Error(), "cannot be published") {
		r.t.Fatal(err)
	}
}

// erase erases a random piece of a story, in all its revisions.
func (r *random) erase() {
	e, _ := r.entry()
	var acts []record.Act
	err := r.rec.View(context.Background(), func(rd record.Reader) error {
		pieces, _, err := record.PiecesOf(rd, e.ID, 1+r.rnd.IntN(e.Revision))
		if err != nil {
			return err
		}
		words := pieces[r.rnd.IntN(len(pieces))].Words()
		acts, err = record.EraseActs(rd, e.ID, func(p record.Piece) bool { return p.Words() == words }, record.BasisPrivacy)
		return err
	})
	if err == nil {
		r.enter(acts...)
	}
}

// The promise of the package: whatever happened, and however it was printed,
// the pages are those that a press would print that sees the record for the
// first time.
func TestIncrementalIsRebuilt(t *testing.T) {
	seeds, steps := []uint64{1, 2}, 40
	if os.Getenv("STET_REQUIRE") == "all" {
		seeds, steps = []uint64{1, 2, 3, 4, 5}, 120
	}
	for _, seed := range seeds {
		r := &random{room: newRoom(t), rnd: rand.New(rand.NewPCG(seed, 7))}
		for step := range steps {
			for range 1 + r.rnd.IntN(3) {
				r.act()
			}
			if r.rnd.IntN(4) > 0 {
				r.ok(r.press.CatchUp(context.Background()))
			}
			if r.rnd.IntN(6) == 0 {
				r.now = r.now.Add(time.Duration(r.rnd.IntN(60)) * time.Hour)
			}
			if step == steps/2 {
				r.reopen()
			}
		}
		r.ok(r.press.CatchUp(context.Background()))
		got := pages(t, r.store)
		store, press := r.open(filepath.Join(t.TempDir(), "again"))
		r.ok(press.Rebuild(context.Background(), nil))
		want := pages(t, store)
		compare(t, got, want)
		r.ok(r.press.Rebuild(context.Background(), nil))
		compare(t, pages(t, r.store), want)
		t.Logf("seed %d: %d stories, %d pages", seed, len(r.known), len(want))
	}
}

// reopen closes the press and opens it again.
func (r *random) reopen() {
	r.ok(r.press.Close())
	var err error
	r.press, err = New(r.rec, testSite, r.store, nil)
	r.ok(err)
	r.t.Cleanup(func() { r.press.Close() })
	if r.press.Stale() {
		r.t.Fatal("the press forgot what it had printed")
	}
}

func compare(t *testing.T, got, want map[string]string) {
	t.Helper()
	var paths []string
	for path := range want {
		paths = append(paths, path)
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("%s: a page too many", path)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		g, ok := got[path]
		if !ok {
			t.Errorf("%s: not printed", path)
			continue
		}
		if g != want[path] {
			a, _ := decodePage([]byte(g))
			b, _ := decodePage([]byte(want[path]))
			t.Errorf("%s: differs:\n%d %v %s", path, a.Status, a.Modified, firstDifference(string(a.Body), string(b.Body)))
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-80)
	return "got  …" + a[from:min(len(a), i+120)] + "…\nwant …" + b[from:min(len(b), i+120)] + "…"
}
