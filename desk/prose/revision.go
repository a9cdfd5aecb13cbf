package prose

import (
	"slices"
	"strings"
	"unicode/utf16"

	"stet.news/story"
)

// Revision is base with everything that the document says of it: the lines above
// the body, the fields beside it, the body. Comments are left out; what somebody
// suggests to insert is not there yet, and what somebody suggests to delete still
// is. Blocks without a word are lines nobody has written yet and are left out.
// What else Revision.Clean does is the caller's to ask for.
func (d Doc) Revision(base story.Revision) story.Revision {
	a := d.root.attrs
	base.Headline, base.Standfirst, base.Dateline = d.line(0), d.line(1), d.line(2)
	base.Section, base.Slug = a.text("section"), story.Slug(a.text("slug"))
	base.Topics, base.Bylines, base.Lead = nil, nil, pictureIn(a, "lead")
	for _, t := range credited(a.get("topics")) {
		base.Topics = append(base.Topics, story.Topic{Name: t.text("name"), Key: t.text("key")})
	}
	for _, b := range credited(a.get("bylines")) {
		base.Bylines = append(base.Bylines, story.Byline{Name: b.text("name"), Person: b.text("person")})
	}
	base.Body = d.Body()
	return base
}

func credited(v any) []*attrs {
	var out []*attrs
	list, _ := v.([]any)
	for _, x := range list {
		values, _ := x.(map[string]any)
		out = append(out, &attrs{values: values})
	}
	return out
}

// line is the text of one of the lines above the body.
func (d Doc) line(i int) string { return textOf(d.root.children[i]).String() }

// Headline is the headline as it would be published.
func (d Doc) Headline() string { return d.line(0) }

// Section is the key of the section the story is filed under.
func (d Doc) Section() string { return d.root.attrs.text("section") }

// Body is the body as it would be published.
func (d Doc) Body() story.Body {
	var body story.Body
	for _, n := range d.root.children[3:] {
		if b := blockOf(n); b != nil {
			body = append(body, b)
		}
	}
	return body
}

// blockOf is the block of a node, or nil when nothing is in it.
func blockOf(n *node) story.Block {
	switch n.typ {
	case paragraphType:
		if t := textOf(n); len(t) > 0 {
			return story.Paragraph{Text: t, Foreign: foreignOf(n.attrs)}
		}
	case headingType:
		if t := textOf(n); len(t) > 0 {
			return story.Heading{Level: n.attrs.number("level"), Text: t, Foreign: foreignOf(n.attrs)}
		}
	case listType:
		if items := textsOf(n.children); len(items) > 0 {
			return story.List{Ordered: n.attrs.flag("ordered"), Items: items, Foreign: foreignOf(n.attrs)}
		}
	case quotationType:
		return quotationOf(n)
	case pictureType:
		return story.PictureBlock{Picture: pictureOf(n.attrs)}
	case tableType:
		return tableOf(n)
	case embedType:
		return story.Embed{URL: n.attrs.text("url"), Title: n.attrs.text("title"), Provider: n.attrs.text("provider"), Picture: pictureIn(n.attrs, "picture")}
	case dividerType:
		return story.Divider{}
	}
	return nil
}

// quotationOf keeps an attribution whose quotation is not written yet: words are
// not left out for a wrong shape.
func quotationOf(n *node) story.Block {
	q := story.Quotation{Foreign: foreignOf(n.attrs)}
	paragraphs := n.children
	if last := len(paragraphs) - 1; paragraphs[last].typ == attributionType {
		q.Attribution = textOf(paragraphs[last])
		paragraphs = paragraphs[:last]
	}
	if q.Paragraphs = textsOf(paragraphs); len(q.Paragraphs) > 0 {
		return q
	}
	if len(q.Attribution) > 0 {
		return story.Paragraph{Text: q.Attribution, Foreign: q.Foreign}
	}
	return nil
}

// tableOf fills rows that are too short: the editor may join and cut rows, and a
// published table has as many cells in each.
func tableOf(n *node) story.Block {
	t := story.Table{Caption: n.attrs.text("caption"), Header: n.attrs.flag("header"), Foreign: foreignOf(n.attrs)}
	width := 0
	for _, row := range n.children {
		width = max(width, len(row.children))
	}
	words := t.Caption != ""
	for _, row := range n.children {
		cells := make([]story.Text, width)
		for i, c := range row.children {
			cells[i] = textOf(c)
			words = words || len(cells[i]) > 0
		}
		t.Rows = append(t.Rows, cells)
	}
	if !words {
		return nil
	}
	return t
}

// pictureIn is the picture that is the value of an attribute, or nil.
func pictureIn(a *attrs, name string) *story.Picture {
	values, ok := a.get(name).(map[string]any)
	if !ok {
		return nil
	}
	p := pictureOf(&attrs{values: values})
	return &p
}

func pictureOf(a *attrs) story.Picture {
	return story.Picture{
		SHA256: a.text("sha256"), Type: a.text("type"), Width: a.number("width"), Height: a.number("height"), Alt: a.text("alt"),
		Decorative: a.flag("decorative"), Caption: a.text("caption"), Credit: a.text("credit"), FocalX: a.number("focal_x"), FocalY: a.number("focal_y"),
	}
}

func foreignOf(a *attrs) story.Foreign {
	return story.Foreign{Lang: a.text("lang"), Dir: story.Direction(a.text("dir"))}
}

// textsOf gives the texts of several nodes, without the empty ones.
func textsOf(nodes []*node) []story.Text {
	var out []story.Text
	for _, n := range nodes {
		if t := textOf(n); len(t) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// textOf is the text in a node as it would be published.
func textOf(n *node) story.Text {
	var out story.Text
	for _, c := range n.children {
		if _, ok := markOf(c.marks, insertedMark); ok {
			continue
		}
		s := story.Span{Text: c.published(), Marks: spanMarks(c.marks)}
		if last := len(out) - 1; last >= 0 && out[last].Marks == s.Marks {
			out[last].Text += s.Text
		} else if s.Text != "" {
			out = append(out, s)
		}
	}
	return splitErased(out)
}

// published is the text of a text node or break, without halves of surrogate
// pairs.
func (n *node) published() string {
	if n.typ == breakType {
		return "\n"
	}
	s := n.String()
	if !strings.ContainsRune(s, '\uFFFD') {
		return s
	}
	var w strings.Builder
	for i, u := range n.text {
		switch {
		case !utf16.IsSurrogate(rune(u)):
			w.WriteRune(rune(u))
		case i+1 < len(n.text):
			if r := utf16.DecodeRune(rune(u), rune(n.text[i+1])); r != '\uFFFD' {
				w.WriteRune(r)
			}
		}
	}
	return w.String()
}

func spanMarks(marks []mark) story.Marks {
	var m story.Marks
	for _, k := range marks {
		switch k.typ {
		case strongMark:
			m.Strong = true
		case emphasisMark:
			m.Emphasis = true
		case linkMark:
			m.Link = k.attrs.text("href")
		case foreignMark:
			m.Lang, m.Dir = k.attrs.text("lang"), story.Direction(k.attrs.text("dir"))
		case statementMark:
			m.Statement = k.attrs.text("name")
		case erasedMark:
			m.Erased = true
		}
	}
	return m
}

// splitErased parts neighbours that stand for erased pieces again: the document
// joins what has the same marks, and each is one piece of the record. White space
// belongs to the piece before it.
func splitErased(t story.Text) story.Text {
	if !slices.ContainsFunc(t, func(s story.Span) bool { return s.Erased }) {
		return t
	}
	var out story.Text
	for _, s := range t {
		for s.Erased {
			_, rest, _ := strings.Cut(s.Text, story.ErasedText)
			next := strings.Index(rest, story.ErasedText)
			if next < 0 {
				break
			}
			at := len(s.Text) - len(rest) + next
			out = append(out, story.Span{Text: s.Text[:at], Marks: s.Marks})
			s.Text = s.Text[at:]
		}
		out = append(out, s)
	}
	return out
}
