package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// spike spikes a story and says why.
func spike(t *testing.T, r *desktest.Room, who policy.Principal, id story.ID, why string) {
	t.Helper()
	check(t, r.Desk.Move(t.Context(), who, id, desk.Move{From: row(t, r, id).State, To: draft.Spiked, Note: why}))
}

// TestSpikeAndBack: whatever a story was, it comes back with everything it had.
func TestSpikeAndBack(t *testing.T) {
	for _, state := range []draft.State{draft.Idea, draft.Writing, draft.Review, draft.Ready} {
		r := office(t)
		dr := begin(t, r, ruhi, desk.Beginning{Headline: "A flood", Wanted: r.Now().Add(time.Hour)})
		check(t, r.Desk.Hand(t.Context(), edris, dr.ID, desk.Hand{Account: "edris"}, ""))
		check(t, r.Desk.SetEmbargo(t.Context(), edris, dr.ID, r.Now().Add(48*time.Hour)))
		if _, err := r.Desk.Comment(t.Context(), edris, dr.ID, desk.Remark{Text: "Who says so?"}); err != nil {
			t.Fatal(err)
		}
		if state != draft.Writing {
			check(t, r.Desk.Move(t.Context(), edris, dr.ID, desk.Move{From: draft.Writing, To: state}))
		}
		before := row(t, r, dr.ID)
		r.Pass(time.Minute)
		spike(t, r, edris, dr.ID, "The paper has had it twice")
		spiked := row(t, r, dr.ID)
		if spiked.State != draft.Spiked {
			t.Fatalf("from %s it is %s", state, spiked.State)
		}
		typed(t, r, dr.ID, "Still ")
		if got := row(t, r, dr.ID); got.State != draft.Spiked || got.Headline != "Still A flood" {
			t.Errorf("what was typed since made of it %+v", got)
		}
		back := draft.Writing
		if state == draft.Idea {
			back = draft.Idea
		}
		check(t, r.Desk.Move(t.Context(), ruhi, dr.ID, desk.Move{From: draft.Spiked, To: back}))
		got := row(t, r, dr.ID)
		has := before.Assignee
		if state == draft.Review { // anybody's
			has = "ruhi"
		}
		if got.State != back || got.Wanted != before.Wanted || got.Embargo != before.Embargo || got.Author != "ruhi" || got.Assignee != has {
			t.Errorf("from %s it came back as %+v, was %+v", state, got, before)
		}
		if said, err := r.Desk.Comments(t.Context(), ruhi, dr.ID); err != nil || len(said) != 2 || said[1].Text != "The paper has had it twice" {
			t.Errorf("what was said of it: %+v, %v", said, err)
		}
		if e := trailOf(t, r, dr.ID, policy.StorySpike); e.Facts["to"] != string(back) {
			t.Errorf("the trail says %+v", e)
		}
	}
}

// TestSpikeIsTold: whose story it was learns why, and nothing of it nags any more.
func TestSpikeIsTold(t *testing.T) {
	r := office(t)
	source := r.Publish(t, desktest.Revision("en", "The river rose"))
	id := begin(t, r, ruhi, desk.Beginning{Edition: "fa-AF", Translates: source.Story}).ID
	raise := func() {
		check(t, r.Update(t.Context(), func(tx record.Tx) error {
			return draft.Raise(tx, draft.Alert{Story: id, Kind: draft.SourceChanged, Facts: map[string]string{}, At: r.Now()})
		}))
	}
	raise()
	spike(t, r, edris, id, "Nobody\nreads it")
	told, err := r.Desk.Notices(t.Context(), ruhi, 0, 9)
	if err != nil || len(told) != 1 || told[0].Kind != draft.Dropped || told[0].Note != "Nobody\nreads it" || told[0].State != draft.Spiked {
		t.Errorf("the writer was told %+v, %v", told, err)
	}
	if e := trailOf(t, r, id, policy.StorySpike); e.Facts["reason"] != "Nobody reads it" || e.Facts["from"] != "draft" {
		t.Errorf("the trail says %+v", e)
	}
	raise()
	for of, want := range map[story.ID]int{{}: 0, id: 1} {
		if open, err := r.Desk.Alerts(t.Context(), ruhi, of); err != nil || len(open) != want {
			t.Errorf("alerts %+v, %v, want %d", open, err, want)
		}
	}
}

// TestSpikeIsRefused: who may not, what readers had or are about to have, and what
// cannot be done with a spiked story.
func TestSpikeIsRefused(t *testing.T) {
	r := office(t)
	own := begin(t, r, ruhi, desk.Beginning{}).ID
	changed := r.Publish(t, desktest.Revision("en", "The bridge is open")).Story
	if _, err := r.Desk.Open(t.Context(), edris, changed); err != nil {
		t.Fatal(err)
	}
	due := scheduled(t, r, r.Now().Add(time.Hour))
	for what, c := range map[string]struct {
		who  policy.Principal
		id   story.ID
		want error
	}{
		"another's story":               {anna, own, policy.ErrDenied},
		"a story of another section":    {sport, own, policy.ErrDenied},
		"a change of what readers have": {edris, changed, desk.ErrChange},
		"a scheduled story":             {edris, due, draft.ErrState},
	} {
		from := row(t, r, c.id).State
		if err := r.Desk.Move(t.Context(), c.who, c.id, desk.Move{From: from, To: draft.Spiked}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
		if got := r.Desk.Ways(c.who, row(t, r, c.id)); slices.Contains(got, draft.Spiked) {
			t.Errorf("%s: offered are %v", what, got)
		}
	}
	gone := drafted(t, r, desktest.Revision("en", "The river fell"))
	spike(t, r, edris, gone, "")
	_, now := r.Desk.Publish(t.Context(), edris, gone, deed(t, r, gone, "a"))
	_, _, link := r.Desk.Share(t.Context(), edris, gone, desk.ShareOrder{Version: -1, Until: r.Now().Add(time.Hour)})
	for what, err := range map[string]error{
		"publish": now, "share": link,
		"schedule": r.Desk.Schedule(t.Context(), edris, gone, at(t, r, gone, r.Now().Add(time.Hour))),
		"take":     r.Desk.Take(t.Context(), edris, gone),
		"hand":     r.Desk.Hand(t.Context(), edris, gone, desk.Hand{Account: "ruhi"}, ""),
	} {
		if !errors.Is(err, draft.ErrState) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestSpikedIsListed: only under its own filter, with words too, and by its name.
func TestSpikedIsListed(t *testing.T) {
	r := office(t)
	id := begin(t, r, ruhi, desk.Beginning{Headline: "A flood"}).ID
	begin(t, r, ruhi, desk.Beginning{Headline: "Another flood"})
	spike(t, r, ruhi, id, "")
	for _, c := range []struct {
		f    desk.Filter
		want []string
	}{
		{desk.Filter{}, []string{"Another flood"}},
		{desk.Filter{Text: "flood"}, []string{"Another flood"}},
		{desk.Filter{Person: "ruhi"}, []string{"Another flood"}},
		{desk.Filter{State: draft.Spiked}, []string{"A flood"}},
		{desk.Filter{State: draft.Spiked, Text: "flood"}, []string{"A flood"}},
		{desk.Filter{State: draft.Spiked, Text: "bridge"}, nil},
		{desk.Filter{Text: id.String()}, []string{"A flood"}},
	} {
		if got := headlines(t, r, edris, c.f, 9); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.f, got, c.want)
		}
	}
	if got := headlines(t, r, anna, desk.Filter{State: draft.Spiked}, 9); len(got) != 0 {
		t.Errorf("a contributor sees another's %q", got)
	}
}

// opens reports whether a secret opens a story now.
func opens(t *testing.T, r *desktest.Room, secret string) bool {
	t.Helper()
	_, err := r.Desk.SharedFile(t.Context(), secret, "/picture/none")
	return !errors.Is(err, desk.ErrNoShare)
}

// TestSpikedLinks: no outsider opens a spiked story, and all do again when it is back.
func TestSpikedLinks(t *testing.T) {
	r := office(t)
	id := begin(t, r, ruhi, desk.Beginning{Headline: "A flood"}).ID
	secret, _, err := r.Desk.Share(t.Context(), ruhi, id, desk.ShareOrder{Version: -1, Until: r.Now().Add(time.Hour)})
	check(t, err)
	spike(t, r, ruhi, id, "")
	if opens(t, r, secret) {
		t.Error("a link opens a spiked story")
	}
	check(t, r.Desk.Move(t.Context(), ruhi, id, desk.Move{From: draft.Spiked, To: draft.Writing}))
	if !opens(t, r, secret) {
		t.Error("it does not open the story that was taken back")
	}
}

// TestGiveUp: a change that does not go out leaves what readers have, at the desk
// too, and what was typed stays a version.
func TestGiveUp(t *testing.T) {
	r := office(t)
	id := r.Publish(t, desktest.Revision("en", "The bridge is open")).Story
	if _, err := r.Desk.Open(t.Context(), ruhi, id); !errors.Is(err, policy.ErrDenied) {
		t.Fatal(err)
	}
	if _, err := r.Desk.Open(t.Context(), edris, id); err != nil {
		t.Fatal(err)
	}
	typed(t, r, id, "Never: ")
	seen := row(t, r, id).Version
	if err := r.Desk.GiveUp(t.Context(), ruhi, id, draft.Writing, ""); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a reporter gave up another's change: %v", err)
	}
	if err := r.Desk.GiveUp(t.Context(), edris, id, draft.Review, ""); !errors.Is(err, draft.ErrState) {
		t.Errorf("from an old page: %v", err)
	}
	check(t, r.Desk.GiveUp(t.Context(), edris, id, draft.Writing, "It is open after all"))
	if got := row(t, r, id); got.State != draft.Published || got.Base != 1 || got.Headline != "The bridge is open" || got.Version <= seen {
		t.Errorf("the row is %+v", got)
	}
	if _, doc, err := r.Desk.VersionAt(t.Context(), edris, id, desk.VersionRef(seen)); err != nil || doc.Headline() != "Never: The bridge is open" {
		t.Errorf("what was typed is %q, %v", doc.Headline(), err)
	}
	if all, err := r.Desk.Versions(t.Context(), edris, id, -1); err != nil || all.All[0].Restored != "r1" {
		t.Errorf("the newest version is %+v, %v", all.All[0], err)
	}
	if e := trailOf(t, r, id, policy.StorySpike); e.Facts["reason"] != "It is open after all" {
		t.Errorf("the trail says %+v", e)
	}
	if err := r.Desk.GiveUp(t.Context(), edris, id, draft.Published, ""); !errors.Is(err, draft.ErrState) {
		t.Errorf("a second time: %v", err)
	}
	if dr, err := r.Desk.Open(t.Context(), edris, id); err != nil || dr.State != draft.Writing {
		t.Errorf("changed again: %+v, %v", dr, err)
	}
}

// TestGiveUpRetracted: of a retracted story there is nothing to say again, and the
// change is given up all the same.
func TestGiveUpRetracted(t *testing.T) {
	r := office(t)
	id := r.Publish(t, desktest.Revision("en", "The bridge is open")).Story
	if _, err := r.Desk.Open(t.Context(), edris, id); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Desk.Retract(t.Context(), publisher, id, desk.Retraction{Base: 1, Reason: "It was not so.", Act: "a"}); err != nil {
		t.Fatal(err)
	}
	typed(t, r, id, "It was so: ")
	check(t, r.Desk.GiveUp(t.Context(), edris, id, draft.Writing, ""))
	if got := row(t, r, id); got.State != draft.Published {
		t.Errorf("it is %s", got.State)
	}
}
