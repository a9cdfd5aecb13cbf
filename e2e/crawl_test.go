package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
)

// resource is what stands at one address of the site.
type resource struct {
	path   string // percent-encoded, with its query
	status int
	header http.Header
	wire   int    // bytes as sent, in brotli if the site has it
	body   string // decoded
	root   *html.Node
	from   string // where the first link to it stood
}

func (r *resource) isHTML() bool { return strings.HasPrefix(r.header.Get("Content-Type"), "text/html") }

// crawled is all there is on the site, by path.
type crawled struct {
	all   map[string]*resource
	order []*resource
}

// pages gives the HTML pages that are there, in the order they were found.
func (c *crawled) pages() (out []*resource) {
	for _, r := range c.order {
		if r.isHTML() && r.status != http.StatusMovedPermanently {
			out = append(out, r)
		}
	}
	return out
}

// crawl reads the whole site, once for all tests: from its robots.txt and its
// front along every link, and what no link leads to.
func crawl(t testing.TB) *crawled {
	t.Helper()
	served(t)
	c, err := theCrawl()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var theCrawl = sync.OnceValues(func() (*crawled, error) {
	r, err := theRoom()
	if err != nil {
		return nil, err
	}
	c := &crawled{all: map[string]*resource{}}
	type target struct{ path, from string }
	todo := []target{{"/robots.txt", ""}, {"/", ""}}
	for _, path := range unlinked(r) {
		todo = append(todo, target{path, ""})
	}
	for len(todo) > 0 {
		next := todo[0]
		todo = todo[1:]
		if c.all[next.path] != nil {
			continue
		}
		res, err := fetch(r.at, next.path)
		if err != nil {
			return nil, err
		}
		res.from = next.from
		c.all[next.path] = res
		c.order = append(c.order, res)
		for _, l := range linksOf(res) {
			if l.own() && !slices.Contains(untold, l.path) && !strings.Contains(l.path, "{") { // {searchTerms} is for others to fill in
				todo = append(todo, target{l.path, next.path})
			}
		}
		if len(c.order) > 5000 {
			return nil, fmt.Errorf("the crawl does not end: %d addresses, the last %s", len(c.order), next.path)
		}
	}
	return c, nil
})

// unlinked gives addresses that no page may link: what is not there, and the
// tombstones of retracted stories.
func unlinked(r *room) (paths []string) {
	for _, e := range r.Settings.Editions {
		paths = append(paths, "/"+e.Tag+"/nothing/", "/"+e.Tag+"/news-sitemap.xml")
		paths = append(paths, retracted(r, e.Tag)...)
	}
	return paths
}

// fetch asks for one address as a browser does.
func fetch(at, path string) (*resource, error) {
	q, err := http.NewRequest(http.MethodGet, at+path, nil)
	if err != nil {
		return nil, err
	}
	q.Header.Set("Accept-Encoding", "br")
	answer, err := http.DefaultTransport.RoundTrip(q)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	res := &resource{path: path, status: answer.StatusCode, header: answer.Header, wire: len(b), body: string(b)}
	if answer.Header.Get("Content-Encoding") == "br" {
		plain, err := io.ReadAll(brotli.NewReader(strings.NewReader(res.body)))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		res.body = string(plain)
	}
	if res.isHTML() {
		res.root, err = html.Parse(strings.NewReader(res.body))
	}
	return res, err
}

// link is where something on a page leads.
type link struct {
	host     string // empty: the site itself
	path     string // with its query
	fragment string
	loads    bool // the browser fetches it by itself
	text     string
}

func (l link) own() bool { return l.host == "" && strings.HasPrefix(l.path, "/") }

// whole finds addresses in what is not HTML.
var whole = regexp.MustCompile(regexp.QuoteMeta(home) + `[^\s"'<>&\\)]*`)

// linksOf gives everything that leads out of a resource. Meta elements and
// JSON-LD are searched as text.
func linksOf(r *resource) (out []link) {
	add := func(text string, loads bool) {
		if l, ok := r.link(text); ok {
			l.loads = loads
			out = append(out, l)
		}
	}
	if r.header.Get("Location") != "" {
		add(r.header.Get("Location"), false)
	}
	if r.root == nil {
		if kind := r.header.Get("Content-Type"); strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml") || strings.Contains(kind, "json") {
			for _, found := range whole.FindAllString(r.body, -1) {
				add(found, false)
			}
		}
		return out
	}
	for n := range elements(r.root) {
		for _, a := range n.Attr {
			switch {
			case a.Key == "src", n.Data == "link" && a.Key == "href" && loadingRel(n):
				add(a.Val, true)
			case a.Key == "href", n.Data == "form" && a.Key == "action":
				add(a.Val, false)
			case a.Key == "srcset" || a.Key == "imagesrcset":
				for candidate := range strings.SplitSeq(a.Val, ",") {
					add(strings.Fields(candidate)[0], true)
				}
			case a.Key == "content":
				for _, found := range whole.FindAllString(a.Val, -1) {
					add(found, false)
				}
			}
		}
		if n.Data == "script" && attr(n, "src") == "" {
			for _, found := range whole.FindAllString(textOf(n), -1) {
				add(found, false)
			}
		}
	}
	return out
}

// loadingRel says that a link element names something that is fetched.
func loadingRel(n *html.Node) bool {
	switch attr(n, "rel") {
	case "canonical", "alternate", "next", "prev", "author", "home", "search", "license":
		return false
	}
	return true
}

// link resolves an address that stands on r. Those that are none (mailto:) do
// not count.
func (r *resource) link(text string) (link, bool) {
	base, err := url.Parse(home + r.path)
	if err != nil {
		return link{}, false
	}
	u, err := base.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return link{}, false
	}
	l := link{host: u.Host, path: u.EscapedPath(), fragment: u.Fragment, text: text}
	if u.RawQuery != "" {
		l.path += "?" + u.RawQuery
	}
	if u.Scheme+"://"+u.Host == home {
		l.host = ""
	}
	if l.path == "" {
		l.path = "/"
	}
	return l, true
}

// untold are addresses that a crawl must not ask for, because the answer never
// ends.
var untold = []string{"/en/live", "/fa-AF/live", "/ps/live"}

// address writes a path as it stands in links.
func address(path string) string { return (&url.URL{Path: path}).EscapedPath() }

func elements(root *html.Node) func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

func attr(n *html.Node, key string) string {
	v, _ := hasAttr(n, key)
	return v
}

func hasAttr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
