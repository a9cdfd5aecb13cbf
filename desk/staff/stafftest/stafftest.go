// Package stafftest gives tests an account and a signed-in browser without the
// ceremonies of a person. It goes in by the same doors: an invitation, a
// password with a code, and the cookies that come of it.
package stafftest

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
)

// Cheap is the cost of hashing for tests, set as staff.Options.Cost.
var Cheap = staff.Cost{Memory: 8, Passes: 1}

// Password is everybody's here.
const Password = "quince-lorry-84-vellum"

// Person is an account with what it signs in with.
type Person struct {
	Account string
	Login   string
	Secret  staff.Secret // of its app
	Codes   []string     // printed ones
	// Cookies are those of a browser in which the person is signed in.
	Cookies []*http.Cookie
}

// Add makes an account with grants, at least one, and signs it in. now is the
// clock of the staff's options; time.Now in a newsroom.
func Add(t testing.TB, s *staff.Staff, now time.Time, name string, grants ...policy.Grant) Person {
	t.Helper()
	token, err := s.Invite(t.Context(), policy.House, name, grants, time.Time{})
	if err != nil {
		t.Fatalf("invite %s: %v", name, err)
	}
	l, err := s.Link(t.Context(), token)
	if err != nil {
		t.Fatalf("the invitation of %s: %v", name, err)
	}
	p := Person{Login: strings.ToLower(strings.ReplaceAll(name, " ", ".")), Secret: l.Secret}
	e, codes, err := s.EnterWithPassword(t.Context(), visit(), token, staff.Person{Name: name, Login: p.Login, Lang: "en"}, Password, l.Secret.Code(now), "")
	if err != nil {
		t.Fatalf("%s comes in: %v", name, err)
	}
	p.Account, p.Codes, p.Cookies = e.Account, codes, Cookies(s, e)
	return p
}

var visits atomic.Uint32

// visit comes from another address each time, so that no limit is met.
func visit() staff.Visit {
	n := visits.Add(1)
	return staff.Visit{Addr: netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}), Agent: "test"}
}

// Cookies gives those that a browser gets that came in.
func Cookies(s *staff.Staff, e staff.Entered) []*http.Cookie {
	w := httptest.NewRecorder()
	s.Let(w, e)
	return w.Result().Cookies()
}

// Visit is the person's browser at the door.
func (p Person) Visit(s *staff.Staff) staff.Visit {
	v := s.VisitOf(p.Request("GET", "/"))
	v.Addr = visit().Addr
	return v
}

// Request makes a request from the person's browser.
func (p Person) Request(method, target string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	for _, c := range p.Cookies {
		r.AddCookie(c)
	}
	return r
}
