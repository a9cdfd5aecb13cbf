package desk

import (
	"encoding/json"
	"slices"
	"strings"

	"stet.news/desk/prose"
	"stet.news/story"
)

// without gives a document without what is lost. It works on the document's
// JSON, in which everything that holds words is a string.
func (l Lost) without(doc prose.Doc) (prose.Doc, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return doc, err
	}
	var root map[string]any
	if err := json.Unmarshal(text, &root); err != nil {
		return doc, err
	}
	l.clean(root)
	if text, err = json.Marshal(root); err != nil {
		return doc, err
	}
	return prose.Parse(text)
}

// plainLines are the nodes whose text has no marks that are published.
var plainLines = []any{"headline", "standfirst", "dateline"}

// clean takes what is lost out of a node and all below.
func (l Lost) clean(node map[string]any) {
	if attrs, ok := node["attrs"].(map[string]any); ok {
		l.cleanAttrs(attrs)
	}
	var kept []any
	content, _ := node["content"].([]any)
	for _, c := range content {
		child, _ := c.(map[string]any)
		if attrs, _ := child["attrs"].(map[string]any); l.picture(attrs) {
			continue
		}
		l.clean(child)
		kept = append(kept, c)
	}
	if node["type"] == "doc" && len(kept) == len(plainLines) { // the picture was all there was
		kept = append(kept, map[string]any{"type": "paragraph"})
	}
	if kept = l.cleanText(kept, slices.Contains(plainLines, node["type"])); kept != nil {
		node["content"] = kept
	}
}

// picture reports whether attributes are those of a picture that goes.
func (l Lost) picture(attrs map[string]any) bool {
	hash, _ := attrs["sha256"].(string)
	return l.Pictures[hash]
}

// addresses are the attributes that must be addresses or keys, with what stands
// there once their words are gone.
var addresses = map[string]string{"slug": "", "person": "", "key": "", "url": "https://erased.invalid/"}

// cleanAttrs takes what is lost out of attributes.
func (l Lost) cleanAttrs(attrs map[string]any) {
	for k, v := range attrs {
		switch v := v.(type) {
		case string:
			cleaned := l.blot(v)
			if to, ok := addresses[k]; ok && cleaned != v {
				cleaned = to
			}
			attrs[k] = cleaned
		case map[string]any:
			if l.picture(v) {
				attrs[k] = nil
				continue
			}
			l.cleanAttrs(v)
		case []any:
			for _, one := range v {
				if one, ok := one.(map[string]any); ok {
					l.cleanAttrs(one)
				}
			}
		}
	}
}

// cleanText takes what is lost out of the text among siblings, which marks may
// have cut into pieces anywhere, and leaves the record's sign for it.
func (l Lost) cleanText(siblings []any, plain bool) (out []any) {
	var whole strings.Builder
	for _, s := range siblings {
		whole.WriteString(textIn(s))
	}
	gone := l.find(whole.String())
	at := 0
	for _, s := range siblings {
		text := textIn(s)
		if text == "" {
			out = append(out, s)
			continue
		}
		node := s.(map[string]any)
		l.cleanMarks(node)
		start := at
		at += len(text)
		for _, part := range cut(start, at, gone) {
			switch {
			case !part.lost:
				out = append(out, textNode(text[part.from-start:part.to-start], node["marks"]))
			case part.first && plain:
				out = append(out, textNode(story.ErasedText, nil))
			case part.first:
				out = append(out, textNode(story.ErasedText, []any{map[string]any{"type": "erased"}}))
			}
		}
	}
	return out
}

// cleanMarks drops links that held what is lost.
func (l Lost) cleanMarks(node map[string]any) {
	marks, _ := node["marks"].([]any)
	kept := slices.DeleteFunc(marks, func(m any) bool {
		mark, _ := m.(map[string]any)
		attrs, _ := mark["attrs"].(map[string]any)
		href, _ := attrs["href"].(string)
		return l.blot(href) != href
	})
	if node["marks"] = kept; len(kept) == 0 {
		delete(node, "marks")
	}
}

func textNode(text string, marks any) map[string]any {
	n := map[string]any{"type": "text", "text": text}
	if marks != nil {
		n["marks"] = marks
	}
	return n
}

// textIn is the text of a text node; empty for any other.
func textIn(node any) string {
	n, _ := node.(map[string]any)
	text, _ := n["text"].(string)
	return text
}
