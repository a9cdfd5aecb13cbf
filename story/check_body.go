package story

import (
	"fmt"
	"strings"
)

func (p *problems) body(b Body) {
	c := bodyCheck{p: p}
	for i, x := range b {
		c.where = fmt.Sprintf("block %d", i+1)
		if x == nil {
			p.add(c.where, ErrMissing, "")
			continue
		}
		c.where += " (" + x.Kind() + ")"
		c.block(x)
	}
	p.count("cells of tables", c.cells, maxCells)
	p.count("tags and texts of the body", c.tags, maxTags)
	if c.bytes > maxWritten/6 { // an upper bound would refuse plain long reads
		p.count("bytes of the body", len(WriteHTML(b, HTMLOptions{})), maxWritten)
	}
}

// bodyCheck looks at one block after the other and counts what they cost.
type bodyCheck struct {
	p     *problems
	where string
	cells int
	tags  int
	bytes int
}

func (c *bodyCheck) block(x Block) {
	c.tags += 4
	switch x := x.(type) {
	case Paragraph:
		c.foreign(x.Foreign)
		c.words(x.Text)
	case Heading:
		c.foreign(x.Foreign)
		c.words(x.Text)
		if x.Level != 2 && x.Level != 3 {
			c.p.wrong(c.where, "level %d, want 2 or 3", x.Level)
		}
	case List:
		c.foreign(x.Foreign)
		c.texts("item", x.Items)
	case Quotation:
		c.foreign(x.Foreign)
		c.texts("paragraph", x.Paragraphs)
		c.text(x.Attribution)
	case PictureBlock:
		c.tags += 8
		c.bytes += len(x.Picture.Alt) + len(x.Picture.Caption) + len(x.Picture.Credit)
		c.p.picture(c.where, x.Picture)
	case Table:
		c.foreign(x.Foreign)
		c.table(x)
	case Embed:
		c.embed(x)
	case Divider:
	default:
		c.p.wrong(c.where, "blocks are values, this is a %T", x)
	}
}

// words is text for a block that is nothing without it.
func (c *bodyCheck) words(t Text) {
	if len(t) == 0 {
		c.p.add(c.where, ErrMissing, "text")
	}
	c.text(t)
}

func (c *bodyCheck) texts(what string, in []Text) {
	if len(in) == 0 {
		c.p.add(c.where, ErrMissing, what+"s")
	}
	for i, t := range in {
		if len(t) == 0 {
			c.p.add(c.where, ErrMissing, fmt.Sprintf("text of %s %d", what, i+1))
		}
		c.tags += 2
		c.text(t)
	}
}

func (c *bodyCheck) text(t Text) {
	for _, s := range t {
		c.bytes += len(s.Text) + len(s.Link) + len(s.Statement)
		c.tags++
		if s.Marks != (Marks{}) {
			c.tags += 8
		}
		c.tags += 2 * strings.Count(s.Text, "\n")
		if s.Link != "" && !GoodLink(s.Link) {
			c.p.wrong(c.where, "a link to %q; want http, https, mailto, tel or a path from /", shorten(s.Link))
		}
		c.p.line(c.where+", statement", s.Statement, maxName)
		c.foreign(Foreign{s.Lang, s.Dir})
	}
}

func (c *bodyCheck) foreign(f Foreign) {
	c.p.lang(c.where+", lang", f.Lang)
	if f.Dir != "" && !goodDir(f.Dir) {
		c.p.wrong(c.where, "direction %q, want ltr or rtl", shorten(string(f.Dir)))
	}
}

func (c *bodyCheck) table(x Table) {
	c.p.line(c.where+", caption", x.Caption, maxCaption)
	c.bytes += len(x.Caption)
	if len(x.Rows) == 0 {
		c.p.add(c.where, ErrMissing, "rows")
		return
	}
	c.p.count(c.where+", rows", len(x.Rows), maxRows)
	width := len(x.Rows[0])
	c.p.count(c.where+", columns", width, maxColumns)
	if width == 0 {
		c.p.add(c.where, ErrMissing, "cells")
	}
	for i, row := range x.Rows {
		if len(row) != width {
			c.p.wrong(c.where, "row %d has %d cells, the first has %d", i+1, len(row), width)
		}
		c.tags += 2 + 2*len(row)
		c.cells += len(row)
		for _, t := range row {
			c.text(t)
		}
	}
}

func (c *bodyCheck) embed(x Embed) {
	c.bytes += len(x.URL) + len(x.Title) + len(x.Provider)
	if !GoodEmbed(x.URL) {
		c.p.wrong(c.where, "not a web address: %q", shorten(x.URL))
	}
	if x.Title == "" {
		c.p.add(c.where, ErrMissing, "title")
	}
	c.p.count(c.where+", bytes of the title", len(x.Title), maxCaption)
	c.p.count(c.where+", bytes of the provider", len(x.Provider), maxName)
	if x.Picture == nil {
		return
	}
	c.tags += 8
	c.p.picture(c.where+", picture", *x.Picture)
	if *x.Picture != x.Picture.ForCard() {
		c.p.wrong(c.where+", picture", "the picture of a card has neither words nor a focal point")
	}
}
