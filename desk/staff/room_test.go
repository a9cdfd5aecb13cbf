package staff_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"testing"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/desk/staff/stafftest"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/record/sqlite"
)

// room is a staff over a real database, with a clock that a test moves.
type room struct {
	*staff.Staff
	t     *testing.T
	store record.Store
	now   time.Time
}

var start = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

func open(t *testing.T) *room {
	t.Helper()
	store, err := sqlite.Create(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	err = store.Update(t.Context(), func(tx record.Tx) error {
		_, err := tx.SQL().Exec(trail.Schema)
		_, schemaErr := tx.SQL().Exec(staff.Schema)
		return errors.Join(err, schemaErr)
	})
	if err != nil {
		t.Fatal(err)
	}
	r := &room{t: t, store: store, now: start}
	r.Staff = staff.New(store, staff.Options{
		Now: func() time.Time { return r.now }, Newsroom: "The Karez Herald", Cost: stafftest.Cheap,
		Proxies: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")},
	})
	if err := r.At("http://localhost:8081"); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *room) add(name string, grants ...policy.Grant) stafftest.Person {
	r.t.Helper()
	p := stafftest.Add(r.t, r.Staff, r.now, name, grants...)
	r.later(time.Minute) // its code is spent
	return p
}

func (r *room) later(d time.Duration) { r.now = r.now.Add(d) }

// who gives who a person's browser is signed in as.
func (r *room) who(p stafftest.Person) policy.Principal {
	return r.Principal(p.Request("GET", "/"))
}

// from is a visit from an address.
func from(addr string) staff.Visit {
	return staff.Visit{Addr: netip.MustParseAddr(addr), Agent: "test"}
}

// signIn tries the person's right password and code from an address.
func (r *room) signIn(p stafftest.Person, v staff.Visit) (staff.Entered, error) {
	return r.SignIn(r.t.Context(), v, p.Login, staff.Proof{Password: stafftest.Password, Code: p.Secret.Code(r.now)})
}

// as gives who a browser with these cookies is.
func (r *room) as(e staff.Entered) policy.Principal {
	q := httptest.NewRequest("GET", "/", nil)
	for _, c := range stafftest.Cookies(r.Staff, e) {
		q.AddCookie(c)
	}
	return r.Principal(q)
}

// trail gives the facts of the newest rows.
func (r *room) trail(limit int) (all []trail.Entry) {
	r.t.Helper()
	err := r.store.View(context.Background(), func(rd record.Reader) (err error) {
		all, err = trail.List(rd, trail.Query{Limit: limit})
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// want fails unless an error is the one that is wanted.
func want(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || (got == nil) != (want == nil) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// nothing and noQueue are what an account has queued here.
func nothing(record.Tx, string) error         { return nil }
func noQueue(record.Tx, []policy.Grant) error { return nil }
