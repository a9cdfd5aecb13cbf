package recordtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// testFaults lets writes fail in the two ways a disk has: it was not done, or it
// was done and reported as failed.
func testFaults(o *office) {
	engine := &faulty{}
	o.wrap = func(s record.Store) record.Store { engine.Store = s; return engine }
	restart := func() {
		o.Helper()
		if err := o.start(); err != nil {
			o.Fatal(err)
		}
	}
	restart()
	for i, c := range []struct {
		name          string
		notDone, done error
		goesOn, twin  bool
	}{
		{"full disk", record.ErrFull, nil, true, false},
		{"cancelled", context.Canceled, nil, true, false},
		{"unsure, not done", errUnsure, nil, false, false},
		{"unsure, done", nil, errUnsure, false, true},
	} {
		act := record.Act{ID: fmt.Sprint("act ", i), Kind: record.Publish, Revision: revision(c.name)}
		engine.notDone, engine.done = c.notDone, c.done
		if _, err := o.try(act); !errors.Is(err, errors.Join(c.notDone, c.done)) && !errors.Is(err, c.notDone) && !errors.Is(err, c.done) {
			o.Errorf("%s: %v", c.name, err)
		}
		if !c.goesOn {
			if _, err := o.try(act); !errors.Is(err, record.ErrBroken) {
				o.Errorf("%s: publishing went on: %v", c.name, err)
			}
			restart() // what the process does
		}
		if r := o.do(act)[0]; r.Twin != c.twin {
			o.Errorf("%s: the retried act: %+v", c.name, r)
		}
		o.verify()
	}
}

func testWithoutKey(o *office) {
	o.publish("The river rose")
	opts := o.options()
	opts.Signer = nil
	rec, err := record.Open(o.Context(), o.store, opts)
	if err != nil {
		o.Fatal(err)
	}
	if _, err := rec.Publish(o.Context(), record.Act{Kind: record.Publish, Revision: revision("x")}); !errors.Is(err, record.ErrNoKey) {
		o.Errorf("without its key: %v", err)
	}
	_, foreign, err := record.NewKey(origin)
	if err != nil {
		o.Fatal(err)
	}
	opts.Verifier = must(note.NewVerifier(foreign))(o.T)
	if _, err := record.Open(o.Context(), o.store, opts); !errors.Is(err, record.ErrBadCheckpoint) {
		o.Errorf("with another's key: %v", err)
	}
}

// copyOf gives the leaves of an office from first on, as an export holds them.
func (o *office) copyOf(first, end int64) iter.Seq2[record.Grafted, error] {
	return func(yield func(record.Grafted, error) bool) {
		stop := errors.New("enough")
		o.view(func(rd record.Reader) error {
			err := rd.Leaves(first, end, func(i int64, text, blob []byte) error {
				g := record.Grafted{Index: i, Text: text}
				if blob != nil {
					g.Pieces = must(record.DecodePieces(blob))(o.T)
				}
				if !yield(g, nil) {
					return stop
				}
				return nil
			})
			if errors.Is(err, stop) {
				return nil
			}
			return err
		})
	}
}

// headAt is the head the log had at a size.
func (o *office) headAt(size int64) (c record.Checkpoint) {
	o.Helper()
	o.view(func(rd record.Reader) error {
		c = record.Checkpoint{Origin: origin, Size: size, Root: must(tlog.TreeHash(size, rd))(o.T)}
		return nil
	})
	return c
}

// mender opens an office's store to mend it.
func (o *office) mender() *record.Record {
	o.Helper()
	opts := o.options()
	opts.Mending = true
	return must(record.Open(o.Context(), o.store, opts))(o.T)
}

// behind is a copy of the office with its first leaves only, and the whole
// one's checkpoint beside it: a restored backup.
func (o *office) behind(size int64) *office {
	o.Helper()
	b := &office{T: o.T, open: o.open, private: o.private, public: o.public, dir: o.TempDir(), now: o.now}
	b.wrap = func(s record.Store) record.Store { return s }
	b.store = o.open(o.T, b.dir)
	o.Cleanup(func() { b.store.Close() })
	if _, err := b.mender().Graft(o.Context(), o.copyOf(0, size), o.headAt(size)); err != nil {
		o.Fatal(err)
	}
	if err := b.head().Save(o.rec.Checkpoint()); err != nil {
		o.Fatal(err)
	}
	return b
}

func testRolledBack(o *office) {
	o.publish("One")
	o.publish("Two")
	o.publish("Three")
	b := o.behind(3)
	if err := b.start(); !errors.Is(err, record.ErrRolledBack) {
		o.Errorf("a restored backup: %v", err)
	}
	if _, err := b.mender().Publish(o.Context(), record.Act{Kind: record.Publish, Revision: revision("x")}); err == nil {
		o.Error("a record that is being mended published")
	}
	if kept := must(b.head().Load())(o.T); string(kept) != string(o.rec.Checkpoint()) {
		o.Error("the kept checkpoint was overwritten")
	}
}

func testForked(o *office) {
	s := o.sibling()
	o.publish("One")
	s.publish("Another")
	s.publish("Yet another")
	if err := s.head().Save(o.rec.Checkpoint()); err != nil {
		o.Fatal(err)
	}
	if err := s.start(); !errors.Is(err, record.ErrRolledBack) {
		o.Errorf("as long, but another history: %v", err)
	}
}

// testRecover loses leaves of every kind, erasures among them, and takes them
// from a copy.
func testRecover(o *office) {
	first := o.publish("One")
	second := o.publish("Two")
	lost := o.size()
	_, rev := o.current(first.Story)
	rev.Headline, rev.Slug = "One, changed", "changed"
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	o.do(record.Act{ID: "x", Kind: record.Retract, Story: second.Story, Base: 1, Reason: "no"})
	b := o.behind(lost) // holds the words that are erased after it was made
	o.erase(first.Story, "Zarmina")
	o.erase(second.Story, "Zarmina")
	o.publish("Three")
	o.erase(o.publish("Four").Story, "Farid")
	if err := b.head().Save(o.rec.Checkpoint()); err != nil {
		o.Fatal(err)
	}
	n, err := b.mender().Graft(o.Context(), o.copyOf(0, o.size()), o.headAt(o.size()))
	if err != nil || n != o.size()-lost {
		o.Fatalf("Graft took %d leaves: %v", n, err)
	}
	if err := b.start(); err != nil {
		o.Fatalf("the mended record: %v", err)
	}
	b.verify()
	o.same("the mended index", b.index(), o.index())
	b.now = o.now
	b.publish("It goes on")
	b.verify()
	o.erase(must(o.storyOf("Three"))(o.T), "Zarmina")
	b.erase(must(b.storyOf("Three"))(o.T), "Zarmina")
	b.erase(must(b.storyOf("It goes on"))(o.T), "Zarmina")
	b.erase(must(b.storyOf("Four"))(o.T), "Zarmina")
	b.nowhere("Zarmina")
}

// storyOf finds a story by its headline.
func (o *office) storyOf(headline string) (id story.ID, err error) {
	err = fmt.Errorf("no story %q", headline)
	o.view(func(rd record.Reader) error {
		for _, s := range o.stories(rd) {
			if _, rev, e := current(rd, s); e == nil && rev.Headline == headline {
				id, err = s, nil
			}
		}
		return nil
	})
	return id, err
}

// testRecoverRefused hands Graft copies that are not of this log.
func testRecoverRefused(o *office) {
	o.publish("One")
	o.publish("Two")
	o.erase(o.publish("Three").Story, "Zarmina")
	whole := slices.Collect(func(yield func(record.Grafted) bool) {
		for g := range o.copyOf(0, o.size()) {
			if !yield(g) {
				return
			}
		}
	})
	s := o.sibling()
	s.publish("Another")
	foreign := slices.Collect(func(yield func(record.Grafted) bool) {
		for g := range s.copyOf(0, s.size()) {
			yield(g)
		}
	})
	for name, change := range map[string]func(c []record.Grafted) []record.Grafted{
		"a leaf missing":     func(c []record.Grafted) []record.Grafted { return slices.Delete(c, 2, 3) },
		"the end missing":    func(c []record.Grafted) []record.Grafted { return c[:3] },
		"swapped":            func(c []record.Grafted) []record.Grafted { c[2].Text, c[3].Text = c[3].Text, c[2].Text; return c },
		"another's":          func(c []record.Grafted) []record.Grafted { return append(c[:1], foreign[1:]...) },
		"no leaf":            func(c []record.Grafted) []record.Grafted { c[2].Text = []byte("x"); return c },
		"without its pieces": func(c []record.Grafted) []record.Grafted { c[2].Pieces = nil; return c },
		"another's pieces":   func(c []record.Grafted) []record.Grafted { c[2].Pieces = foreign[1].Pieces; return c },
		"another word": func(c []record.Grafted) []record.Grafted {
			c[2].Pieces = slices.Clone(c[2].Pieces)
			c[2].Pieces[0].Text += "!"
			return c
		},
		"another time": func(c []record.Grafted) []record.Grafted {
			l := must(record.ParseLeaf(c[2].Text))(o.T)
			l.At = l.At.AddDate(-1, 0, 0)
			c[2].Text = l.Text()
			return c
		},
	} {
		b := o.behind(2)
		bad := change(slices.Clone(whole))
		n, err := b.mender().Graft(o.Context(), func(yield func(record.Grafted, error) bool) {
			for _, g := range bad {
				if !yield(g, nil) {
					return
				}
			}
		}, o.headAt(o.size()))
		if err == nil || n != 0 || b.size() != 2 {
			o.Errorf("%s: %d leaves taken, %d there, %v", name, n, b.size(), err)
		}
	}
}

func testReindex(o *office) {
	first := o.publish("One")
	_, rev := o.current(first.Story)
	rev.Slug, rev.Section, rev.Topics, rev.Grade = "two", "afghanistan", nil, story.GradeClarification
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	dari := revision("یک")
	dari.Edition, dari.TranslationOf = "fa-AF", first.Story
	o.do(record.Act{Kind: record.Publish, Revision: dari})
	gone := o.publish("Gone")
	o.do(record.Act{Kind: record.Retract, Story: gone.Story, Base: 1, Reason: "r"})
	numbers := func() (out []int64) {
		o.view(func(rd record.Reader) error {
			for _, l := range must(rd.Run("en", 0, 99))(o.T) {
				out = append(out, l.N)
			}
			return nil
		})
		return out
	}
	before := numbers()
	calls := int64(0)
	if err := o.rec.Reindex(o.Context(), func(done, total int64) { calls = done; _ = total }); err != nil || calls != o.size() {
		o.Errorf("Reindex told of %d leaves: %v", calls, err)
	}
	if after := numbers(); !slices.Equal(before, after) {
		o.Errorf("numbers in a list went from %v to %v", before, after)
	}
	o.reindexed()
}

// testAtRandom does a hundred and fifty random acts, right and wrong ones, and
// looks at the record from outside now and then.
func testAtRandom(o *office) {
	seeds, acts := uint64(3), 150
	if testing.Short() {
		seeds, acts = 1, 50
	}
	for seed := range seeds {
		o.T.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := randomOffice{office: newOffice(t, o.open), rng: rand.New(rand.NewPCG(seed, 7)), number: map[story.ID]int{}}
			for i := range acts {
				r.step()
				if i%50 == 49 {
					r.verify()
					r.reindexed()
				}
				if t.Failed() {
					return
				}
			}
			b := r.behind(r.size() / 2)
			if _, err := b.mender().Graft(t.Context(), r.copyOf(0, r.size()), r.headAt(r.size())); err != nil {
				t.Fatalf("Graft: %v", err)
			}
			if err := b.start(); err != nil {
				t.Fatal(err)
			}
			b.verify()
			b.reindexed()
			b.same("the copy's index", b.index(), r.index())
		})
	}
}

type randomOffice struct {
	*office
	rng    *rand.Rand
	ids    []story.ID
	number map[story.ID]int
	acts   []record.Act // carried out, with an id
}

func (r *randomOffice) step() {
	if r.rng.IntN(8) == 0 {
		if err := r.start(); err != nil {
			r.Fatal(err)
		}
	}
	switch n := r.rng.IntN(10); {
	case n < 4 || len(r.ids) == 0:
		r.first()
	case n < 6:
		r.change()
	case n < 7 && len(r.acts) > 0:
		if got := r.do(r.acts[r.rng.IntN(len(r.acts))]); !got[0].Twin {
			r.Errorf("no twin: %+v", got)
		}
	case n < 8:
		r.eraseSome()
	case n < 9:
		id := r.ids[r.rng.IntN(len(r.ids))]
		e, _ := r.current(id)
		act := record.Act{Kind: record.Retract, Story: id, Base: r.number[id], Reason: "r"}
		if e.Retracted {
			r.refused(record.ErrInvalid, act)
			return
		}
		r.do(act)
		r.number[id]++
	default:
		id := r.ids[r.rng.IntN(len(r.ids))]
		rev := r.words()
		rev.Story = id
		r.refused(record.ErrStale, record.Act{Kind: record.Revise, Base: r.number[id] - 1, Revision: rev})
	}
}

// words is a random revision of English.
func (r *randomOffice) words() story.Revision {
	rev := revision(fmt.Sprint("Headline ", r.rng.IntN(20)))
	rev.Section = []string{"world", "afghanistan", ""}[r.rng.IntN(3)]
	rev.Topics, rev.Bylines = nil, nil
	for range r.rng.IntN(3) {
		rev.Topics = append(rev.Topics, story.Topic{Name: fmt.Sprint("Topic ", r.rng.IntN(5))})
		rev.Bylines = append(rev.Bylines, story.Byline{Name: fmt.Sprint("Person ", r.rng.IntN(5))})
	}
	return rev
}

func (r *randomOffice) first() {
	var acts []record.Act
	for i := range 1 + r.rng.IntN(4) {
		act := record.Act{Kind: record.Publish, Revision: r.words()}
		act.Revision.Story = story.NewID()
		if r.rng.IntN(2) == 0 {
			act.ID = fmt.Sprint("act ", len(r.acts), " ", i)
		}
		if len(r.ids) > 0 && r.rng.IntN(3) == 0 {
			if e, _ := r.current(r.ids[r.rng.IntN(len(r.ids))]); e.Root() == e.ID && e.Edition == "en" {
				act.Revision.Edition, act.Revision.TranslationOf = "fa-AF", e.ID
			}
		}
		acts = append(acts, act)
	}
	for i, got := range r.do(acts...) {
		r.ids = append(r.ids, got.Story)
		r.number[got.Story] = 1
		if acts[i].ID != "" {
			r.acts = append(r.acts, acts[i])
		}
	}
}

func (r *randomOffice) change() {
	id := r.ids[r.rng.IntN(len(r.ids))]
	e, _ := r.current(id)
	rev := r.words()
	rev.Story, rev.Edition, rev.TranslationOf = id, e.Edition, e.TranslationOf
	rev.Grade = story.Grades[r.rng.IntN(len(story.Grades))]
	rev.Note = "What changed."
	if r.rng.IntN(3) == 0 {
		rev.Slug = story.Slug(strings.ToLower(story.NewID().String()))
	}
	kind := record.Revise
	if rev.Grade == story.GradeCorrection {
		kind = record.Correct
	}
	r.do(record.Act{Kind: kind, Base: r.number[id], Revision: rev})
	r.number[id]++
}

func (r *randomOffice) eraseSome() {
	id := r.ids[r.rng.IntN(len(r.ids))]
	var acts []record.Act
	r.view(func(rd record.Reader) error {
		var err error
		acts, err = record.EraseActs(rd, id, func(record.Piece) bool { return r.rng.IntN(12) == 0 }, "")
		if errors.Is(err, record.ErrNoStory) {
			err = nil
		}
		return err
	})
	r.do(acts...)
}
