package press

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// The media types of feeds.
const (
	typeRSS      = "application/rss+xml; charset=utf-8"
	typeAtom     = "application/atom+xml; charset=utf-8"
	typeJSONFeed = "application/feed+json; charset=utf-8"
)

// feedLength is how many stories a feed holds, the newest published.
const feedLength = 30

// feed is a list as its feeds tell it, whatever the format.
type feed struct {
	*edition
	site    *site
	Title   string
	Page    string // path of the list's page
	Self    string // path of the feed
	Items   []*item
	Updated time.Time // newest significant change among the items
}

// feedPage prints one feed of an edition, a section or a topic.
func (p *Press) feedPage(r *reader, e *edition, path, list, title, file string, always bool) (*Page, error) {
	items, err := r.list(list, feedLength)
	if err != nil || len(items) == 0 && !always {
		return nil, err
	}
	f := &feed{edition: e, site: p.site, Title: title, Page: listPath(list), Self: path, Items: items}
	for _, it := range items {
		if at := it.changed(); at.After(f.Updated) {
			f.Updated = at
		}
	}
	switch file {
	case "rss.xml":
		return p.page(r, path, typeRSS, maxAgeFeed, f.rss()), nil
	case "atom.xml":
		return p.page(r, path, typeAtom, maxAgeFeed, f.atom()), nil
	}
	body, err := f.json()
	return p.page(r, path, typeJSONFeed, maxAgeFeed, body), err
}

// changed is when readers were last told something: the publication or the last
// significant change.
func (it *item) changed() time.Time {
	if it.Updated.After(it.Published) {
		return it.Updated
	}
	return it.Published
}

func (it *item) urn() string { return "urn:stet:" + it.ID.String() }

// html is the body with whole addresses, as feeds need it.
func (f *feed) html(it *item) string {
	return story.WriteHTML(it.Rev.Body, story.HTMLOptions{Absolute: f.site.URL})
}

// RFC 822 with a four-digit year and an offset, always in English.
const rfc822 = "Mon, 02 Jan 2006 15:04:05 -0700"

func (f *feed) rss() []byte {
	w := newXML()
	w.open("rss", "version", "2.0", "xmlns:atom", "http://www.w3.org/2005/Atom",
		"xmlns:content", "http://purl.org/rss/1.0/modules/content/", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:media", mediaNS)
	w.open("channel")
	w.text("title", f.Title)
	w.text("link", f.site.url(f.Page))
	w.text("description", f.Title)
	w.text("language", f.Tag)
	if !f.Updated.IsZero() {
		w.text("lastBuildDate", f.Updated.In(f.loc).Format(rfc822))
	}
	w.text("generator", "stet")
	w.text("ttl", "5")
	w.empty("atom:link", "rel", "self", "type", "application/rss+xml", "href", f.site.url(f.Self))
	for _, it := range f.Items {
		f.rssItem(w, it)
	}
	w.close("channel")
	w.close("rss")
	return w.Bytes()
}

func (f *feed) rssItem(w *xmlWriter, it *item) {
	w.open("item")
	w.text("title", it.Rev.Headline)
	w.text("link", f.site.url(it.Path()))
	w.text("guid", it.urn(), "isPermaLink", "false")
	w.text("pubDate", it.Published.In(f.loc).Format(rfc822))
	for _, b := range it.Rev.Bylines {
		w.text("dc:creator", b.Name)
	}
	for _, t := range it.Rev.Topics {
		w.text("category", t.Name)
	}
	w.text("description", it.Rev.Standfirst)
	w.text("content:encoded", f.html(it))
	f.media(w, it.Rev.Lead)
	w.close("item")
}

func (f *feed) atom() []byte {
	w := newXML()
	w.open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xmlns:media", mediaNS, "xml:lang", f.Tag)
	w.text("id", f.site.url(f.Page))
	w.text("title", f.Title)
	w.text("updated", f.atomTime(f.Updated))
	w.empty("link", "rel", "alternate", "type", "text/html", "hreflang", f.Tag, "href", f.site.url(f.Page))
	w.empty("link", "rel", "self", "type", "application/atom+xml", "href", f.site.url(f.Self))
	w.text("generator", "stet")
	w.open("author")
	w.text("name", f.edition.Title)
	w.close("author")
	for _, it := range f.Items {
		f.atomEntry(w, it)
	}
	w.close("feed")
	return w.Bytes()
}

// atomTime writes a time; a feed must have one even when nothing was published.
func (f *feed) atomTime(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.In(f.loc).Format(time.RFC3339)
}

func (f *feed) atomEntry(w *xmlWriter, it *item) {
	w.open("entry")
	w.text("id", it.urn())
	w.text("title", it.Rev.Headline)
	w.text("published", f.atomTime(it.Published))
	w.text("updated", f.atomTime(it.changed()))
	w.empty("link", "rel", "alternate", "type", "text/html", "hreflang", f.Tag, "href", f.site.url(it.Path()))
	for _, b := range it.Rev.Bylines {
		w.open("author")
		w.text("name", b.Name)
		w.close("author")
	}
	for _, t := range it.Rev.Topics {
		w.empty("category", "term", topicTerm(t), "label", t.Name)
	}
	w.text("summary", it.Rev.Standfirst)
	w.text("content", f.html(it), "type", "html")
	f.media(w, it.Rev.Lead)
	w.close("entry")
}

func topicTerm(t story.Topic) string {
	if t.Key != "" {
		return t.Key
	}
	return t.Name
}

// The shapes of JSON Feed 1.1.
type jsonFeed struct {
	Version  string     `json:"version"`
	Title    string     `json:"title"`
	Home     string     `json:"home_page_url"`
	Feed     string     `json:"feed_url"`
	Language string     `json:"language"`
	Items    []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Summary   string       `json:"summary,omitempty"`
	HTML      string       `json:"content_html"`
	Image     string       `json:"image,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Author    *jsonAuthor  `json:"author,omitempty"` // the first of them, for readers of version 1
	Tags      []string     `json:"tags,omitempty"`
	Language  string       `json:"language"`
	Stet      jsonStet     `json:"_stet"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// jsonStet says where the item stands in the record.
type jsonStet struct {
	Revision int   `json:"revision"`
	Leaf     int64 `json:"leaf"`
}

func (f *feed) json() ([]byte, error) {
	out := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.site.url(f.Page),
		Feed: f.site.url(f.Self), Language: f.Tag, Items: []jsonItem{},
	}
	for _, it := range f.Items {
		out.Items = append(out.Items, f.jsonItem(it))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // this is no HTML page, and escapes would double its size
	err := enc.Encode(out)
	return b.Bytes(), err
}

func (f *feed) jsonItem(it *item) jsonItem {
	j := jsonItem{
		ID: it.urn(), URL: f.site.url(it.Path()), Title: it.Rev.Headline, Summary: it.Rev.Standfirst, HTML: f.html(it),
		Published: f.stamp(it.Published), Modified: f.stamp(it.changed()), Language: f.Tag,
		Stet: jsonStet{Revision: it.Revision, Leaf: it.RevisionLeaf},
	}
	for _, b := range it.Rev.Bylines {
		a := jsonAuthor{Name: b.Name}
		if hasPage(b.Person) {
			a.URL = f.site.url(listPath(record.PersonList(f.Tag, b.Person)))
		}
		j.Authors = append(j.Authors, a)
	}
	if len(j.Authors) > 0 {
		j.Author = &j.Authors[0]
	}
	for _, t := range it.Rev.Topics {
		j.Tags = append(j.Tags, t.Name)
	}
	if l := it.Rev.Lead; l != nil {
		j.Image, _, _, _ = f.inFull(l)
	}
	return j
}

func itoa(n int) string { return strconv.Itoa(n) }

// positive writes a number that means nothing when it is 0.
func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return itoa(n)
}
