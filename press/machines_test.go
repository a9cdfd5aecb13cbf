package press

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"stet.news/internal/require"
	"stet.news/story"
)

// feedsOf gives every feed of a sample site, by path.
func feedsOf(t *testing.T) map[string]*Page {
	r := sampleRoom(t)
	out := map[string]*Page{}
	for p, err := range r.store.All() {
		r.ok(err)
		if p.Type == typeRSS || p.Type == typeAtom || p.Type == typeJSONFeed {
			out[p.Path] = p
		}
	}
	if len(out) < 3*3*4 {
		t.Fatalf("%d feeds", len(out))
	}
	return out
}

// What we published is what a feed reader gets, from each of the three formats.
func TestFeedsSayTheSame(t *testing.T) {
	r := newRoom(t)
	rev := canal("fa-AF")
	got := r.publish(act(rev))[0]
	rev.Story, rev.Grade, rev.Note = got.Story, story.GradeCorrection, "اصلاح شد."
	r.publish(recordRevise(rev, 1))
	rev.Grade = story.GradeMinor
	r.publish(recordRevise(rev, 2))
	for _, name := range feedNames {
		for _, base := range []string{"/fa-AF/", "/fa-AF/section/afghanistan/", "/fa-AF/topic/آب/"} {
			feed, err := gofeed.NewParser().ParseString(r.page(base+name, 200))
			r.ok(err)
			if len(feed.Items) != 1 || feed.Language != "fa-AF" || !strings.HasPrefix(feed.Title, "پیک هندوکش") || feed.Link != r.press.site.url(base) {
				t.Fatalf("%s%s: %+v", base, name, feed)
			}
			it := feed.Items[0]
			for what, pair := range map[string][2]string{
				"id": {it.GUID, "urn:stet:" + got.Story.String()}, "title": {it.Title, rev.Headline}, "link": {it.Link, r.press.site.url(got.Path)},
				"summary": {it.Description, rev.Standfirst}, "author": {it.Authors[0].Name, "مینا رحیمی"},
				"content":   {it.Content, story.WriteHTML(rev.Body, story.HTMLOptions{Absolute: testSite.URL})},
				"published": {it.PublishedParsed.UTC().Format("15:04:05"), "08:01:00"},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s%s: %s is %q, want %q", base, name, what, pair[0], pair[1])
				}
			}
			// The minor change at 08:03 is no news; the correction at 08:02 is.
			if at := feed.UpdatedParsed; at != nil && at.UTC().Format("15:04") != "08:02" {
				t.Errorf("%s%s: updated at %s", base, name, at)
			}
			if strings.Contains(r.page(base+name, 200), `href="/`) || strings.Contains(r.page(base+name, 200), `href=&#34;/`) {
				t.Errorf("%s%s: an address without its host", base, name)
			}
		}
	}
	if s := r.page("/fa-AF/feed.json", 200); !strings.Contains(s, `"_stet":{"revision":3,"leaf":3}`) {
		t.Error("the JSON feed does not say where the item stands in the record")
	}
	headline := "AT&T <b>bold</b> ]]> “quotes”"
	odd := r.publish(act(story.Revision{Edition: "en", Headline: headline, Body: body("a < b & c ]]> d")}))[0]
	for _, name := range feedNames {
		feed, err := gofeed.NewParser().ParseString(r.page("/en/"+name, 200))
		r.ok(err)
		if feed.Items[0].Title != headline || feed.Items[0].GUID != "urn:stet:"+odd.Story.String() {
			t.Errorf("%s: %q", name, feed.Items[0].Title)
		}
	}
}

func TestJSONFeedSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	older, err := os.Open(require.Shared(t, "data/standards/jsonfeed/feed-1.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer older.Close()
	v1, err := jsonschema.UnmarshalJSON(older)
	if err == nil {
		err = c.AddResource("https://json.schemastore.org/feed-1", v1) // which that of 1.1 builds on
	}
	if err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(require.Shared(t, "data/standards/jsonfeed/feed-1.1.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	for path, p := range feedsOf(t) {
		if p.Type != typeJSONFeed {
			continue
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(p.Body)))
		if err == nil {
			err = schema.Validate(v)
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// The schema of sitemaps wants to know the elements of others; these do as
// much as we use of them.
const wrapSchema = `<?xml version="1.0"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<xsd:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="sitemap.xsd"/>
<xsd:import namespace="http://www.w3.org/1999/xhtml" schemaLocation="xhtml.xsd"/>
<xsd:import namespace="http://www.google.com/schemas/sitemap-news/0.9" schemaLocation="news.xsd"/>
</xsd:schema>`

const xhtmlSchema = `<?xml version="1.0"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
<xsd:element name="link"><xsd:complexType>
<xsd:attribute name="rel" use="required" fixed="alternate"/><xsd:attribute name="hreflang" type="xsd:language" use="required"/><xsd:attribute name="href" type="xsd:anyURI" use="required"/>
</xsd:complexType></xsd:element>
</xsd:schema>`

const newsSchema = `<?xml version="1.0"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.google.com/schemas/sitemap-news/0.9" elementFormDefault="qualified">
<xsd:element name="news"><xsd:complexType><xsd:sequence>
<xsd:element name="publication"><xsd:complexType><xsd:sequence><xsd:element name="name" type="xsd:string"/><xsd:element name="language" type="xsd:language"/></xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="publication_date" type="xsd:dateTime"/><xsd:element name="title" type="xsd:string"/>
</xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>`

func TestSitemapSchema(t *testing.T) {
	xmllint := require.Tool(t, "xmllint")
	xsd, err := os.ReadFile(require.Shared(t, "data/standards/sitemap/sitemap.xsd"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("sitemap.xsd", xsd)
	write("xhtml.xsd", []byte(xhtmlSchema))
	write("news.xsd", []byte(newsSchema))
	schema := write("all.xsd", []byte(wrapSchema))

	r := sampleRoom(t)
	var files []string
	for p, err := range r.store.All() {
		r.ok(err)
		if p.Type == typeXML && p.Path != "/sitemap.xml" {
			files = append(files, write(strings.ReplaceAll(p.Path, "/", "_"), p.Body))
		}
	}
	if len(files) != 5 {
		t.Errorf("%d sitemaps: %v", len(files), files)
	}
	out, err := exec.Command(xmllint, append([]string{"--nonet", "--noout", "--schema", schema}, files...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// The index leads to the sitemaps, and these, together, to every story and no
// other; what they say of translations is reciprocal.
func TestSitemapsAreWhole(t *testing.T) {
	r := sampleRoom(t)
	read := func(path string) (locs []string, links int) {
		var v struct {
			Sitemap []struct {
				Loc string `xml:"loc"`
			} `xml:"sitemap"`
			URL []struct {
				Loc  string `xml:"loc"`
				Link []struct {
					Href string `xml:"href,attr"`
				} `xml:"http://www.w3.org/1999/xhtml link"`
			} `xml:"url"`
		}
		r.ok(xml.Unmarshal([]byte(r.page(path, 200)), &v))
		for _, s := range v.Sitemap {
			locs = append(locs, s.Loc)
		}
		for _, u := range v.URL {
			locs = append(locs, u.Loc)
			links += len(u.Link)
		}
		return locs, links
	}
	listed := map[string]bool{}
	index, _ := read("/sitemap.xml")
	total := 0
	for _, loc := range index {
		locs, links := read(pathOfURL(t, loc))
		total += links
		for _, l := range locs {
			listed[pathOfURL(t, l)] = true
			r.page(pathOfURL(t, l), 200)
		}
	}
	if want := 3*3 + 5*3*3; total != want { // three versions of one story; two standing pages and three sections
		t.Errorf("%d links to other languages, want %d", total, want)
	}
	for p, err := range r.store.All() {
		r.ok(err)
		if isStory := strings.Contains(string(p.Body), "<article class=\"story\""); isStory && listed[p.Path] != (p.Status == 200) {
			t.Errorf("%s: status %d, listed %v", p.Path, p.Status, listed[p.Path])
		}
	}
	if s := r.page("/robots.txt", 200); !strings.Contains(s, "Sitemap: https://courier.example/sitemap.xml\n") {
		t.Error(s)
	}
}

// An empty newsroom has whole pages and feeds, too.
func TestEmptyNewsroom(t *testing.T) {
	r := newRoom(t)
	r.ok(r.press.CatchUp(context.Background()))
	n := 0
	for p, err := range r.store.All() {
		r.ok(err)
		n++
		switch p.Type {
		case typeHTML:
			parse(t, p.Path, string(p.Body)).sound()
		case typeJSONFeed:
			if !json.Valid(p.Body) {
				t.Errorf("%s: not JSON", p.Path)
			}
		case typeRSS, typeAtom:
			if _, err := gofeed.NewParser().ParseString(string(p.Body)); err != nil {
				t.Errorf("%s: %v", p.Path, err)
			}
		}
	}
	if n < 50 {
		t.Errorf("%d pages", n)
	}
}
