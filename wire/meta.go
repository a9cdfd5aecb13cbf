package wire

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stet.news/story"
)

// pageMeta is what a page says of itself in its head and its markup, as far as
// it says it. Nothing here is believed before it is compared with the text.
type pageMeta struct {
	lang        string
	address     string   // canonical address
	titles      []string // of JSON-LD, Open Graph, <title>; most telling first
	headings    []string // the text of h1 elements, in order
	description []string
	authors     []string
	published   []string // dates as written, most telling first
	topics      []string
	section     string
	image       string
	site        string
	body        string // the whole text, as some sites repeat it for machines
}

// readMeta gathers a page's own words about itself.
func readMeta(doc *html.Node) pageMeta {
	var m pageMeta
	var ld pageMeta
	var times, bylines []string
	var title string
	walk(doc, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		switch n.DataAtom {
		case atom.Html:
			m.lang = attr(n, "lang")
		case atom.Title:
			if title == "" && ancestor(n, atom.Svg) == nil {
				title = story.Line(rawText(n))
			}
		case atom.Meta:
			m.meta(n)
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") {
				m.address = attr(n, "href")
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
				ld.linked(rawText(n))
			}
			return false
		case atom.H1:
			if text := innerText(n); text != "" {
				m.headings = append(m.headings, text)
			}
		case atom.Time:
			if d := attr(n, "datetime"); d != "" {
				times = append(times, d)
			}
		}
		if who := bylineElement(n); who != "" {
			bylines = append(bylines, who)
		}
		return true
	})
	m.titles = append(append(ld.titles, m.titles...), title)
	m.description = append(ld.description, m.description...)
	m.published = append(append(ld.published, m.published...), times...)
	if len(ld.authors) > 0 {
		m.authors = ld.authors
	} else if len(m.authors) == 0 && len(bylines) > 0 {
		m.authors = bylines[:1]
	}
	if len(m.topics) == 0 {
		m.topics = ld.topics
	}
	m.section = first(ld.section, m.section)
	m.lang = first(m.lang, ld.lang)
	m.image = first(m.image, ld.image)
	m.address = first(m.address, ld.address)
	m.body = ld.body
	return m
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// meta reads one meta element.
func (m *pageMeta) meta(n *html.Node) {
	content := story.Line(attr(n, "content"))
	if content == "" {
		return
	}
	switch strings.ToLower(first(attr(n, "property"), first(attr(n, "name"), attr(n, "itemprop")))) {
	case "og:title", "twitter:title", "dc.title", "headline", "sailthru.title", "title":
		m.titles = append(m.titles, content)
	case "og:description", "description", "twitter:description", "dc.description":
		m.description = append(m.description, content)
	case "author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl", "cxenseparse:author":
		if !isAddress(content) {
			m.authors = append(m.authors, content)
		}
	case "article:published_time", "datepublished", "og:article:published_time", "dc.date", "dc.date.issued", "date", "pubdate",
		"publish-date", "parsely-pub-date", "sailthru.date", "publishdate", "article.published", "dcterms.created", "dcterms.date", "cxenseparse:recs:publishtime":
		m.published = append(m.published, content)
	case "article:tag", "news_keywords":
		m.topics = append(m.topics, splitKeywords(content)...)
	case "article:section", "cxenseparse:section":
		m.section = first(m.section, content)
	case "og:image":
		m.image = first(m.image, content)
	case "og:url":
		m.address = first(m.address, content)
	case "og:site_name", "application-name":
		m.site = first(m.site, content)
	case "language", "og:locale", "dc.language":
		m.lang = first(m.lang, content)
	}
}

func splitKeywords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '،' || r == '、' || r == '|' })
}

// bylineElement gives the text of an element that the markup calls a byline.
func bylineElement(n *html.Node) string {
	mark := strings.ToLower(attr(n, "class") + " " + attr(n, "itemprop") + " " + attr(n, "rel"))
	if !strings.Contains(mark, "byline") && !strings.Contains(mark, "author") {
		return ""
	}
	text := innerText(n)
	if text == "" || weigh(text) > 120 {
		return ""
	}
	if name := bylineIn(text); name != "" {
		return name
	}
	if words := len(strings.Fields(text)); words >= 2 && words <= 4 && len(findDates(text, utc)) == 0 && !endsSentence(text) && strings.Contains(mark, "author") {
		return text
	}
	return ""
}

// articleTypes are the types of schema.org that are a story.
var articleTypes = set("Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle AskPublicNewsArticle ReviewNewsArticle LiveBlogPosting BlogPosting Report Review TechArticle AdvertiserContentArticle SatiricalArticle ScholarlyArticle")

// linked reads a piece of JSON-LD. Sites write it carelessly, so what is not
// JSON is passed over, and line ends inside texts are mended.
func (m *pageMeta) linked(text string) {
	text = strings.TrimSpace(text)
	text = strings.TrimSuffix(strings.TrimPrefix(text, "<!--"), "-->")
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		text = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(text)
		if json.Unmarshal([]byte(strings.TrimRight(text, "; ")), &v) != nil {
			return
		}
	}
	m.linkedValue(v, 0)
}

func (m *pageMeta) linkedValue(v any, depth int) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			m.linkedValue(x, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) && len(m.titles) == 0 {
			m.linkedArticle(v)
			return
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"} {
			m.linkedValue(v[key], depth+1)
		}
	}
}

func isArticle(t any) bool {
	for _, name := range texts(t, "") {
		if articleTypes[strings.TrimPrefix(strings.TrimPrefix(name, "https://schema.org/"), "http://schema.org/")] {
			return true
		}
	}
	return false
}

func (m *pageMeta) linkedArticle(v map[string]any) {
	add := func(to *[]string, key, sub string) {
		for _, s := range texts(v[key], sub) {
			if s = story.Line(html.UnescapeString(s)); s != "" {
				*to = append(*to, s)
			}
		}
	}
	add(&m.titles, "headline", "")
	if len(m.titles) == 0 {
		add(&m.titles, "name", "")
	}
	add(&m.description, "description", "")
	add(&m.authors, "author", "name")
	add(&m.published, "datePublished", "")
	if len(m.published) == 0 {
		add(&m.published, "dateCreated", "")
	}
	for _, s := range texts(v["keywords"], "name") {
		m.topics = append(m.topics, splitKeywords(s)...)
	}
	if s := texts(v["articleSection"], ""); len(s) > 0 {
		m.section = s[0]
	}
	if s := texts(v["articleBody"], ""); len(s) > 0 {
		m.body = html.UnescapeString(s[0])
	}
	if s := texts(v["image"], "url"); len(s) > 0 {
		m.image = s[0]
	}
	if s := texts(v["inLanguage"], "name"); len(s) > 0 {
		m.lang = s[0]
	}
	for _, key := range []string{"url", "mainEntityOfPage"} {
		if s := texts(v[key], "@id"); len(s) > 0 {
			m.address = first(m.address, s[0])
		}
	}
}

// texts gives the texts of a JSON-LD value: itself, or the field sub of it, or
// of each in a list.
func texts(v any, sub string) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, texts(x, sub)...)
			if len(out) > 100 {
				break
			}
		}
		return out
	case map[string]any:
		if sub != "" {
			if s, ok := v[sub].(string); ok {
				return []string{s}
			}
			if list, ok := v[sub].([]any); ok {
				return texts(list, "")
			}
		}
	}
	return nil
}

// baseAddress is the page's own address, if it gives a good one.
func (m pageMeta) baseAddress() *url.URL {
	u, err := url.Parse(strings.TrimSpace(m.address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil
	}
	return u
}

// headline chooses what stands on the page as its headline: the h1 that the
// page's titles confirm, else the title that most of them agree on.
func (m pageMeta) headline() string {
	var titles []string
	for _, t := range m.titles {
		if t = m.cleanTitle(t); t != "" {
			titles = append(titles, t)
		}
	}
	best, bestScore := "", 0.0
	for _, h := range m.headings {
		sh := shinglesOf(foldLine(h))
		score := 0.0
		for _, t := range titles {
			score = max(score, sh.alike(shinglesOf(foldLine(t))))
		}
		if score > bestScore {
			best, bestScore = h, score
		}
	}
	switch {
	case bestScore >= 0.5:
		return best
	case len(titles) > 0 && len(m.headings) == 1 && weigh(m.headings[0]) >= 20:
		return m.headings[0]
	case len(titles) > 0:
		return titles[0]
	case len(m.headings) > 0:
		return m.headings[0]
	}
	return ""
}

// cleanTitle takes the site's name off a title.
func (m pageMeta) cleanTitle(t string) string {
	t = story.Line(t)
	seen := map[string]int{}
	if m.site != "" {
		seen[foldLine(m.site)] = 1
	}
	for _, other := range append(append([]string(nil), m.titles...), m.headings...) {
		seen[foldLine(other)]++
	}
	return withoutSite(t, seen)
}

// bodyText makes a body of the text a page repeats for machines. Many sites
// lose the breaks between paragraphs in it: there a sentence's end touches the
// next one's beginning.
func (m pageMeta) bodyText() story.Body {
	if strings.Contains(m.body, "<p") {
		return story.ReadHTML(m.body)
	}
	text := strings.ReplaceAll(m.body, "\n", "\n\n")
	var b strings.Builder
	var last, before rune
	for _, r := range text {
		if unicode.IsUpper(r) && (last == '.' || last == '!' || last == '?') && unicode.IsLower(before) {
			b.WriteString("\n\n")
		}
		b.WriteRune(r)
		before, last = last, r
	}
	return paragraphsOf(b.String())
}
