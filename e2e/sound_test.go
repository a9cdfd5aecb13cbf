package e2e

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
)

// The budgets of a page, in bytes as sent.
const (
	mostPage   = 14_000 // with its style sheet: what comes with the first round trip
	mostScript = 3_000  // all scripts of a page together
)

// TestLinks follows every link of every page: each leads to something that is
// there, at the address that it has now, and to the place on it that it names.
func TestLinks(t *testing.T) {
	c := crawl(t)
	if n := len(c.pages()); n < 150 {
		t.Fatalf("the crawl found only %d pages", n)
	}
	for _, r := range c.order {
		for _, l := range linksOf(r) {
			if l.host != "" && l.loads {
				t.Errorf("%s loads %s of another host", r.path, l.text)
			}
			to := c.all[l.path]
			if !l.own() || to == nil {
				continue
			}
			if moved := r.status == http.StatusMovedPermanently; to.status != http.StatusOK && to != r && !moved {
				t.Errorf("%s leads to %s, which answers %d", r.path, l.text, to.status)
			}
			if l.fragment != "" && !hasID(to.root, l.fragment) {
				t.Errorf("%s leads to %s, where there is no such place", r.path, l.text)
			}
		}
	}
}

func hasID(root *html.Node, id string) bool {
	for n := range elements(root) {
		if attr(n, "id") == id {
			return true
		}
	}
	return false
}

// TestWeights weighs every page with all that blocks it, and its scripts.
func TestWeights(t *testing.T) {
	c := crawl(t)
	heaviest, scripts := 0, 0
	var heavy string
	for _, r := range c.pages() {
		page, script := packed(r), 0
		for _, l := range linksOf(r) {
			if to := c.all[l.path]; l.own() && l.loads && to != nil {
				switch kind := to.header.Get("Content-Type"); {
				case strings.HasPrefix(kind, "text/css"):
					page += packed(to)
				case strings.HasPrefix(kind, "text/javascript"):
					script += packed(to)
				}
			}
		}
		if page > mostPage {
			t.Errorf("%s weighs %d bytes with its style", r.path, page)
		}
		if script > mostScript {
			t.Errorf("%s has scripts of %d bytes", r.path, script)
		}
		if page > heaviest {
			heaviest, heavy = page, r.path
		}
		scripts = max(scripts, script)
	}
	t.Logf("the heaviest of %d pages is %s, %d bytes; scripts up to %d", len(c.pages()), heavy, heaviest, scripts)
}

// packed is a resource's size as sent; error pages, which are sent as they are,
// count as if they had been compressed like the others.
func packed(r *resource) int {
	if r.header.Get("Content-Encoding") == "br" {
		return r.wire
	}
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, 5)
	w.Write([]byte(r.body))
	w.Close()
	return min(b.Len(), r.wire)
}

// TestHeaders asks of every page a policy under which nothing runs and nothing
// loads but what is the site's own.
func TestHeaders(t *testing.T) {
	for _, r := range crawl(t).pages() {
		policy := r.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy %q lacks %s", r.path, policy, want)
			}
		}
		for _, not := range []string{"unsafe-", "*", "http:", "https:", "data:"} {
			if strings.Contains(policy, not) {
				t.Errorf("%s: the policy %q allows %s", r.path, policy, not)
			}
		}
		if r.header.Get("X-Content-Type-Options") != "nosniff" || r.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", r.path, r.header)
		}
	}
}

// TestSound asks of every page what the outline of a page must be.
func TestSound(t *testing.T) {
	for _, r := range crawl(t).pages() {
		level, first := 0, 0
		for n := range elements(r.root) {
			switch n.Data {
			case "html":
				if dir := direction(attr(n, "lang")); attr(n, "dir") != dir {
					t.Errorf("%s: lang %q with dir %q", r.path, attr(n, "lang"), attr(n, "dir"))
				}
			case "img":
				_, alt := hasAttr(n, "alt")
				if number(attr(n, "width")) == 0 || number(attr(n, "height")) == 0 || !alt {
					t.Errorf("%s: %s has no size or no alt", r.path, attr(n, "src"))
				}
			case "h1", "h2", "h3", "h4", "h5", "h6":
				to := int(n.Data[1] - '0')
				if to > level+1 {
					t.Errorf("%s: %s %q stands under h%d", r.path, n.Data, textOf(n), level)
				}
				if level = to; to == 1 {
					first++
				}
			}
			if _, is := hasAttr(n, "style"); is {
				t.Errorf("%s: %s has a style of its own, which the policy refuses", r.path, n.Data)
			}
			if handlers := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return strings.HasPrefix(a.Key, "on") }); handlers {
				t.Errorf("%s: %s has a handler, which the policy refuses", r.path, n.Data)
			}
		}
		if first != 1 {
			t.Errorf("%s: %d first headings", r.path, first)
		}
	}
}

// direction is the direction of one of the sample's languages.
func direction(lang string) string {
	switch lang {
	case "en":
		return "ltr"
	case "fa-AF", "ps":
		return "rtl"
	}
	return "none"
}

func number(s string) (n int) {
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// TestAlternates: if a page names another as its translation, that one names it
// back, and each names itself.
func TestAlternates(t *testing.T) {
	c := crawl(t)
	sets := map[string][]string{}
	pairs := 0
	for _, r := range c.pages() {
		own := ""
		for n := range elements(r.root) {
			if n.Data != "link" {
				continue
			}
			switch l, _ := r.link(attr(n, "href")); {
			case attr(n, "rel") == "canonical":
				own = l.path
			case attr(n, "rel") == "alternate" && attr(n, "hreflang") != "" && attr(n, "type") == "":
				sets[r.path] = append(sets[r.path], attr(n, "hreflang")+" "+l.path)
			}
		}
		if own != "" && own != r.path && r.status == http.StatusOK {
			t.Errorf("%s says that its address is %s", r.path, own)
		}
	}
	for _, set := range sets {
		slices.Sort(set)
	}
	for path, set := range sets {
		for _, member := range set {
			tag, to, _ := strings.Cut(member, " ")
			if other := sets[to]; tag != "x-default" && !slices.Equal(set, other) {
				t.Errorf("%s says %v\n%s says %v", path, set, to, other)
			}
			pairs++
		}
		if !slices.ContainsFunc(set, func(m string) bool { return strings.HasSuffix(m, " "+path) }) {
			t.Errorf("%s does not name itself: %v", path, set)
		}
	}
	if pairs < 100 {
		t.Errorf("only %d alternates", pairs)
	}
}
