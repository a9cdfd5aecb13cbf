package edge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"stet.news/press"
)

// shelf is a page store in memory.
type shelf map[string]*press.Page

var errBroken = errors.New("broken page store")

func (s shelf) Page(path string) (*press.Page, error) {
	if strings.HasPrefix(path, "/broken/") {
		return nil, errBroken
	}
	if strings.HasPrefix(path, "/panic/") {
		panic("a page that panics")
	}
	if p := s[path]; p != nil {
		return p, nil
	}
	return nil, press.ErrNoPage
}

// album is a picture store in memory.
type album map[string][]byte

func (a album) Get(name string) ([]byte, error) {
	if data, ok := a[name]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

var (
	printedAt = time.Date(2026, 11, 23, 15, 4, 5, 600_000_000, time.UTC)
	clockTime = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)
)

const pictureName0 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.jpg"

func pageOf(path, body string) *press.Page {
	return &press.Page{
		Path: path, Status: 200, Type: "text/html; charset=utf-8", Modified: printedAt, MaxAge: 60,
		Body: []byte(body), Hash: sha256.Sum256([]byte(body)),
	}
}

// testSite has one page of each sort.
func testSite() Options {
	story := pageOf("/en/2026/11/23/kabul/", strings.Repeat("<p>story</p>", 400))
	story.Gzip, story.Brotli = []byte("gzip bytes"), []byte("br bytes")
	gzipped := pageOf("/en/gzipped/", "only gzip")
	gzipped.Gzip = []byte("gz")
	gone := pageOf("/en/gone/", "<p>retracted</p>")
	gone.Status = 410
	moved := &press.Page{Path: "/en/old/", Status: 301, Location: "/fa-AF/2026/11/23/کابل/", MaxAge: 3600}
	persian := pageOf("/fa-AF/2026/11/23/می\u200cرود/", "persian")
	composed := pageOf("/en/café/", "composed")
	robots := pageOf("/robots.txt", "User-agent: *\n")
	robots.Type = "text/plain; charset=utf-8"
	large := pageOf("/en/large/", strings.Repeat("large ", 60_000))
	styled := pageOf("/en/styled/", "styled")
	styled.Style = "sha256-BBBB"
	front := pageOf("/en/", "front")
	front.Style = "sha256-AAAA"
	pages := shelf{}
	for _, p := range []*press.Page{story, gzipped, gone, moved, persian, composed, robots, large, styled, front, pageOf("/", "choice"), pageOf("/en/search/", "form")} {
		pages[p.Path] = p
	}
	return Options{
		Pages:     pages,
		ErrorPage: errorPageOf,
		Search:    searchOf,
		Pictures:  album{pictureName0: bytes.Repeat([]byte("JPEG"), 5000)},
		Now:       func() time.Time { return clockTime },
		Limits:    Limits{Linger: 50 * time.Millisecond, SearchTime: 300 * time.Millisecond},
	}
}

// searchOf is the search of the test site; "q=slow" takes all the time it has.
func searchOf(ctx context.Context, path, query string) (*press.Page, error) {
	switch {
	case path != "/en/search/":
		return nil, press.ErrNoPage
	case query == "q=broken":
		return nil, errBroken
	case query == "q=panic":
		panic("a search that panics")
	case query == "q=slow":
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return &press.Page{Path: path, Status: 200, Type: errorType, Body: []byte("found " + query), Brotli: []byte("br found"), Style: "sha256-AAAA"}, nil
}

// errorPageOf is an error page of the test site.
func errorPageOf(status int, _ string) *press.Page {
	said := strconv.Itoa(status)
	return &press.Page{Body: []byte(said), Brotli: []byte("br of " + said), Style: "sha256-CCCC"}
}

// start serves on a free port and gives its address and a way to stop it.
func start(t testing.TB, o Options) (addr string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l.Addr().String(), startOn(t, New(o), l)
}

func startOn(t testing.TB, s *Server, l net.Listener) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	stopped := false
	stop = func() {
		t.Helper()
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func TestServePage(t *testing.T) {
	addr, _ := start(t, testSite())
	res, err := http.Get("http://" + addr + "/en/")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || res.Header.Get("Etag") == "" {
		t.Errorf("GET /en/: %v %v", res.Status, res.Header)
	}
}
