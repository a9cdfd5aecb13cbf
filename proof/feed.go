package proof

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"stet.news/story"
)

// maxItems is how many items of one feed or sitemap are looked at.
const maxItems = 60_000

// item is a story as a feed or a sitemap tells it. Nil words are not told.
type item struct {
	id, link             string
	title, summary, html *string
	revision             int64 // 0: not told
}

const urn = "urn:stet:"

// feed judges a feed: each item must be the newest revision of its story.
func (v *verifier) feed(f File, name string, data []byte) (recorded bool) {
	v.count(&v.rep.Others)
	items, err := readFeed(name, data)
	if err != nil {
		v.rep.problem(Mismatch, f.Name, "not a feed that can be read: %v", err)
		return true
	}
	recorded = true
	for _, it := range items {
		recorded = v.item(f, it) && recorded
	}
	return recorded
}

func (v *verifier) item(f File, it item) (recorded bool) {
	v.count(&v.rep.Items)
	s := v.storyNamed(strings.TrimPrefix(it.id, urn))
	if s == nil || !strings.HasPrefix(it.id, urn) {
		v.rep.problem(Unrecorded, f.Name, "it tells of a story %s that the record does not hold", quote(it.id))
		return false
	}
	switch {
	case s.retracted:
		v.rep.problem(Mismatch, f.Name, "it tells of story %s, which is retracted", s.id)
	case it.revision != 0 && it.revision != int64(len(s.revs)):
		v.rep.problem(Mismatch, f.Name, "it tells of revision %d of story %s; the newest is %d", it.revision, s.id, len(s.revs))
	case it.title == nil || digestOf(*it.title) != s.headline:
		v.rep.problem(Mismatch, f.Name, "the title of story %s is not the record's headline: %s", s.id, told(it.title))
	case it.summary != nil && digestOf(*it.summary) != s.first:
		v.rep.problem(Mismatch, f.Name, "the summary of story %s is not the record's standfirst: %s", s.id, told(it.summary))
	case it.html == nil || digestOf(v.relative(*it.html)) != s.feed:
		v.rep.problem(Mismatch, f.Name, "the text of story %s is not the record's", s.id)
	case !v.leadsTo(it.link, s):
		v.rep.problem(Mismatch, f.Name, "its link for story %s leads to %s", s.id, quote(it.link))
	}
	return true
}

func told(s *string) string {
	if s == nil {
		return "none"
	}
	return quote(*s)
}

// inFeed gives a body, as it stands on its page, as feeds carry it: with whole
// addresses, pictures without their renditions and tables without a box. Most
// bodies have none of them.
func (v *verifier) inFeed(b story.Body, onPage string) string {
	if strings.Contains(onPage, "<picture>") || strings.Contains(onPage, "<div ") {
		host, _, _ := strings.Cut(v.opts.Key.Name(), "/")
		onPage = story.WriteHTML(b, story.HTMLOptions{Absolute: "https://" + host})
	}
	return v.relative(onPage)
}

// relative takes the site's own address out of a body's links. Feeds carry it
// and pages do not; it is taken out of both before they are compared.
func (v *verifier) relative(body string) string {
	host, _, _ := strings.Cut(v.opts.Key.Name(), "/")
	body = strings.TrimSpace(body)
	for _, scheme := range []string{"https://", "http://"} {
		body = strings.ReplaceAll(body, `"`+scheme+host+"/", `"/`)
	}
	return body
}

func readFeed(name string, data []byte) ([]item, error) {
	if name == "feed.json" {
		return readJSONFeed(data)
	}
	return readXML(data)
}

func readJSONFeed(data []byte) ([]item, error) {
	var in struct {
		Items []struct {
			ID      string  `json:"id"`
			URL     string  `json:"url"`
			Title   *string `json:"title"`
			Summary *string `json:"summary"`
			HTML    *string `json:"content_html"`
			Stet    struct {
				Revision int64 `json:"revision"`
			} `json:"_stet"`
		} `json:"items"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, err
	}
	var out []item
	for _, x := range in.Items {
		out = append(out, item{id: x.ID, link: x.URL, title: x.Title, summary: x.Summary, html: x.HTML, revision: x.Stet.Revision})
	}
	return out, nil
}

// readXML reads the items of an RSS or Atom feed and the entries of a sitemap.
// Only elements right below an item count: others belong to pictures, authors.
func readXML(data []byte) ([]item, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	r := xmlReader{}
	for {
		t, err := d.Token()
		switch {
		case err == io.EOF && r.depth == 0:
			return r.items, nil
		case err != nil:
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			r.start(t)
		case xml.EndElement:
			r.end()
		case xml.CharData:
			if r.text != nil && len(r.items) > 0 {
				*r.text += string(t)
			}
		}
		if len(r.items) > maxItems || r.depth > 20 {
			return nil, errors.New("more than one of ours can hold")
		}
	}
}

// xmlReader walks the elements of a feed.
type xmlReader struct {
	items []item
	depth int
	in    int // depth of the open item; 0 outside
	text  *string
	at    int // depth of the element whose text is collected
}

func (r *xmlReader) start(t xml.StartElement) {
	r.depth++
	name := t.Name.Local
	if r.in == 0 {
		if name == "item" || name == "entry" || name == "url" {
			r.in = r.depth
			r.items = append(r.items, item{})
		}
		return
	}
	it := &r.items[len(r.items)-1]
	if name == "title" && strings.Contains(t.Name.Space, "sitemap-news") {
		it.title, r.at = new(string), r.depth
		r.text = it.title
		return
	}
	if r.depth != r.in+1 || strings.Contains(t.Name.Space, "mrss") {
		return
	}
	switch name {
	case "guid", "id":
		r.text = &it.id
	case "loc":
		r.text = &it.link
	case "title":
		it.title = new(string)
		r.text = it.title
	case "description", "summary":
		it.summary = new(string)
		r.text = it.summary
	case "encoded", "content":
		it.html = new(string)
		r.text = it.html
	case "link":
		if href := attrOf(t, "href"); href != "" {
			it.link = href
			return
		}
		r.text = &it.link
	default:
		return
	}
	r.at = r.depth
}

func (r *xmlReader) end() {
	if r.text != nil && r.depth == r.at {
		r.text = nil
	}
	if r.depth == r.in {
		r.in = 0
	}
	r.depth--
}

func attrOf(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// sitemap judges a sitemap: where it names the address of a story, there must
// be one, and a title it gives must be that story's headline.
func (v *verifier) sitemap(f File, data []byte) (recorded bool) {
	v.count(&v.rep.Others)
	items, err := readXML(data)
	if err != nil {
		v.rep.problem(Mismatch, f.Name, "not a sitemap that can be read: %v", err)
		return true
	}
	recorded = true
	for _, it := range items {
		path := v.onSite(strings.TrimSpace(it.link))
		if path == "" {
			v.rep.problem(Mismatch, f.Name, "it leads away from the site, to %s", quote(it.link))
			continue
		}
		if !isStoryPath(path) {
			continue
		}
		s := v.storyAt(path)
		switch {
		case s == nil:
			v.rep.problem(Unrecorded, f.Name, "it names %s, where the record has no story", quote(path))
			recorded = false
		case s.retracted:
			v.rep.problem(Mismatch, f.Name, "it names story %s, which is retracted", s.id)
		case it.title != nil && digestOf(*it.title) != s.headline:
			v.rep.problem(Mismatch, f.Name, "the title of story %s is not the record's headline: %s", s.id, quote(*it.title))
		}
	}
	return recorded
}

// storyAt finds a story by the address of its page.
func (v *verifier) storyAt(path string) *storyState {
	edition, slug, ok := storyPath(path)
	if !ok {
		return nil
	}
	v.files.addressesOnce.Do(func() {
		v.files.addresses = make(map[uint64]int32, len(v.state.stories))
		for i := range v.state.stories {
			v.files.addresses[v.state.stories[i].slug] = int32(i)
		}
	})
	n, ok := v.files.addresses[v.state.addressHash(edition, slug)]
	if !ok {
		return nil
	}
	return &v.state.stories[n]
}
