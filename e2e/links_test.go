package e2e

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

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
	named := func(text string) {
		for _, found := range whole.FindAllString(text, -1) {
			add(found, false)
		}
	}
	if to := r.header.Get("Location"); to != "" {
		add(to, false)
	}
	if r.root == nil {
		if r.isText() {
			named(r.body)
		}
		return out
	}
	for n := range elements(r.root) {
		if n.Data == "script" && attr(n, "src") == "" {
			named(textOf(n))
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "src", n.Data == "link" && a.Key == "href" && loadingRel(n):
				add(a.Val, true)
			case a.Key == "href", n.Data == "form" && a.Key == "action":
				add(a.Val, false)
			case a.Key == "srcset":
				for candidate := range strings.SplitSeq(a.Val, ",") {
					add(strings.Fields(candidate)[0], true)
				}
			case a.Key == "content":
				named(a.Val)
			}
		}
	}
	return out
}

// isText says that a resource is of one of the types in which others are named.
func (r *resource) isText() bool {
	kind := r.header.Get("Content-Type")
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml") || strings.Contains(kind, "json")
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

// untold says that a crawl must not ask for it: its answer never ends, or it is
// a pattern that others fill in ("?q={searchTerms}").
func (l link) untold() bool {
	path, _, _ := strings.Cut(l.path, "?")
	return strings.HasSuffix(path, "/live") || strings.Contains(l.path, "{")
}

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
