package desk_test

import (
	"testing"
	"time"

	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
)

// TestDisableTakesBack: who is shut out is out at once, and nothing that they
// scheduled comes out; what others scheduled does.
func TestDisableTakesBack(t *testing.T) {
	r := desktest.Open(t)
	stafftest.Add(t, r.Desk.Staff, r.Now(), "Zahra", policy.Grant{Role: policy.Administrator})
	mallory := stafftest.Add(t, r.Desk.Staff, r.Now(), "Mallory", policy.Grant{Role: policy.Publisher})
	who := r.Desk.Staff.Principal(mallory.Request("GET", "/"))
	when := r.Now().Add(time.Hour)
	his, theirs := drafted(t, r, desktest.Revision("en", "The river fell")), scheduled(t, r, when)
	if err := r.Desk.Schedule(t.Context(), who, his, at(t, r, his, when)); err != nil {
		t.Fatal(err)
	}
	over, stop := r.Desk.Staff.Watch(who.Session)
	defer stop()
	if err := r.Desk.Disable(t.Context(), policy.House, mallory.Account); err != nil {
		t.Fatal(err)
	}
	select {
	case <-over:
	case <-time.After(30 * time.Second):
		t.Error("a stream is not told that its session ended")
	}
	if got := r.Desk.Staff.Principal(mallory.Request("GET", "/")); got.Account != "" {
		t.Error("still signed in")
	}
	if dr := row(t, r, his); dr.State == draft.Scheduled || !dr.DueAt.IsZero() {
		t.Errorf("still scheduled: %+v", dr)
	}
	if !r.Due[his].IsZero() || !r.Due[theirs].Equal(when) {
		t.Errorf("the clock is told %s and %s", r.Due[his], r.Due[theirs])
	}
	r.Pass(time.Hour)
	due(t, r, his, theirs)
	if isPublic(t, r, his) || !isPublic(t, r, theirs) {
		t.Error("the wrong story came out")
	}
}
