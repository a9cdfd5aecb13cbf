package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

var (
	chief  = desktest.Person("farid", policy.Publisher)
	deputy = desktest.Person("nasrin", policy.Publisher)
)

// english is the front of the English edition, sporting a section's in it.
var (
	english  = desk.Front{Edition: "en"}
	sporting = desk.Front{Edition: "en", Section: "sport"}
)

// arranging is a front with pins, made from those that it has.
func arranging(t *testing.T, r *desktest.Room, f desk.Front, pins ...front.Pin) desk.Arranging {
	t.Helper()
	had, err := r.Desk.Pins(t.Context(), policy.House, f)
	if err != nil {
		t.Fatal(err)
	}
	return desk.Arranging{Front: f, Pins: pins, Mark: front.Mark(had)}
}

// Who may arrange which front.
func TestWhoArrangesFronts(t *testing.T) {
	r := desktest.Open(t)
	id := r.Publish(t, desktest.Revision("en", "The river rose")).Story
	dari := desktest.With("d", policy.Grant{Role: policy.Publisher, Edition: "fa-AF"})
	sports := desktest.With("s", policy.Grant{Role: policy.Editor, Edition: "en", Section: "sport"})
	for _, c := range []struct {
		who          policy.Principal
		front, sport bool
	}{
		{chief, true, true}, {dari, false, false}, {sports, false, true},
		{desktest.Person("e", policy.Editor), false, true}, {desktest.Person("r", policy.Reporter), false, false},
		{desktest.Person("a", policy.Administrator), false, false},
	} {
		for f, want := range map[desk.Front]bool{english: c.front, sporting: c.sport} {
			err := r.Desk.ArrangeFront(t.Context(), c.who, arranging(t, r, f, front.Pin{Story: id, Place: 1}))
			if (err == nil) != want || err != nil && !errors.Is(err, policy.ErrDenied) {
				t.Errorf("%s arranges %s: %v, want %v", c.who.Name, f.List(), err, want)
			}
			if _, err := r.Desk.Pins(t.Context(), c.who, f); (err == nil) != want {
				t.Errorf("%s sees the places of %s: %v", c.who.Name, f.List(), err)
			}
		}
	}
	if _, err := r.Desk.Pins(t.Context(), chief, desk.Front{Edition: "en", Section: "weather"}); !errors.Is(err, record.ErrNoEdition) {
		t.Errorf("a front that is none: %v", err)
	}
}

// What cannot be a front, and a front that somebody else changed meanwhile.
func TestArrangeRefuses(t *testing.T) {
	r := desktest.Open(t)
	id := r.Publish(t, desktest.Revision("en", "The river rose")).Story
	other := r.Publish(t, desktest.Revision("fa-AF", "دریا بالا آمد")).Story
	now := r.Now()
	for what, pins := range map[string][]front.Pin{
		"place 0":         {{Story: id}},
		"place 14":        {{Story: id, Place: 14}},
		"two places":      {{Story: id, Place: 1}, {Story: id, Place: 2}},
		"ends before":     {{Story: id, Place: 1, Since: now.Add(time.Hour), Until: now}},
		"another edition": {{Story: other, Place: 1}},
		"no story":        {{Story: story.NewID(), Place: 1}},
		"too many":        slices.Repeat([]front.Pin{{Story: id, Place: 1}}, front.MaxPins+1),
	} {
		err := r.Desk.ArrangeFront(t.Context(), chief, arranging(t, r, english, pins...))
		if !errors.Is(err, record.ErrInvalid) && !errors.Is(err, record.ErrNoStory) {
			t.Errorf("%s: %v", what, err)
		}
	}
	a := arranging(t, r, english, front.Pin{Story: id, Place: 1})
	if err := r.Desk.ArrangeFront(t.Context(), chief, a); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.ArrangeFront(t.Context(), deputy, a); !errors.Is(err, record.ErrStale) {
		t.Errorf("made from what is there no more: %v", err)
	}
	entries, err := r.Desk.Trail(t.Context(), chief, trail.Query{Action: policy.FrontEdit, Limit: 9})
	if err != nil || len(entries) != 1 || entries[0].Object != "en" || entries[0].Facts["after"] != "1 "+id.String() {
		t.Errorf("the trail says %+v, %v", entries, err)
	}
}

// A pin counts from its first second to the one before its last.
func TestArrangementAtATime(t *testing.T) {
	r := desktest.Open(t)
	id := r.Publish(t, desktest.Revision("en", "The river rose")).Story
	from := r.Now().Add(time.Hour)
	pin := front.Pin{Story: id, Place: 2, Since: from, Until: from.Add(time.Hour)}
	if err := r.Desk.ArrangeFront(t.Context(), chief, arranging(t, r, english, pin)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Desk.SetBreaking(t.Context(), chief, id, from.Add(30*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after        time.Duration // of from
		pinned, news bool
		next         time.Duration
	}{
		{-time.Hour, false, true, 0}, {-time.Second, false, true, 0}, {0, true, true, 30 * time.Minute},
		{30*time.Minute - time.Second, true, true, 30 * time.Minute}, {30 * time.Minute, true, false, time.Hour},
		{time.Hour - time.Second, true, false, time.Hour}, {time.Hour, false, false, -1},
	} {
		err := r.View(t.Context(), func(rd record.Reader) error {
			at := from.Add(c.after)
			a, err := front.Arrangement(rd, at)
			if (len(a.Fronts["en"]) == 1) != c.pinned || (a.Breaking["en"] == id) != c.news {
				t.Errorf("after %v: %+v", c.after, a)
			}
			next, err2 := front.Next(rd, at)
			if want := from.Add(c.next); c.next >= 0 && !next.Equal(want) || c.next < 0 && !next.IsZero() {
				t.Errorf("after %v the next is %v", c.after, next)
			}
			return errors.Join(err, err2)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Where the newsroom wants two persons, the front and breaking news wait for the
// second, who must be another; a section's front and taking down do not wait.
func TestTwoPersonsForFronts(t *testing.T) {
	r := desktest.OpenWith(t, desk.Options{TwoPerson: []string{"front", "breaking"}})
	id := r.Publish(t, desktest.Revision("en", "The river rose")).Story
	rev := desktest.Revision("en", "The final")
	rev.Section = "sport"
	final := r.Publish(t, rev).Story
	request := func(err error) draft.Request {
		t.Helper()
		waits, ok := errors.AsType[*desk.Asked](err)
		if !ok {
			t.Fatalf("one person is enough: %v", err)
		}
		return waits.Request
	}
	pins := func() []front.Pin {
		t.Helper()
		all, err := r.Desk.Pins(t.Context(), chief, english)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	q := request(r.Desk.ArrangeFront(t.Context(), chief, arranging(t, r, english, front.Pin{Story: id, Place: 1})))
	if q.Says != "1. The river rose" || len(pins()) != 0 {
		t.Errorf("it says %q, and the front has %v", q.Says, pins())
	}
	if _, err := r.Desk.Confirm(t.Context(), chief, q.N); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("who asked confirms: %v", err)
	}
	late := request(r.Desk.ArrangeFront(t.Context(), chief, arranging(t, r, english, front.Pin{Story: final, Place: 1})))
	if page, err := r.Desk.Confirm(t.Context(), deputy, q.N); err != nil || page != "/fronts/en" || len(pins()) != 1 {
		t.Errorf("a second person confirms: %q, %v, %v", page, err, pins())
	}
	if _, err := r.Desk.Confirm(t.Context(), deputy, late.N); !errors.Is(err, record.ErrStale) {
		t.Errorf("the front was changed since it was asked: %v", err)
	}
	entries, err := r.Desk.Trail(t.Context(), chief, trail.Query{Action: policy.FrontEdit, Account: deputy.Account, Limit: 9})
	if err != nil || !slices.ContainsFunc(entries, func(e trail.Entry) bool { return e.Facts["asked_account"] == chief.Account && e.Facts["after"] != "" }) {
		t.Errorf("the trail does not name both: %+v, %v", entries, err)
	}
	if err := r.Desk.ArrangeFront(t.Context(), chief, arranging(t, r, sporting, front.Pin{Story: final, Place: 1})); err != nil {
		t.Errorf("a section's front: %v", err)
	}

	_, err = r.Desk.SetBreaking(t.Context(), chief, id, r.Now().Add(time.Hour))
	q = request(err)
	if up, err := r.Desk.Breaking(t.Context()); err != nil || len(up) != 0 {
		t.Errorf("it is up already: %v, %v", up, err)
	}
	if _, err := r.Desk.Confirm(t.Context(), deputy, q.N); err != nil {
		t.Error(err)
	}
	if up, err := r.Desk.Breaking(t.Context()); err != nil || len(up) != 1 || up[0].Story != id {
		t.Errorf("it is not up: %v, %v", up, err)
	}
	if err := r.Desk.EndBreaking(t.Context(), chief, "en"); err != nil {
		t.Errorf("taking down waits for somebody: %v", err)
	}
}

// The links of somebody who is shut out are shut with them.
func TestSharesOfDisabled(t *testing.T) {
	r := desktest.Open(t)
	stafftest.Add(t, r.Desk.Staff, r.Now(), "laila", policy.Grant{Role: policy.Administrator})
	author := desktest.Person(stafftest.Add(t, r.Desk.Staff, r.Now(), "omid", policy.Grant{Role: policy.Reporter}).Account, policy.Reporter)
	dr, err := r.Desk.Begin(t.Context(), author, desk.Beginning{Edition: "en", Headline: "The river"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Desk.Share(t.Context(), author, dr.ID, desk.ShareOrder{Version: -1, Until: r.Now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.Disable(t.Context(), policy.House, author.Account); err != nil {
		t.Fatal(err)
	}
	_, shares, err := r.Desk.Shares(t.Context(), chief, dr.ID)
	if err != nil || len(shares) != 1 || shares[0].Open(r.Now()) {
		t.Errorf("%+v, %v", shares, err)
	}
}

// A link to a version that an erasure took is a link that opens nothing.
func TestShareOfErasedVersion(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	order := desk.ShareOrder{Version: row(t, r, id).Version, Until: r.Now().Add(time.Hour)}
	secret, _, err := r.Desk.Share(t.Context(), chief, id, order)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Desk.Erase(t.Context(), policy.House, desk.EraseOrder{Story: id, Words: "Nobody was hurt"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Desk.SharedFile(t.Context(), secret, "/picture/none"); !errors.Is(err, desk.ErrNoShare) {
		t.Errorf("it opens as %v", err)
	}
}
