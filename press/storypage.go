package press

import (
	"html/template"
	"slices"
	"strings"

	"stet.news/record"
	"stet.news/story"
)

// storyView is what templates story and tombstone show.
type storyView struct {
	frame
	*item
	Section     *link
	Bylines     []link
	Topics      []link
	Lead        *pictureView
	Text        template.HTML // the body, as story.WriteHTML wrote it
	PublishedAt moment
	UpdatedAt   *moment
	RetractedAt moment
	Notices     []noticeView
	Elsewhere   []choice
	Share       *shareView
	Related     []*teaser
	RecordLine  string
	Erased      bool // words of this revision, or of a note, were erased
	Part        *partView
}

// link is a name that leads somewhere. Key names what it leads to; Link is
// empty when it leads nowhere.
type link struct{ Key, Name, Link string }

type noticeView struct {
	Revision int
	Grade    string
	At       moment
	Text     string
}

// storyPage prints the n-th page at a story's address: the story, or a part of
// it, its tombstone, or the way to its present address.
func (p *Press) storyPage(r *reader, e *edition, path, day, slug string, n int) (*Page, error) {
	id, ok, err := r.rd.SlugOwner(e.Tag, story.Slug(slug).Key())
	if err != nil || !ok {
		return nil, err
	}
	entry, ok, err := r.entry(id)
	if err != nil || !ok || entry.Edition != e.Tag || entry.Day != day {
		return nil, err
	}
	it, err := r.item(entry)
	if err != nil {
		return nil, err
	}
	if partPath(entry.Path(), n) != path {
		return p.oldAddress(r, e, it, path, story.Slug(slug), n)
	}
	v, err := p.viewStory(r, e, it)
	switch {
	case err != nil:
		return nil, err
	case it.Retracted && n > 1:
		return nil, nil
	case it.Retracted:
		return p.htmlPage(r, "tombstone", path, 410, v)
	}
	return p.storyOrPart(r, v, n)
}

// oldAddress redirects from a slug that the story once had, to its page of the
// same number. Another spelling of a slug, which has the same key, is no address.
func (p *Press) oldAddress(r *reader, e *edition, now *item, path string, slug story.Slug, n int) (*Page, error) {
	slugs, err := r.rd.Slugs(now.ID)
	if err != nil || !slices.Contains(slugs, slug) {
		return nil, err
	}
	if n > 1 {
		if there, err := p.hasPart(r, e, now, n); err != nil || !there {
			return nil, err
		}
	}
	to := partPath(now.Path(), n)
	v := p.message(e, e.W.Moved, "")
	v.Onward = &link{Name: p.site.url(to), Link: address(to)}
	v.Head.Robots = "noindex"
	page, err := p.htmlPage(r, "message", path, 301, v)
	if page != nil {
		page.Location, page.MaxAge = to, 3600
	}
	return page, err
}

func (p *Press) viewStory(r *reader, e *edition, it *item) (*storyView, error) {
	group, err := r.translations(it.Entry)
	if err != nil {
		return nil, err
	}
	group = slices.DeleteFunc(group, func(it *item) bool { return p.site.byTag[it.Edition] == nil })
	notices, err := r.notices(it.Entry)
	if err != nil {
		return nil, err
	}
	title := it.Rev.Headline
	if it.Retracted {
		title, notices = e.W.Retracted, nil
	}
	v := &storyView{
		frame: p.frame(e, it.Path(), title), item: it, Erased: it.Erased,
		Text: template.HTML(story.WriteHTML(it.Rev.Body, story.HTMLOptions{})), Lead: placeLead.view(it.Rev.Lead),
		PublishedAt: e.at(it.Published), RetractedAt: e.at(it.Updated),
		RecordLine: fill(e.W.Record, e.dates.number(int64(it.Revision)), e.dates.number(it.RevisionLeaf)),
	}
	if !it.Updated.IsZero() && it.Updated.After(it.Published) {
		at := e.at(it.Updated)
		v.UpdatedAt = &at
	}
	v.Head.Live = e.liveStory(it)
	p.links(v)
	for _, n := range notices {
		v.Notices = append(v.Notices, noticeView{n.Revision, e.W.grade(n.Grade), e.at(n.At), n.Text})
		v.Erased = v.Erased || n.Erased
	}
	p.elsewhere(v, group)
	if it.Retracted {
		v.Head.Robots, v.Head.Canonical = "noindex", ""
		return v, nil
	}
	if err := p.onward(r, v); err != nil {
		return nil, err
	}
	return v, p.describe(v, group, notices)
}

// onward fills in where a reader may go from the story: to somebody with it, and
// to other stories.
func (p *Press) onward(r *reader, v *storyView) error {
	v.Share = v.edition.share(v.Rev.Headline, p.site.url(v.Path()))
	v.skipTo("share", v.W.Reading.Share)
	items, err := r.related(v.Entry, &v.Rev)
	if err != nil || len(items) == 0 {
		return err
	}
	v.Related = v.edition.teasers(items, formRelated)
	v.skipTo("related", v.W.Reading.Related)
	return nil
}

// links fills in section, bylines and topics.
func (p *Press) links(v *storyView) {
	if key := v.Rev.Section; key != "" {
		s, _ := v.edition.section(key)
		v.Section = &link{s.Key, s.Name, address(s.Path)}
		v.Head.Here = key
	}
	for _, b := range v.Rev.Bylines {
		l := link{Key: b.Person, Name: b.Name}
		if hasPage(b.Person) {
			l.Link = address(listPath(record.PersonList(v.Tag, b.Person)))
		}
		v.Bylines = append(v.Bylines, l)
	}
	for _, t := range v.Rev.Topics {
		l := link{Key: t.Key, Name: t.Name}
		if hasPage(t.Key) {
			l.Link = address(listPath(record.TopicList(v.Tag, t.Key)))
		}
		v.Topics = append(v.Topics, l)
	}
}

// hasPage reports whether a key can be part of an address.
func hasPage(key string) bool {
	return key != "" && key != "." && key != ".." && !strings.Contains(key, "/") && goodPath("/"+key)
}

// elsewhere fills in the ways to the story's translations, for readers and for
// machines. The choice of languages leads to them, too, and otherwise to fronts.
func (p *Press) elsewhere(v *storyView, group []*item) {
	own := map[string]*item{}
	for _, it := range group {
		own[it.Edition] = it
	}
	for _, e := range p.site.editions {
		c := choice{Tag: e.Tag, Name: e.Name, Path: address(e.Home()), Direction: e.Direction}
		if it := own[e.Tag]; it != nil {
			c.Path, c.Headline = address(it.Path()), it.Rev.Headline
			v.Head.Alternates = append(v.Head.Alternates, alternate{e.Tag, p.site.url(it.Path())})
		}
		if e == v.edition {
			continue
		}
		v.Head.Switch = append(v.Head.Switch, c)
		if c.Headline != "" {
			v.Elsewhere = append(v.Elsewhere, c)
		}
	}
	if len(group) > 0 {
		v.Head.Alternates = append(v.Head.Alternates, alternate{"x-default", p.site.url(group[0].Path())})
	}
	if v.item.Retracted {
		v.Head.Alternates = nil
	}
}

// describe fills in what search engines and previews read.
func (p *Press) describe(v *storyView, group []*item, notices []notice) error {
	rev := &v.Rev
	v.Head.Description = rev.Standfirst
	v.openGraph("article", rev.Headline, rev.Standfirst)
	h := &v.Head
	v.preview(p.site)
	h.add("name", "twitter:title", rev.Headline)
	h.add("name", "twitter:description", rev.Standfirst)
	h.add("property", "article:published_time", v.PublishedAt.Stamp)
	if v.UpdatedAt != nil {
		h.add("property", "article:modified_time", v.UpdatedAt.Stamp)
	}
	for _, b := range v.Bylines {
		if b.Link != "" {
			h.add("property", "article:author", p.site.URL+b.Link)
		}
	}
	if v.Section != nil {
		h.add("property", "article:section", v.Section.Name)
	}
	for _, t := range v.Topics {
		h.add("property", "article:tag", t.Name)
	}
	for _, it := range group {
		if l := openGraphLocale(it.Edition); it.ID != v.ID && l != openGraphLocale(v.Tag) {
			h.add("property", "og:locale:alternate", l)
		}
	}
	var err error
	h.Data, err = p.newsArticle(v, group, notices)
	return err
}
