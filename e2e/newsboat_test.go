package e2e

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "modernc.org/sqlite" // newsboat's cache
	"stet.news/internal/require"
)

// TestNewsboat lets newsboat fetch the editions' feeds and looks into its cache:
// there are the entries that gofeed gets. It notes the tag and time only of a
// feed that it knew before, so the third time is the first on which it need get
// nothing. A story is in its cache once, whatever feeds have it, so each format
// gets a cache of its own, and only feeds that share no story.
func TestNewsboat(t *testing.T) {
	newsboat := require.Tool(t, "newsboat")
	for _, ending := range []string{"rss.xml", "atom.xml"} {
		asked := proxied(t)
		dir := t.TempDir()
		var list []*resource
		var urls strings.Builder
		for _, r := range feeds(t, ending) {
			if strings.Count(r.path, "/") == 2 {
				list = append(list, r)
				fmt.Fprintln(&urls, asked.at+r.path)
			}
		}
		for name, text := range map[string]string{"urls": urls.String(), "config": ""} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			cmd := exec.Command(newsboat, "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
			if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
				t.Fatalf("newsboat: %v\n%s", err, out)
			}
		}
		for path, statuses := range asked.answers {
			if !slices.Equal(statuses, []int{http.StatusOK, http.StatusOK, http.StatusNotModified}) {
				t.Errorf("%s was answered with %v", path, statuses)
			}
		}
		sameEntries(t, list, newsboatsCache(t, filepath.Join(dir, "cache.db"), asked.at))
	}
}

func newsboatsCache(t *testing.T, file, site string) map[string][]entry {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT feedurl, guid, title, url, author, content, pubDate FROM rss_item ")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := map[string][]entry{}
	for rows.Next() {
		var feed string
		var e entry
		if err := rows.Scan(&feed, &e.ID, &e.Title, &e.Link, &e.Author, &e.Content, &e.Date); err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(feed, site)
		got[path] = append(got[path], e)
	}
	return got
}

// proxy is the site behind a listener that notes how each path was answered.
type proxy struct {
	at      string
	mu      sync.Mutex
	answers map[string][]int
}

func proxied(t *testing.T) *proxy {
	to, err := url.Parse(served(t).at)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{answers: map[string][]int{}}
	forward := &httputil.ReverseProxy{
		Rewrite: func(q *httputil.ProxyRequest) { q.SetURL(to) },
		ModifyResponse: func(a *http.Response) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			path := a.Request.URL.EscapedPath()
			p.answers[path] = append(p.answers[path], a.StatusCode)
			return nil
		},
	}
	server := httptest.NewServer(forward)
	t.Cleanup(server.Close)
	p.at = server.URL
	return p
}
