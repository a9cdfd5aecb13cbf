package site

import (
	"net/http/httptest"
	"strings"
	"testing"

	"stet.news/desk/policy"
)

// TestEveryPage holds every page that a route answers with to what `good` holds
// pages to: a route that is new is looked at because it is in the matrix's file.
func TestEveryPage(t *testing.T) {
	g := newStage(t)
	who := g.cast[len(g.cast)-1] // has every grant
	who.Shown = g.Now()
	b := newTab(t)
	home := serveSite(t, g.Site)
	for _, look := range []struct {
		lang, scheme string
		width        int64
	}{{"en", "light", 390}, {"fa-AF", "dark", 1280}} {
		who.Lang = look.lang
		g.who = who
		b.As(look.width, look.scheme)
		pages := g.pages(t, who)
		if len(pages) < 35 {
			t.Errorf("only %d pages: %s", len(pages), pages)
		}
		for _, path := range pages {
			b.good(home+path, "")
		}
		t.Logf("%d pages in %s", len(pages), look.lang)
	}
}

// pages lists the addresses at which somebody is shown a page: of each route, and of
// a story both while it is written and after it was published. A proof is a page of
// the readers' site and judged there; what frames one is judged with a press, in e2e.
func (g *stage) pages(t *testing.T, who policy.Principal) (paths []string) {
	t.Helper()
	for _, r := range readMatrix(t) {
		if r.method != "GET" || strings.HasPrefix(r.path, "/proof/") || strings.HasSuffix(r.path, "/events") {
			continue
		}
		asked := []byte("op")
		if !r.aboutStory() {
			asked = asked[:1]
		}
		for _, state := range asked {
			id := g.stories[who.Account][state].String()
			path := g.fillPath(r.path, id)
			if r.form != "" {
				path += "?" + strings.ReplaceAll(r.form, "{story}", id)
			}
			w := httptest.NewRecorder()
			g.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
			framed := strings.Contains(w.Body.String(), "<iframe")
			if w.Code == 200 && !framed && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				paths = append(paths, path)
			}
		}
	}
	return paths
}
