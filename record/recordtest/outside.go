package recordtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// verify looks at the whole record as a stranger would: it trusts the key, and
// computes everything else from the leaves' texts and the piece lists.
func (o *office) verify() {
	o.Helper()
	v := verifier{o: o, newest: map[story.ID]int64{}, number: map[story.ID]int{}, erased: map[revisionOf][]int{}, gone: map[revisionOf][]int{}, roots: map[revisionOf]tlog.Hash{}}
	o.view(func(rd record.Reader) error {
		size, err := rd.Size()
		if err != nil {
			return err
		}
		if err := rd.Leaves(0, size, v.leaf); err != nil {
			return err
		}
		v.head(size)
		return nil
	})
	for of, numbers := range v.gone {
		slices.Sort(v.erased[of])
		if !slices.Equal(numbers, v.erased[of]) {
			o.Errorf("%v: pieces %v are erased, the leaves say %v", of, numbers, v.erased[of])
		}
		delete(v.erased, of)
	}
	if len(v.erased) > 0 {
		o.Errorf("said to be erased and still there: %v", v.erased)
	}
}

type revisionOf struct {
	story  story.ID
	number int
}

type verifier struct {
	o            *office
	hashes       memory
	last         record.Leaf
	newest       map[story.ID]int64
	number       map[story.ID]int
	roots        map[revisionOf]tlog.Hash
	erased, gone map[revisionOf][]int
}

func (v *verifier) leaf(i int64, text, blob []byte) error {
	v.o.Helper()
	l, err := record.ParseLeaf(text)
	if err != nil {
		return err
	}
	v.hashes.add(v.o.T, text)
	if l.At.Before(v.last.At) {
		v.o.Errorf("leaf %d: its time runs backwards", i)
	}
	v.last = l
	if l.Kind == record.Key {
		return nil
	}
	before, known := v.newest[l.Story]
	if !known {
		before = -1
	}
	if l.Previous != before {
		v.o.Errorf("leaf %d names %d as the one before, not %d", i, l.Previous, before)
	}
	v.newest[l.Story] = i
	if l.Kind == record.Erase {
		of := revisionOf{l.Story, l.Revision}
		if l.Root != v.roots[of] {
			v.o.Errorf("leaf %d: the root of another revision", i)
		}
		v.erased[of] = append(v.erased[of], l.Pieces...)
		return nil
	}
	return v.revision(i, l, blob)
}

func (v *verifier) revision(i int64, l record.Leaf, blob []byte) error {
	of := revisionOf{l.Story, l.Revision}
	v.number[l.Story]++
	if l.Revision != v.number[l.Story] {
		v.o.Errorf("leaf %d makes revision %d after %d", i, l.Revision, v.number[l.Story]-1)
	}
	pieces, err := record.DecodePieces(blob)
	if err != nil {
		return fmt.Errorf("leaf %d: %w", i, err)
	}
	if v.roots[of] = record.Root(pieces); v.roots[of] != l.Root {
		v.o.Errorf("leaf %d: its pieces have another root", i)
	}
	for k, p := range pieces {
		if p.Erased {
			v.gone[of] = append(v.gone[of], k)
		}
	}
	_, err = record.Revision(pieces)
	return err
}

// head holds the checkpoint against the tree over the texts.
func (v *verifier) head(size int64) {
	v.o.Helper()
	key := must(note.NewVerifier(v.o.public))(v.o.T)
	kept := must(v.o.head().Load())(v.o.T)
	for what, signed := range map[string][]byte{"signed": v.o.rec.Checkpoint(), "kept": kept} {
		head, err := record.OpenCheckpoint(signed, key)
		if err != nil {
			v.o.Errorf("the %s checkpoint: %v", what, err)
			continue
		}
		if head.Size != size || head.Root != must(tlog.TreeHash(size, v.hashes))(v.o.T) {
			v.o.Errorf("the %s checkpoint is of another log: %+v for %d leaves", what, head, size)
		}
	}
}

// index writes down the whole index of present stories, so that two can be
// compared. Two things are left out because the leaves cannot tell them any more
// once something was erased: a story's number in a list, as erasing a topic
// leaves a gap, and the order of its slugs.
func (o *office) index() string {
	o.Helper()
	var b strings.Builder
	o.view(func(rd record.Reader) error {
		for _, id := range o.stories(rd) {
			e, ok, err := rd.Story(id)
			if err != nil {
				return err
			}
			text := must(json.Marshal(e))(o.T)
			slugs := must(rd.Slugs(id))(o.T)
			slices.Sort(slugs)
			fmt.Fprintln(&b, ok, string(text), slugs, must(rd.ListsOf(id))(o.T), must(rd.Translations(id))(o.T))
		}
		for _, l := range must(rd.Lists(""))(o.T) {
			fmt.Fprint(&b, l.List, " ", l.Here, ":")
			for _, in := range must(rd.List(l.List, record.Place{}, 1<<20))(o.T) {
				fmt.Fprint(&b, " ", in.ID)
			}
			fmt.Fprintln(&b)
		}
		return nil
	})
	return b.String()
}

// stories gives every story of the log, in a fixed order.
func (o *office) stories(rd record.Reader) []story.ID {
	o.Helper()
	all := map[story.ID]bool{}
	size := must(rd.Size())(o.T)
	err := rd.Leaves(0, size, func(_ int64, text, _ []byte) error {
		l, err := record.ParseLeaf(text)
		if !l.Story.IsZero() {
			all[l.Story] = true
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b story.ID) int { return strings.Compare(a.String(), b.String()) })
}
