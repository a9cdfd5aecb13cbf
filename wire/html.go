package wire

import (
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stet.news/story"
)

// maxTokens bounds the markup of a page: a short text of tags can make an
// enormous tree.
const maxTokens = 400_000

// parseHTML reads the story of a saved page: one of ours exactly, any other by
// what its markup, its own words about itself and its text tell.
func parseHTML(dir string, data []byte, o Options) (draft, error) {
	text, note, err := decode(data, declaredCharset(data), o.Edition.Tag)
	if err != nil {
		return draft{}, err
	}
	doc, err := parsePage(text)
	if err != nil {
		return draft{}, err
	}
	d, err := readPage(dir, doc, o)
	if note != "" {
		d.note("%s", note)
	}
	return d, err
}

// parsePage makes a tree of a page within the budget.
func parsePage(text string) (*html.Node, error) {
	z := html.NewTokenizer(strings.NewReader(text))
	tags := 0
	for n := 0; z.Next() != html.ErrorToken; n++ {
		if z.Token().Type == html.StartTagToken {
			tags++
		}
		if n > maxTokens {
			return nil, wrong("the page has too many tags", "").because(ErrTooBig)
		}
	}
	if tags == 0 {
		return nil, wrong("this is no HTML: there is no tag in it", "name it .txt if it is the text of a page").because(ErrForm)
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, wrong("the page's tags are nested too deep", "").because(ErrTooBig)
	}
	return doc, nil
}

// readPage finds the story in a parsed page.
func readPage(dir string, doc *html.Node, o Options) (draft, error) {
	if article := ourArticle(doc); article != nil {
		return readOurs(doc, article)
	}
	meta := readMeta(doc)
	var d draft
	pics := pictures{dir: dir, store: o.Picture}
	base := meta.baseAddress()
	seenText := pageText(doc)
	cleanMarkup(doc, base)
	pics.place(doc, &d)
	headline := meta.headline()
	body := tidyExtract(extract(doc, base), headline)
	if dump, err := readDump(seenText, o.zone()); err == nil {
		if saysMore(dump.blocks(), body, sameWords(dump.headline, headline)) {
			body, d.rev.Standfirst = dump.blocks(), dump.standfirst
			d.note("the page's markup hides part of the text: read by its text")
		}
		if headline == "" {
			headline = dump.headline
			d.note("headline: a guess by the text")
		}
	}
	if whole := meta.bodyText(); weigh(story.PlainText(whole)) > 2*weigh(story.PlainText(body)) {
		body, d.rev.Standfirst = tidyExtract(whole, headline), ""
		d.note("most of the text is not in the page's markup: taken from what the page gives to machines")
	}
	d.rev.Headline, d.rev.Body = headline, body
	d.standfirst(meta, seenText)
	d.fromMeta(meta, o)
	pics.notes(&d)
	return d, nil
}

// cleanMarkup prepares a foreign page: what it says of pictures in our store
// is not believed, and its relative addresses are made whole, or dropped where
// its own address is unknown: on our site they would lead elsewhere.
func cleanMarkup(doc *html.Node, base *url.URL) {
	walk(doc, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		kept := n.Attr[:0]
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "data-") {
				continue
			}
			if a.Key == "href" && n.DataAtom == atom.A {
				if a.Val = absolute(a.Val, base); a.Val == "" {
					continue
				}
			}
			kept = append(kept, a)
		}
		n.Attr = kept
		return true
	})
}

func absolute(address string, base *url.URL) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || strings.HasPrefix(address, "#") {
		return ""
	}
	if u.IsAbs() {
		return address
	}
	if base == nil {
		return ""
	}
	return base.ResolveReference(u).String()
}

// extract takes the article out of the page's markup.
func extract(doc *html.Node, base *url.URL) story.Body {
	p := readability.NewParser()
	p.DisableJSONLD = true
	article, err := p.ParseDocument(doc, base)
	if err != nil || article.Node == nil {
		return nil
	}
	return story.ReadNode(article.Node)
}

// saysMore reports whether the page read as a dump gives much more of the
// story than its markup did: the extraction came to a teaser, a caption or a
// part of the story. Where they have little in common, the dump is right
// only when it stands under the page's headline (agreed).
func saysMore(dump, markup story.Body, agreed bool) bool {
	d, m := story.PlainText(dump), story.PlainText(markup)
	wd, wm := weigh(d), weigh(m)
	if wm < 250 {
		return wd > wm
	}
	share := shinglesOf(foldLine(m)).within(shinglesOf(foldLine(d)))
	if wm > 600 && wd > 3*wm && share > 0.8 {
		return false // several stories in a row: the markup knew where one ends
	}
	return float64(wd) > 1.45*float64(wm) && (share > 0.8 || share < 0.6 && agreed)
}

func sameWords(a, b string) bool {
	return shinglesOf(foldLine(a)).alike(shinglesOf(foldLine(b))) > 0.6
}

// fromMeta takes what the page says of itself.
func (d *draft) fromMeta(m pageMeta, o Options) {
	if names := m.names(); len(names) > 0 {
		for _, name := range names {
			d.rev.Bylines = append(d.rev.Bylines, story.Byline{Name: name, Person: story.Key(name)})
		}
		d.note("byline: %s", strings.Join(names, ", "))
	}
	for _, s := range m.published {
		if w, ok := parseDate(s, o.zone()); ok && !o.ambiguous(w) {
			d.rev.Published = w.time
			d.note("published: %s, as the page says", w.time.Format("2006-01-02 15:04 UTC"))
			break
		}
	}
	d.rev.Topics = topicsOf(m.topics[:min(len(m.topics), maxTopics)])
	if u := m.baseAddress(); u != nil && story.GoodLink(u.String()) {
		d.rev.Source = u.String()
	}
	if m.section != "" {
		d.note("the page files it under %q, which is no key here", shortened(m.section))
	}
	if m.lang != "" && o.Edition.Tag != "" && baseLanguage(m.lang) != baseLanguage(o.Edition.Tag) {
		d.note("the page says its language is %s, the edition is %s", shortened(m.lang), o.Edition.Tag)
	}
	if m.image != "" {
		d.note("the page's picture was not taken: nothing is fetched")
	}
}

// maxTopics is how many of a page's keywords become topics: more are for
// search engines, not for readers.
const maxTopics = 12

// names are the authors' names, each once.
func (m pageMeta) names() []string {
	var out []string
	seen := map[string]bool{}
	for _, a := range m.authors {
		if name := bylineIn(a); name != "" {
			a = name
		}
		for _, b := range bylinesOf(a) {
			if f := foldLine(b.Name); f != "" && !seen[f] && f != foldLine(m.site) && len(out) < 12 {
				seen[f] = true
				out = append(out, b.Name)
			}
		}
	}
	return out
}
