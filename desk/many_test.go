package desk_test

import (
	"errors"
	"testing"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// seenNow gives stories as somebody sees them now.
func seenNow(t *testing.T, r *desktest.Room, ids ...story.ID) (seen []desk.Seen) {
	t.Helper()
	for _, id := range ids {
		seen = append(seen, desk.Seen{Story: id, State: row(t, r, id).State})
	}
	return seen
}

// TestMany: each act is asked for, done and trailed for each story.
func TestMany(t *testing.T) {
	r := office(t)
	a, b := begin(t, r, ruhi, desk.Beginning{Headline: "A flood"}).ID, begin(t, r, anna, desk.Beginning{Headline: "A letter"}).ID
	check(t, r.Desk.DoMany(t.Context(), edris, seenNow(t, r, a, b), desk.Many{Hand: desk.Hand{Account: "ruhi"}, Note: "Together, please"}))
	check(t, r.Desk.DoMany(t.Context(), edris, seenNow(t, r, a, b), desk.Many{To: draft.Spiked, Note: "No room"}))
	for _, id := range []story.ID{a, b} {
		if got := row(t, r, id); got.State != draft.Spiked || got.Assignee != "ruhi" {
			t.Errorf("it is %+v", got)
		}
		if e := trailOf(t, r, id, policy.StoryAssign); e.Object != "ruhi" {
			t.Errorf("handed over: %+v", e)
		}
		if e := trailOf(t, r, id, policy.StorySpike); e.Facts["reason"] != "No room" {
			t.Errorf("spiked: %+v", e)
		}
	}
	all, err := r.Desk.Trail(t.Context(), publisher, trail.Query{Action: policy.StoryMany, Limit: 9})
	if err != nil || len(all) != 2 || all[0].Facts["stories"] != "2" || all[0].Facts["to"] != "spiked" {
		t.Errorf("the trail says %+v, %v", all, err)
	}
	if got := notices(t, r, anna); len(got) != 1 || got[0] != "spiked spiked" {
		t.Errorf("a writer was told %q", got)
	}
}

// TestManyOrNone: when one story is not as it was seen, or not theirs to touch,
// nothing is done to any.
func TestManyOrNone(t *testing.T) {
	r := office(t)
	good, other := begin(t, r, anna, desk.Beginning{}).ID, begin(t, r, ruhi, desk.Beginning{}).ID
	stale := edris
	stale.Shown = r.Now().Add(-policy.StepUpFor * 2)
	for what, c := range map[string]struct {
		who  policy.Principal
		seen []desk.Seen
		want error
	}{
		"another's among them": {anna, seenNow(t, r, good, other), policy.ErrDenied},
		"one that moved":       {edris, []desk.Seen{{Story: good, State: draft.Writing}, {Story: other, State: draft.Review}}, draft.ErrState},
		"one twice":            {edris, seenNow(t, r, good, good), draft.ErrState},
		"one that is nowhere":  {edris, append(seenNow(t, r, good), desk.Seen{Story: story.NewID(), State: draft.Writing}), record.ErrNoStory},
		"signed in long ago":   {stale, seenNow(t, r, good, other), policy.ErrStepUp},
		"none":                 {edris, nil, record.ErrInvalid},
		"too many":             {edris, make([]desk.Seen, desk.ManyMost+1), record.ErrInvalid},
	} {
		for _, m := range []desk.Many{{To: draft.Spiked}, {Hand: desk.Hand{Pool: "afghanistan"}}} {
			if what == "one twice" && m.To == "" {
				continue // there is no harm in handing it over twice
			}
			if err := r.Desk.DoMany(t.Context(), c.who, c.seen, m); !errors.Is(err, c.want) {
				t.Errorf("%s, %+v: %v, want %v", what, m, err, c.want)
			}
			if got := row(t, r, good); got.State != draft.Writing || got.Assignee != "anna" {
				t.Errorf("%s, %+v: the other one is %s, with %q", what, m, got.State, got.Assignee)
			}
		}
	}
}

// TestLookMany: what is foretold is what is done, and why not else.
func TestLookMany(t *testing.T) {
	r := office(t)
	ready := begin(t, r, ruhi, desk.Beginning{Section: "afghanistan"}).ID
	check(t, r.Desk.Move(t.Context(), edris, ready, desk.Move{From: draft.Writing, To: draft.Ready, Hand: &desk.Hand{Account: "edris"}}))
	writing := begin(t, r, anna, desk.Beginning{}).ID
	changed := r.Publish(t, desktest.Revision("en", "The bridge is open")).Story
	if _, err := r.Desk.Open(t.Context(), edris, changed); err != nil {
		t.Fatal(err)
	}
	gone := begin(t, r, ruhi, desk.Beginning{}).ID
	spike(t, r, ruhi, gone, "")
	for _, c := range []struct {
		what string
		who  policy.Principal
		id   story.ID
		m    desk.Many
		want error
		then draft.State
		has  desk.Hand
	}{
		{"back to its writer", edris, ready, desk.Many{To: draft.Writing}, nil, draft.Writing, desk.Hand{Account: "ruhi"}},
		{"back from ready, by the writer", ruhi, ready, desk.Many{To: draft.Writing}, policy.ErrDenied, draft.Writing, desk.Hand{}},
		{"a draft, to be written", edris, writing, desk.Many{To: draft.Writing}, draft.ErrState, draft.Writing, desk.Hand{}},
		{"spike", edris, writing, desk.Many{To: draft.Spiked}, nil, draft.Spiked, desk.Hand{Account: "anna"}},
		{"spike a change", edris, changed, desk.Many{To: draft.Spiked}, desk.ErrChange, draft.Spiked, desk.Hand{}},
		{"take back", ruhi, gone, desk.Many{To: draft.Writing}, nil, draft.Writing, desk.Hand{Account: "ruhi"}},
		{"hand over", edris, ready, desk.Many{Hand: desk.Hand{Pool: "sport"}}, nil, draft.Ready, desk.Hand{Pool: "sport"}},
		{"hand over what is spiked", edris, gone, desk.Many{Hand: desk.Hand{Account: "edris"}}, draft.ErrState, draft.Spiked, desk.Hand{Account: "edris"}},
		{"to who may not", edris, ready, desk.Many{Hand: desk.Hand{Account: "sport"}}, record.ErrInvalid, draft.Ready, desk.Hand{Account: "sport"}},
	} {
		fates, err := r.Desk.LookMany(t.Context(), c.who, []story.ID{c.id}, c.m)
		if err != nil || len(fates) != 1 {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if f := fates[0]; !errors.Is(f.Err, c.want) || (f.Err == nil) != (c.want == nil) || f.Then != c.then || c.want == nil && f.Has != c.has {
			t.Errorf("%s: %s with %+v, %v", c.what, f.Then, f.Has, f.Err)
		}
		before := row(t, r, c.id)
		if err := r.Desk.DoMany(t.Context(), c.who, seenNow(t, r, c.id), c.m); (err == nil) != (c.want == nil) {
			t.Errorf("%s: foretold %v, done %v", c.what, c.want, err)
		}
		if got := row(t, r, c.id); c.want == nil && (got.State != c.then || got.Assignee != c.has.Account || got.Pool != c.has.Pool) {
			t.Errorf("%s: it is %+v", c.what, got)
		}
		check(t, r.Update(t.Context(), func(tx record.Tx) error { return draft.Put(tx, before) }))
	}
	if _, err := r.Desk.LookMany(t.Context(), anna, []story.ID{ready}, desk.Many{To: draft.Spiked}); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a contributor is told of another's story: %v", err)
	}
}
