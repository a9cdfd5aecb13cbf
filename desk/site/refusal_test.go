package site

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stet.news/desk"
	"stet.news/desk/policy"
)

// TestRefusalsAreInTheirLanguage sends every form with nothing, and with what fits
// no field: what the page then says to somebody who reads Dari is in Dari.
func TestRefusalsAreInTheirLanguage(t *testing.T) {
	o := newOffice(t)
	o.enter("omid", "fa-AF")
	door := o.site.Door.(*byHeader)
	who := policy.Principal(door.as)
	who.Grants = append(who.Grants, policy.Grant{Role: policy.Administrator})
	door.as = as(who)
	id := o.begin("ruhi", desk.Beginning{Section: "afghanistan", Headline: "پل‌ها را آب برد"}).String()
	forms := [][]string{nil, {"version", "0", "act", "a", "grade", "x"}, {"version", "0", "act", "a", "wall", "soon", "zone", "x", "from", "idea", "to", "ready"}, {
		"mark", "", "do", "up:" + id + ":1", "at", "soon", "story", id, "until", "2020-01-01T01:00", "base", "0", "days", "1",
		"label", strings.Repeat("آ", 5000), "text", strings.Repeat("آ", 5000), "name", strings.Repeat("آ", 5000), "wall", "2020-01-01T01:00", "zone", "UTC",
		"edition", "en", "headline", "x", "wanted", "soon", "up_to", "x", "hand", "person:gone", "from", "draft", "to", "review", "reason", " ",
	}}
	refused := 0
	for _, route := range formsSent(o.site) {
		path := strings.ReplaceAll(route.Path, "{id}", id)
		for _, form := range forms {
			w := o.post("", inPath.Replace(path), form...)
			if w.Code == http.StatusInternalServerError || w.Code < 400 || strings.Contains(w.Header().Get("Content-Type"), "json") {
				continue
			}
			refused++
			if said := englishIn(t, w.Body.String()); said != "" {
				t.Errorf("POST %s with %.80q: %d says in English: %s", path, form, w.Code, said)
			}
		}
	}
	if refused < 80 {
		t.Errorf("only %d forms were refused", refused)
	}
}

// inEnglish is three words in a row: what is shorter is a name or an example.
var inEnglish = regexp.MustCompile(`[A-Za-z']+,? [A-Za-z']+,? [A-Za-z']+`)

// englishIn gives a sentence of the page's main part that is English and not marked
// as such.
func englishIn(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	var read func(n *html.Node, main bool)
	read = func(n *html.Node, main bool) {
		for _, a := range n.Attr {
			if a.Key == "lang" && strings.HasPrefix(a.Val, "en") {
				return
			}
		}
		if n.Data == "script" || n.Data == "style" {
			return
		}
		if main = main || n.Data == "main"; main && n.Type == html.TextNode {
			said.WriteString(n.Data + "\n")
		}
		for c := range n.ChildNodes() {
			read(c, main)
		}
	}
	read(root, false)
	return inEnglish.FindString(said.String())
}
