package record

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"stet.news/story"
)

// index brings the index of present stories up to one revision's leaf, and
// gives the story's new state and the keys that changed. Publish and Reindex
// both come through here, so the index is a function of the leaves.
func (w *writer) index(leaf int64, l Leaf, rev story.Revision) (Entry, []string, error) {
	old, _, err := w.tx.Story(rev.Story)
	if err != nil {
		return old, nil, err
	}
	e := w.entryOf(leaf, l, rev, old)
	keys := keySet{}
	keys.add(StoryKey(e.ID))
	keys.addIf(!rev.TranslationOf.IsZero(), TranslationsKey(rev.TranslationOf))
	keys.addIf(old.TranslationOf != rev.TranslationOf && !old.TranslationOf.IsZero(), TranslationsKey(old.TranslationOf))
	if rev.Number == 1 || l.Kind == Retract || old.Retracted {
		keys.add(TranslationsKey(e.root()))
	}
	if err := w.indexSlug(e); err != nil {
		return e, nil, err
	}
	if err := w.tx.PutStory(e); err != nil {
		return e, nil, err
	}
	err = w.indexLists(e, listsOf(e, rev), keys)
	return e, keys.sorted(), err
}

// root is the story that the translations of this one point at.
func (e Entry) root() story.ID {
	if e.TranslationOf.IsZero() {
		return e.ID
	}
	return e.TranslationOf
}

// Root is the original of the group of translations the story belongs to.
func (e Entry) Root() story.ID { return e.root() }

func (w *writer) entryOf(leaf int64, l Leaf, rev story.Revision, old Entry) Entry {
	e := Entry{
		ID: rev.Story, Edition: rev.Edition, Revision: rev.Number, RevisionLeaf: leaf, Leaf: leaf,
		Slug: rev.Slug, Section: rev.Section, TranslationOf: rev.TranslationOf,
		Published: rev.Published.UTC(), Updated: old.Updated, Retracted: l.Kind == Retract,
	}
	if e.Slug == "" { // erased
		e.Slug = story.Slug(e.ID.String())
	}
	e.Day = rev.Published.Format(time.DateOnly)
	if rev.Grade.Significant() || e.Retracted {
		e.Updated = l.At
	}
	return e
}

func (w *writer) indexSlug(e Entry) error {
	_, taken, err := w.tx.SlugOwner(e.Edition, e.Slug.Key())
	if err != nil {
		return err
	}
	if taken { // it is this story's: Publish made sure, and the record holds nothing else
		return nil
	}
	return w.tx.PutSlug(e.Edition, e.Slug.Key(), e.Slug, e.ID)
}

// listsOf gives the lists a story in this state stands in.
func listsOf(e Entry, rev story.Revision) []string {
	if e.Retracted {
		return nil
	}
	lists := []string{EditionList(e.Edition), DayList(e.Edition, e.Day)}
	if e.Section != "" {
		lists = append(lists, SectionList(e.Edition, e.Section))
	}
	for _, t := range rev.Topics {
		if t.Key != "" {
			lists = append(lists, TopicList(e.Edition, t.Key))
		}
	}
	for _, b := range rev.Bylines {
		if b.Person != "" {
			lists = append(lists, PersonList(e.Edition, b.Person))
		}
	}
	slices.Sort(lists)
	return slices.Compact(lists)
}

// indexLists lets the story leave and join lists until it stands in these.
func (w *writer) indexLists(e Entry, lists []string, keys keySet) error {
	old, err := w.tx.ListsOf(e.ID)
	if err != nil {
		return err
	}
	for _, list := range old {
		if slices.Contains(lists, list) {
			continue
		}
		n, err := w.tx.LeaveList(list, e.ID)
		if err != nil {
			return err
		}
		if err := w.moved(e, list, n, false, keys); err != nil {
			return err
		}
	}
	for _, list := range lists {
		if slices.Contains(old, list) {
			continue
		}
		n, err := w.tx.JoinList(list, e.ID, e.Published)
		if err != nil {
			return err
		}
		if err := w.moved(e, list, n, true, keys); err != nil {
			return err
		}
	}
	return nil
}

// moved notes what a story's coming into or leaving a list changes.
func (w *writer) moved(e Entry, list string, n int64, joined bool, keys keySet) error {
	keys.add(ListKey(list))
	keys.add(RunKey(list, n/RunSize))
	keys.addIf(joined && n%RunSize == 0, RunsKey(list))
	month := e.Day[:7]
	keys.addIf(list == DayList(e.Edition, e.Day), DaysKey(e.Edition, month))
	_, here, err := w.tx.Tally(list)
	if err != nil {
		return err
	}
	if (joined && here == 1) || (!joined && here == 0) { // the list appeared or vanished
		kind := list[:strings.LastIndexByte(list, '/')+1]
		keys.add(ListsKey(kind))
		keys.add(RunsKey(list)) // an emptied list forgets its numbers
		keys.addIf(list == DayList(e.Edition, e.Day), MonthsKey(e.Edition))
	}
	return nil
}

// keySet collects keys, each once.
type keySet map[string]struct{}

func (k keySet) add(key string) { k[key] = struct{}{} }
func (k keySet) addIf(ok bool, key string) {
	if ok {
		k.add(key)
	}
}
func (k keySet) sorted() []string {
	out := make([]string, 0, len(k))
	for key := range k {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

// Reindex makes the index of present stories again from the leaves, in one
// transaction. The record itself is not touched.
func (r *Record) Reindex(ctx context.Context, progress func(done, total int64)) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.store.Update(ctx, func(tx Tx) error {
		w := &writer{Record: r, tx: tx}
		size, err := tx.Size()
		if err != nil {
			return err
		}
		if err := tx.ClearIndex(); err != nil {
			return err
		}
		return tx.Leaves(0, size, func(i int64, text, blob []byte) error {
			if progress != nil {
				progress(i+1, size)
			}
			return w.reindexLeaf(i, text, blob)
		})
	})
}

func (w *writer) reindexLeaf(i int64, text, blob []byte) error {
	rev, l, err := ReadRevision(text, blob)
	if err != nil {
		return fmt.Errorf("leaf %d: %w", i, err)
	}
	switch l.Kind {
	case Key:
		return nil
	case Erase:
		e, _, err := w.tx.Story(l.Story)
		if err != nil {
			return err
		}
		e.Leaf = i
		return w.tx.PutStory(e)
	}
	_, _, err = w.index(i, l, rev)
	return err
}

// storyOfPath finds the story of a page's address: /en/2026/11/23/slug/, as
// typed or percent-encoded, or a whole URL.
func storyOfPath(rd Reader, name string) (story.ID, error) {
	if u, err := url.Parse(name); err == nil {
		name = u.Path
	}
	parts := strings.Split(strings.Trim(name, "/"), "/")
	if len(parts) != 5 {
		return story.ID{}, fmt.Errorf("%w: %q is neither a story id nor the path of a story", ErrNoStory, name)
	}
	id, ok, err := rd.SlugOwner(parts[0], story.Slug(parts[4]).Key())
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s", ErrNoStory, name)
	}
	return id, err
}
