package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"stet.news/internal/require"
	"stet.news/newsroom"
)

// entry is a story as a feed reader keeps it.
type entry struct {
	ID, Title, Link, Author, Content string
	Date                             int64
}

// feeds gives all feeds there are, by their ending: "rss.xml", "atom.xml",
// "feed.json".
func feeds(t *testing.T, ending string) (out []*resource) {
	t.Helper()
	for _, r := range crawl(t).order {
		if r.status == http.StatusOK && strings.HasSuffix(r.path, "/"+ending) {
			out = append(out, r)
		}
	}
	if len(out) < 3*7 {
		t.Fatalf("only %d feeds end in %s", len(out), ending)
	}
	return out
}

// TestFeeds reads every feed with gofeed, which knows all three formats: what
// was published is what a reader gets, and each format of a list says the same.
func TestFeeds(t *testing.T) {
	all := published(t)
	for _, ending := range []string{"rss.xml", "atom.xml", "feed.json"} {
		for _, r := range feeds(t, ending) {
			feed, err := gofeed.NewParser().ParseString(r.body)
			if err != nil {
				t.Fatalf("%s: %v", r.path, err)
			}
			if edition := strings.Split(r.path, "/")[1]; feed.Language != edition || feed.FeedLink != home+r.path && ending != "feed.json" {
				t.Errorf("%s is in %q and says it is at %s", r.path, feed.Language, feed.FeedLink)
			}
			var ids []string
			for _, it := range feed.Items {
				ids = append(ids, it.GUID)
				v, known := all[it.GUID]
				if !known {
					t.Errorf("%s: there is no story %s", r.path, it.GUID)
					continue
				}
				saysTheSame(t, r.path, it, v)
				wholeContent(t, r.path, it, v)
			}
			if rss, err := gofeed.NewParser().ParseString(crawl(t).all[strings.TrimSuffix(r.path, ending)+"rss.xml"].body); err != nil || !slices.Equal(ids, idsOf(rss)) {
				t.Errorf("%s has not the stories of its RSS: %v", r.path, err)
			}
		}
	}
}

func saysTheSame(t *testing.T, feed string, it *gofeed.Item, v newsroom.View) {
	t.Helper()
	want := []string{v.Headline, home + address(v.Path), names(v), v.Standfirst, v.Published.UTC().Format(time.RFC3339)}
	got := []string{it.Title, it.Link, authors(it), it.Description, it.PublishedParsed.UTC().Format(time.RFC3339)}
	if !slices.Equal(got, want) {
		t.Errorf("%s says\n%q, want\n%q", feed, got, want)
	}
}

// published gives the stories by the id they have in feeds.
func published(t *testing.T) map[string]newsroom.View {
	out := map[string]newsroom.View{}
	for _, v := range stories(t) {
		out["urn:stet:"+v.Story.String()] = v
	}
	return out
}

func idsOf(f *gofeed.Feed) (ids []string) {
	for _, it := range f.Items {
		ids = append(ids, it.GUID)
	}
	return ids
}

// authors are all of an item's. Of RSS, gofeed has only the first among them.
func authors(it *gofeed.Item) string {
	var names []string
	if dc := it.DublinCoreExt; dc != nil {
		return strings.Join(dc.Creator, ", ")
	}
	for _, a := range it.Authors {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}

// TestFeedparser reads every feed from the site with Debian's feedparser: it
// has nothing to complain of, gets the entries that gofeed gets, and asking
// again with what it was given is answered with 304.
func TestFeedparser(t *testing.T) {
	const program = `
import feedparser, json, sys
for url in sys.stdin.read().split():
    f = feedparser.parse(url)
    again = feedparser.parse(url, etag=f.get("etag"), modified=f.get("modified"))
    print(json.dumps({"URL": url, "Bozo": str(f.get("bozo_exception", "")), "Again": again.get("status"), "Entries": [{
        "ID": e.id, "Title": e.title, "Link": e.link, "Author": (e.get("authors") or [{}])[0].get("name", ""), "Content": e.content[0].value,
        "Date": __import__("calendar").timegm(e.published_parsed)} for e in f.entries]}))`
	site := served(t).at
	list := slices.Concat(feeds(t, "rss.xml"), feeds(t, "atom.xml"))
	var urls []string
	for _, r := range list {
		urls = append(urls, site+r.path)
	}
	cmd := exec.Command(pythonWith(t, "feedparser"), "-c", program)
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(urls, "\n")), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]entry{}
	for line := range strings.Lines(string(out)) {
		var f struct {
			URL, Bozo string
			Again     int
			Entries   []entry
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if f.Bozo != "" || f.Again != http.StatusNotModified {
			t.Errorf("%s: bozo %q, the second answer is %d", f.URL, f.Bozo, f.Again)
		}
		got[strings.TrimPrefix(f.URL, site)] = f.Entries
	}
	sameEntries(t, list, got)
}

// sameEntries compares what a reader got with what gofeed gets of the same
// feeds. Content is compared by its words: readers clean HTML as they see fit.
// They stand in no order: newsboat has its own.
func sameEntries(t *testing.T, list []*resource, got map[string][]entry) {
	t.Helper()
	for _, r := range list {
		feed, err := gofeed.NewParser().ParseString(r.body)
		if err != nil {
			t.Fatal(err)
		}
		var want []entry
		for _, it := range feed.Items {
			want = append(want, entry{it.GUID, it.Title, it.Link, authors(it), words(t, it.Content), it.PublishedParsed.Unix()})
		}
		have := slices.Clone(got[r.path])
		for i := range have {
			have[i].Content = words(t, have[i].Content)
		}
		byID := func(a, b entry) int { return strings.Compare(a.ID, b.ID) }
		slices.SortFunc(have, byID)
		slices.SortFunc(want, byID)
		if len(want) == 0 || !slices.EqualFunc(have, want, entry.is) {
			t.Errorf("%s: %d entries, want %d; %s", r.path, len(have), len(want), difference(have, want))
		}
	}
}

// is says that a reader's entry is what it should be. Of several authors some
// readers keep only the first, newsboat only RSS's last.
func (e entry) is(want entry) bool {
	if e.Author != "" && (strings.HasPrefix(want.Author, e.Author) || strings.HasSuffix(want.Author, e.Author)) {
		e.Author = want.Author
	}
	return e == want
}

// words are what a reader reads of HTML.
func words(t *testing.T, markup string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	return solid(textOf(root))
}

func difference(a, b []entry) string {
	for i := range min(len(a), len(b)) {
		if !a[i].is(b[i]) {
			return fmt.Sprintf("entry %d is\n%+v, want\n%+v", i, a[i], b[i])
		}
	}
	return ""
}

// pythonWith finds a Python that has a module.
func pythonWith(t *testing.T, module string) string {
	t.Helper()
	for _, p := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(p, "-c", "import "+module).Run() == nil {
			return p
		}
	}
	require.Missing(t, "the Python module "+module)
	return ""
}
