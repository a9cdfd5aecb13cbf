package staff_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/desk/staff/stafftest"
)

// traveller is a browser that goes to the provider and back.
type traveller struct {
	r       *room
	p       *provider
	cookies []*http.Cookie
}

// goes begins an errand and gives the address to which the provider sends back.
func (x *traveller) goes(e staff.Errand) *url.URL {
	x.r.t.Helper()
	w := httptest.NewRecorder()
	address, err := x.r.GoOutside(context.Background(), w, e)
	if err != nil {
		x.r.t.Fatal(err)
	}
	x.cookies = append(w.Result().Cookies(), x.cookies...) // of two with one name the first counts
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(address)
	if err != nil {
		x.r.t.Fatal(err)
	}
	back, err := resp.Location()
	if err != nil {
		x.r.t.Fatal(resp.Status, err)
	}
	return back
}

// back comes back, and gives who is signed in then.
func (x *traveller) back(at *url.URL) (policy.Principal, string, error) {
	q := httptest.NewRequest("GET", at.String(), nil)
	for _, c := range x.cookies {
		q.AddCookie(c)
	}
	w := httptest.NewRecorder()
	next, err := x.r.ComeBack(w, q, x.r.Principal(q))
	after := httptest.NewRequest("GET", "/", nil)
	for _, c := range append(w.Result().Cookies(), x.cookies...) {
		after.AddCookie(c)
	}
	return x.r.Principal(after), next, err
}

func openOutside(t *testing.T) (*room, *provider) {
	t.Helper()
	r := open(t)
	p := newProvider(t, func() time.Time { return r.now })
	r.Staff = staff.New(r.store, staff.Options{
		Now: func() time.Time { return r.now }, Newsroom: "The Karez Herald", Cost: stafftest.Cheap,
		Outside: &staff.Outside{Issuer: p.URL, ClientID: clientID, Secret: clientSecret, Name: "House login", Client: p.Client()},
	})
	if err := r.At("http://localhost:8081"); err != nil {
		t.Fatal(err)
	}
	return r, p
}

func TestOutside(t *testing.T) {
	r, p := openOutside(t)
	zahra := r.add("Zahra", policy.Grant{Role: policy.Administrator})
	stranger := func() *traveller { return &traveller{r: r, p: p} }

	x := stranger()
	_, _, err := x.back(x.goes(staff.Errand{}))
	want(t, "somebody whom nobody knows", err, staff.ErrOutside)

	mine := &traveller{r: r, p: p, cookies: zahra.Cookies}
	who := r.who(zahra)
	_, next, err := mine.back(mine.goes(staff.Errand{Session: who.Session, Attach: true, Next: "/account"}))
	want(t, "attach", err, nil)
	if next != "/account" {
		t.Error("leads to", next)
	}
	x = stranger()
	got, next, err := x.back(x.goes(staff.Errand{Next: "/trail"}))
	want(t, "sign in", err, nil)
	if got.Account != zahra.Account || next != "/trail" {
		t.Errorf("signed in as %+v, on to %s", got, next)
	}

	p.bend = func(c map[string]any) { c["auth_time"] = r.now.Add(-time.Hour).Unix() }
	x = stranger()
	got, _, err = x.back(x.goes(staff.Errand{}))
	want(t, "signed in at the provider an hour ago", err, nil)
	want(t, "what asks for a fresh sign-in, then", policy.May(got, policy.Credentials, policy.Object{}, r.now), policy.ErrStepUp)
	p.bend = func(c map[string]any) { delete(c, "auth_time") }
	x = stranger()
	got, _, err = x.back(x.goes(staff.Errand{}))
	want(t, "nobody knows when", err, nil)
	want(t, "what asks for a fresh sign-in, then", policy.May(got, policy.Credentials, policy.Object{}, r.now), policy.ErrStepUp)
	p.bend = func(map[string]any) {}

	// The same mail address under another subject is somebody else.
	p.subject = "other"
	x = stranger()
	_, _, err = x.back(x.goes(staff.Errand{}))
	want(t, "another subject", err, staff.ErrOutside)

	// By invitation, without an account before.
	token, err := r.Invite(t.Context(), policy.House, "Laila", []policy.Grant{editor}, time.Time{})
	want(t, "invite", err, nil)
	x = stranger()
	got, _, err = x.back(x.goes(staff.Errand{Link: token, Person: staff.Person{Name: "Laila", Login: "laila", Lang: "ps"}}))
	want(t, "by invitation", err, nil)
	if got.Name != "Laila" || got.Lang != "ps" || len(got.Grants) != 1 {
		t.Errorf("came in as %+v", got)
	}
	want(t, "disable", r.Disable(t.Context(), policy.House, got.Account, nothing), nil)
	x = stranger()
	_, _, err = x.back(x.goes(staff.Errand{}))
	want(t, "disabled", err, staff.ErrOutside)
}

func TestOutsideForged(t *testing.T) {
	r, p := openOutside(t)
	zahra := r.add("Zahra", policy.Grant{Role: policy.Administrator})
	mine := &traveller{r: r, p: p, cookies: zahra.Cookies}
	_, _, err := mine.back(mine.goes(staff.Errand{Session: r.who(zahra).Session, Attach: true}))
	want(t, "attach", err, nil)
	foreign, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		bend func(map[string]any)
		at   func(*url.URL, *traveller)
	}{
		{what: "another nonce", bend: func(c map[string]any) { c["nonce"] = "another" }},
		{what: "no nonce", bend: func(c map[string]any) { delete(c, "nonce") }},
		{what: "for another client", bend: func(c map[string]any) { c["aud"] = "another" }},
		{what: "of another issuer", bend: func(c map[string]any) { c["iss"] = "https://other.example" }},
		{what: "expired", bend: func(c map[string]any) { c["exp"] = r.now.Add(-time.Hour).Unix() }},
		{what: "another key", bend: func(map[string]any) { p.signer = foreign }},
		{what: "another state", at: func(u *url.URL, _ *traveller) {
			q := u.Query()
			q.Set("state", "another")
			u.RawQuery = q.Encode()
		}},
		{what: "no code", at: func(u *url.URL, _ *traveller) {
			q := u.Query()
			q.Del("code")
			u.RawQuery = q.Encode()
		}},
		{what: "another browser", at: func(_ *url.URL, x *traveller) { x.cookies = nil }},
		{what: "the cookie of another journey", at: func(_ *url.URL, x *traveller) {
			x.cookies = nil
			x.goes(staff.Errand{})
		}},
	} {
		p.bend, p.signer = func(map[string]any) {}, p.key
		if c.bend != nil {
			p.bend = c.bend
		}
		x := &traveller{r: r, p: p}
		at := x.goes(staff.Errand{})
		if c.at != nil {
			c.at(at, x)
		}
		who, _, err := x.back(at)
		want(t, c.what, err, staff.ErrOutside)
		if who.Account != "" {
			t.Error(c.what, "signs in")
		}
	}
	p.bend, p.signer = func(map[string]any) {}, p.key
	x := &traveller{r: r, p: p}
	at := x.goes(staff.Errand{})
	_, _, err = x.back(at)
	want(t, "right", err, nil)
	_, _, err = x.back(at)
	want(t, "the same again", err, staff.ErrOutside)
}

// TestOutsideStepUp: who signed in at the provider long ago has not shown now who
// they are.
func TestOutsideStepUp(t *testing.T) {
	r, p := openOutside(t)
	zahra := r.add("Zahra", policy.Grant{Role: policy.Administrator})
	mine := &traveller{r: r, p: p, cookies: zahra.Cookies}
	who := r.who(zahra)
	_, _, err := mine.back(mine.goes(staff.Errand{Session: who.Session, Attach: true}))
	want(t, "attach", err, nil)
	r.later(time.Hour)
	p.bend = func(c map[string]any) { c["auth_time"] = r.now.Add(-time.Hour).Unix() }
	got, _, err := mine.back(mine.goes(staff.Errand{Session: who.Session}))
	want(t, "signed in there an hour ago", err, staff.ErrOutside)
	if got.Shown.Equal(r.now) {
		t.Error("it counts as shown")
	}
	p.bend = func(map[string]any) {}
	got, _, err = mine.back(mine.goes(staff.Errand{Session: who.Session}))
	want(t, "just now", err, nil)
	if !got.Shown.Equal(r.now) {
		t.Errorf("shown at %s, want %s", got.Shown, r.now)
	}
	p.subject = "somebody else"
	_, _, err = mine.back(mine.goes(staff.Errand{Session: got.Session}))
	want(t, "as somebody else", err, staff.ErrOutside)
}
