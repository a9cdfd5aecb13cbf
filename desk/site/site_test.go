package site

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"stet.news/desk/desktest"
	"stet.news/desk/policy"
	"stet.news/press"
)

// as is a door through which everybody comes as one person.
type as policy.Principal

func (a as) Principal(*http.Request) policy.Principal { return policy.Principal(a) }
func (a as) LocalKey(context.Context, policy.Principal) ([]byte, error) {
	return make([]byte, 32), nil
}
func (a as) Watch(string) (<-chan struct{}, func()) { return nil, func() {} }

func newSite(t *testing.T, who policy.Principal, m *press.Mistake) *Site {
	t.Helper()
	s, err := New(Options{
		Desk: desktest.Open(t).Desk, Door: as(who), Now: time.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "The <Kabul> Paper",
		Public: "https://paper.example", Mistake: func() *press.Mistake { return m },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(s *Site, method, path string, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

var someone = policy.Principal{Account: "a", Name: "Zahra", Grants: []policy.Grant{{Role: policy.Editor}}}

func TestNobodySeesNothing(t *testing.T) {
	s := newSite(t, policy.Principal{}, nil)
	for _, path := range []string{"/", "/trail", "/nowhere", "/look"} {
		w := ask(s, "GET", path)
		if to := w.Header().Get("Location"); w.Code != 303 || !strings.HasPrefix(to, "/sign-in?next=") {
			t.Errorf("%s: %d to %q", path, w.Code, to)
		}
		if w := ask(s, "GET", path, "Accept", "application/json"); w.Code != 401 || !strings.Contains(w.Body.String(), `"error"`) {
			t.Errorf("%s for a script: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestHeads(t *testing.T) {
	s := newSite(t, someone, nil)
	for _, path := range []string{"/", "/nowhere", "/trail"} {
		h := ask(s, "GET", path).Header()
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": contentPolicy, "X-Robots-Tag": "noindex, nofollow",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
	}
}

func TestOtherSitesChangeNothing(t *testing.T) {
	s := newSite(t, someone, nil)
	if w := ask(s, "POST", "/trail", "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d", w.Code)
	}
}

func TestNoPolicyNoRoute(t *testing.T) {
	s := newSite(t, someone, nil)
	defer func() {
		if recover() == nil {
			t.Error("a route was registered under an action that the policy does not know")
		}
	}()
	s.route("GET /new", "unheard of", nil)
}

// TestLookPointsAtTheLine: a mistake in the look is shown with its place, with
// the line marked, and with nothing in it taken for markup.
func TestLookPointsAtTheLine(t *testing.T) {
	m := &press.Mistake{
		File: "look/templates/story.html", Line: 7, Column: 8, What: "there is no field <Headlin> here", Mend: "see docs/look.md",
		Text: "1\n2\n3\n4\n5\n6\n7 <b>{{.Headlin}}</b>\n8\n9\n10\n11\n12\n13",
	}
	page := ask(newSite(t, someone, m), "GET", "/look").Body.String()
	for _, want := range []string{
		"<code>look/templates/story.html</code>", "7:8", "there is no field &lt;Headlin&gt; here", "see docs/look.md",
		"<mark>   7 &gt; 7 &lt;b&gt;{{.Headlin}}&lt;/b&gt;</mark>", "   3   3\n", "  11   11\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
	for _, not := range []string{"   2   2\n", "  12   12\n"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is shown", not)
		}
	}
	m.Line = 99 // the file has changed since
	if strings.Contains(ask(newSite(t, someone, m), "GET", "/look").Body.String(), "<pre") {
		t.Error("lines are shown that are not there")
	}
	if w := ask(newSite(t, someone, nil), "GET", "/look"); w.Code != 404 {
		t.Errorf("a mistake is told of when there is none: %d", w.Code)
	}
}

func TestLocalPath(t *testing.T) {
	for next, want := range map[string]string{
		"/story/1?x=2": "/story/1?x=2", "": "/", "//evil.example": "/", "/\\evil": "/", "https://evil.example": "/", "javascript:x": "/", "/\tx": "/", "evil": "/",
	} {
		if got := localPath(next); got != want {
			t.Errorf("%q goes to %q, want %q", next, got, want)
		}
	}
}
