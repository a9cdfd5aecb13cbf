package e2e

import (
	"fmt"
	"io"
	"net/http"
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
	for todo := append([]string{"/robots.txt", "/"}, unlinked(r)...); len(todo) > 0; todo = todo[1:] {
		path := todo[0]
		if c.all[path] != nil {
			continue
		}
		res, err := fetch(r.at, path)
		if err != nil {
			return nil, err
		}
		c.all[path] = res
		c.order = append(c.order, res)
		if len(c.order) > 5000 {
			return nil, fmt.Errorf("the crawl does not end: %d addresses, the last %s", len(c.order), path)
		}
		for _, l := range linksOf(res) {
			if l.own() && !l.untold() {
				todo = append(todo, l.path)
			}
		}
	}
	return c, nil
})

// unlinked gives addresses that no page may link: what is not there, and the
// tombstones of retracted stories.
func unlinked(r *room) (paths []string) {
	for _, e := range r.Settings.Editions {
		paths = append(paths, "/"+e.Tag+"/nothing/")
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
