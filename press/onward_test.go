package press

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"stet.news/record"
	"stet.news/story"
)

// relatedOf gives the headlines that a story's page leads on to.
func (r *room) relatedOf(path string) (headlines []string) {
	r.t.Helper()
	d := parse(r.t, path, r.page(path, 200))
	for _, n := range d.all("data-teaser", "") {
		for a := range n.Descendants() {
			if a.Type == html.ElementNode && attrOf(a, "data-piece") == "headline" {
				headlines = append(headlines, text(a))
			}
		}
	}
	return headlines
}

// A story leads to those before it, of its topics first. Those that come later
// print its page no more; those it shows do.
func TestRelated(t *testing.T) {
	r := newRoom(t)
	tell := func(headline, section string, topics ...string) record.Receipt {
		rev := story.Revision{Edition: "en", Headline: headline, Section: section, Body: body("One.")}
		for _, name := range topics {
			rev.Topics = append(rev.Topics, story.Topic{Name: name})
		}
		return r.publish(act(rev))[0]
	}
	tell("Alone", "culture")
	canal := tell("Canal", "world", "Water")
	tell("Market", "world", "Trade")
	dam := tell("Dam", "world", "Water", "Trade")
	if got := r.relatedOf(dam.Path); !slices.Equal(got, []string{"Canal", "Market"}) {
		t.Fatalf("Dam leads to %q", got)
	}
	before, err := r.press.Page(dam.Path)
	r.ok(err)
	for i := range 4 {
		tell(fmt.Sprint("Later ", i), "world", "Water")
	}
	last := tell("Last", "world", "Water")
	if got := r.relatedOf(last.Path); !slices.Equal(got, []string{"Later 3", "Later 2", "Later 1"}) {
		t.Errorf("the last story leads to %q", got)
	}
	readers, err := r.press.index.readers(context.Background(), []string{record.ListKey(record.TopicList("en", "water")), record.ListKey(record.SectionList("en", "world"))})
	r.ok(err)
	if slices.Contains(readers, dam.Path) {
		t.Error("a story's page is printed again with every story of its topic or section")
	}
	if after, _ := r.press.Page(dam.Path); !after.same(before) {
		t.Error("later stories changed the page of an earlier one")
	}

	r.publish(record.Act{Kind: record.Retract, Story: canal.Story, Base: 1, Reason: "It was made up."})
	if got := r.relatedOf(dam.Path); !slices.Equal(got, []string{"Market"}) {
		t.Errorf("without the retracted story, Dam leads to %q", got)
	}
	again, press := r.open(filepath.Join(t.TempDir(), "again"))
	r.ok(press.Rebuild(context.Background(), nil))
	compare(t, pages(t, r.store), pages(t, again))
}

// Every way to share carries the address that a reader would copy, in a form
// that survives whatever the headline holds.
func TestShare(t *testing.T) {
	r := newRoom(t)
	rev := canal("fa-AF")
	rev.Headline = `آب & "جوی" + ۴۰ % #1?`
	path := r.publish(act(rev))[0].Path
	d := parse(t, path, r.page(path, 200))
	want := r.press.site.url(path)
	bar := d.one("id", "share")
	if got := attrOf(bar, "data-url"); got != want {
		t.Errorf("the address to copy is %s, want %s", got, want)
	}
	ways := map[string]string{}
	for n := range bar.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		u, err := url.Parse(attrOf(n, "href"))
		r.ok(err)
		q := u.Query()
		said := strings.Join([]string{q.Get("text"), q.Get("url"), q.Get("u"), q.Get("subject"), q.Get("body")}, "\n")
		if !strings.Contains(said, want) || u.Scheme != "mailto" && attrOf(n, "rel") != "noopener noreferrer nofollow" {
			t.Errorf("%s: %q", u, said)
		}
		if u.Host != "www.facebook.com" && !strings.Contains(said, rev.Headline) {
			t.Errorf("%s: without the headline", u)
		}
		ways[u.Scheme+":"+u.Host] = u.Path
	}
	if len(ways) != 6 || ways["https:wa.me"] == "" || ways["https:t.me"] == "" {
		t.Errorf("ways to share: %v", ways)
	}
}
