package press

import (
	"slices"
	"time"

	"stet.news/record"
)

const typeXML = "application/xml; charset=utf-8"

const (
	sitemapNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
	xhtmlNS   = "http://www.w3.org/1999/xhtml"
	newsNS    = "http://www.google.com/schemas/sitemap-news/0.9"
)

// The news sitemap's bounds, which Google sets.
const (
	newsWindow = 48 * time.Hour
	newsMost   = 1000
)

// sitemapIndex lists the sitemaps: one of the standing pages, and for each
// edition one of every run of stories. It changes with every hundredth story.
func (p *Press) sitemapIndex(r *reader, path string) (*Page, error) {
	w := newXML()
	w.open("sitemapindex", "xmlns", sitemapNS)
	add := func(path string) {
		w.open("sitemap")
		w.text("loc", p.site.url(path))
		w.close("sitemap")
	}
	add("/sitemap/pages.xml")
	for _, e := range p.site.editions {
		runs, err := r.runs(record.EditionList(e.Tag))
		if err != nil {
			return nil, err
		}
		for n := range runs {
			add(sitemapPath(e.Tag, n))
		}
	}
	w.close("sitemapindex")
	return p.page(r, path, typeXML, maxAgeMachine, w.Bytes()), nil
}

// standingPages lists the pages that are there whatever is published.
func (p *Press) standingPages(r *reader, path string) (*Page, error) {
	w := newXML()
	w.open("urlset", "xmlns", sitemapNS, "xmlns:xhtml", xhtmlNS)
	w.open("url")
	w.text("loc", p.site.url("/"))
	w.close("url")
	var groups []func(e *edition) string
	groups = append(groups, (*edition).Home, func(e *edition) string { return e.Home() + "latest/" })
	for _, s := range p.site.Sections {
		groups = append(groups, func(e *edition) string { return listPath(record.SectionList(e.Tag, s.Key)) })
	}
	for _, name := range p.standingNames() {
		groups = append(groups, func(e *edition) string {
			if s := e.standing(name); s != nil {
				return s.path
			}
			return ""
		})
	}
	for _, in := range groups {
		for _, e := range p.site.editions {
			p.sitemapGroup(w, e, in)
		}
	}
	w.close("urlset")
	return p.page(r, path, typeXML, maxAgeMachine, w.Bytes()), nil
}

// sitemapGroup lists an edition's page of those that say the same; in gives
// where it stands in an edition, or nothing.
func (p *Press) sitemapGroup(w *xmlWriter, e *edition, in func(e *edition) string) {
	if in(e) == "" {
		return
	}
	w.open("url")
	w.text("loc", p.site.url(in(e)))
	for _, other := range p.site.editions {
		if in(other) != "" {
			w.empty("xhtml:link", "rel", "alternate", "hreflang", other.Tag, "href", p.site.url(in(other)))
		}
	}
	w.close("url")
}

// storySitemap lists one run of an edition's stories with their translations.
// A run whose stories were all retracted lists the front: the schema wants one.
func (p *Press) storySitemap(r *reader, e *edition, path string, run int64) (*Page, error) {
	list := record.EditionList(e.Tag)
	runs, err := r.runs(list)
	if err != nil || run < 0 || run >= runs {
		return nil, err
	}
	items, err := r.run(list, run)
	if err != nil {
		return nil, err
	}
	w := newXML()
	w.open("urlset", "xmlns", sitemapNS, "xmlns:xhtml", xhtmlNS)
	for _, it := range items {
		if err := p.sitemapStory(w, r, it); err != nil {
			return nil, err
		}
	}
	if len(items) == 0 {
		w.open("url")
		w.text("loc", p.site.url(e.Home()))
		w.close("url")
	}
	w.close("urlset")
	return p.page(r, path, typeXML, maxAgeMachine, w.Bytes()), nil
}

func (p *Press) sitemapStory(w *xmlWriter, r *reader, it *item) error {
	group, err := r.translations(it.Entry)
	if err != nil {
		return err
	}
	w.open("url")
	w.text("loc", p.site.url(it.Path()))
	w.text("lastmod", it.changed().UTC().Format(time.RFC3339))
	for _, other := range group {
		if len(group) > 1 && p.site.byTag[other.Edition] != nil {
			w.empty("xhtml:link", "rel", "alternate", "hreflang", other.Edition, "href", p.site.url(other.Path()))
		}
	}
	w.close("url")
	return nil
}

// newsSitemap lists the stories of the two days before the newest leaf. Every
// leaf moves that window.
func (p *Press) newsSitemap(r *reader, path string) (*Page, error) {
	now, err := r.now()
	if err != nil {
		return nil, err
	}
	var newest []record.Listed
	for _, e := range p.site.editions {
		of, err := r.since(record.EditionList(e.Tag), now.Add(-newsWindow), newsMost)
		if err != nil {
			return nil, err
		}
		newest = append(newest, of...)
	}
	slices.SortStableFunc(newest, func(a, b record.Listed) int { return b.Published.Compare(a.Published) })
	w := newXML()
	w.open("urlset", "xmlns", sitemapNS, "xmlns:news", newsNS)
	for _, l := range newest[:min(len(newest), newsMost)] {
		it, err := r.fetch(l.Entry)
		if err != nil {
			return nil, err
		}
		e := p.site.byTag[it.Edition]
		w.open("url")
		w.text("loc", p.site.url(it.Path()))
		w.open("news:news")
		w.open("news:publication")
		w.text("news:name", p.site.Name)
		w.text("news:language", baseLanguage(it.Edition))
		w.close("news:publication")
		w.text("news:publication_date", e.stamp(it.Published))
		w.text("news:title", it.Rev.Headline)
		w.close("news:news")
		w.close("url")
	}
	w.close("urlset")
	return p.page(r, path, typeXML, maxAgeFeed, w.Bytes()), nil
}

// robots lets everybody in but to what a search finds, and says where the sitemaps
// are.
func (p *Press) robots(r *reader, path string) *Page {
	text := "User-agent: *\nAllow: /\n"
	for _, e := range p.site.editions {
		text += "Disallow: " + address(searchPath(e)) + "?\n"
	}
	text += "\nSitemap: " + p.site.url("/sitemap.xml") + "\nSitemap: " + p.site.url("/news-sitemap.xml") + "\n"
	return p.page(r, path, "text/plain; charset=utf-8", maxAgeMachine, []byte(text))
}
