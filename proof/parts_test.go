package proof

import (
	"strings"
	"testing"

	"stet.news/story"
)

func TestPartPath(t *testing.T) {
	for path, want := range map[string]int{
		"/en/2026/11/23/slug/": 1, "/en/2026/11/23/slug/2/": 2, "/en/2026/11/23/slug/40/": 40,
		"/en/2026/11/23/slug/1/": 0, "/en/2026/11/23/slug/02/": 0, "/en/2026/11/23/slug/2": 0, "/en/2026/11/23/slug/2/2/": 0,
		"/en/2026/11/23/3/2/": 0, "/en/2026/11/23/slug/two/": 0, "/en/section/world/2/": 0, "": 0, "/": 0,
	} {
		base, n, ok := partPath(path)
		if ok != (want > 0) || ok && (n != want || base != "/en/2026/11/23/slug/") {
			t.Errorf("%s: %s, page %d, %v; want page %d", path, base, n, ok, want)
		}
	}
}

func TestReadPartMarks(t *testing.T) {
	html := strings.Replace(storyHTML, ` data-revision=`, ` data-page="2" data-pages="3" data-revision=`, 1)
	html = strings.Replace(html, `data-piece="body"`, `data-piece="body" data-from="4.0.0" data-to="6.2.0"`, 1)
	html = strings.Replace(html, `</article>`, `<a rel="prev" href="/a/">Back</a></article>`, 1)
	m := readPage([]byte(html), strict).part
	x, ok := m.read("/p/")
	want := part{path: "/p/", number: 2, count: 3, from: story.Seam{Block: 4}, to: story.Seam{Block: 6, Item: 2}}
	if !ok || x != want || len(m.turns) != 1 || m.turns[0] != (turn{"prev", "/a/"}) {
		t.Errorf("%v %+v %+v", ok, x, m.turns)
	}
	if m := readPage([]byte(storyHTML), strict).part; m.any() {
		t.Errorf("a whole story has %+v", m)
	}
	for _, bad := range []partMarks{
		{number: "1", count: "1", from: "0.0.0", to: "1.0.0"}, {number: "0", count: "2", from: "0.0.0", to: "1.0.0"},
		{number: "3", count: "2", from: "0.0.0", to: "1.0.0"}, {number: "01", count: "2", from: "0.0.0", to: "1.0.0"},
		{number: "1", count: "2", from: "0.0", to: "1.0.0"}, {number: "1", count: "2", from: "0.0.0"}, {from: "0.0.0", to: "1.0.0"},
	} {
		if _, ok := bad.read("/p/"); ok {
			t.Errorf("%+v is read as a part", bad)
		}
	}
}

func TestUnjoined(t *testing.T) {
	at := func(block int) story.Seam { return story.Seam{Block: block} }
	one := part{path: "/s/", number: 1, count: 2, to: at(3)}
	two := part{path: "/s/2/", number: 2, count: 2, from: at(3), to: at(5)}
	if why := unjoined([]part{one, two}); why != "" {
		t.Error(why)
	}
	late, gap, over, away, many := one, two, two, two, two
	late.from = at(1)
	gap.from = at(4)
	over.from = at(2)
	away.path = "/t/2/"
	many.count = 3
	for name, parts := range map[string][]part{
		"late start": {late, two}, "gap": {one, gap}, "overlap": {one, over}, "another address": {one, away}, "count": {one, many},
		"no first": {two}, "no second": {one}, "twice": {one, one}, "one twice": {one, two, two},
	} {
		if unjoined(parts) == "" {
			t.Errorf("%s: the parts are said to join", name)
		}
	}
}
