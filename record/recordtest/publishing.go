package recordtest

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// testRecord runs a whole record over the engine.
func testRecord(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(o *office)
	}{
		{"first leaf", testFirstLeaf},
		{"publish", testPublish},
		{"revise", testRevise},
		{"retract", testRetract},
		{"twins", testTwins},
		{"all or none", testAllOrNone},
		{"also refused", testAlsoRefused},
		{"rehearse", testRehearse},
		{"stale", testStale},
		{"slugs", testClaimSlugs},
		{"translate", testTranslate},
		{"clock", testClock},
		{"draft", testSaveDraft},
		{"erase a sentence", testEraseSentence},
		{"erase a person", testErasePerson},
		{"erase a slug", testEraseSlug},
		{"erase refused", testEraseRefused},
		{"faults", testFaults},
		{"without key", testWithoutKey},
		{"rolled back", testRolledBack},
		{"forked", testForked},
		{"recover", testRecover},
		{"recover refused", testRecoverRefused},
		{"reindex", testReindex},
		{"at random", testAtRandom},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, open)
			c.test(o)
			if !t.Failed() && o.rec != nil {
				o.verify()
			}
		})
	}
}

func testFirstLeaf(o *office) {
	check := func() {
		o.Helper()
		o.view(func(rd record.Reader) error {
			_, l, err := record.RevisionAt(rd, 0)
			if n := must(rd.Size())(o.T); n != 1 || l.Kind != record.Key || l.Key != o.public {
				o.Errorf("%d leaves, the first %+v", n, l)
			}
			return err
		})
	}
	check()
	signed := o.rec.Checkpoint()
	if err := o.start(); err != nil {
		o.Fatal(err)
	}
	check()
	if !bytes.Equal(o.rec.Checkpoint(), signed) {
		o.Error("opening again signed another checkpoint over the same log")
	}
}

func testPublish(o *office) {
	rev := revision("The river rose")
	r := o.do(record.Act{Kind: record.Publish, Revision: rev})[0]
	if r.Leaf != 1 || r.Revision != 1 || r.Twin || !r.At.Equal(o.now) || r.Path != "/en/2026/11/23/the-river-rose/" {
		o.Errorf("the receipt: %+v", r)
	}
	e, got := o.current(r.Story)
	want := rev.Clean()
	want.Story, want.Number, want.Slug, want.Published = r.Story, 1, "the-river-rose", o.now
	want.Bylines = []story.Byline{{Name: "Farid Ahmadi", Person: "farid-ahmadi"}, {Name: "Staff", Person: "staff"}}
	want.Topics = []story.Topic{{Name: "Rivers", Key: "rivers"}}
	if !reflect.DeepEqual(got, want) {
		o.Errorf("the revision came back as\n%+v instead of\n%+v", got, want)
	}
	if e.Path() != r.Path || e.Leaf != 1 || e.RevisionLeaf != 1 || e.Retracted || !e.Updated.IsZero() {
		o.Errorf("the story's state: %+v", e)
	}
	lists := []string{"en", "en/by/farid-ahmadi", "en/by/staff", "en/day/2026-11-23", "en/section/world", "en/topic/rivers"}
	o.view(func(rd record.Reader) error {
		if in := must(rd.ListsOf(r.Story))(o.T); !slices.Equal(in, lists) {
			o.Errorf("it stands in %q", in)
		}
		return nil
	})
	keys := o.changed(1)
	for _, list := range lists {
		if !keys[record.ListKey(list)] || !keys[record.RunKey(list, 0)] || !keys[record.RunsKey(list)] {
			o.Errorf("nobody is told that %s changed: %v", list, keys)
		}
	}
	for _, key := range []string{record.StoryKey(r.Story), record.DaysKey("en", "2026-11"), record.MonthsKey("en"), record.ListsKey("en/topic/")} {
		if !keys[key] {
			o.Errorf("nobody is told that %s changed: %v", key, keys)
		}
	}
	o.view(func(rd record.Reader) error {
		for _, name := range []string{r.Story.String(), r.Path, "https://example.org" + r.Path} {
			if e, err := record.FindStory(rd, name); err != nil || e.ID != r.Story {
				o.Errorf("FindStory(%s): %v", name, err)
			}
		}
		if _, err := record.FindStory(rd, "/en/2026/11/23/nothing/"); !errors.Is(err, record.ErrNoStory) {
			o.Errorf("FindStory of nothing: %v", err)
		}
		return nil
	})

	// The day is that of the edition's readers: half past one in the night, in Kabul.
	dari := revision("دریا بالا آمد")
	dari.Edition, dari.Topics, dari.Bylines = "fa-AF", nil, nil
	if r := o.do(record.Act{Kind: record.Publish, Revision: dari})[0]; !strings.HasPrefix(r.Path, "/fa-AF/2026/11/24/") {
		o.Errorf("its path is %s", r.Path)
	}
	imported := revision("An old story")
	imported.Grade, imported.Published = story.GradeImported, time.Date(2009, 2, 1, 3, 4, 5, 0, time.UTC)
	if r := o.do(record.Act{Kind: record.Publish, Revision: imported})[0]; r.Path != "/en/2009/02/01/an-old-story/" || !r.At.Equal(o.now) {
		o.Errorf("an imported story: %+v", r)
	}
	future := revision("Tomorrow")
	future.Published = o.now.Add(time.Hour)
	o.refused(record.ErrInvalid, record.Act{Kind: record.Publish, Revision: future})
	o.refused(record.ErrInvalid, record.Act{Kind: record.Publish, Revision: story.Revision{Edition: "en"}})
	o.refused(record.ErrInvalid, record.Act{Kind: "unpublish", Revision: rev})
	elsewhere := revision("Elsewhere")
	elsewhere.Edition = "de"
	o.refused(record.ErrNoEdition, record.Act{Kind: record.Publish, Revision: elsewhere})
	again := revision("Again")
	again.Story = r.Story
	o.refused(record.ErrExists, record.Act{Kind: record.Publish, Revision: again})
}

func testRevise(o *office) {
	first := o.publish("The river rose")
	e, rev := o.current(first.Story)
	rev.Headline, rev.Grade, rev.Section, rev.Topics = "The river rose again", story.GradeMinor, "afghanistan", nil
	size := o.size()
	r := o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})[0]
	if r.Revision != 2 || r.Path != first.Path {
		o.Errorf("the receipt: %+v", r)
	}
	e, rev = o.current(first.Story)
	if e.Revision != 2 || e.Section != "afghanistan" || !e.Updated.IsZero() || rev.Headline != "The river rose again" {
		o.Errorf("after a minor change: %+v", e)
	}
	keys := o.changed(size)
	for _, list := range []string{"en/section/world", "en/section/afghanistan", "en/topic/rivers"} {
		if !keys[record.ListKey(list)] {
			o.Errorf("nobody is told that %s changed: %v", list, keys)
		}
	}
	if keys[record.ListKey("en")] {
		o.Errorf("who only stays in a list does not change it: %v", keys)
	}

	rev.Grade, rev.Note = story.GradeCorrection, ""
	o.refused(record.ErrInvalid, record.Act{Kind: record.Correct, Base: 2, Revision: rev})
	rev.Note, rev.Slug = "It had not risen.", "no-river"
	r = o.do(record.Act{Kind: record.Correct, Base: 2, Revision: rev})[0]
	e, _ = o.current(first.Story)
	if r.Path != "/en/2026/11/23/no-river/" || !e.Updated.Equal(r.At) || !e.Published.Equal(first.At) {
		o.Errorf("after a correction: %+v, %+v", r, e)
	}
	o.view(func(rd record.Reader) error {
		_, l, err := record.RevisionAt(rd, r.Leaf)
		if l.Kind != record.Correct || l.Previous != r.Leaf-1 || l.Grade != story.GradeCorrection {
			o.Errorf("the leaf: %+v", l)
		}
		if owner, ok, _ := rd.SlugOwner("en", story.Slug("the-river-rose").Key()); !ok || owner != first.Story {
			o.Error("the old address leads nowhere")
		}
		return err
	})
	other := rev
	other.Edition = "fa-AF"
	o.refused(record.ErrInvalid, record.Act{Kind: record.Revise, Base: 3, Revision: other})
	other = rev
	other.Grade = story.GradeImported
	o.refused(record.ErrInvalid, record.Act{Kind: record.Revise, Base: 3, Revision: other})
	other = rev
	other.Story = story.NewID()
	o.refused(record.ErrNoStory, record.Act{Kind: record.Revise, Base: 3, Revision: other})
}

func testRetract(o *office) {
	first := o.publish("The river rose")
	size := o.size()
	r := o.do(record.Act{Kind: record.Retract, Story: first.Story, Base: 1, Reason: "It was  another river."})[0]
	e, rev := o.current(first.Story)
	if !e.Retracted || e.Revision != 2 || r.Path != first.Path {
		o.Errorf("the story's state: %+v", e)
	}
	if rev.Note != "It was another river." || rev.Headline != "" || len(rev.Body) > 0 {
		o.Errorf("the tombstone: %+v", rev)
	}
	o.view(func(rd record.Reader) error {
		if in := must(rd.ListsOf(first.Story))(o.T); len(in) > 0 {
			o.Errorf("it still stands in %q", in)
		}
		if l := must(rd.Lists(""))(o.T); len(l) > 0 {
			o.Errorf("lists with nobody in them: %v", l)
		}
		return nil
	})
	keys := o.changed(size)
	for _, key := range []string{record.StoryKey(first.Story), record.ListKey("en"), record.RunsKey("en"), record.ListsKey("en/topic/"), record.MonthsKey("en")} {
		if !keys[key] {
			o.Errorf("nobody is told that %s changed: %v", key, keys)
		}
	}
	o.refused(record.ErrInvalid, record.Act{Kind: record.Retract, Story: first.Story, Base: 2, Reason: "again"})
	o.refused(record.ErrStale, record.Act{Kind: record.Retract, Story: first.Story, Base: 1, Reason: "again"})
	o.refused(record.ErrNoStory, record.Act{Kind: record.Retract, Story: story.NewID(), Base: 1, Reason: "again"})
}

func testTwins(o *office) {
	act := record.Act{ID: "client-1", Kind: record.Publish, Revision: revision("The river rose")}
	first := o.do(act)[0]
	size := o.size()
	twin := o.do(act)[0]
	if want := first; twin != func() record.Receipt { want.Twin = true; return want }() {
		o.Errorf("the twin's receipt is %+v, the first was %+v", twin, first)
	}
	if o.size() != size {
		o.Error("a retried act was carried out again")
	}
	both := record.Act{ID: "client-2", Kind: record.Publish, Revision: revision("Another")}
	if r := o.do(both, both); r[0].Twin || !r[1].Twin || r[0].Leaf != r[1].Leaf {
		o.Errorf("twins handed over together: %+v", r)
	}
	if err := o.start(); err != nil {
		o.Fatal(err)
	}
	if r := o.do(act)[0]; !r.Twin || r.Leaf != first.Leaf {
		o.Errorf("a twin after a restart: %+v", r)
	}
	act.ID = ""
	if r := o.do(act, act); r[0].Twin || r[1].Twin || r[0].Story == r[1].Story {
		o.Errorf("acts without an id are never twins: %+v", r)
	}
}

func testAllOrNone(o *office) {
	good := record.Act{ID: "good", Kind: record.Publish, Revision: revision("Good")}
	bad := record.Act{Kind: record.Publish, Revision: story.Revision{Edition: "en"}}
	before := o.index()
	o.refused(record.ErrInvalid, good, good, bad)
	var act *record.ActError
	if _, err := o.try(good, bad); !errors.As(err, &act) || act.Index != 1 {
		o.Errorf("the refused act is said to be %+v", act)
	}
	if o.index() != before {
		o.Error("the index changed")
	}
	if r := o.do(good); r[0].Twin {
		o.Error("an act that was undone counts as carried out")
	}
	if r := o.do(); len(r) != 0 {
		o.Errorf("no acts: %v", r)
	}
	var many []record.Act
	for range 120 {
		many = append(many, record.Act{Kind: record.Publish, Revision: revision("A headline used day after day")})
	}
	paths := map[string]bool{}
	for _, r := range o.do(many...) {
		paths[r.Path] = true
	}
	if len(paths) != len(many) {
		o.Errorf("%d stories have %d paths", len(many), len(paths))
	}
	o.view(func(rd record.Reader) error {
		if runs := must(rd.Run("en", 0, record.RunSize))(o.T); len(runs) != record.RunSize {
			o.Errorf("the first run has %d stories", len(runs))
		}
		return nil
	})
}

func testStale(o *office) {
	first := o.publish("The river rose")
	_, rev := o.current(first.Story)
	mine, yours := rev, rev
	mine.Headline, yours.Headline = "Mine", "Yours"
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: mine})
	o.refused(record.ErrStale, record.Act{Kind: record.Revise, Base: 1, Revision: yours})
	o.refused(record.ErrStale, record.Act{Kind: record.Revise, Base: 3, Revision: yours})
	if _, rev := o.current(first.Story); rev.Headline != "Mine" {
		o.Errorf("the headline is now %q", rev.Headline)
	}
	o.do(record.Act{Kind: record.Revise, Base: 2, Revision: yours})
}

func testClaimSlugs(o *office) {
	first := o.publish("The river rose")
	chosen := revision("Another")
	chosen.Slug = "the-river-rose"
	o.refused(record.ErrSlugTaken, record.Act{Kind: record.Publish, Revision: chosen})
	if second := o.publish("The river rose"); second.Path != "/en/2026/11/23/the-river-rose-2/" {
		o.Errorf("the second of the name got %s", second.Path)
	}
	_, rev := o.current(first.Story)
	rev.Slug = "a-new-address"
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	o.refused(record.ErrSlugTaken, record.Act{Kind: record.Publish, Revision: chosen}) // for ever
	rev.Slug = "the-river-rose"
	if r := o.do(record.Act{Kind: record.Revise, Base: 2, Revision: rev})[0]; r.Path != first.Path {
		o.Errorf("back at the old address it got %s", r.Path)
	}
	if r := o.publish("2026"); strings.Trim(strings.Split(r.Path, "/")[5], "0123456789") == "" {
		o.Errorf("a story stands at the address of an archive page: %s", r.Path)
	}
	o.view(func(rd record.Reader) error {
		if s := must(rd.Slugs(first.Story))(o.T); !slices.Equal(s, []story.Slug{"the-river-rose", "a-new-address"}) {
			o.Errorf("its slugs: %q", s)
		}
		return nil
	})
}

func testTranslate(o *office) {
	first := o.publish("The river rose")
	dari := revision("دریا بالا آمد")
	dari.Edition, dari.TranslationOf = "fa-AF", first.Story
	size := o.size()
	second := o.do(record.Act{Kind: record.Publish, Revision: dari})[0]
	if !o.changed(size)[record.TranslationsKey(first.Story)] {
		o.Error("nobody is told that there is a translation")
	}
	o.view(func(rd record.Reader) error {
		if got := must(rd.Translations(first.Story))(o.T); !slices.Equal(got, []story.ID{second.Story}) {
			o.Errorf("its translations: %v", got)
		}
		return nil
	})
	same := revision("The same edition")
	same.TranslationOf = first.Story
	o.refused(record.ErrInvalid, record.Act{Kind: record.Publish, Revision: same})
	lost := revision("Of nothing")
	lost.Edition, lost.TranslationOf = "fa-AF", story.NewID()
	o.refused(record.ErrNoStory, record.Act{Kind: record.Publish, Revision: lost})
	chain := revision("From the Dari")
	chain.TranslationOf = second.Story // whose original is in the same edition
	o.refused(record.ErrInvalid, record.Act{Kind: record.Publish, Revision: chain})
}

func testClock(o *office) {
	o.publish("The river rose")
	late := o.now
	o.now = o.now.Add(-48 * time.Hour) // somebody set the machine's clock back
	if r := o.publish("It fell"); r.At.Before(late) {
		o.Errorf("the log's time ran back from %v to %v", late, r.At)
	}
}

func testSaveDraft(o *office) {
	ctx := o.Context()
	d := record.Draft{ID: story.NewID(), Revision: revision("Not yet"), Embargo: o.now.Add(time.Hour), ActID: "a1"}
	if err := o.rec.SaveDraft(ctx, d); err != nil {
		o.Fatal(err)
	}
	before := o.size()
	var kept record.Draft
	o.view(func(rd record.Reader) (err error) { kept, _, err = rd.Draft(d.ID); return err })
	if kept.Revision.Headline != "Not yet" || kept.Revision.Story != d.ID || o.size() != before {
		o.Errorf("the draft: %+v", kept)
	}
	if _, err := kept.Act(o.now); !errors.Is(err, record.ErrEmbargoed) {
		o.Errorf("before its minute: %v", err)
	}
	act, err := kept.Act(o.now.Add(time.Hour))
	if err != nil {
		o.Fatal(err)
	}
	if r := o.do(act)[0]; r.Story != d.ID || r.Revision != 1 {
		o.Errorf("published: %+v", r)
	}
	o.view(func(rd record.Reader) error {
		if _, ok, err := rd.Draft(d.ID); ok || err != nil {
			o.Error("what is published is still a draft")
		}
		return nil
	})
	elsewhere := d
	elsewhere.Revision.Edition = "de"
	if err := o.rec.SaveDraft(ctx, elsewhere); !errors.Is(err, record.ErrNoEdition) {
		o.Errorf("a draft of no edition: %v", err)
	}
	if err := errors.Join(o.rec.SaveDraft(ctx, d), o.rec.DropDraft(ctx, d.ID)); err != nil {
		o.Error(err)
	}
}
