package story

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// Budgets of a table; what is larger is flattened to paragraphs.
const (
	maxColumns = 64
	maxRows    = 2000
)

// collectorKind says what a collector becomes.
type collectorKind uint8

const (
	collectBody collectorKind = iota
	collectHeading
	collectList
	collectItem
	collectQuote
	collectAttribution
	collectTable
	collectCell
	collectTableCaption
	collectFigure
	collectCaption
	collectCredit
	collectEmbed
)

// collector gathers the blocks within an element that becomes one block.
type collector struct {
	kind   collectorKind
	env    Foreign
	blocks Body

	level    int    // of a heading
	ordered  bool   // of a list
	provider string // of an embed
	layout   bool   // of a table that says it is none
	rows     []row
	cell     cell   // what a collector of a cell will be
	caption  Text   // of a figure or table, attribution of a quotation
	credit   string // of a figure
}

type row struct {
	header bool
	cells  []cell
}

type cell struct {
	header           bool
	colspan, rowspan int
	blocks           Body
}

func (r *reader) top() *collector { return &r.collectors[len(r.collectors)-1] }

func (r *reader) put(x ...Block) { r.top().blocks = append(r.top().blocks, x...) }

// collectorFor says what an element gathers; the zero collector: nothing.
func (r *reader) collectorFor(tag atom.Atom, role role, a *attributes) collector {
	around := r.top().kind
	switch {
	case a.embed:
		return collector{kind: collectEmbed, provider: a.provider}
	case role == roleHeading:
		return collector{kind: collectHeading, level: headingLevel(tag)}
	case role == roleList:
		return collector{kind: collectList, ordered: tag == atom.Ol}
	case role == roleItem && around == collectList:
		return collector{kind: collectItem}
	case role == roleQuote:
		return collector{kind: collectQuote}
	case tag == atom.Footer && around == collectQuote:
		return collector{kind: collectAttribution}
	case role == roleTable:
		return collector{kind: collectTable, layout: a.layout}
	case around == collectTable:
		return r.collectorInTable(tag, role, a)
	case role == roleFigure:
		return collector{kind: collectFigure}
	case role == roleCaption && around == collectFigure:
		return collector{kind: collectCaption}
	}
	return collector{}
}

func (r *reader) collectorInTable(tag atom.Atom, role role, a *attributes) collector {
	t := r.top()
	switch {
	case tag == atom.Tr:
		t.rows = append(t.rows, row{header: r.blockFrame() == atom.Thead})
	case role == roleCell:
		if len(t.rows) == 0 {
			t.rows = append(t.rows, row{})
		}
		return collector{kind: collectCell, cell: cell{header: tag == atom.Th, colspan: a.colspan, rowspan: a.rowspan}}
	case tag == atom.Caption:
		return collector{kind: collectTableCaption}
	}
	return collector{}
}

func headingLevel(tag atom.Atom) int {
	if tag == atom.H1 || tag == atom.H2 {
		return 2
	}
	return 3
}

// fold makes what c gathered part of the collector below it.
func (r *reader) fold(c *collector) {
	below := r.top()
	switch c.kind {
	case collectHeading:
		r.foldHeading(c)
	case collectItem:
		r.foldItem(c)
	case collectList:
		r.foldList(c)
	case collectQuote:
		r.foldQuote(c)
	case collectTable:
		r.foldTable(c)
	case collectFigure:
		r.foldFigure(c)
	case collectEmbed:
		r.foldEmbed(c)
	case collectCell:
		c.cell.blocks = c.blocks
		last := &below.rows[len(below.rows)-1]
		last.cells = append(last.cells, c.cell)
	case collectAttribution, collectTableCaption, collectCaption:
		r.foldCaption(c)
	case collectCredit:
		lines, _ := words(c.blocks)
		if below.credit != "" {
			r.put(paragraphs(lines, c.env)...)
			return
		}
		below.credit = joinTexts(lines, " ").String()
	}
}

// foldCaption keeps the first caption as one; the words of others are words.
func (r *reader) foldCaption(c *collector) {
	lines, _ := words(c.blocks)
	below := r.top()
	if below.caption != nil || below.credit != "" {
		r.put(paragraphs(lines, c.env)...)
		return
	}
	below.caption, below.credit = joinTexts(lines, " "), c.credit
}

// foldHeading makes a heading of each line: nested blocks part headings as they
// part paragraphs.
func (r *reader) foldHeading(c *collector) {
	for _, x := range c.blocks {
		if p, ok := x.(Paragraph); ok {
			x = Heading{Level: c.level, Text: p.Text, Foreign: p.Foreign}
		}
		r.put(x)
	}
}

// foldItem makes one line of an item, with hard breaks between its paragraphs,
// and puts the items of lists within it behind it.
func (r *reader) foldItem(c *collector) {
	var lines []Text
	var behind Body
	for _, x := range c.blocks {
		if l, ok := x.(List); ok {
			behind = append(behind, paragraphs(l.Items, l.Foreign)...)
			continue
		}
		more, others := words(Body{x})
		lines, behind = append(lines, more...), append(behind, others...)
	}
	if t := joinTexts(lines, "\n"); t != nil {
		r.put(Paragraph{Text: t, Foreign: c.env})
	}
	r.put(behind...)
}

func (r *reader) foldList(c *collector) {
	items, others := words(c.blocks)
	if len(items) > 0 {
		r.put(List{Ordered: c.ordered, Items: items, Foreign: c.env})
	}
	r.put(others...)
}

func (r *reader) foldQuote(c *collector) {
	lines, others := words(c.blocks)
	if len(lines) > 0 || c.caption != nil {
		r.put(Quotation{Paragraphs: lines, Attribution: c.caption, Foreign: c.env})
	}
	r.put(others...)
}

// foldFigure gives the caption to what it is the caption of. A caption whose
// picture was dropped is dropped with it.
func (r *reader) foldFigure(c *collector) {
	given := c.caption == nil && c.credit == ""
	for _, x := range c.blocks {
		if !given {
			x, given = caption(x, c)
		}
		r.put(x)
	}
}

func caption(x Block, c *collector) (Block, bool) {
	switch x := x.(type) {
	case PictureBlock:
		x.Picture.Caption, x.Picture.Credit = Line(c.caption.String()), Line(c.credit)
		return x, true
	case Quotation:
		if x.Attribution == nil {
			x.Attribution = c.caption
			return x, true
		}
	case Table:
		if x.Caption == "" {
			x.Caption = Line(c.caption.String())
			return x, true
		}
	}
	return x, false
}

// foldEmbed makes a card of the first link and the first picture, if it can be one.
func (r *reader) foldEmbed(c *collector) {
	lines, others := words(c.blocks)
	e := Embed{Provider: c.provider}
	var title strings.Builder
	for _, s := range joinTexts(lines, " ") {
		if e.URL == "" {
			e.URL = s.Link
		}
		if e.URL != "" && s.Link == e.URL && title.Len() <= maxCaption {
			title.WriteString(s.Text)
		}
	}
	if !GoodEmbed(e.URL) || title.Len() > maxCaption || len(e.Provider) > maxName {
		r.put(c.blocks...)
		return
	}
	e.Title = title.String()
	for _, x := range others {
		if p, ok := x.(PictureBlock); ok {
			e.Picture = &p.Picture // tidyBody takes its words off
			break
		}
	}
	r.put(e)
}

// words parts blocks into their lines of text and the blocks that are not text.
// Dividers are neither.
func words(b Body) (lines []Text, others Body) {
	for _, x := range b {
		switch x := x.(type) {
		case Paragraph:
			lines = append(lines, x.Text)
		case Heading:
			lines = append(lines, x.Text)
		case List:
			lines = append(lines, x.Items...)
		case Quotation:
			lines = append(lines, x.Paragraphs...)
			if x.Attribution != nil {
				lines = append(lines, x.Attribution)
			}
		case Divider:
		default:
			others = append(others, x)
		}
	}
	return lines, others
}

func paragraphs(lines []Text, f Foreign) Body {
	b := make(Body, 0, len(lines))
	for _, t := range lines {
		b = append(b, Paragraph{Text: t, Foreign: f})
	}
	return b
}

// joinTexts strings texts together with sep between those that hold words.
func joinTexts(in []Text, sep string) Text {
	n := 0
	for _, t := range in {
		if len(t) > 0 {
			n += len(t) + 1
		}
	}
	out := make(Text, 0, n)
	for _, t := range in {
		if len(out) > 0 && len(t) > 0 {
			out = append(out, Span{Text: sep})
		}
		out = append(out, t...)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
