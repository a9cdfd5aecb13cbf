package site

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"stet.news/desk/desktest"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
)

// browser is one without scripts at the desk of a room.
type browser struct {
	t    *testing.T
	s    *Site
	r    *desktest.Room
	at   string
	kept map[string]string // cookies
}

const doorAt = "http://localhost:8081"

// openDoor is a room whose desk knows its address.
func openDoor(t *testing.T) *desktest.Room {
	t.Helper()
	r := desktest.Open(t)
	if err := r.Desk.Staff.At(doorAt); err != nil {
		t.Fatal(err)
	}
	return r
}

func newBrowser(t *testing.T, r *desktest.Room, cookies ...*http.Cookie) *browser {
	t.Helper()
	s, err := New(Options{
		Desk: r.Desk, Door: r.Desk.Staff, Now: r.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "The Karez Herald",
		Public: "https://herald.example", Editions: desktest.Editions, Sections: desktest.Sections,
	})
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t, s, r, doorAt, map[string]string{}}
	for _, c := range cookies {
		b.kept[c.Name] = c.Value
	}
	return b
}

// send gives status, where it leads, and the page.
func (b *browser) send(method, path string, form url.Values) (status int, to, page string) {
	b.t.Helper()
	q := httptest.NewRequest(method, b.at+path, strings.NewReader(form.Encode()))
	if form != nil {
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	q.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.kept {
		q.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.s.ServeHTTP(w, q)
	for _, c := range w.Result().Cookies() {
		if b.kept[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.kept, c.Name)
		}
	}
	body, _ := io.ReadAll(w.Body)
	return w.Code, w.Header().Get("Location"), string(body)
}

func (b *browser) leads(method, path string, form url.Values, status int, to string) {
	b.t.Helper()
	if code, got, page := b.send(method, path, form); code != status || got != to {
		b.t.Errorf("%s %s: %d to %q, want %d to %q\n%.600s", method, path, code, got, status, to, page)
	}
}

func proof(p stafftest.Person, at time.Time) url.Values {
	return url.Values{"login": {p.Login}, "password": {stafftest.Password}, "code": {p.Secret.Code(at)}}
}

// TestDoorWithoutScripts goes in and out, and shows once more who it is, by forms.
func TestDoorWithoutScripts(t *testing.T) {
	r := openDoor(t)
	zahra := stafftest.Add(t, r.Desk.Staff, r.Now(), "Zahra", policy.Grant{Role: policy.Administrator}, policy.Grant{Role: policy.Editor})
	b := newBrowser(t, r)
	b.leads("GET", "/people", nil, 303, "/sign-in?next=%2Fpeople")
	r.Pass(time.Minute)
	form := proof(zahra, r.Now())
	form.Set("next", "/people")
	b.leads("POST", "/sign-in", form, 303, "/people")
	b.leads("GET", "/sign-in?next=/trail", nil, 303, "/trail")
	b.leads("GET", "/people", nil, 200, "")
	r.Pass(policy.StepUpFor + time.Minute)
	b.leads("GET", "/people", nil, 200, "")
	b.leads("GET", "/people/invite", nil, 303, "/step-up?next=%2Fpeople%2Finvite")
	b.leads("GET", "/account/password", nil, 303, "/step-up?next=%2Faccount%2Fpassword")
	before := b.kept["stet-8081"]
	form = proof(zahra, r.Now())
	form.Set("next", "/people/invite")
	b.leads("POST", "/step-up", form, 303, "/people/invite")
	if b.kept["stet-8081"] == before {
		t.Error("the session has the same token after it can do more")
	}
	b.leads("GET", "/people/invite", nil, 200, "")
	_, _, page := b.send("POST", "/people/invite", url.Values{"name": {"Omid"}, "days": {"7"}, "role": {"reporter", ""}, "edition": {"ps", ""}, "section": {"", ""}})
	if !strings.Contains(page, "http://localhost:8081/welcome/") {
		t.Errorf("no link on the page: %.600s", page)
	}
	b.leads("POST", "/sign-out", url.Values{}, 303, "/sign-in")
	b.leads("GET", "/account", nil, 303, "/sign-in?next=%2Faccount")
}

// TestDoorTellsNothing: whatever is wrong, and whether the name exists, the answer is
// the same to the byte.
func TestDoorTellsNothing(t *testing.T) {
	r := openDoor(t)
	zahra := stafftest.Add(t, r.Desk.Staff, r.Now(), "zahra", policy.Grant{Role: policy.Administrator})
	gone := stafftest.Add(t, r.Desk.Staff, r.Now(), "farid", policy.Grant{Role: policy.Editor})
	if err := r.Desk.Disable(t.Context(), policy.House, gone.Account); err != nil {
		t.Fatal(err)
	}
	r.Pass(time.Minute)
	b := newBrowser(t, r)
	pages := map[string]string{}
	for what, form := range map[string]url.Values{
		"wrong password": {"login": {"zahra"}, "password": {"a guess in the dark"}, "code": {zahra.Secret.Code(r.Now())}},
		"wrong code":     {"login": {"zahra"}, "password": {stafftest.Password}, "code": {"000000"}},
		"unknown name":   {"login": {"laila"}, "password": {stafftest.Password}, "code": {"000000"}},
		"disabled":       proof(gone, r.Now()),
		"empty":          {"login": {"zahra"}},
	} {
		status, _, page := b.send("POST", "/sign-in", form)
		if status != http.StatusForbidden {
			t.Errorf("%s: %d", what, status)
		}
		login := form.Get("login")
		pages[strings.ReplaceAll(page, `value="`+login+`"`, `value="-"`)] += what + ", "
	}
	if len(pages) != 1 {
		for _, what := range pages {
			t.Errorf("one answer for %s", what)
		}
	}
	if len(b.kept) > 0 {
		t.Errorf("cookies for nobody: %v", b.kept)
	}
}

// TestDoorLeadsNowhereElse: no address that a page is handed leads off the desk.
func TestDoorLeadsNowhereElse(t *testing.T) {
	r := openDoor(t)
	zahra := stafftest.Add(t, r.Desk.Staff, r.Now(), "Zahra", policy.Grant{Role: policy.Editor})
	b := newBrowser(t, r, zahra.Cookies...)
	for _, next := range []string{
		"//evil.example", "https://evil.example", `/\evil.example`, `\/evil.example`, "/\t/evil.example", "javascript:alert(1)", "evil.example",
		"/%0d%0aLocation: x", "///evil.example", "http:evil.example", " //evil.example", "/\x00/evil.example", "//localhost:8081@evil.example/",
	} {
		status, to, _ := b.send("GET", "/sign-in?next="+url.QueryEscape(next), nil)
		u, err := url.Parse(to)
		if status != 303 || err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
			t.Errorf("%q leads to %q (%d)", next, to, status)
		}
	}
}

// TestDoorCrossSite: a page of another site can do nothing in the name of who is
// signed in.
func TestDoorCrossSite(t *testing.T) {
	r := openDoor(t)
	zahra := stafftest.Add(t, r.Desk.Staff, r.Now(), "Zahra", policy.Grant{Role: policy.Administrator})
	b := newBrowser(t, r)
	for _, route := range b.s.Routes() {
		if route.Method == "GET" || route.Method == "" {
			continue
		}
		path := strings.NewReplacer("{id}", "x", "{token}", "x", "{account}", zahra.Account, "{name}", "x").Replace(route.Path)
		for _, kind := range []string{"application/x-www-form-urlencoded", "text/plain", "application/json"} {
			q := httptest.NewRequest(route.Method, b.at+path, strings.NewReader("{}"))
			for _, c := range zahra.Cookies {
				q.AddCookie(c)
			}
			q.Header.Set("Content-Type", kind)
			q.Header.Set("Sec-Fetch-Site", "cross-site")
			q.Header.Set("Origin", "https://evil.example")
			w := httptest.NewRecorder()
			if b.s.ServeHTTP(w, q); w.Code != http.StatusForbidden {
				t.Errorf("%s %s as %s from another site: %d", route.Method, path, kind, w.Code)
			}
		}
	}
	if who := r.Desk.Staff.Principal(zahra.Request("GET", "/")); who.Account == "" {
		t.Error("another site has signed somebody out")
	}
}
