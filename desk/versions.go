package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// Ref names a version of a story as addresses do: "v12" is version 12 of the
// journal, "r3" revision 3 as readers could read it, "a-ID" what was set aside.
type Ref string

// VersionRef and the others make a Ref.
func VersionRef(n int) Ref      { return Ref("v" + strconv.Itoa(n)) }
func revisionRef(n int) Ref     { return Ref("r" + strconv.Itoa(n)) }
func asideRef(id string) Ref    { return Ref("a-" + id) }
func (r Ref) number() int       { n, _ := strconv.Atoi(string(r)[1:]); return n }
func (r Ref) is(kind byte) bool { return len(r) > 1 && r[0] == kind }

// InJournal reports whether r is a version of the journal.
func (r Ref) InJournal() bool { return r.is('v') }

// Version is a version of a story that people look for.
type Version struct {
	Ref Ref
	At  time.Time
	// Began is when the sitting began that it is the end of.
	Began  time.Time
	People []string
	Name   string
	// Restored is the version this one says again.
	Restored Ref
	// Grade and Note are a published revision's.
	Grade story.Grade
	Note  string
	// Words are those of an aside that found no place.
	Words   string
	Present bool // as it is now
	First   bool // as it came to the desk
}

// Published reports whether readers could read it, Aside whether it was set aside.
func (v Version) Published() bool { return v.Ref.is('r') }
func (v Version) Aside() bool     { return v.Ref.is('a') }

// Versions is a list of them, the newest first.
type Versions struct {
	Draft draft.Draft
	All   []Version
	// Older is the version to go on from, 0 when this is all.
	Older int
}

// Versions lists what a story was: where somebody stopped writing, what was named
// or restored, what was published and what was set aside. until is the newest
// version of the journal that is listed; below 0 all are.
func (d *Desk) Versions(ctx context.Context, who policy.Principal, id story.ID, until int) (v Versions, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if v.Draft, err = d.asked(rd, who, policy.StoryRead, id); err != nil {
			return err
		}
		all := until < 0 || until > v.Draft.Version
		if all {
			until = v.Draft.Version
		}
		if v.All, v.Older, err = journalVersions(rd, v.Draft, until); err != nil || !all {
			return err
		}
		beside, err := besideJournal(rd, id)
		v.All = append(v.All, beside...)
		return err
	})
	slices.SortStableFunc(v.All, func(a, b Version) int {
		if a.Present != b.Present { // now is first, whatever a clock said
			return map[bool]int{true: -1, false: 1}[a.Present]
		}
		return b.At.Compare(a.At)
	})
	return v, err
}

// journalVersions are the ends of sittings, the first version, and those kept.
func journalVersions(rd record.Reader, dr draft.Draft, until int) (all []Version, older int, err error) {
	sittings, older, err := draft.Sittings(rd, dr.ID, until)
	if err != nil {
		return nil, 0, err
	}
	for _, s := range sittings {
		all = append(all, Version{Ref: VersionRef(s.Version), At: s.Ended, Began: s.Began, People: s.People, Present: s.Version == dr.Version})
	}
	if older == 0 {
		first, err := draft.First(rd, dr.ID)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, Version{Ref: VersionRef(first), At: dr.Began, First: true, Present: first == dr.Version})
	}
	kept, err := draft.KeptOf(rd, dr.ID)
	for _, k := range kept {
		if k.Version > until || k.Version < older {
			continue
		}
		i := slices.IndexFunc(all, func(v Version) bool { return v.Ref == VersionRef(k.Version) })
		if i < 0 {
			i = len(all)
			all = append(all, Version{Ref: VersionRef(k.Version), At: k.At, People: []string{k.Said}})
		}
		all[i].Name, all[i].Restored = k.Name, Ref(k.Restored)
	}
	return all, older, err
}

// besideJournal are published revisions, and what was set aside.
func besideJournal(rd record.Reader, id story.ID) (all []Version, err error) {
	e, _, err := rd.Story(id)
	if err != nil {
		return nil, err
	}
	for n := 1; n <= e.Revision; n++ {
		rev, leaf, err := revisionOf(rd, id, n)
		if err != nil {
			return nil, err
		}
		if len(rev.Body) > 0 { // else what it said was taken back or erased
			all = append(all, Version{Ref: revisionRef(n), At: leaf.At, Grade: rev.Grade, Note: rev.Note})
		}
	}
	asides, err := draft.Asides(rd, id)
	for _, a := range asides {
		all = append(all, Version{Ref: asideRef(a.ID), At: a.At, People: []string{a.Name}, Words: a.Words})
	}
	return all, err
}

func revisionOf(rd record.Reader, id story.ID, number int) (rev story.Revision, l record.Leaf, err error) {
	leaf, ok, err := rd.RevisionLeaf(id, number)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s has no revision %d", record.ErrNoStory, id, number)
	}
	if err != nil {
		return rev, l, err
	}
	return record.RevisionAt(rd, leaf)
}

// VersionAt gives a story's row and its document at a version.
func (d *Desk) VersionAt(ctx context.Context, who policy.Principal, id story.ID, ref Ref) (dr draft.Draft, doc prose.Doc, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if dr, err = d.asked(rd, who, policy.StoryRead, id); err != nil {
			return err
		}
		doc, err = documentAt(rd, id, ref)
		return err
	})
	return dr, doc, err
}

func documentAt(rd record.Reader, id story.ID, ref Ref) (prose.Doc, error) {
	switch {
	case ref.is('v'):
		head, err := draft.At(rd, id, ref.number())
		return head.Doc, err
	case ref.is('r'):
		rev, _, err := revisionOf(rd, id, ref.number())
		if err != nil {
			return prose.Doc{}, err
		}
		return prose.FromRevision(rev)
	case strings.HasPrefix(string(ref), "a-"):
		asides, err := draft.Asides(rd, id)
		for _, a := range asides {
			if asideRef(a.ID) == ref {
				return a.Doc, nil
			}
		}
		if err != nil {
			return prose.Doc{}, err
		}
	}
	return prose.Doc{}, fmt.Errorf("%w: there is no version %.80q", record.ErrNoStory, string(ref))
}

// Restore makes a story say again what a version of it said, by steps on the
// present one: a version is added, and none is lost. It gives the new version.
func (d *Desk) Restore(ctx context.Context, who policy.Principal, id story.ID, ref Ref) (version int, err error) {
	return d.rewrite(ctx, who, id, func(tx record.Tx, dr draft.Draft, now prose.Doc) (prose.Doc, trail.Facts, error) {
		doc, err := documentAt(tx, id, ref)
		return doc, trail.Facts{"restored": string(ref)}, err
	}, func(tx record.Tx, dr draft.Draft) error {
		return draft.Keep(tx, id, draft.Kept{Version: dr.Version, Restored: string(ref), Account: who.Account, Said: who.Name, At: d.now()})
	})
}

// nameMost is how long the name of a version is at most, in code points.
const nameMost = 120

// NameVersion gives a version of the journal a name by which people find it.
func (d *Desk) NameVersion(ctx context.Context, who policy.Principal, id story.ID, ref Ref, name string) error {
	name = story.Line(name)
	if n := utf8.RuneCountInString(name); n > nameMost {
		return words.Refuse(fmt.Errorf("%w: a name of %d characters, at most %d", record.ErrInvalid, n, nameMost), "refusal.too_long", "Has", n, "Most", nameMost)
	}
	return d.act(ctx, who, policy.StoryEdit, func(tx record.Tx, e *trail.Entry) error {
		if _, err := d.asked(tx, who, policy.StoryEdit, id); err != nil {
			return err
		}
		if !ref.InJournal() {
			return fmt.Errorf("%w: only versions of the journal have names", record.ErrInvalid)
		}
		if _, err := documentAt(tx, id, ref); err != nil {
			return err
		}
		// Not the name: it may have words of the story, which the trail could not lose.
		e.Story, e.Object, e.Facts = id, string(ref), trail.Facts{"version": "named"}
		k := draft.Kept{Version: ref.number(), Name: name, Account: who.Account, Said: who.Name, At: d.now()}
		kept, err := draft.KeptOf(tx, id)
		for _, was := range kept {
			if was.Version == k.Version {
				k.Restored = was.Restored
			}
		}
		if err != nil {
			return err
		}
		return draft.Keep(tx, id, k)
	})
}
