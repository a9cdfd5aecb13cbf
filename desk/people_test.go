package desk_test

import (
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
	"stet.news/record"
	"stet.news/story"
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
	if got := alerts(t, r, his); len(got) != 1 || got[0] != "unscheduled" {
		t.Errorf("the desk is told %v", got)
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

// member is an account of a newsroom that has an administrator.
func member(t *testing.T, r *desktest.Room, name string, grants ...policy.Grant) policy.Principal {
	t.Helper()
	stafftest.Add(t, r.Desk.Staff, r.Now(), "Boss of "+name, policy.Grant{Role: policy.Administrator})
	return r.Desk.Staff.Principal(stafftest.Add(t, r.Desk.Staff, r.Now(), name, grants...).Request("GET", "/"))
}

// motion is what somebody has put in motion about a story.
type motion struct {
	t       *testing.T
	r       *desktest.Room
	id      story.ID
	secret  string
	request int64
}

func inMotion(t *testing.T, r *desktest.Room, who policy.Principal, section string) motion {
	t.Helper()
	rev := desktest.Revision("en", "The river rose in "+section)
	rev.Section = section
	m := motion{t: t, r: r, id: drafted(t, r, rev)}
	check(t, r.Desk.Schedule(t.Context(), who, m.id, at(t, r, m.id, r.Now().Add(time.Hour))))
	var err error
	m.secret, _, err = r.Desk.Share(t.Context(), who, m.id, desk.ShareOrder{Version: -1, Until: r.Now().Add(time.Hour)})
	check(t, err)
	check(t, r.Update(t.Context(), func(tx record.Tx) (err error) {
		m.request, err = draft.AddRequest(tx, draft.Request{
			Action: policy.StoryChange, Story: m.id, Args: []byte("{}"), Account: who.Account, Name: who.Name, At: r.Now(), Until: r.Now().Add(time.Hour),
		})
		return err
	}))
	return m
}

// goesOn makes sure that all of it goes on, or that none does.
func (m motion) goesOn(want bool) {
	m.t.Helper()
	if got := row(m.t, m.r, m.id).State == draft.Scheduled; got != want || m.r.Due[m.id].IsZero() == want {
		m.t.Errorf("scheduled: %v, want %v; the clock has %s", got, want, m.r.Due[m.id])
	}
	if got := opens(m.t, m.r, m.secret); got != want {
		m.t.Errorf("the link opens: %v, want %v", got, want)
	}
	check(m.t, m.r.View(m.t.Context(), func(rd record.Reader) error {
		q, _, err := draft.GetRequest(rd, m.request)
		if got := q.State == draft.Asked; got != want {
			m.t.Errorf("the request is %s, want it open: %v", q.State, want)
		}
		return err
	}))
}

// TestLoweredGrants: what stands on a right that somebody loses ends with it, and
// nothing else does.
func TestLoweredGrants(t *testing.T) {
	r := desktest.Open(t)
	mallory := member(t, r, "Mallory", policy.Grant{Role: policy.Editor})
	home, sport := inMotion(t, r, mallory, "afghanistan"), inMotion(t, r, mallory, "sport")
	grant := func(grants ...policy.Grant) {
		t.Helper()
		check(t, r.Desk.Grant(t.Context(), policy.House, mallory.Account, grants))
	}
	grant(policy.Grant{Role: policy.Publisher})
	home.goesOn(true)
	grant(policy.Grant{Role: policy.Editor, Edition: "en", Section: "sport"}, policy.Grant{Role: policy.Reporter})
	home.goesOn(false)
	sport.goesOn(true)
	if got := alerts(t, r, home.id); len(got) != 1 || got[0] != "unscheduled" {
		t.Errorf("the desk is told %v", got)
	}
	for act, fact := range map[policy.Action]string{policy.StorySchedule: "lowered", policy.StoryShare: "revoked", policy.StoryChange: "void"} {
		if e := trailOf(t, r, home.id, act); e.Facts[fact] == "" {
			t.Errorf("the trail of %s says %+v", act, e.Facts)
		}
	}
	grant()
	sport.goesOn(false)
	r.Pass(time.Hour)
	due(t, r, home.id, sport.id)
	if isPublic(t, r, home.id) || isPublic(t, r, sport.id) {
		t.Error("it came out")
	}
}

// TestLinksOfLowered: a link ends with the right to make it, also with the right to
// open it under embargo, and not because its story is somebody else's by now.
func TestLinksOfLowered(t *testing.T) {
	r := office(t)
	author := member(t, r, "Farid", policy.Grant{Role: policy.Editor})
	share := func(id story.ID) string {
		secret, _, err := r.Desk.Share(t.Context(), author, id, desk.ShareOrder{Version: -1, Until: r.Now().Add(time.Hour)})
		check(t, err)
		return secret
	}
	secretly, openly, left := begin(t, r, author, desk.Beginning{}).ID, begin(t, r, author, desk.Beginning{}).ID, begin(t, r, author, desk.Beginning{}).ID
	check(t, r.Desk.SetEmbargo(t.Context(), author, secretly, r.Now().Add(time.Minute)))
	embargoed, plain := share(secretly), share(openly)
	check(t, r.Desk.Grant(t.Context(), policy.House, author.Account, []policy.Grant{{Role: policy.Reporter}}))
	if opens(t, r, embargoed) {
		t.Error("a reporter's link opens a story under embargo")
	}
	if opens(t, r, plain) {
		t.Error("a link that no embargo would close outlived the right to that")
	}
	author.Grants = []policy.Grant{{Role: policy.Reporter}}
	own := share(left)
	dr := row(t, r, left)
	dr.Author, dr.Assignee = "ruhi", "ruhi"
	check(t, r.Update(t.Context(), func(tx record.Tx) error { return draft.Put(tx, dr) }))
	check(t, r.Desk.Grant(t.Context(), policy.House, author.Account, []policy.Grant{{Role: policy.Reporter}, {Role: policy.Editor, Section: "sport"}}))
	if !opens(t, r, own) {
		t.Error("a further grant ended a link")
	}
}
