package press

import (
	"html/template"
	"time"

	"stet.news/story"
)

// frame is what every page of an edition has. Each page's own view embeds it.
type frame struct {
	*edition
	Head head
}

// head is what stands around a page's own text.
type head struct {
	Name        string // of the newsroom in this edition
	Title       string // of the window
	Description string
	Robots      string
	Style       template.CSS
	Script      string // path of the script
	Live        *livePage
	Canonical   string  // whole address; empty for pages that are no place
	Prev, Next  string  // the story's pages before and behind
	Front       bool    // the masthead is the page's heading
	Here        string  // key of the section the page is, or "latest"
	Breaking    *teaser // over the page; nil: none
	Switch      []choice
	Alternates  []alternate
	Feeds       []feedLink
	Meta        []meta
	Skips       []link      // to the regions of the page besides main
	Data        template.JS // JSON-LD
}

// choice is a way to another edition. Headline is set when it leads to the
// same story there.
type choice struct {
	Tag, Name, Path, Headline string
	Direction                 story.Direction
}

// alternate is the same page for readers of another language.
type alternate struct{ Lang, URL string }

type feedLink struct{ Type, Title, Path, Short string }

// meta is one meta element; Attr is "name" or "property".
type meta struct{ Attr, Name, Content string }

// moment is a time as a page shows it and as machines read it.
type moment struct{ Stamp, Text string }

func (e *edition) at(t time.Time) moment { return moment{Stamp: e.stamp(t), Text: e.moment(t)} }

// frame begins a page of an edition at a path.
func (p *Press) frame(e *edition, path, title string) frame {
	f := frame{edition: e, Head: head{Name: e.Title, Title: title, Style: p.sheet.text, Script: p.scriptPath, Canonical: p.site.url(path)}}
	if title == "" {
		f.Head.Title = e.Title
	} else if title != e.Title {
		f.Head.Title = title + " – " + e.Title
	}
	f.Head.Robots = "max-image-preview:large"
	return f
}

// everywhere says that the page stands in every edition, at the path that in
// gives, and leads the choice of languages there.
func (p *Press) everywhere(h *head, in func(e *edition) string) {
	for _, e := range p.site.editions {
		h.Switch = append(h.Switch, choice{Tag: e.Tag, Name: e.Name, Path: address(in(e)), Direction: e.Direction})
		h.Alternates = append(h.Alternates, alternate{Lang: e.Tag, URL: p.site.url(in(e))})
	}
}

// fronts leads the choice of languages to the fronts of the other editions.
func (p *Press) fronts(f *frame) {
	for _, e := range p.site.editions {
		if e != f.edition {
			f.Head.Switch = append(f.Head.Switch, choice{Tag: e.Tag, Name: e.Name, Path: address(e.Home()), Direction: e.Direction})
		}
	}
}

// without leaves the page's own edition out of the choice of languages.
func without(list []choice, tag string) []choice {
	var out []choice
	for _, c := range list {
		if c.Tag != tag {
			out = append(out, c)
		}
	}
	return out
}

// feedsAt links the three feeds of the list whose page is at base.
func feedsAt(base, title string) []feedLink {
	base = address(base)
	return []feedLink{
		{Type: typeRSS, Title: title + " (RSS)", Path: base + "rss.xml", Short: "RSS"},
		{Type: typeAtom, Title: title + " (Atom)", Path: base + "atom.xml", Short: "Atom"},
		{Type: typeJSONFeed, Title: title + " (JSON Feed)", Path: base + "feed.json", Short: "JSON Feed"},
	}
}

// openGraph adds what previews of every kind of page need.
func (f *frame) openGraph(kind, title, description string) {
	f.Head.add("property", "og:type", kind)
	f.Head.add("property", "og:title", title)
	f.Head.add("property", "og:description", description)
	f.Head.add("property", "og:url", f.Head.Canonical)
	f.Head.add("property", "og:site_name", f.edition.Title)
	f.Head.add("property", "og:locale", openGraphLocale(f.Tag))
	if kind != "article" { // which has one of its own
		f.Head.previewCard(f.CardURL, f.edition.Title)
	}
}

func (h *head) add(attr, name, content string) {
	if content != "" {
		h.Meta = append(h.Meta, meta{attr, name, content})
	}
}

// skipTo adds a link for keyboards, to the element with an id.
func (f *frame) skipTo(id, name string) {
	f.Head.Skips = append(f.Head.Skips, link{Name: fill(f.W.Reading.SkipTo, name), Link: "#" + id})
}

// openGraphLocale gives one of the locales that Facebook knows; it has none for
// Persian of Afghanistan.
func openGraphLocale(tag string) string {
	switch baseLanguage(tag) {
	case "fa", "prs":
		return "fa_IR"
	case "ps":
		return "ps_AF"
	case "ar":
		return "ar_AR"
	case "en":
		return "en_US"
	case "ur":
		return "ur_PK"
	case "fr", "de", "tr", "ru", "es", "it":
		base := baseLanguage(tag)
		return base + "_" + string([]byte{base[0] - 32, base[1] - 32})
	}
	return ""
}
