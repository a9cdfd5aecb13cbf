package desk

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stet.news/desk/draft"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// Lost is what an erasure takes out of a story.
type Lost struct {
	// Words are all texts that go, whole sentences among them.
	Words []string
	// Pictures are those that go, by the SHA-256 of their bytes.
	Pictures map[string]bool
}

// NewLost gives what goes with some pieces and the words that were asked for.
func NewLost(words string, pieces []record.Piece) Lost {
	l := Lost{Pictures: map[string]bool{}}
	all := []string{story.Line(words)}
	for _, p := range pieces {
		if hash := p.PictureHash(); hash != "" {
			l.Pictures[hash] = true
		}
		all = append(all, strings.TrimSpace(p.Words()))
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	l.Words = slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
	return l
}

// Forget takes what an erasure takes out of a story's revisions out of all that
// the desk has of the story: the document keeps its present state without it and
// loses its history, since old steps hold it, too; what was scheduled is taken
// off; what people said and asked about the story goes, since they quote. The
// House calls it in the transaction of the erasure, whoever asked for that.
func (d *Desk) Forget(tx record.Tx, id story.ID, lost Lost) error {
	dr, ok, err := draft.Get(tx, id)
	if err != nil {
		return err
	}
	for _, forget := range []func() error{
		func() error { return trail.Forget(tx, id, lost.blot) },
		func() error { return draft.ForgetRequests(tx, id, d.now(), lost.blot) },
		func() error { return draft.ForgetLabels(tx, id) },
		func() error { return draft.ForgetAlerts(tx, id) },
		func() error { return draft.ForgetNotices(tx, id) },
		func() error { return draft.ForgetComments(tx, id) },
		func() error { return library.Forget(tx, id, lost.blot) },
		func() error { return draft.ForgetWords(tx, id) },
	} {
		if err := forget(); err != nil {
			return err
		}
	}
	if ok {
		if err := d.forgetIn(tx, dr, lost); err != nil {
			return err
		}
	}
	return tx.DropDraft(id)
}

// forgetIn collapses the journal of a story at the desk.
func (d *Desk) forgetIn(tx record.Tx, dr draft.Draft, lost Lost) error {
	head, err := d.heads.Head(tx, dr)
	if err != nil {
		return err
	}
	doc, err := lost.without(head.Doc)
	if err != nil {
		return fmt.Errorf("the document without what was erased: %w", err)
	}
	if dr.State == draft.Scheduled {
		if err := d.takeOffFor(tx, &dr, "erased", policy.Clock); err != nil {
			return err
		}
	}
	if err := d.heads.EraseWords(tx, &dr, doc); err != nil {
		return err
	}
	return draft.Put(tx, dr)
}

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

// part is a stretch of a text, in bytes.
type part struct {
	from, to    int
	lost, first bool // first: what is lost begins here
}

// cut gives the parts of the stretch from start to end of a text in which gone
// is lost.
func cut(start, end int, gone []part) (parts []part) {
	at := start
	for _, g := range gone {
		from, to := max(g.from, start), min(g.to, end)
		if from >= to {
			continue
		}
		if at < from {
			parts = append(parts, part{from: at, to: from})
		}
		parts = append(parts, part{from: from, to: to, lost: true, first: g.from >= start})
		at = to
	}
	if at < end {
		parts = append(parts, part{from: at, to: end})
	}
	return parts
}

// find gives where a text holds what is lost, in order and without overlap. A
// match inside a longer word is none: a name is not in another.
func (l Lost) find(text string) (found []part) {
	for _, words := range l.Words {
		for at := 0; ; {
			i := strings.Index(text[at:], words)
			if i < 0 {
				break
			}
			p := part{from: at + i, to: at + i + len(words), lost: true}
			at = p.to
			if whole(text, p) && !slices.ContainsFunc(found, func(o part) bool { return p.from < o.to && o.from < p.to }) {
				found = append(found, p)
			}
		}
	}
	slices.SortFunc(found, func(a, b part) int { return a.from - b.from })
	return found
}

// whole reports whether no word goes on over an end of p.
func whole(text string, p part) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:p.from])
	first, _ := utf8.DecodeRuneInString(text[p.from:])
	last, _ := utf8.DecodeLastRuneInString(text[:p.to])
	after, _ := utf8.DecodeRuneInString(text[p.to:])
	return !(inWord(before) && inWord(first)) && !(inWord(last) && inWord(after))
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// blot gives a text with the record's sign in the place of what is lost.
func (l Lost) blot(text string) string {
	var b strings.Builder
	at := 0
	for _, g := range l.find(text) {
		b.WriteString(text[at:g.from])
		b.WriteString(story.ErasedText)
		at = g.to
	}
	return b.String() + text[at:]
}
