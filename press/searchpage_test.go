package press

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"stet.news/search"
	"stet.news/story"
)

// index gives a search index of the room's stories.
func (r *room) index() *search.Index {
	r.t.Helper()
	x, err := search.Open(filepath.Join(r.t.TempDir(), "search.db"))
	r.ok(err)
	r.t.Cleanup(func() { x.Close() })
	r.ok(x.CatchUp(context.Background(), r.rec))
	return x
}

// search gives the page that answers a query, by names and values.
func (r *room) search(f Finder, tag string, pairs ...string) string {
	r.t.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	p, err := r.press.SearchPage(context.Background(), f, "/"+tag+"/search/", v.Encode())
	r.ok(err)
	return string(p.Body)
}

func holds(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %s\n%s", w, page[strings.Index(page, "<main"):])
		}
	}
}

func TestSearchPage(t *testing.T) {
	r := sampleRoom(t)
	r.ok(r.press.CatchUp(context.Background()))
	x := r.index()
	holds(t, r.page("/en/search/", 200), `<form class="search" role="search" action="/en/search/"`, `href="/en/archive/"`, `type="date"`)
	holds(t, r.page("/fa-AF/search/", 200), `placeholder="۱۴۰۵-۰۱-۰۱"`, `dir="ltr"`)
	holds(t, r.page("/ps/opensearch.xml", 200), `template="https://courier.example/ps/search/?q={searchTerms}"`)
	holds(t, r.page("/en/", 200), `<link rel="search"`)
	holds(t, r.page("/robots.txt", 200), "Disallow: /fa-AF/search/?\n")

	page := r.search(x, "en", "q", "canal water")
	holds(t, page, `<mark>Canal</mark>`, `<meta name="robots" content="noindex">`, `value="canal water"`, `<h2 id="found">Stories found: `, `/en/section/afghanistan/`)
	page = r.search(x, "fa-AF", "q", "آب ترميم 40")
	holds(t, page, `<mark>ترمیم</mark>`, `<mark>۴۰</mark>`, "مطلب‌های پیداشده: ۱<")
	holds(t, r.search(x, "en", "q", "canal", "section", "culture", "to", "2026-01-01"), "No story was found", "Try fewer words", "<details open>", `<option value="culture" selected>`, `value="2026-01-01"`)
	holds(t, r.search(x, "en", "q", "zzzz canal"), "Nowhere to be found: zzzz", "<mark>")
	holds(t, r.search(x, "en", "topic", "water"), `<option value="water" selected>Water</option>`)
	holds(t, r.search(x, "en", "from", "soon"), `role="alert"`)
	if page := r.search(x, "en"); strings.Contains(page, `id="found"`) {
		t.Error("an empty form found something")
	}
	first := r.search(x, "en", "from", "2020-01-01")
	holds(t, first, "Page 1 of 2", `<a rel="next" href="/en/search/?from=2020-01-01&amp;page=2">`)
	holds(t, r.search(x, "en", "from", "2020-01-01", "page", "2"), `<a rel="prev" href="/en/search/?from=2020-01-01">`)
	if _, err := r.press.SearchPage(context.Background(), x, "/xx/search/", "q=a"); !errors.Is(err, ErrNoPage) {
		t.Errorf("an edition that is none: %v", err)
	}
	if _, err := r.press.SearchPage(context.Background(), away{}, "/en/search/", "q=a"); !errors.Is(err, search.ErrAway) {
		t.Errorf("without an index: %v", err)
	}
}

type away struct{}

func (away) Find(context.Context, search.Query) (search.Result, error) {
	return search.Result{}, search.ErrAway
}

// TestSearchDays: a day that a reader in Kabul types is that day there.
func TestSearchDays(t *testing.T) {
	e := newTestSite(t).byTag["fa-AF"]
	for _, c := range []struct{ text, want string }{
		{"", "0001-01-01"},
		{"2026-11-23", "2026-11-23"},
		{"۲۰۲۶/۱۱/۲۳", "2026-11-23"},
		{"1405-09-02", "2026-11-23"},
		{"۱۴۰۵-۰۹-۰۲", "2026-11-23"},
		{"١٤٠٥ ٩ ٢", "2026-11-23"},
		{"۲/۹/۱۴۰۵", "2026-11-23"},
		{"1399-12-30", "2021-03-20"},
		{"1400-12-30", "bad"}, // no leap year
		{"1405-07-31", "bad"},
		{"1405-13-01", "bad"},
		{"2026-02-30", "bad"},
		{"2026-11", "bad"},
		{"0-0-0", "bad"},
		{"yesterday", "bad"},
		{"99999-1-1", "bad"},
	} {
		day, bad := e.readDay(c.text)
		got := day.Format(time.DateOnly)
		if bad {
			got = "bad"
		}
		if got != c.want {
			t.Errorf("%q is %s, want %s", c.text, got, c.want)
		}
		if !bad && c.text != "" && day.Location() != e.loc {
			t.Errorf("%q is in the zone %v", c.text, day.Location())
		}
	}
	for day := time.Date(1990, 1, 1, 0, 0, 0, 0, e.loc); day.Year() < 2060; day = day.AddDate(0, 0, 1) {
		y, m, d := persian(day.Year(), int(day.Month()), day.Day())
		if got, bad := e.fromSolar(y, m, d); bad || !got.Equal(day) {
			t.Fatalf("%s is %d-%d-%d, and that is %s (%v)", day, y, m, d, got, bad)
		}
	}
}

func newTestSite(t *testing.T) *site {
	t.Helper()
	s, err := newSite(testSite)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// heavy finds stories whose words are as long as they may be and compress badly.
type heavy struct{}

func (heavy) Find(context.Context, search.Query) (res search.Result, err error) {
	res.Found, res.Pages, res.Page = 15, 1, 1
	for i := range 15 {
		text := ""
		for j := range 250 {
			text += fmt.Sprintf("%c%c ", 'ا'+(i*7+j*13)%60, 'آ'+(i*11+j*j)%80)
		}
		marked := search.Marked{{Text: text[:len(text)/2], Hit: true}, {Text: text[len(text)/2:]}}
		res.Hits = append(res.Hits, search.Hit{Path: "/fa-AF/" + strings.Repeat("ب", 80) + "/", Headline: marked, Extract: marked})
	}
	return res, nil
}

func TestSearchBudget(t *testing.T) {
	r := newRoom(t)
	p, err := r.press.SearchPage(context.Background(), heavy{}, "/fa-AF/search/", "q=a")
	r.ok(err)
	if len(p.Brotli) > textBudget {
		t.Errorf("%d bytes", len(p.Brotli))
	}
}

// TestSearchEscapes: whatever is typed is text on the page, in the field and in the
// links.
func TestSearchEscapes(t *testing.T) {
	r := newRoom(t)
	r.enter(act(story.Revision{Edition: "en", Headline: "<script>alert(1)</script>", Body: body("<img src=x onerror=alert(1)>")}))
	x := r.index()
	clean := elements(t, r.search(x, "en", "q", "nothing"))
	payloads := []string{`"><script>alert(1)</script>`, `' onmouseover=alert(1)`, `</title><svg onload=alert(1)>`, "javascript:alert(1)", "<mark>"}
	for _, p := range append(payloads, xssCorpus(t)...) {
		found := r.search(x, "en", "q", p, "section", p, "topic", p, "from", p, "to", p, "order", p, "page", p)
		got := elements(t, found)
		for name, n := range got {
			if n > clean[name]+5 || clean[name] == 0 && !expected[name] {
				t.Fatalf("%q made %d elements %s", p, n, name)
			}
		}
	}
	holds(t, r.search(x, "en", "q", "script"), "&lt;<mark>script</mark>&gt;")
}

// expected are elements that answers have and an empty one has not.
var expected = map[string]bool{"ol": true, "h3": true, "mark": true, "nav": true, "time": true, "bdi": true, "li": true, "h3 a": true}

// elements counts a page's elements by name, and those with attributes that act.
func elements(t *testing.T, page string) map[string]int {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "href" && strings.HasPrefix(a.Val, "javascript:") {
				count["acts"]++
			}
		}
	}
	return count
}

// xssCorpus gives every tenth line of a collection of payloads, where there is one.
func xssCorpus(t *testing.T) (lines []string) {
	t.Helper()
	b, err := os.ReadFile("../../shared/data/xss/payload-list.txt")
	if err != nil {
		return nil
	}
	s := bufio.NewScanner(bytes.NewReader(b))
	for i := 0; s.Scan(); i++ {
		if i%10 == 0 || !testing.Short() && i%2 == 0 {
			lines = append(lines, s.Text())
		}
	}
	return lines
}
