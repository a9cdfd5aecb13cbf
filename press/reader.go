package press

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// reader is what a page is printed from: the record, noting every key that was
// asked for. One reader serves one page.
type reader struct {
	rd     record.Reader
	items  *cache[story.ID, *item]
	keys   map[string]struct{}
	calls  []string  // pages that belong to the page, to be printed with it
	newest time.Time // of the leaves the page tells of
	leaf   int64     // the last of them
}

// headKey is the key of the log's end, which every leaf changes.
const headKey = "head"

func newReader(rd record.Reader, items *cache[story.ID, *item]) *reader {
	return &reader{rd: rd, items: items, keys: map[string]struct{}{}}
}

func (r *reader) note(key string) { r.keys[key] = struct{}{} }

// item is a story in its present state, as pages tell of it. It is shared and
// never changed.
type item struct {
	record.Entry
	Rev    story.Revision
	At     time.Time // of the story's newest leaf
	Erased bool      // words of this revision were erased
	size   int64
}

// entry gives a story's present state.
func (r *reader) entry(id story.ID) (record.Entry, bool, error) {
	r.note(record.StoryKey(id))
	return r.rd.Story(id)
}

// item gives a story whose present state is known.
func (r *reader) item(e record.Entry) (*item, error) {
	r.note(record.StoryKey(e.ID))
	return r.fetch(e)
}

// fetch is item for a page that every leaf has printed again: it need not be
// found by its stories.
func (r *reader) fetch(e record.Entry) (*item, error) {
	it, epoch, ok := r.items.get(e.ID)
	if !ok || it.Leaf != e.Leaf {
		if ok {
			r.items.drop(e.ID)
			_, epoch, _ = r.items.get(e.ID)
		}
		var err error
		if it, err = r.load(e); err != nil {
			return nil, err
		}
		r.items.add(e.ID, it, epoch)
	}
	r.tell(it.At)
	r.leaf = max(r.leaf, it.Leaf)
	return it, nil
}

// tell notes that the page tells of a leaf of this time.
func (r *reader) tell(at time.Time) {
	if at.After(r.newest) {
		r.newest = at
	}
}

func (r *reader) load(e record.Entry) (*item, error) {
	it := &item{Entry: e}
	err := r.rd.Leaves(e.RevisionLeaf, e.RevisionLeaf+1, func(_ int64, text, blob []byte) error {
		pieces, err := record.DecodePieces(blob)
		if err != nil {
			return err
		}
		var l record.Leaf
		if it.Rev, l, err = record.ReadRevision(text, blob); err != nil {
			return err
		}
		it.At = l.At
		it.Erased = slices.ContainsFunc(pieces, func(p record.Piece) bool { return p.Erased })
		it.size = int64(3*len(blob)) + 1024
		return nil
	})
	if err == nil && e.Leaf != e.RevisionLeaf {
		it.At, err = r.leafTime(e.Leaf)
	}
	if err == nil && it.Rev.Story != e.ID {
		err = errors.New("it is not where the index says")
	}
	if err != nil {
		return nil, fmt.Errorf("story %s, leaf %d: %w", e.ID, e.RevisionLeaf, err)
	}
	return it, nil
}

func (r *reader) leafTime(leaf int64) (at time.Time, err error) {
	err = r.rd.Leaves(leaf, leaf+1, func(_ int64, text, _ []byte) error {
		l, err := record.ParseLeaf(text)
		at = l.At
		return err
	})
	return at, err
}

// now is the time of the newest leaf: the only clock there is.
func (r *reader) now() (time.Time, error) {
	r.note(headKey)
	size, err := r.rd.Size()
	if err != nil || size == 0 {
		return time.Time{}, err
	}
	return r.leafTime(size - 1)
}

// list gives the newest stories of a list.
func (r *reader) list(list string, limit int) ([]*item, error) {
	r.note(record.ListKey(list))
	listed, err := r.rd.List(list, record.Place{}, limit)
	if err != nil {
		return nil, err
	}
	return r.itemsOf(listed)
}

// since gives where the stories of a list stand that were published at a time or
// later, the newest first, at most limit.
func (r *reader) since(list string, t time.Time, limit int) (all []record.Listed, err error) {
	for place := (record.Place{}); len(all) < limit; {
		listed, err := r.rd.List(list, place, min(100, limit-len(all)))
		if err != nil || len(listed) == 0 {
			return all, err
		}
		place = listed[len(listed)-1].Place()
		if i := slices.IndexFunc(listed, func(l record.Listed) bool { return l.Published.Before(t) }); i >= 0 {
			return append(all, listed[:i]...), nil
		}
		all = append(all, listed...)
	}
	return all, nil
}

// run gives the stories of one run of a list, the newest published first.
func (r *reader) run(list string, run int64) ([]*item, error) {
	return r.numbers(list, run*record.RunSize, (run+1)*record.RunSize)
}

// numbers gives the stories of a list that came into it with the numbers from
// first to before end, which lie in one run; the newest published first.
func (r *reader) numbers(list string, first, end int64) ([]*item, error) {
	r.note(record.RunKey(list, first/record.RunSize))
	listed, err := r.rd.Run(list, first, end)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(listed, func(a, b record.Listed) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.N, a.N))
	})
	return r.itemsOf(listed)
}

// runs tells how many runs a list has: none when it has no story left, for then
// it is forgotten.
func (r *reader) runs(list string) (int64, error) {
	came, err := r.came(list)
	return (came + record.RunSize - 1) / record.RunSize, err
}

// came tells how many stories have come into a list. A page that asks is printed
// again when a run begins or the list is forgotten; whether any came into a part
// of a run, it learns by asking for that.
func (r *reader) came(list string) (int64, error) {
	r.note(record.RunsKey(list))
	came, _, err := r.rd.Tally(list)
	return came, err
}

func (r *reader) itemsOf(listed []record.Listed) ([]*item, error) {
	items := make([]*item, len(listed))
	for i, l := range listed {
		var err error
		if items[i], err = r.item(l.Entry); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// dayTally is a day with how many stories it has.
type dayTally struct {
	Day  string // 2026-11-23
	Here int64
}

// days gives the days of a month, 2026-11, that have stories, in order.
func (r *reader) days(edition, month string) ([]dayTally, error) {
	r.note(record.DaysKey(edition, month))
	lists, err := r.rd.Lists(record.DayList(edition, month+"-"))
	return tallies(lists), err
}

// months gives the months that have stories, in order.
func (r *reader) months(edition string) ([]string, error) {
	r.note(record.MonthsKey(edition))
	lists, err := r.rd.Lists(record.DayList(edition, ""))
	var months []string
	for _, d := range tallies(lists) {
		months = append(months, d.Day[:7])
	}
	return slices.Compact(months), err
}

func tallies(lists []record.ListTally) []dayTally {
	var days []dayTally
	for _, l := range lists {
		day := l.List[strings.LastIndexByte(l.List, '/')+1:]
		if _, err := time.Parse(time.DateOnly, day); err == nil && l.Here > 0 {
			days = append(days, dayTally{Day: day, Here: l.Here})
		}
	}
	return days
}

// translations gives the group a story belongs to, itself among them: the
// original first, then one story of each other edition. Retracted ones say
// nothing any more and are left out.
func (r *reader) translations(e record.Entry) ([]*item, error) {
	root := e.Root()
	r.note(record.TranslationsKey(root))
	ids, err := r.rd.Translations(root)
	if err != nil {
		return nil, err
	}
	var group []*item
	seen := map[string]bool{}
	for _, id := range append([]story.ID{root}, ids...) {
		other, ok, err := r.entry(id)
		if err != nil {
			return nil, err
		}
		// A second story of an edition is no alternate of the first, but of
		// the others it is as good as the first: each shows itself.
		if !ok || other.Retracted || seen[other.Edition] || other.Edition == e.Edition && id != e.ID {
			continue
		}
		seen[other.Edition] = true
		it, err := r.item(other)
		if err != nil {
			return nil, err
		}
		group = append(group, it)
	}
	return group, nil
}

// note is what was said to readers with one revision.
type notice struct {
	Revision int
	Grade    story.Grade
	At       time.Time
	Text     string
	Erased   bool
}

// notices gives the public notes of a story's revisions, the newest first.
func (r *reader) notices(e record.Entry) ([]notice, error) {
	r.note(record.StoryKey(e.ID))
	var out []notice
	for n := e.Revision; n > 1; n-- {
		leaf, ok, err := r.rd.RevisionLeaf(e.ID, n)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		err = r.rd.Leaves(leaf, leaf+1, func(_ int64, text, blob []byte) error {
			l, err := record.ParseLeaf(text)
			if err != nil || !l.Grade.Significant() {
				return err
			}
			rev, _, err := record.ReadRevision(text, blob)
			if rev.Note != "" {
				out = append(out, notice{Revision: n, Grade: l.Grade, At: l.At, Text: rev.Note, Erased: rev.Note == story.ErasedText})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
