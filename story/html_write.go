package story

import (
	"slices"
	"strconv"
	"strings"
)

// HTMLOptions says how addresses are written. The zero value is for pages of
// the site itself, where pictures come in their renditions and wide tables are
// scrolled in a box of their own; elsewhere a picture is one img element with the
// published file.
type HTMLOptions struct {
	// PictureURL gives a picture's address; nil means Picture.Path.
	PictureURL func(Picture) string
	// Absolute is put before addresses on this site ("/…"), for feeds and mail:
	// "https://example.org", without a slash at the end.
	Absolute string
}

// WriteHTML is the only place where a story becomes HTML. It writes one block a
// line, from a fixed set of elements and attributes, with every text and
// attribute escaped, and no style or program. An address that GoodLink refuses
// is not written, whatever the body says. Data attributes carry what HTML has
// no word for, so that ReadHTML finds the same body again.
func WriteHTML(b Body, o HTMLOptions) string {
	w := htmlWriter{o: o}
	w.Grow(guessHTML(b))
	for _, x := range b {
		w.block(x)
	}
	return w.String()
}

// WritePart is WriteHTML of what lies between two seams of a body. Where the
// first block is one that the part before began, its element says so with
// data-continued, and so does the item or paragraph in it that began there; an
// ordered list counts on. ok is false when the body has no such part.
func WritePart(b Body, from, to Seam, o HTMLOptions) (html string, ok bool) {
	part, ok := b.Part(from, to)
	if !ok {
		return "", false
	}
	w := htmlWriter{o: o, from: from}
	w.Grow(guessHTML(part))
	if from.inside() {
		w.continued = 1
	}
	if from.At > 0 && part[0].Kind() != KindParagraph {
		w.continued = 2
	}
	for _, x := range part {
		w.block(x)
		w.from = Seam{}
	}
	return w.String(), true
}

// Path is the address of the picture on its site: "/picture/SHA256.jpg".
func (p Picture) Path() string { return "/picture/" + p.SHA256 + pictureExtension(p.Type) }

func pictureExtension(mediaType string) string {
	switch mediaType {
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	case "image/webp":
		return ".webp"
	case "image/gif":
		return ".gif"
	}
	return ""
}

type htmlWriter struct {
	strings.Builder
	o         HTMLOptions
	from      Seam // where the block that is written goes on
	continued int  // how many of the next elements go on
}

func (w *htmlWriter) block(x Block) {
	switch x := x.(type) {
	case Paragraph:
		w.element("p", x.Foreign, x.Text)
	case Heading:
		w.element(headingTag(x.Level), x.Foreign, x.Text)
	case List:
		w.list(x)
	case Quotation:
		w.quotation(x)
	case PictureBlock:
		w.picture(x.Picture)
	case Table:
		w.table(x)
	case Embed:
		w.embed(x)
	case Divider:
		w.put("<hr>")
	}
	w.put("\n")
}

func headingTag(level int) string {
	if level <= 2 {
		return "h2"
	}
	return "h3"
}

func (w *htmlWriter) list(x List) {
	tag := "ul"
	if x.Ordered {
		tag = "ol"
	}
	w.begin(tag, x.Foreign)
	if x.Ordered && w.from.Item > 0 {
		w.count("start", w.from.Item+1)
	}
	w.put(">")
	for _, t := range x.Items {
		w.element("li", Foreign{}, t)
	}
	w.close(tag)
}

// quotation keeps who said it outside the blockquote, as HTML asks.
func (w *htmlWriter) quotation(x Quotation) {
	if len(x.Attribution) == 0 {
		w.blockquote(x.Paragraphs, x.Foreign)
		return
	}
	w.open("figure", x.Foreign)
	w.blockquote(x.Paragraphs, Foreign{})
	w.put("<figcaption>")
	w.element("p", Foreign{}, x.Attribution)
	w.put("</figcaption></figure>")
}

func (w *htmlWriter) blockquote(paragraphs []Text, f Foreign) {
	w.open("blockquote", f)
	for _, t := range paragraphs {
		w.element("p", Foreign{}, t)
	}
	w.close("blockquote")
}

// picture writes no picture that is not of the record.
func (w *htmlWriter) picture(p Picture) {
	if !GoodSHA256(p.SHA256) {
		return
	}
	w.put("<figure>")
	w.image(p, inBody)
	w.caption(p)
	w.put("</figure>")
}

// image writes the element of a picture that stands there.
func (w *htmlWriter) image(p Picture, at place) {
	whole := w.onSite() && p.Width > 0 && p.Height > 0
	if whole {
		w.sources(p, at)
	} else {
		w.put("<img")
		w.attr("src", w.pictureURL(p))
	}
	w.count("width", p.Width)
	w.count("height", p.Height)
	w.attr("alt", p.Alt)
	w.put(` loading="lazy" decoding="async"`)
	w.attr("data-sha256", p.SHA256)
	w.attr("data-type", p.Type)
	if p.FocalX != 0 || p.FocalY != 0 {
		w.attr("data-focal", strconv.Itoa(p.FocalX)+" "+strconv.Itoa(p.FocalY))
	}
	if p.Decorative {
		w.put(" data-decorative")
	}
	w.put(">")
	if whole {
		w.put("</picture>")
	}
}

// place is where a picture stands: how wide, as the attribute sizes says it, and the
// widest rendition that is of any use there.
type place struct {
	sizes  string
	widest int
}

var (
	inBody = place{"(min-width: 44rem) 40rem, 100vw", maxPixels} // the measure of the text, or a whole phone
	inCard = place{"8rem", 640}                                  // four points of a screen for each
)

// sources begins a picture that has renditions, up to the attributes that every
// picture has. Width and height stay those of the published file: what is drawn
// follows from the style sheet, and their ratio is the same.
func (w *htmlWriter) sources(p Picture, at place) {
	widths := slices.DeleteFunc(p.ScaledWidths(), func(n int) bool { return n > at.widest })
	w.put("<picture>")
	for _, f := range Formats {
		if f == JPEG {
			w.put("<img")
			w.attr("src", p.Scaled(min(p.Width, 640), f))
		} else {
			w.put("<source")
			w.attr("type", f.Media())
		}
		w.attr("srcset", Set(widths, f, p.Scaled))
		w.attr("sizes", at.sizes)
		if f != JPEG {
			w.put(">")
		}
	}
}

func (w *htmlWriter) caption(p Picture) {
	if p.Caption == "" && p.Credit == "" {
		return
	}
	w.put("<figcaption><p>")
	w.escape(p.Caption)
	if p.Credit != "" {
		if p.Caption != "" {
			w.put(" ")
		}
		w.put("<small data-credit>")
		w.escape(p.Credit)
		w.put("</small>")
	}
	w.put("</p></figcaption>")
}

func (w *htmlWriter) pictureURL(p Picture) string {
	if w.o.PictureURL != nil {
		return w.o.PictureURL(p)
	}
	return w.o.Absolute + p.Path()
}

// table writes a table; one with a caption as a figure of it.
func (w *htmlWriter) table(x Table) {
	if x.Caption == "" {
		w.rows(x, x.Foreign)
		return
	}
	w.open("figure", x.Foreign)
	w.put("<figcaption><p>")
	w.escape(x.Caption)
	w.put("</p></figcaption>")
	w.rows(x, Foreign{})
	w.put("</figure>")
}

// onSite reports whether this is for a page of the site itself.
func (w *htmlWriter) onSite() bool { return w.o.PictureURL == nil && w.o.Absolute == "" }

// rows writes the table without its caption. Its box can be reached by keyboard,
// for it may have to be scrolled, and is named by the table's own words.
func (w *htmlWriter) rows(x Table, f Foreign) {
	if w.onSite() {
		w.put(`<div role="region" tabindex="0"`)
		w.attr("aria-label", x.name())
		w.put(">")
		defer w.put("</div>")
	}
	w.open("table", f)
	rows := x.Rows
	if x.Header && len(rows) > 0 {
		w.put("<thead>")
		w.row("th", rows[0])
		w.put("</thead>")
		rows = rows[1:]
	}
	w.put("<tbody>")
	for _, cells := range rows {
		w.row("td", cells)
	}
	w.put("</tbody></table>")
}

// name is the caption, or what stands in the first row.
func (x Table) name() string {
	if x.Caption != "" || len(x.Rows) == 0 {
		return x.Caption
	}
	var cells []string
	for _, t := range x.Rows[0] {
		cells = append(cells, t.String())
	}
	return Line(strings.Join(cells, " "))
}

func (w *htmlWriter) row(tag string, cells []Text) {
	w.put("<tr>")
	for _, t := range cells {
		w.put("<" + tag)
		if tag == "th" {
			w.put(` scope="col"`)
		}
		w.put(">")
		w.text(t)
		w.close(tag)
	}
	w.put("</tr>")
}

// embed writes a card: a link, never anything of the other site. It is a paragraph,
// with a picture a figure whose caption is that paragraph: reader modes leave out
// asides, and the words beside a picture that are no caption.
func (w *htmlWriter) embed(x Embed) {
	if !GoodEmbed(x.URL) {
		w.element("p", Foreign{}, Plain(x.Title))
		return
	}
	if x.Picture == nil || !GoodSHA256(x.Picture.SHA256) {
		w.card("p", x)
		w.cardsLink(x)
		w.put("</p>")
		return
	}
	w.card("figure", x)
	w.image(*x.Picture, inCard)
	w.put("<figcaption><p>")
	w.cardsLink(x)
	w.put("</p></figcaption></figure>")
}

// card begins the element of a card.
func (w *htmlWriter) card(tag string, x Embed) {
	w.put("<" + tag + " data-embed")
	if x.Provider != "" {
		w.attr("data-provider", x.Provider)
	}
	w.put(">")
}

func (w *htmlWriter) cardsLink(x Embed) {
	w.put("<a")
	w.attr("href", x.URL)
	w.put(">")
	w.escape(x.Title)
	w.put("</a>")
	if x.Provider != "" {
		w.put(" <small>")
		w.escape(x.Provider)
		w.put("</small>")
	}
}

func (w *htmlWriter) element(tag string, f Foreign, t Text) {
	w.open(tag, f)
	w.text(t)
	w.close(tag)
}

func (w *htmlWriter) open(tag string, f Foreign) {
	w.begin(tag, f)
	w.put(">")
}

// begin opens an element that may have more attributes.
func (w *htmlWriter) begin(tag string, f Foreign) {
	w.put("<")
	w.put(tag)
	if w.continued > 0 && tag != "figure" { // of a quotation: the blockquote in it goes on
		w.put(" data-continued")
		w.continued--
	}
	w.foreign(f.Lang, f.Dir)
}

func (w *htmlWriter) close(tag string) {
	w.put("</")
	w.put(tag)
	w.put(">")
}

func (w *htmlWriter) foreign(lang string, dir Direction) {
	if GoodLang(lang) {
		w.attr("lang", lang)
	}
	if goodDir(dir) {
		w.attr("dir", string(dir))
	}
}

func (w *htmlWriter) count(name string, n int) {
	if n > 0 {
		w.attr(name, strconv.Itoa(n))
	}
}

func (w *htmlWriter) attr(name, value string) {
	w.put(" ")
	w.put(name)
	w.put(`="`)
	w.escape(value)
	w.put(`"`)
}

func (w *htmlWriter) put(s string) { w.WriteString(s) }

// escape writes s so that it is text and nothing else, in an element or between
// double quotes.
func (w *htmlWriter) escape(s string) {
	if !special(s) {
		w.WriteString(s)
		return
	}
	from := 0
	for i := 0; i < len(s); i++ {
		var e string
		switch s[i] {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		case '"':
			e = "&#34;"
		default:
			continue
		}
		w.WriteString(s[from:i])
		w.WriteString(e)
		from = i + 1
	}
	w.WriteString(s[from:])
}

// special looks for what must be escaped; four searches by the byte are faster
// than one for any of four.
func special(s string) bool {
	return strings.IndexByte(s, '<') >= 0 || strings.IndexByte(s, '&') >= 0 || strings.IndexByte(s, '"') >= 0 || strings.IndexByte(s, '>') >= 0
}

// guessHTML is about how long b will be, so that the builder grows once.
func guessHTML(b Body) int {
	n := 0
	for _, x := range b {
		n += 96
		switch x := x.(type) {
		case Paragraph:
			n += guessText(x.Text)
		case List:
			for _, t := range x.Items {
				n += 9 + guessText(t)
			}
		case Quotation:
			for _, t := range x.Paragraphs {
				n += 7 + guessText(t)
			}
		}
	}
	return n
}

func guessText(t Text) int {
	n := 0
	for _, s := range t {
		n += len(s.Text) + 16 + len(s.Link)
	}
	return n
}
