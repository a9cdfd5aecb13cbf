package press

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"stet.news/story"
)

// doc is a parsed page that tests ask questions of.
type doc struct {
	t    testing.TB
	path string
	root *html.Node
}

func parse(t testing.TB, path, body string) doc {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc{t, path, root}
}

// all gives the elements that have an attribute; with a value, only those.
func (d doc) all(key, value string) (out []*html.Node) {
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == key && (value == "" || a.Val == value) {
				out = append(out, n)
			}
		}
	}
	return out
}

func (d doc) tags(tag string) (out []*html.Node) {
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			out = append(out, n)
		}
	}
	return out
}

// one gives the only element with an attribute of this value.
func (d doc) one(key, value string) *html.Node {
	d.t.Helper()
	all := d.all(key, value)
	if len(all) != 1 {
		d.t.Fatalf("%s: %d elements with %s=%q, want 1", d.path, len(all), key, value)
	}
	return all[0]
}

func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text is what a reader sees of a node.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && !hidden(c.Parent) {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func hidden(n *html.Node) bool {
	return n != nil && (n.Data == "script" || n.Data == "style" || n.Data == "title" || n.Data == "head")
}

// sound checks what must be true of every page.
func (d doc) sound() {
	d.t.Helper()
	root := d.tags("html")[0]
	if attrOf(root, "lang") == "" || attrOf(root, "dir") == "" {
		d.t.Errorf("%s: no language or direction", d.path)
	}
	links := d.tags("a")
	if len(links) == 0 || attrOf(links[0], "href") != "#main" || attrOf(links[0], "class") != "skip" {
		d.t.Errorf("%s: the first link does not skip to the content", d.path)
	}
	if main := d.one("id", "main"); main.Data != "main" {
		d.t.Errorf("%s: #main is a %s", d.path, main.Data)
	}
	if n := len(d.tags("h1")); n != 1 {
		d.t.Errorf("%s: %d first headings", d.path, n)
	}
	ids := map[string]bool{}
	for _, n := range d.all("id", "") {
		if id := attrOf(n, "id"); ids[id] {
			d.t.Errorf("%s: two elements have the id %s", d.path, id)
		} else {
			ids[id] = true
		}
	}
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode {
			d.element(n)
		}
	}
	d.headings()
}

// element checks what a strict content policy and a screen reader need.
func (d doc) element(n *html.Node) {
	d.t.Helper()
	switch n.Data {
	case "iframe", "object", "embed", "base":
		d.t.Errorf("%s: has a %s", d.path, n.Data)
	case "script":
		ours := attrOf(n, "type") == "module" && strings.HasPrefix(attrOf(n, "src"), "/script.") && n.FirstChild == nil
		if !ours && attrOf(n, "type") != "application/ld+json" {
			d.t.Errorf("%s: has a program that is not ours", d.path)
		}
	case "style":
		if n.Parent.Data != "head" || len(n.Attr) > 0 {
			d.t.Errorf("%s: has a style outside its head", d.path)
		}
	case "form":
		if attrOf(n, "method") != "" && attrOf(n, "method") != "get" || !strings.HasPrefix(attrOf(n, "action"), "/") {
			d.t.Errorf("%s: has a form that sends elsewhere", d.path)
		}
	case "img":
		if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) || attrOf(n, "width") == "" {
			d.t.Errorf("%s: a picture has no alternative text or no size", d.path)
		}
	case "time":
		if attrOf(n, "datetime") == "" {
			d.t.Errorf("%s: a time has no machine's form", d.path)
		}
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			d.t.Errorf("%s: %s has %s", d.path, n.Data, a.Key)
		}
		if (a.Key == "src" || n.Data == "link" && attrOf(n, "rel") == "stylesheet" && a.Key == "href") && !strings.HasPrefix(a.Val, "/") {
			d.t.Errorf("%s: fetches %s from elsewhere", d.path, a.Val)
		}
	}
}

// styled checks that the page's only style is the one its policy allows.
func (d doc) styled(p *Page) {
	d.t.Helper()
	styles := d.tags("style")
	if len(styles) != 1 {
		d.t.Fatalf("%s: %d styles", d.path, len(styles))
	}
	sum := sha256.Sum256([]byte(styles[0].FirstChild.Data))
	if want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); p.Style != want {
		d.t.Errorf("%s: its style is %s, the page says %s", d.path, want, p.Style)
	}
}

// headings checks that no level is left out on the way down.
func (d doc) headings() {
	d.t.Helper()
	last := 0
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			level := int(n.Data[1] - '0')
			if level > last+1 {
				d.t.Errorf("%s: heading %d after %d: %s", d.path, level, last, text(n))
			}
			last = level
		}
	}
}

// data reads the page's JSON-LD.
func (d doc) data() map[string]any {
	d.t.Helper()
	block := d.one("type", "application/ld+json").FirstChild.Data
	if strings.ContainsAny(block, "<>&") {
		d.t.Errorf("%s: the data block has markup in it", d.path)
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(block), &v); err != nil {
		d.t.Fatalf("%s: %v", d.path, err)
	}
	return v
}

// meta gives the content of a meta element.
func (d doc) meta(name string) string {
	for _, m := range d.tags("meta") {
		if attrOf(m, "property") == name || attrOf(m, "name") == name {
			return attrOf(m, "content")
		}
	}
	return ""
}

// alternates gives the page's hreflang links.
func (d doc) alternates() map[string]string {
	out := map[string]string{}
	for _, l := range d.tags("link") {
		if h := attrOf(l, "hreflang"); h != "" {
			if out[h] != "" {
				d.t.Errorf("%s: two alternates for %s", d.path, h)
			}
			out[h] = attrOf(l, "href")
		}
	}
	return out
}

// pathOfURL gives the path of an address on the test site, or of a link.
func pathOfURL(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(strings.TrimPrefix(address, testSite.URL))
	if err != nil {
		t.Fatal(err)
	}
	if u.Host != "" {
		return ""
	}
	return u.Path
}

func plain(s string) story.Text { return story.Plain(s) }

// Every page of a whole site is sound, every link on it leads to a page, its
// canonical address is its own, and alternates point back.
func TestSite(t *testing.T) {
	r := sampleRoom(t)
	all := map[string]*Page{}
	alternates := map[string]map[string]string{}
	for p, err := range r.store.All() {
		r.ok(err)
		all[p.Path] = p
	}
	for path, p := range all {
		if p.Type != typeHTML {
			continue
		}
		d := parse(t, path, string(p.Body))
		d.sound()
		d.styled(p)
		if p.Status == 200 {
			alternates[path] = d.alternates()
		}
		for _, l := range append(d.tags("a"), d.tags("link")...) {
			href := attrOf(l, "href")
			to := pathOfURL(t, href)
			if to == "" || strings.HasPrefix(href, "#") {
				continue
			}
			if target := all[to]; target == nil || target.Status != 200 {
				t.Errorf("%s: links to %s, where no page is", path, href)
			}
			if attrOf(l, "rel") == "canonical" && to != path {
				t.Errorf("%s: says it is %s", path, to)
			}
		}
	}
	for path, list := range alternates {
		for lang, href := range list {
			if lang == "x-default" {
				continue
			}
			back := alternates[pathOfURL(t, href)]
			found := slices.ContainsFunc(slices.Collect(mapValues(back)), func(u string) bool { return pathOfURL(t, u) == path })
			if !found {
				t.Errorf("%s: its %s version does not point back", path, lang)
			}
		}
	}
	if len(alternates) < 40 {
		t.Errorf("only %d pages", len(alternates))
	}
}

func mapValues(m map[string]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}
