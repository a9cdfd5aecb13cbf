package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"stet.news/newsroom"
)

// wholeContent asks of an item's HTML what readers need: the whole story, whole
// addresses, and nothing that a reader has to take out.
func wholeContent(t *testing.T, feed string, it *gofeed.Item, v newsroom.View) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(it.Content))
	if err != nil {
		t.Fatal(err)
	}
	if missing := inOrder(solid(textOf(root)), solids(told(v.Body))); missing != nil {
		t.Errorf("%s: %s lacks %q", feed, it.Link, missing)
	}
	for n := range elements(root) {
		switch n.Data {
		case "script", "style", "iframe", "form", "object", "embed", "link":
			t.Errorf("%s: %s has a %s", feed, it.Link, n.Data)
		}
		for _, a := range n.Attr {
			relative := !strings.Contains(a.Val, ":")
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" || a.Key == "src") && relative {
				t.Errorf("%s: %s has %s=%q", feed, it.Link, a.Key, a.Val)
			}
		}
	}
}

// TestFeedsAreQuiet asks for every feed again: the bytes are the same, and who
// says what they have is told that it is still so, by tag and by time.
func TestFeedsAreQuiet(t *testing.T) {
	site := served(t).at
	for _, ending := range []string{"rss.xml", "atom.xml", "feed.json"} {
		for _, r := range feeds(t, ending) {
			again, err := fetch(site, r.path)
			if err != nil {
				t.Fatal(err)
			}
			if again.body != r.body {
				t.Errorf("%s changed though nothing happened", r.path)
			}
			for field, from := range map[string]string{"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"} {
				if status := conditional(t, site+r.path, field, r.header.Get(from)); status != http.StatusNotModified {
					t.Errorf("%s with its %s answers %d", r.path, from, status)
				}
			}
			if !strings.Contains(r.header.Get("Cache-Control"), "max-age=") {
				t.Errorf("%s: Cache-Control %q", r.path, r.header.Get("Cache-Control"))
			}
		}
	}
}

func conditional(t *testing.T, url, field, value string) int {
	t.Helper()
	q, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set(field, value)
	q.Header.Set("Accept-Encoding", "br")
	answer, err := http.DefaultTransport.RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

// TestFeedPictures: every item of a story with a picture carries it, and a
// small one to show in a list, each with its true size and type.
func TestFeedPictures(t *testing.T) {
	all := published(t)
	seen := 0
	for _, ending := range []string{"rss.xml", "atom.xml"} {
		for _, r := range feeds(t, ending) {
			feed, err := gofeed.NewParser().ParseString(r.body)
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range feed.Items {
				media := it.Extensions["media"]
				if with := all[it.GUID].Lead != nil; with != (len(media["content"]) == 1) {
					t.Errorf("%s: %q has %d pictures", r.path, it.Title, len(media["content"]))
				}
				for _, content := range media["content"] {
					seen++
					picture := crawl(t).all[strings.TrimPrefix(content.Attrs["url"], home)]
					if picture == nil || picture.status != http.StatusOK || picture.header.Get("Content-Type") != content.Attrs["type"] || content.Attrs["medium"] != "image" {
						t.Errorf("%s: %v", r.path, content.Attrs)
					}
					if small := content.Children["thumbnail"]; len(small) != 1 || number(small[0].Attrs["width"]) > 640 {
						t.Errorf("%s: %q has no small picture: %v", r.path, it.Title, small)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no feed has a picture")
	}
}
