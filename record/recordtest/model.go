package recordtest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// model does in maps what a store does on disk.
type model struct {
	leaves  []record.NewLeaf
	hashes  memory
	stories map[story.ID]record.Entry
	slugs   map[[2]string]slugged
	born    int
	lists   map[string]modelList
}

type slugged struct {
	slug  story.Slug
	story story.ID
	born  int
}

type modelList struct {
	came int64
	here []record.Listed // by number; only ID, Published and N are set
}

func (m *model) clone() *model {
	c := *m
	c.leaves, c.hashes = slices.Clone(m.leaves), slices.Clone(m.hashes)
	c.stories, c.slugs, c.lists = maps.Clone(m.stories), maps.Clone(m.slugs), maps.Clone(m.lists)
	return &c
}

// testModel does random things to a store and to the model, gives half of the
// transactions up, opens the store again now and then, and compares the two.
func testModel(t *testing.T, open Open) {
	seeds, rounds := uint64(6), 60
	if testing.Short() {
		seeds, rounds = 1, 20
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			runModel(t, open, rounds, rand.New(rand.NewPCG(seed, 1)))
		})
	}
}

func runModel(t *testing.T, open Open, rounds int, rng *rand.Rand) {
	dir := t.TempDir()
	s := open(t, dir)
	defer func() { s.Close() }()
	m := &model{stories: map[story.ID]record.Entry{}, slugs: map[[2]string]slugged{}, lists: map[string]modelList{}}
	giveUp := errors.New("given up")
	for range rounds {
		next := m.clone()
		kept := rng.IntN(3) > 0
		err := s.Update(t.Context(), func(tx record.Tx) error {
			for range rng.IntN(25) {
				if err := next.step(t, tx, rng); err != nil {
					return err
				}
			}
			if !kept {
				return giveUp
			}
			return nil
		})
		switch {
		case kept && err != nil:
			t.Fatal(err)
		case kept:
			m = next
		case !errors.Is(err, giveUp):
			t.Fatal(err)
		}
		if rng.IntN(10) == 0 {
			s.Close()
			s = open(t, dir)
		}
		view(t, s, func(rd record.Reader) error { m.compare(t, rd); return nil })
		if t.Failed() {
			return
		}
	}
}

// step does one random thing to both.
func (m *model) step(t *testing.T, tx record.Tx, rng *rand.Rand) error {
	who := id(rng.IntN(30))
	list := []string{"en", "en/topic/a", "en/topic/b", "en/by/می\u200cشود"}[rng.IntN(4)]
	switch rng.IntN(10) {
	case 0, 1:
		return m.addLeaf(t, tx, who, rng)
	case 2:
		return m.erase(t, tx, rng)
	case 3, 4:
		return m.putStory(tx, who, rng)
	case 5:
		return m.putSlug(tx, who, rng)
	case 6:
		key := fmt.Sprint(rng.IntN(20))
		delete(m.slugs, [2]string{"en", key})
		return tx.DropSlug("en", key)
	case 7:
		return m.leave(t, tx, list, who)
	default:
		return m.join(t, tx, list, who, rng)
	}
}

func (m *model) addLeaf(t *testing.T, tx record.Tx, who story.ID, rng *rand.Rand) error {
	n := int64(len(m.leaves))
	l := record.NewLeaf{Index: n, Text: fmt.Appendf(nil, "leaf %d %d", n, rng.Uint32()), Story: who}
	if rng.IntN(4) > 0 {
		l.Number = 1 + m.revisions(who)
		l.Blob = blob(byte(rng.Uint32()), "one", fmt.Sprint("two ", rng.Uint32()), string(make([]byte, rng.IntN(9000))))
	}
	if rng.IntN(2) > 0 {
		l.Act = fmt.Sprint("act", rng.IntN(40))
	}
	m.hashes.add(t, l.Text)
	l.Hashes = m.hashes[tlog.StoredHashCount(n):]
	m.leaves = append(m.leaves, l)
	return tx.AddLeaf(l)
}

func (m *model) revisions(who story.ID) (n int) {
	for _, l := range m.leaves {
		if l.Story == who {
			n = max(n, l.Number)
		}
	}
	return n
}

func (m *model) erase(t *testing.T, tx record.Tx, rng *rand.Rand) error {
	if len(m.leaves) == 0 {
		return nil
	}
	i := rng.IntN(len(m.leaves))
	if m.leaves[i].Blob == nil {
		return nil
	}
	pieces := must(record.DecodePieces(m.leaves[i].Blob))(t)
	k := rng.IntN(len(pieces))
	pieces[k] = pieces[k].Erase()
	m.leaves[i].Blob = record.EncodePieces(pieces)
	return tx.EraseBlob(int64(i), m.leaves[i].Blob)
}

func (m *model) putStory(tx record.Tx, who story.ID, rng *rand.Rand) error {
	e := entry(rng.IntN(1000))
	e.ID, e.Published = who, moment(int(who[1])) // for life, as in a record
	if rng.IntN(2) > 0 {
		e.TranslationOf = id(rng.IntN(5))
	}
	m.stories[who] = e
	return tx.PutStory(e)
}

func (m *model) putSlug(tx record.Tx, who story.ID, rng *rand.Rand) error {
	key := [2]string{"en", fmt.Sprint(rng.IntN(20))}
	if _, taken := m.slugs[key]; taken {
		return nil
	}
	s := slugged{story.Slug(fmt.Sprint("slug ", rng.Uint32())), who, m.born}
	m.born++
	m.slugs[key] = s
	return tx.PutSlug(key[0], key[1], s.slug, who)
}

func (m *model) join(t *testing.T, tx record.Tx, list string, who story.ID, rng *rand.Rand) error {
	l := m.lists[list]
	if _, known := m.stories[who]; !known || slices.ContainsFunc(l.here, func(x record.Listed) bool { return x.ID == who }) {
		return nil
	}
	in := record.Listed{Entry: record.Entry{ID: who, Published: m.stories[who].Published}, N: l.came}
	m.lists[list] = modelList{came: l.came + 1, here: append(slices.Clone(l.here), in)}
	n, err := tx.JoinList(list, who, in.Published)
	if n != in.N {
		t.Errorf("joined %s as %d instead of %d", list, n, in.N)
	}
	return err
}

func (m *model) leave(t *testing.T, tx record.Tx, list string, who story.ID) error {
	l := m.lists[list]
	i := slices.IndexFunc(l.here, func(x record.Listed) bool { return x.ID == who })
	if i < 0 {
		return nil
	}
	want := l.here[i].N
	l.here = slices.Delete(slices.Clone(l.here), i, i+1)
	if m.lists[list] = l; len(l.here) == 0 {
		delete(m.lists, list)
	}
	n, err := tx.LeaveList(list, who)
	if n != want {
		t.Errorf("left %s as %d instead of %d", list, n, want)
	}
	return err
}

// compare asks the store everything and holds it against the model.
func (m *model) compare(t *testing.T, rd record.Reader) {
	t.Helper()
	m.compareLeaves(t, rd)
	for n := range 30 {
		who := id(n)
		got, ok := must2(rd.Story(who))(t)
		if want, known := m.stories[who]; ok != known || got != want {
			t.Errorf("story %d: %+v (%v) instead of %+v (%v)", n, got, ok, want, known)
		}
		if got, want := must(rd.Slugs(who))(t), m.slugsOf(who); !slices.Equal(got, want) {
			t.Errorf("slugs of story %d: %q instead of %q", n, got, want)
		}
		if got, want := must(rd.Translations(who))(t), m.translations(who); !slices.Equal(got, want) {
			t.Errorf("translations of story %d: %v instead of %v", n, got, want)
		}
		if got, want := must(rd.ListsOf(who))(t), m.listsOf(who); !slices.Equal(got, want) {
			t.Errorf("lists of story %d: %q instead of %q", n, got, want)
		}
	}
	for _, list := range []string{"en", "en/topic/a", "en/topic/b", "en/by/می\u200cشود"} {
		m.compareList(t, rd, list)
	}
	var names []record.ListTally
	for _, name := range slices.Sorted(maps.Keys(m.lists)) {
		names = append(names, record.ListTally{List: name, Here: int64(len(m.lists[name].here))})
	}
	if got := must(rd.Lists("en"))(t); !slices.Equal(got, names) {
		t.Errorf("lists: %v instead of %v", got, names)
	}
}

func (m *model) compareLeaves(t *testing.T, rd record.Reader) {
	t.Helper()
	size := int64(len(m.leaves))
	if n := must(rd.Size())(t); n != size {
		t.Errorf("%d leaves instead of %d", n, size)
	}
	if size > 0 && must(tlog.TreeHash(size, rd))(t) != must(tlog.TreeHash(size, m.hashes))(t) {
		t.Error("another tree")
	}
	acts := map[string]int64{}
	err := rd.Leaves(0, size, func(i int64, text, b []byte) error {
		l := m.leaves[i]
		if !bytes.Equal(text, l.Text) || !bytes.Equal(b, l.Blob) || (b == nil) != (l.Blob == nil) {
			t.Errorf("leaf %d differs", i)
		}
		if _, seen := acts[l.Act]; !seen && l.Act != "" {
			acts[l.Act] = i
		}
		n, ok := must2(rd.RevisionLeaf(l.Story, l.Number))(t)
		if ok != (l.Number > 0) || (ok && n != i) {
			t.Errorf("revision %d of leaf %d is found in leaf %d (%v)", l.Number, i, n, ok)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for i := range 40 {
		n, ok := must2(rd.ActLeaf(fmt.Sprint("act", i)))(t)
		if want, known := acts[fmt.Sprint("act", i)]; ok != known || n != want {
			t.Errorf("act%d: leaf %d (%v) instead of %d (%v)", i, n, ok, want, known)
		}
	}
}

func (m *model) compareList(t *testing.T, rd record.Reader, list string) {
	t.Helper()
	want := m.lists[list]
	came, here, err := rd.Tally(list)
	if err != nil || came != want.came || here != int64(len(want.here)) {
		t.Errorf("%s: %d came and %d are here, instead of %d and %d (%v)", list, came, here, want.came, len(want.here), err)
	}
	for i, l := range want.here {
		want.here[i].Entry = m.stories[l.ID]
	}
	if got := must(rd.Run(list, 0, 1<<40))(t); !slices.Equal(got, want.here) {
		t.Errorf("%s in the order of coming:\n%v instead of\n%v", list, got, want.here)
	}
	for _, l := range want.here {
		if n, ok := must2(rd.NumberIn(list, l.ID))(t); !ok || n != l.N {
			t.Errorf("%s: story %s has number %d (%v) instead of %d", list, l.ID, n, ok, l.N)
		}
	}
	if _, ok := must2(rd.NumberIn(list, story.ID{}))(t); ok {
		t.Errorf("%s: a story that nobody published has a number", list)
	}
	newest := slices.Clone(want.here)
	slices.SortFunc(newest, func(a, b record.Listed) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.N, a.N))
	})
	if got := must(rd.List(list, record.Place{}, 100))(t); !slices.Equal(got, newest) {
		t.Errorf("%s, newest first:\n%v instead of\n%v", list, got, newest)
	}
	for i, l := range newest {
		if got := must(rd.List(list, l.Place(), 3))(t); !slices.Equal(got, newest[i+1:min(i+4, len(newest))]) {
			t.Errorf("%s, below place %v: %v", list, l.Place(), got)
		}
	}
}

func (m *model) slugsOf(who story.ID) (out []story.Slug) {
	var of []slugged
	for _, s := range m.slugs {
		if s.story == who {
			of = append(of, s)
		}
	}
	slices.SortFunc(of, func(a, b slugged) int { return a.born - b.born })
	for _, s := range of {
		out = append(out, s.slug)
	}
	return out
}

func (m *model) translations(root story.ID) (out []story.ID) {
	for _, e := range m.stories {
		if e.TranslationOf == root {
			out = append(out, e.ID)
		}
	}
	slices.SortFunc(out, func(a, b story.ID) int { // all are of one edition here
		return bytes.Compare(a[:], b[:])
	})
	return out
}

func (m *model) listsOf(who story.ID) (out []string) {
	for name, l := range m.lists {
		if slices.ContainsFunc(l.here, func(x record.Listed) bool { return x.ID == who }) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// must2 is must for an answer that may not be there.
func must2[T any](v T, ok bool, err error) func(t *testing.T) (T, bool) {
	return func(t *testing.T) (T, bool) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v, ok
	}
}
