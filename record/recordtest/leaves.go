package recordtest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// add appends a leaf with the text, and whatever else l says.
func add(tx record.Tx, text string, l record.NewLeaf) error {
	size, err := tx.Size()
	if err != nil {
		return err
	}
	l.Index, l.Text = size, []byte(text)
	if l.Hashes, err = tlog.StoredHashes(size, l.Text, tx); err != nil {
		return err
	}
	return tx.AddLeaf(l)
}

// id makes a story's id that is easy to tell in a failure.
func id(n int) story.ID { return story.ID{0: byte(n >> 8), 1: byte(n), 15: 0xff} }

// blob is a piece list with one piece of the words, the salt all n.
func blob(n byte, words ...string) []byte {
	var pieces []record.Piece
	for _, w := range words {
		p := record.Piece{Type: "headline", Text: w}
		for i := range p.Salt {
			p.Salt[i] = n
		}
		pieces = append(pieces, p)
	}
	return record.EncodePieces(pieces)
}

func testEmpty(t *testing.T, open Open) {
	view(t, fresh(t, open), func(rd record.Reader) error {
		if n := must(rd.Size())(t); n != 0 {
			t.Errorf("Size of an empty store: %d", n)
		}
		if hs := must(rd.ReadHashes(nil))(t); len(hs) != 0 {
			t.Errorf("ReadHashes(nil): %v", hs)
		}
		if _, ok, err := rd.Story(id(1)); ok || err != nil {
			t.Errorf("Story: %v, %v", ok, err)
		}
		if _, ok, err := rd.ActLeaf("a"); ok || err != nil {
			t.Errorf("ActLeaf: %v, %v", ok, err)
		}
		if _, ok, err := rd.RevisionLeaf(id(1), 1); ok || err != nil {
			t.Errorf("RevisionLeaf: %v, %v", ok, err)
		}
		if _, ok, err := rd.SlugOwner("en", "a"); ok || err != nil {
			t.Errorf("SlugOwner: %v, %v", ok, err)
		}
		if _, ok, err := rd.Draft(id(1)); ok || err != nil {
			t.Errorf("Draft: %v, %v", ok, err)
		}
		if came, here, err := rd.Tally("en"); came != 0 || here != 0 || err != nil {
			t.Errorf("Tally: %d, %d, %v", came, here, err)
		}
		for what, n := range map[string]int{
			"Slugs":        len(must(rd.Slugs(id(1)))(t)),
			"List":         len(must(rd.List("en", record.Place{}, 10))(t)),
			"Run":          len(must(rd.Run("en", 0, 100))(t)),
			"ListsOf":      len(must(rd.ListsOf(id(1)))(t)),
			"Lists":        len(must(rd.Lists(""))(t)),
			"Translations": len(must(rd.Translations(id(1)))(t)),
			"Drafts":       len(must(rd.Drafts())(t)),
		} {
			if n != 0 {
				t.Errorf("%s of an empty store: %d", what, n)
			}
		}
		never := func(int64, []byte, []byte) error { return errors.New("there are no leaves") }
		return rd.Leaves(0, 10, never)
	})
}

// testLeaves walks a log longer than any chunk an engine may fetch at a time.
func testLeaves(t *testing.T, open Open) {
	s := fresh(t, open)
	const size = 300
	update(t, s, func(tx record.Tx) error {
		for i := range size {
			l := record.NewLeaf{Story: id(i), Number: 1}
			if i%3 != 0 {
				l.Blob = blob(byte(i), strings.Repeat("word ", i*20))
			} else {
				l.Number = 0
			}
			if err := add(tx, fmt.Sprintf("leaf %d\n", i), l); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(rd record.Reader) error {
		for _, r := range [][2]int64{{0, size}, {0, size + 50}, {17, 18}, {60, 70}, {size, size + 1}, {5, 5}, {9, 3}} {
			want := r[0]
			var texts, blobs [][]byte
			err := rd.Leaves(r[0], r[1], func(i int64, text, b []byte) error {
				if i != want {
					t.Fatalf("Leaves(%d, %d): leaf %d where %d was due", r[0], r[1], i, want)
				}
				want++
				texts, blobs = append(texts, text), append(blobs, b) // they may be kept
				return nil
			})
			if err != nil {
				return err
			}
			if end := max(r[0], min(r[1], size)); want != end {
				t.Errorf("Leaves(%d, %d): ended before %d instead of %d", r[0], r[1], want, end)
			}
			for k := range texts {
				i := int(r[0]) + k
				if string(texts[k]) != fmt.Sprintf("leaf %d\n", i) {
					t.Errorf("leaf %d: text %q", i, texts[k])
				}
				if i%3 == 0 && blobs[k] != nil {
					t.Errorf("leaf %d: %d bytes of a piece list it does not have", i, len(blobs[k]))
				}
				if i%3 != 0 && !bytes.Equal(blobs[k], blob(byte(i), strings.Repeat("word ", i*20))) {
					t.Errorf("leaf %d: another piece list", i)
				}
			}
		}
		enough := errors.New("enough")
		if err := rd.Leaves(0, size, func(int64, []byte, []byte) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("Leaves: %v instead of the error of its function", err)
		}
		return nil
	})
}

// testLeavesInside asks and writes from inside a walk, as Reindex does.
func testLeavesInside(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error {
		for i := range 150 {
			if err := add(tx, fmt.Sprint(i), record.NewLeaf{Story: id(i), Number: 1}); err != nil {
				return err
			}
		}
		inner := 0
		err := tx.Leaves(0, 150, func(i int64, _, _ []byte) error {
			if err := tx.PutStory(record.Entry{ID: id(int(i)), Edition: "en", Day: "2026-11-23"}); err != nil {
				return err
			}
			return tx.Leaves(i, i+2, func(int64, []byte, []byte) error { inner++; return nil })
		})
		if inner != 299 {
			t.Errorf("%d leaves walked inside the walk, instead of 299", inner)
		}
		return err
	})
}

// testHashes holds the stored hashes against a tree in memory.
func testHashes(t *testing.T, open Open) {
	s := fresh(t, open)
	var mem memory
	for i := range 70 {
		update(t, s, func(tx record.Tx) error { return add(tx, fmt.Sprint("leaf ", i), record.NewLeaf{}) })
		mem.add(t, fmt.Appendf(nil, "leaf %d", i))
	}
	view(t, s, func(rd record.Reader) error {
		for n := int64(0); n <= 70; n++ {
			if got, want := must(tlog.TreeHash(n, rd))(t), must(tlog.TreeHash(n, mem))(t); got != want {
				t.Errorf("head of %d leaves: %v instead of %v", n, got, want)
			}
		}
		proof := must(tlog.ProveRecord(70, 33, rd))(t)
		if err := tlog.CheckRecord(proof, 70, must(tlog.TreeHash(70, rd))(t), 33, tlog.RecordHash([]byte("leaf 33"))); err != nil {
			t.Errorf("proof of leaf 33: %v", err)
		}
		back := must(rd.ReadHashes([]int64{5, 0, 5}))(t)
		if back[0] != mem[5] || back[1] != mem[0] || back[2] != mem[5] {
			t.Error("ReadHashes does not keep the order it is asked in")
		}
		// Many at once, out of order, some twice, as who verifies the tree asks.
		var many []int64
		for i := range int64(len(mem)) {
			many = append(many, int64(len(mem))-1-i, i/2)
		}
		for i, h := range must(rd.ReadHashes(many))(t) {
			if h != mem[many[i]] {
				t.Errorf("of %d hashes at once, that of %d is another", len(many), many[i])
			}
		}
		for _, missing := range [][]int64{{int64(len(mem))}, append(many, int64(len(mem)))} {
			if _, err := rd.ReadHashes(missing); err == nil {
				t.Error("ReadHashes gives a hash that is not there")
			}
		}
		return nil
	})
}

// memory is a tlog.HashReader over a slice.
type memory []tlog.Hash

func (m *memory) add(t *testing.T, text []byte) {
	t.Helper()
	n := int64(0)
	for tlog.StoredHashIndex(0, n) < int64(len(*m)) {
		n++
	}
	*m = append(*m, must(tlog.StoredHashes(n, text, *m))(t)...)
}

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		if n >= int64(len(m)) {
			return nil, fmt.Errorf("no hash %d", n)
		}
		out[i] = m[n]
	}
	return out, nil
}

func testActs(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error {
		for i, l := range []record.NewLeaf{
			{Story: id(1), Number: 1, Act: "first"},
			{Story: id(2), Number: 1},
			{Story: id(1), Number: 2, Act: "it's \"odd\"; DROP TABLE می\u200cشود"},
			{Story: id(1), Act: "erase"},
			{Story: id(1), Act: "erase"},
			{},
		} {
			if err := add(tx, fmt.Sprint(i), l); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(rd record.Reader) error {
		for act, want := range map[string]int64{"first": 0, "it's \"odd\"; DROP TABLE می\u200cشود": 2, "erase": 3, "": -1, "First": -1, "firs": -1} {
			n, ok, err := rd.ActLeaf(act)
			if err != nil || ok != (want >= 0) || (ok && n != want) {
				t.Errorf("ActLeaf(%q) = %d, %v, %v; want %d", act, n, ok, err, want)
			}
		}
		for _, c := range []struct {
			story, number int
			want          int64
		}{{1, 1, 0}, {2, 1, 1}, {1, 2, 2}, {1, 3, -1}, {1, 0, -1}, {3, 1, -1}, {2, -1, -1}} {
			n, ok, err := rd.RevisionLeaf(id(c.story), c.number)
			if err != nil || ok != (c.want >= 0) || (ok && n != c.want) {
				t.Errorf("RevisionLeaf(%d, %d) = %d, %v, %v; want %d", c.story, c.number, n, ok, err, c.want)
			}
		}
		return nil
	})
}

func testChanged(t *testing.T, open Open) {
	s := fresh(t, open)
	keys := func(i int64) (out []string) {
		for k := range i % 4 {
			out = append(out, fmt.Sprintf("list/fa-AF/topic/می\u200cشود-%d-%d'\"", i, k))
		}
		return out
	}
	update(t, s, func(tx record.Tx) error {
		for i := range int64(200) {
			if err := add(tx, "x", record.NewLeaf{Keys: keys(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(rd record.Reader) error {
		for _, first := range []int64{0, 1, 150, 199, 200, 999} {
			next := first
			err := rd.Changed(first, func(i int64, got []string) error {
				if i != next || fmt.Sprint(got) != fmt.Sprint(keys(i)) {
					t.Errorf("Changed(%d): leaf %d with %q; want leaf %d with %q", first, i, got, next, keys(next))
				}
				next++
				return nil
			})
			if err != nil {
				return err
			}
			if next != max(200, first) {
				t.Errorf("Changed(%d) ended before leaf %d", first, next)
			}
		}
		enough := errors.New("enough")
		if err := rd.Changed(0, func(int64, []string) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("Changed: %v instead of the error of its function", err)
		}
		return nil
	})
}

func testForgetChanged(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error {
		for range 10 {
			if err := add(tx, "x", record.NewLeaf{Keys: []string{"list/en/by/somebody"}}); err != nil {
				return err
			}
		}
		return tx.ForgetChanged(7)
	})
	view(t, s, func(rd record.Reader) error {
		count := 0
		err := rd.Changed(7, func(int64, []string) error { count++; return nil })
		if count != 3 || err != nil {
			t.Errorf("Changed(7) after ForgetChanged(7): %d leaves, %v; want 3", count, err)
		}
		for _, first := range []int64{0, 6} {
			if err := rd.Changed(first, func(int64, []string) error { return nil }); !errors.Is(err, record.ErrForgotten) {
				t.Errorf("Changed(%d) after ForgetChanged(7): %v instead of ErrForgotten", first, err)
			}
		}
		return nil
	})
	update(t, s, func(tx record.Tx) error { return tx.ForgetChanged(10) })
	view(t, s, func(rd record.Reader) error {
		if err := rd.Changed(9, func(int64, []string) error { return nil }); !errors.Is(err, record.ErrForgotten) {
			t.Errorf("Changed(9) when all are forgotten: %v instead of ErrForgotten", err)
		}
		return rd.Changed(10, func(int64, []string) error { return errors.New("nothing is new") })
	})
}

// testAppendOnly asks the engine for what no record may do.
func testAppendOnly(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error {
		return add(tx, "first", record.NewLeaf{Story: id(1), Number: 1, Blob: blob(1, "a")})
	})
	hashes := func(n int64) []tlog.Hash { return make([]tlog.Hash, tlog.StoredHashCount(n+1)-tlog.StoredHashCount(n)) }
	for what, l := range map[string]record.NewLeaf{
		"the same leaf again":      {Index: 0, Text: []byte("x"), Hashes: hashes(0)},
		"a leaf with a gap":        {Index: 2, Text: []byte("x"), Hashes: hashes(2)},
		"a revision twice":         {Index: 1, Text: []byte("x"), Story: id(1), Number: 1, Hashes: hashes(1)},
		"a leaf without its tree":  {Index: 1, Text: []byte("x")},
		"a leaf with a longer one": {Index: 1, Text: []byte("x"), Hashes: make([]tlog.Hash, 5)},
		"an empty leaf":            {Index: 1, Hashes: hashes(1)},
		"a key of two lines":       {Index: 1, Text: []byte("x"), Hashes: hashes(1), Keys: []string{"a\nb"}},
	} {
		if err := s.Update(t.Context(), func(tx record.Tx) error { return tx.AddLeaf(l) }); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	view(t, s, func(rd record.Reader) error {
		if n := must(rd.Size())(t); n != 1 {
			t.Errorf("after what was refused there are %d leaves", n)
		}
		return rd.Leaves(0, 1, func(_ int64, text, b []byte) error {
			if string(text) != "first" || !bytes.Equal(b, blob(1, "a")) {
				t.Errorf("the leaf became %q", text)
			}
			return nil
		})
	})
}

func testErase(t *testing.T, open Open) {
	s := fresh(t, open)
	whole := blob(1, "keep", "secret", "keep too")
	pieces := must(record.DecodePieces(whole))(t)
	root := record.Root(pieces)
	pieces[1] = pieces[1].Erase()
	erased := record.EncodePieces(pieces)
	update(t, s, func(tx record.Tx) error {
		return errors.Join(
			add(tx, "a", record.NewLeaf{Story: id(1), Number: 1, Blob: whole}),
			add(tx, "b", record.NewLeaf{Story: id(1), Number: 2, Blob: whole}),
			add(tx, "c", record.NewLeaf{}))
	})
	erase := func(i int64, b []byte) error {
		return s.Update(t.Context(), func(tx record.Tx) error { return tx.EraseBlob(i, b) })
	}
	for what, c := range map[string]struct {
		leaf int64
		blob []byte
	}{
		"other words":             {0, blob(1, "keep", "secrets", "keep too")},
		"another salt":            {0, blob(2, "keep", "secret", "keep too")},
		"a piece less":            {0, blob(1, "keep", "secret")},
		"nothing":                 {0, nil},
		"no piece list":           {0, []byte("\x01words")},
		"a leaf without pieces":   {2, erased},
		"a leaf that is not here": {3, erased},
	} {
		if err := erase(c.leaf, c.blob); err == nil {
			t.Errorf("EraseBlob took %s", what)
		}
	}
	if err := erase(0, erased); err != nil {
		t.Fatalf("EraseBlob: %v", err)
	}
	if err := erase(0, whole); err == nil {
		t.Error("what was erased came back")
	}
	view(t, s, func(rd record.Reader) error {
		return rd.Leaves(0, 3, func(i int64, _, b []byte) error {
			want := [][]byte{erased, whole, nil}[i]
			if !bytes.Equal(b, want) {
				t.Errorf("leaf %d: another piece list than expected", i)
			}
			if b != nil && record.Root(must(record.DecodePieces(b))(t)) != root {
				t.Errorf("leaf %d: another root", i)
			}
			return nil
		})
	})
}

// testBig stores the longest values there may be.
func testBig(t *testing.T, open Open) {
	s := fresh(t, open)
	words := make([]string, 127)
	for i := range words {
		words[i] = strings.Repeat("می\u200cشود ", 4900)[:64<<10-3]
	}
	big := blob(7, words...)
	var keys []string
	for i := range 5000 {
		keys = append(keys, fmt.Sprintf("list/en/topic/%d", i))
	}
	update(t, s, func(tx record.Tx) error {
		return add(tx, strings.Repeat("x", record.MaxLeaf), record.NewLeaf{Story: id(1), Number: 1, Blob: big, Keys: keys})
	})
	view(t, s, func(rd record.Reader) error {
		return errors.Join(
			rd.Leaves(0, 1, func(_ int64, text, b []byte) error {
				if len(text) != record.MaxLeaf || !bytes.Equal(b, big) {
					t.Errorf("a leaf of %d bytes and a list of %d came back as %d and %d", record.MaxLeaf, len(big), len(text), len(b))
				}
				return nil
			}),
			rd.Changed(0, func(_ int64, got []string) error {
				if len(got) != len(keys) || got[4999] != keys[4999] {
					t.Errorf("%d keys came back as %d", len(keys), len(got))
				}
				return nil
			}))
	})
}
