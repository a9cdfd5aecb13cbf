package proof

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxPage is the most bytes of a page that are looked at, maxDepth the deepest
// nesting, maxStray how much that does not belong there is kept of one page.
const (
	maxPage  = 32 << 20
	maxDepth = 500
	maxStray = 20
)

// page is what a page's markup says it shows. The press marks it: the story's
// article with data-story, every piece in it with data-piece, teasers of other
// stories with data-teaser, notes with data-note.
type page struct {
	articles  int
	id        string // data-story
	revision  string // data-revision
	leaf      string // data-leaf
	retracted bool   // data-retracted
	part      partMarks

	facts    facts
	notes    []pageNote
	teasers  []teaser
	links    []pageLink // to translations
	window   string     // the title element
	claims   []claim
	redirect string
	stray    []string // words in the article that are in no piece and not the page's own
	wrong    []string // what has no place on a page
}

type pageNote struct{ revision, words string }

// teaser is a story told of on another page.
type teaser struct {
	id, revision, href string
	headline, first    []string
}

// pageLink is a way to the story in another language: "Name: Headline".
type pageLink struct{ href, words string }

// claim is headline or standfirst as it stands for machines: where, and what.
type claim struct {
	where, words string
	kind         kind
}

// expected is what a page's reader knows beforehand.
type expected struct {
	// bodySize gives how many bytes the body of a story should have, 0 when that
	// is not known: a body of that size is taken as it stands, for its digest
	// will tell whether it is the right one, and half of a page need not be cut
	// into tokens. May be nil.
	bodySize func(id string) int
	// furniture reports whether words are the page's own. Nil: all are.
	furniture func(words string) bool
}

// readPage reads a page. It is total: of hostile bytes it makes a page that
// does not match.
func readPage(data []byte, e expected) *page {
	if len(data) > maxPage {
		return &page{wrong: []string{"more bytes than a page may have"}}
	}
	r := pageReader{data: data, expected: e, z: html.NewTokenizer(bytes.NewReader(data))}
	r.read()
	return &r.page
}

// pageReader walks the tokens of a page. It does not build a tree: it keeps the
// open elements, and what is being collected in them.
type pageReader struct {
	page
	expected
	data []byte
	z    *html.Tokenizer
	at   int // bytes of data read
	open []element

	article, teaser, lead, time int // how many of these are open
	hidden                      int // open elements that can hide what is in them
	body                        int // depth of the body's element; 0 outside
	bodyStart                   int
	text                        *collector // innermost open one
	script                      bool       // in JSON-LD
}

// element is an open element; what it ends when it closes.
type element struct {
	tag     atom.Atom
	role    role
	collect *collector
}

type role byte

const (
	plain role = iota
	roleArticle
	roleTeaser
	roleLead
	roleBody
	roleTime
	roleHidden
)

// collector gathers the words of one piece.
type collector struct {
	outer *collector
	done  func(words string)
	words []byte
}

func (r *pageReader) read() {
	for {
		tt := r.z.Next()
		if tt == html.ErrorToken {
			if r.z.Err() != io.EOF {
				r.bad("the page is no HTML that can be read")
			}
			r.closeTo(0)
			return
		}
		before := r.at
		r.at += len(r.z.Raw())
		switch tt {
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start()
		case html.EndTagToken:
			r.end(tagOf(r.z.Raw()[2:]), before)
		case html.TextToken:
			r.words()
		}
	}
}

func (r *pageReader) bad(what string) {
	if len(r.wrong) < maxStray {
		r.wrong = append(r.wrong, what)
	}
}

// attrs are the attributes of a start tag that mean something here.
type attrs struct {
	story, revision, leaf, teaser, piece, key, part, note string
	sha256, alt, href, datetime, typ, src, srcset         string
	property, name, equiv, content, hreflang              string
	page, pages, from, to, rel                            string
	hasStory, hasTeaser, hasNote, retracted, hiding       bool
}

func (r *pageReader) attrs(a *attrs) {
	_, more := r.z.TagName()
	for more {
		var k, v []byte
		k, v, more = r.z.TagAttr()
		switch string(k) {
		case "data-story":
			a.story, a.hasStory = string(v), true
		case "data-revision":
			a.revision = string(v)
		case "data-leaf":
			a.leaf = string(v)
		case "data-retracted":
			a.retracted = true
		case "data-teaser":
			a.teaser, a.hasTeaser = string(v), true
		case "data-piece":
			a.piece = string(v)
		case "data-key":
			a.key = string(v)
		case "data-part":
			a.part = string(v)
		case "data-note":
			a.note, a.hasNote = string(v), true
		case "data-page":
			a.page = string(v)
		case "data-pages":
			a.pages = string(v)
		case "data-from":
			a.from = string(v)
		case "data-to":
			a.to = string(v)
		case "data-sha256":
			a.sha256 = string(v)
		case "rel":
			a.rel = string(v)
		case "alt":
			a.alt = string(v)
		case "src":
			a.src = string(v)
		case "srcset":
			a.srcset = string(v)
		case "href":
			a.href = string(v)
		case "datetime":
			a.datetime = string(v)
		case "type":
			a.typ = string(v)
		case "hreflang":
			a.hreflang = string(v)
		case "property":
			a.property = string(v)
		case "name":
			a.name = string(v)
		case "http-equiv":
			a.equiv = string(v)
		case "content":
			a.content = string(v)
		case "style", "hidden", "aria-hidden", "inert":
			a.hiding = true
		default:
			a.hiding = a.hiding || bytes.HasPrefix(k, []byte("on"))
		}
	}
}

// start takes a start tag in.
func (r *pageReader) start() {
	raw := r.z.Raw()
	tag := tagOf(raw[1:])
	var a attrs
	if r.body == 0 && r.matters(tag, raw) {
		r.attrs(&a)
	}
	el := element{tag: tag}
	if r.body == 0 {
		r.meaning(&el, a)
	}
	if isVoid(tag) {
		return
	}
	if len(r.open) == maxDepth {
		r.bad("elements nested too deep")
		return
	}
	r.open = append(r.open, el)
	if el.role == roleBody {
		r.body, r.bodyStart = len(r.open), r.at
		r.skipBody()
	}
}

// tagOf reads the name at the start of a tag's text. The tokenizer has found the
// tag's bounds already; asking it for the name would copy it.
func tagOf(text []byte) atom.Atom {
	end := bytes.IndexAny(text, " \t\n\f\r/>")
	if end < 0 {
		end = len(text)
	}
	name := text[:end]
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			return atom.Lookup(bytes.ToLower(name))
		}
	}
	return atom.Lookup(name)
}

// matters reports whether the attributes of a tag can mean anything; most of a
// page's are for its looks, and reading them takes time.
func (r *pageReader) matters(tag atom.Atom, raw []byte) bool {
	if r.article > 0 || r.teaser > 0 || tag == atom.Meta || tag == atom.Script {
		return true
	}
	for _, name := range [][]byte{[]byte("data-"), []byte(`rel="next"`), []byte(`rel="prev"`), []byte("hidden"), []byte("style"), []byte("inert")} {
		if bytes.Contains(raw, name) {
			return true
		}
	}
	return false
}

// skipBody takes the body as it stands if it ends where it should.
func (r *pageReader) skipBody() {
	if r.bodySize == nil {
		return
	}
	size := r.bodySize(r.id)
	rest := r.data[r.at:]
	space := len(rest) - len(bytes.TrimLeft(rest, "\n"))
	end := space + size
	if size == 0 || end > len(rest) || !bytes.HasPrefix(bytes.TrimLeft(rest[end:], "\n"), []byte("</div>")) {
		return
	}
	r.facts.add(kindBody, string(bytes.TrimSpace(rest[space:end])), "")
	r.body = 0
	r.at += end
	r.z = html.NewTokenizer(bytes.NewReader(r.data[r.at:]))
}

// meaning finds what an element stands for.
func (r *pageReader) meaning(el *element, a attrs) {
	hides := hides(el.tag, a) || a.hiding
	if el.tag == atom.Base || r.article > 0 && hides {
		r.bad("<" + el.tag.String() + "> that can hide or change what is read")
	}
	switch {
	case a.hasStory:
		r.startArticle(el, a)
	case a.hasTeaser:
		el.role = roleTeaser
		r.teaser++
		r.teasers = append(r.teasers, teaser{id: a.teaser, revision: a.revision})
	case el.tag == atom.Meta:
		r.meta(a)
	case (el.tag == atom.A || el.tag == atom.Link) && (a.rel == "next" || a.rel == "prev"):
		r.part.turns = append(r.part.turns, turn{a.rel, a.href})
	case el.tag == atom.Title && r.article == 0:
		r.collect(el, func(words string) { r.window = words })
	case el.tag == atom.Script && a.typ == "application/ld+json":
		r.script = true
	case r.teaser > 0:
		r.teaserPiece(el, a)
	case r.article > 0:
		r.piece(el, a)
	case hides && !isVoid(el.tag):
		el.role = roleHidden
		r.hidden++
	}
}

// hides reports elements that have no place among the words of a story.
func hides(tag atom.Atom, a attrs) bool {
	switch tag {
	case atom.Script:
		return a.typ != "application/ld+json"
	case atom.Style, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Noscript, atom.Textarea,
		atom.Select, atom.Dialog, atom.Canvas, atom.Plaintext, atom.Xmp, atom.Noembed, atom.Noframes, atom.Frameset:
		return true
	}
	return false
}

func (r *pageReader) startArticle(el *element, a attrs) {
	el.role = roleArticle
	r.article++
	if r.articles++; r.articles == 1 {
		r.id, r.revision, r.leaf, r.retracted = a.story, a.revision, a.leaf, a.retracted
		r.part.number, r.part.count = a.page, a.pages
	}
	if a.hiding || r.hidden > 0 {
		r.bad("an article that can be hidden")
	}
}

func (r *pageReader) meta(a attrs) {
	switch {
	case a.property == "og:title":
		r.claims = append(r.claims, claim{"og:title", a.content, kindHeadline})
	case a.property == "og:description" || a.name == "description":
		r.claims = append(r.claims, claim{a.property + a.name, a.content, kindStandfirst})
	case strings.EqualFold(a.equiv, "refresh"):
		_, to, _ := strings.Cut(a.content, "url=")
		r.redirect = strings.TrimSpace(to)
	}
}

// teaserPiece collects headline and standfirst of a teaser.
func (r *pageReader) teaserPiece(el *element, a attrs) {
	n := len(r.teasers) - 1
	switch a.piece {
	case "headline":
		r.teasers[n].href = a.href
		r.collect(el, func(words string) { r.teasers[n].headline = append(r.teasers[n].headline, words) })
	case "standfirst":
		r.collect(el, func(words string) { r.teasers[n].first = append(r.teasers[n].first, words) })
	case "":
	default:
		r.collect(el, func(string) {})
	}
}

// piece finds which piece of the story an element shows.
func (r *pageReader) piece(el *element, a attrs) {
	switch {
	case a.hasNote:
		r.notes = append(r.notes, pageNote{revision: a.note})
		return
	case r.lead > 0 && a.part == "caption":
		r.collectFact(el, kindCaption, "")
		return
	case r.lead > 0 && a.part == "credit":
		r.collectFact(el, kindCredit, "")
		return
	case r.lead > 0 && (el.tag == atom.Img || el.tag == atom.Source) && len(r.facts[kindLead]) > 0:
		r.leadPicture(&r.facts[kindLead][len(r.facts[kindLead])-1], el.tag, a)
		return
	case a.piece == "" && el.tag == atom.A && a.hreflang != "":
		r.collect(el, func(words string) { r.links = append(r.links, pageLink{a.href, words}) })
		return
	case a.piece == "" && el.tag == atom.Time:
		el.role = roleTime
		r.time++
		return
	case a.piece == "":
		return
	}
	k, ok := kindOf([]byte(a.piece))
	switch {
	case !ok || k == kindCaption || k == kindCredit || k == kindSlug:
		r.bad("a piece called " + quote(a.piece))
	case k == kindLead:
		el.role = roleLead
		r.lead++
		r.facts.add(kindLead, a.sha256, "")
	case k == kindBody:
		el.role = roleBody
		r.part.from, r.part.to = a.from, a.to
	case k == kindSection:
		r.facts.add(k, a.key, "")
		r.collect(el, func(string) {})
	case k == kindPublished:
		r.facts.add(k, a.datetime, "")
		r.collect(el, func(string) {})
	case k == kindNote && len(r.notes) > 0:
		n := len(r.notes) - 1
		r.collect(el, func(words string) { r.notes[n].words += words })
	default:
		r.collectFact(el, k, a.key)
	}
}

// leadPicture takes an img or source of the lead in: each of its addresses must
// be one of the picture's, whole or in a rendition.
func (r *pageReader) leadPicture(lead *fact, tag atom.Atom, a attrs) {
	if tag == atom.Img {
		lead.key = a.alt
	}
	own := "/" + PictureDir + "/" + lead.words[:min(len(lead.words), 32)]
	for _, candidate := range append(strings.Split(a.srcset, ","), a.src) {
		address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
		if address != "" && !strings.HasPrefix(address, own) {
			r.bad("a lead that shows " + quote(address))
		}
	}
}

func (r *pageReader) collectFact(el *element, k kind, key string) {
	r.collect(el, func(words string) { r.facts.add(k, words, key) })
}

// collect gathers the words in an element until it ends.
func (r *pageReader) collect(el *element, done func(string)) {
	r.text = &collector{outer: r.text, done: done}
	el.collect = r.text
}

// words takes a text in.
func (r *pageReader) words() {
	switch {
	case r.script:
		r.script = false
		r.linkedData(r.z.Text())
	case r.text != nil:
		r.text.words = append(r.text.words, r.z.Text()...)
	case r.furniture != nil && r.article > 0 && r.body == 0 && r.teaser == 0 && r.time == 0:
		words := string(bytes.TrimSpace(r.z.Text()))
		if words != "" && !r.furniture(words) && len(r.stray) < maxStray {
			r.stray = append(r.stray, words)
		}
	}
}

// end takes an end tag in: it closes the innermost element of its name and
// whatever is still open in it.
func (r *pageReader) end(tag atom.Atom, before int) {
	r.script = false
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].tag != tag {
			continue
		}
		if r.body > 0 && i+1 <= r.body {
			if i+1 < r.body {
				r.bad("an end tag in the body that closes what is around it")
			}
			r.facts.add(kindBody, strings.TrimSpace(string(r.data[r.bodyStart:before])), "")
			r.body = 0
		}
		r.closeTo(i)
		return
	}
}

// closeTo closes elements until n are open.
func (r *pageReader) closeTo(n int) {
	for len(r.open) > n {
		el := r.open[len(r.open)-1]
		r.open = r.open[:len(r.open)-1]
		switch el.role {
		case roleArticle:
			r.article--
		case roleTeaser:
			r.teaser--
		case roleLead:
			r.lead--
		case roleTime:
			r.time--
		case roleHidden:
			r.hidden--
		}
		if c := el.collect; c != nil {
			c.done(string(bytes.TrimSpace(c.words)))
			r.text = c.outer
		}
	}
}

// linkedData reads what JSON-LD tells search engines: one article. A list or
// graph could hide another; and a map, unlike a struct, takes "Headline" for
// another name, as search engines do.
func (r *pageReader) linkedData(data []byte) {
	var v map[string]json.RawMessage
	var headline, description string
	err := json.Unmarshal(data, &v)
	if err == nil && v["headline"] != nil {
		err = json.Unmarshal(v["headline"], &headline)
	}
	if err == nil && v["description"] != nil {
		err = json.Unmarshal(v["description"], &description)
	}
	if err != nil || v["@graph"] != nil {
		r.bad("JSON-LD that does not describe one article")
		return
	}
	r.claims = append(r.claims, claim{"JSON-LD headline", headline, kindHeadline}, claim{"JSON-LD description", description, kindStandfirst})
}

func isVoid(tag atom.Atom) bool {
	switch tag {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
