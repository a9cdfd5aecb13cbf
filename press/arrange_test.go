package press

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// publishNumbered publishes so many stories of a section a minute apart, and
// gives their ids, the oldest first.
func (r *room) publishNumbered(edition, section string, n int) (ids []story.ID) {
	r.t.Helper()
	random := rand.New(rand.NewPCG(2, 3))
	for i := range n {
		r.now = r.now.Add(time.Minute)
		rev := randomStory(random, edition)
		rev.Section, rev.Headline = section, fmt.Sprintf("Number %d of %s", i, section)
		ids = append(ids, r.publish(act(rev))[0].Story)
	}
	return ids
}

// shown gives the stories that a page tells of, in their order there.
func (r *room) shown(path string) (ids []string) {
	r.t.Helper()
	for _, n := range parse(r.t, path, r.page(path, 200)).all("data-teaser", "") {
		if id := attrOf(n, "data-teaser"); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (r *room) arrange(a Arrangement) {
	r.t.Helper()
	r.ok(r.press.Arrange(context.Background(), a))
}

// changedSince gives the paths whose pages are not what they were.
func (r *room) changedSince(before map[string]string) (paths []string) {
	now := pages(r.t, r.store)
	for path, page := range now {
		if before[path] != page {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Stories stand where an editor put them, the newest fill the rest, and only
// that front is printed again. Taking them off, and a rebuild, give the same
// bytes as before.
func TestArrangedFronts(t *testing.T) {
	for _, list := range []string{"en", "en/section/world"} {
		t.Run(list, func(t *testing.T) {
			r := newRoom(t)
			ids := r.publishNumbered("en", "world", 20)
			r.publishNumbered("fa-AF", "world", 2)
			path := listPath(list)
			before := pages(t, r.store)
			r.arrange(Arrangement{Fronts: map[string][]Placed{list: {{1, ids[0]}, {3, ids[18]}, {3, ids[5]}}}})
			want := []string{ids[0].String(), ids[19].String(), ids[18].String(), ids[5].String(), ids[17].String()}
			if got := r.shown(path); !slices.Equal(got[:5], want) {
				t.Errorf("it shows %q, want first %q", got, want)
			}
			if got := r.changedSince(before); !slices.Equal(got, []string{path}) {
				t.Errorf("printed again: %q", got)
			}
			parse(t, path, r.page(path, 200)).sound()
			arranged := pages(t, r.store)
			r.ok(r.press.Rebuild(context.Background(), nil))
			if got := r.changedSince(arranged); len(got) > 0 {
				t.Errorf("other bytes after a rebuild: %q", got)
			}
			r.arrange(Arrangement{})
			if got := r.changedSince(before); len(got) > 0 {
				t.Errorf("not as before: %q", got)
			}
		})
	}
}

// What is told no more, or no more there, falls off its front by itself, and
// what is not public yet comes when it is.
func TestArrangedStoriesFallOff(t *testing.T) {
	r := newRoom(t)
	ids := r.publishNumbered("en", "world", 6)
	coming := story.NewID()
	front := []Placed{{1, ids[0]}, {2, ids[1]}, {3, coming}, {4, ids[3]}}
	r.arrange(Arrangement{Fronts: map[string][]Placed{"en": front, "en/section/world": front, "fa-AF": front}})
	first := func(path string, want ...story.ID) {
		t.Helper()
		for i, id := range r.shown(path)[:len(want)] {
			if id != want[i].String() {
				t.Errorf("%s: place %d has %s, want %s", path, i+1, id, want[i])
			}
		}
	}
	first("/en/", ids[0], ids[1], ids[5], ids[3])
	if got := r.shown("/fa-AF/"); len(got) > 0 {
		t.Errorf("stories of another edition: %q", got)
	}
	rev := randomStory(rand.New(rand.NewPCG(4, 4)), "en")
	rev.Story, rev.Section = coming, "world"
	r.publish(act(rev))
	first("/en/", ids[0], ids[1], coming, ids[3])
	r.publish(record.Act{Kind: record.Retract, Story: ids[0], Base: 1, Reason: "It was not so."})
	first("/en/", ids[5], ids[1], coming, ids[3])
	r.publish(record.Act{Kind: record.Erase, Story: ids[3], Erase: record.Target{Revision: 1, Pieces: []int{0}}})
	if got := r.shown("/en/"); got[3] == ids[3].String() {
		t.Error("a story whose headline was erased keeps its place")
	}
	rev = randomStory(rand.New(rand.NewPCG(5, 5)), "en")
	rev.Story, rev.Section = ids[1], "culture"
	r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	if got := r.shown("/en/section/world/"); slices.Contains(got, ids[1].String()) {
		t.Error("a story that was filed elsewhere stays on the section's page")
	}
	first("/en/", ids[5], ids[1], coming)
}

// What was not printed before a crash, or was taken back when half of it was
// printed, is printed by the next call.
func TestArrangeOverCrashes(t *testing.T) {
	r := newRoom(t)
	ids := r.publishNumbered("en", "world", 5)
	before := pages(t, r.store)
	a := Arrangement{Fronts: map[string][]Placed{"en": {{1, ids[0]}}, "en/section/world": {{1, ids[1]}}}}
	r.arrange(a)
	with := pages(t, r.store)

	dir := r.store.dir
	r.ok(r.press.Close())
	r.store, r.press = r.open(dir) // a new process, which has not heard of any
	r.arrange(Arrangement{})
	if got := r.changedSince(before); len(got) > 0 {
		t.Errorf("after a start without an arrangement: %q", got)
	}

	// A page that cannot be written: the arrangement is not done, and going back
	// to none prints what was done of it.
	mend := r.stick("/en/section/world/")
	if err := r.press.Arrange(context.Background(), a); err == nil {
		t.Error("it is arranged, on a page that cannot be written")
	}
	mend()
	r.arrange(Arrangement{})
	if got := r.changedSince(before); len(got) > 0 {
		t.Errorf("after it was taken back: %q", got)
	}
	r.arrange(a)
	if got := r.changedSince(with); len(got) > 0 {
		t.Errorf("after it was asked for again: %q", got)
	}
}

// stick keeps a page from being written until it is mended.
func (r *room) stick(path string) (mend func()) {
	file := filepath.Join(r.store.dir, fileName(path))
	r.ok(errors.Join(os.Rename(file, file+"-kept"), os.MkdirAll(filepath.Join(file, "full"), 0o755)))
	return func() { r.ok(errors.Join(os.RemoveAll(file), os.Rename(file+"-kept", file))) }
}

// A proof is the page that will be printed, byte for byte, and nobody else has
// seen it.
func TestProof(t *testing.T) {
	r := newRoom(t)
	ids := r.publishNumbered("en", "world", 8)
	before := pages(t, r.store)
	a := Arrangement{Breaking: map[string]story.ID{"en": ids[1]}, Fronts: map[string][]Placed{"en": {{2, ids[0]}}}}
	var proof *Page
	r.ok(r.rec.View(context.Background(), func(rd record.Reader) (err error) {
		proof, err = r.press.Proof(rd, a, "/en/")
		return err
	}))
	if got := r.changedSince(before); len(got) > 0 {
		t.Errorf("a proof changed %q", got)
	}
	r.arrange(a)
	if string(proof.Body) != r.page("/en/", 200) {
		t.Error("the proof is not the page that was printed")
	}
}
