package prose

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"stet.news/story"
)

// FromRevision makes the document of a revision; Revision turns it back, and both
// ways lose nothing of one that passes its Check. One that does not may be no
// document: the error says why and wraps ErrMalformed.
func FromRevision(r story.Revision) (Doc, error) {
	children := []*node{fieldNode(headlineType, r.Headline), fieldNode(standfirstType, r.Standfirst), fieldNode(datelineType, r.Dateline)}
	for _, b := range r.Body {
		if n := blockNode(b); n != nil {
			children = append(children, n)
		}
	}
	if len(children) == 3 {
		children = append(children, newNode(paragraphType, nil, nil))
	}
	fields := map[string]any{
		"section": r.Section, "slug": string(r.Slug), "topics": topicValues(r.Topics), "bylines": bylineValues(r.Bylines), "lead": pictureOrNull(r.Lead),
	}
	d := Doc{newNode(docType, packAttrs(fields), children)}
	if err := d.Check(); err != nil {
		return Doc{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return d, nil
}

func fieldNode(t *nodeType, s string) *node { return newNode(t, nil, textNodes(s, nil)) }

func topicValues(in []story.Topic) []any {
	out := []any{}
	for _, t := range in {
		out = append(out, map[string]any{"name": t.Name, "key": t.Key})
	}
	return out
}

func bylineValues(in []story.Byline) []any {
	out := []any{}
	for _, b := range in {
		out = append(out, map[string]any{"name": b.Name, "person": b.Person})
	}
	return out
}

// pictureOrNull is the value of an attribute that may hold a picture.
func pictureOrNull(p *story.Picture) any {
	if p == nil {
		return nil
	}
	return pictureValues(*p)
}

func pictureValues(p story.Picture) map[string]any {
	return map[string]any{
		"sha256": p.SHA256, "type": p.Type, "width": float64(p.Width), "height": float64(p.Height), "alt": p.Alt,
		"decorative": p.Decorative, "caption": p.Caption, "credit": p.Credit, "focal_x": float64(p.FocalX), "focal_y": float64(p.FocalY),
	}
}

func foreignValues(f story.Foreign) map[string]any {
	return map[string]any{"lang": f.Lang, "dir": string(f.Dir)}
}

// blockNode is the node of a block, or nil for a block of no kind we know.
func blockNode(b story.Block) *node {
	switch b := b.(type) {
	case story.Paragraph:
		return newNode(paragraphType, packAttrs(foreignValues(b.Foreign)), inlineNodes(b.Text))
	case story.Heading:
		values := foreignValues(b.Foreign)
		values["level"] = float64(b.Level)
		return newNode(headingType, packAttrs(values), inlineNodes(b.Text))
	case story.List:
		values := foreignValues(b.Foreign)
		values["ordered"] = b.Ordered
		return newNode(listType, packAttrs(values), textBlocks(itemType, b.Items))
	case story.Quotation:
		children := textBlocks(quotedType, b.Paragraphs)
		if len(b.Attribution) > 0 {
			children = append(children, newNode(attributionType, nil, inlineNodes(b.Attribution)))
		}
		return newNode(quotationType, packAttrs(foreignValues(b.Foreign)), children)
	case story.PictureBlock:
		return newNode(pictureType, packAttrs(pictureValues(b.Picture)), nil)
	case story.Table:
		return tableNode(b)
	case story.Embed:
		values := map[string]any{"url": b.URL, "title": b.Title, "provider": b.Provider, "picture": pictureOrNull(b.Picture)}
		return newNode(embedType, packAttrs(values), nil)
	case story.Divider:
		return newNode(dividerType, nil, nil)
	}
	return nil
}

func tableNode(t story.Table) *node {
	values := foreignValues(t.Foreign)
	values["caption"], values["header"] = t.Caption, t.Header
	var rows []*node
	for _, row := range t.Rows {
		rows = append(rows, newNode(rowType, nil, textBlocks(cellType, row)))
	}
	return newNode(tableType, packAttrs(values), rows)
}

func textBlocks(t *nodeType, texts []story.Text) []*node {
	var out []*node
	for _, text := range texts {
		out = append(out, newNode(t, nil, inlineNodes(text)))
	}
	return out
}

func inlineNodes(t story.Text) []*node {
	var out []*node
	for _, s := range t {
		marks := marksOf(s.Marks)
		for i, line := range strings.Split(s.Text, "\n") {
			if i > 0 {
				out = append(out, newMarked(breakType, nil, marks, nil))
			}
			for _, n := range textNodes(line, marks) {
				out = push(out, n)
			}
		}
	}
	return out
}

// textNodes is the node of a text, or none for an empty one.
func textNodes(s string, marks []mark) []*node {
	if s == "" {
		return nil
	}
	return []*node{newText(utf16.Encode([]rune(s)), marks)}
}

// marksOf gives the marks of a span, in the order of rank.
func marksOf(m story.Marks) []mark {
	var out []mark
	if m.Strong {
		out = append(out, mark{typ: strongMark})
	}
	if m.Emphasis {
		out = append(out, mark{typ: emphasisMark})
	}
	if m.Link != "" {
		out = append(out, mark{linkMark, packAttrs(map[string]any{"href": m.Link})})
	}
	if m.Lang != "" || m.Dir != "" {
		out = append(out, mark{foreignMark, packAttrs(foreignValues(story.Foreign{Lang: m.Lang, Dir: m.Dir}))})
	}
	if m.Statement != "" {
		out = append(out, mark{statementMark, packAttrs(map[string]any{"name": m.Statement})})
	}
	if m.Erased {
		out = append(out, mark{typ: erasedMark})
	}
	return out
}
