package prose

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"

	"stet.news/story"
)

// Op is what became of a block, a line or some words.
type Op string

// The operations, as seen from the new document.
const (
	Same     Op = ""
	Inserted Op = "inserted"
	Deleted  Op = "deleted"
	Changed  Op = "changed"  // of a block or line: something in it
	Restyled Op = "restyled" // of words: they are the same, their marks are not
)

// Comparison is how two documents differ, in the order of the text.
type Comparison struct {
	Fields []Said // of the fields beside the text, those that differ
	Blocks []BlockDiff
}

// Changes counts the fields and blocks that differ.
func (c Comparison) Changes() int {
	n := len(c.Fields)
	for _, b := range c.Blocks {
		if b.Op != Same {
			n++
		}
	}
	return n
}

// Said is an attribute that differs: its name, and what it was and is in words.
type Said struct{ Name, Old, New string }

// BlockDiff is a block of either document, or one of the lines above the body.
type BlockDiff struct {
	Op    Op
	Kind  string // as in the document: "headline", "paragraph", "picture" …
	Level int    // of a heading
	story.Foreign
	Said    []Said // what differs beside the words
	Lines   []LineDiff
	Picture *story.Picture // of a picture: the new one, or the one that is gone
	Moved   bool           // inserted here and deleted elsewhere as it was, or the other way round
}

// LineDiff is a line of text in a block.
type LineDiff struct {
	Op   Op
	Kind string // "item", "quoted", "attribution", "cell", "caption", "alt"; "" for the block's own text
	Row  int    // of a cell, from 1
	Runs []Run
}

// Run is words that have the same fate.
type Run struct {
	Op   Op
	Text string
}

// Compare holds two documents against each other, word by word. It shows all that
// is written, suggestions too; comments are no part of the text.
func Compare(old, new Doc) Comparison {
	var c Comparison
	for _, a := range docType.attrs {
		if was, is := shown(old.root.attrs.get(a.name)), shown(new.root.attrs.get(a.name)); was != is {
			c.Fields = append(c.Fields, Said{a.name, was, is})
		}
	}
	for i := range 3 {
		c.Blocks = append(c.Blocks, diffNodes(old.root.children[i], new.root.children[i]))
	}
	pairs := align(old.root.children[3:], new.root.children[3:])
	for _, p := range pairs {
		c.Blocks = append(c.Blocks, diffNodes(childAt(old.root, p.old, 3), childAt(new.root, p.new, 3)))
	}
	c.markMoved(old, new, pairs)
	return c
}

// markMoved finds blocks that are gone in one place and came in another.
func (c Comparison) markMoved(old, new Doc, pairs []pair) {
	gone := map[string][]int{}
	for i, p := range pairs {
		if p.new < 0 {
			key := string(old.root.children[p.old+3].appendJSON(nil))
			gone[key] = append(gone[key], i+3)
		}
	}
	for i, p := range pairs {
		if p.old >= 0 {
			continue
		}
		key := string(new.root.children[p.new+3].appendJSON(nil))
		if from := gone[key]; len(from) > 0 {
			c.Blocks[from[0]].Moved, c.Blocks[i+3].Moved = true, true
			gone[key] = from[1:]
		}
	}
}

// childAt is the child at an index of a list that begins at from, or nil for -1.
func childAt(n *node, i, from int) *node {
	if i < 0 {
		return nil
	}
	return n.children[i+from]
}

// diffNodes compares two nodes of one type; one of them may be nil.
func diffNodes(old, new *node) BlockDiff {
	n := new
	if n == nil {
		n = old
	}
	d := BlockDiff{Kind: n.typ.name, Level: n.attrs.number("level"), Foreign: foreignOf(n.attrs), Lines: linesDiff(old, new)}
	if n.typ == pictureType {
		p := pictureOf(n.attrs)
		d.Picture = &p
	}
	switch {
	case old == nil:
		d.Op = Inserted
	case new == nil:
		d.Op = Deleted
	default:
		for _, a := range n.typ.attrs {
			if was, is := shown(old.attrs.get(a.name)), shown(new.attrs.get(a.name)); was != is && !inLines(n.typ, a.name) {
				d.Said = append(d.Said, Said{a.name, was, is})
			}
		}
		if len(d.Said) > 0 || slices.ContainsFunc(d.Lines, func(l LineDiff) bool { return l.Op != Same }) {
			d.Op = Changed
		}
	}
	return d
}

// inLines reports attributes that are shown as lines of text.
func inLines(t *nodeType, name string) bool { return slices.Contains(textAttrs[t.name], name) }

// textAttrs are the attributes that hold sentences.
var textAttrs = map[string][]string{
	"picture": {"alt", "caption", "credit"}, "table": {"caption"}, "embed": {"title"},
}

// linesDiff compares the lines of text in two nodes.
func linesDiff(old, new *node) []LineDiff {
	t := typeOf(old, new)
	var out []LineDiff
	for _, name := range textAttrs[t.name] {
		if l := diffTexts(name, plainTokens(old, name), plainTokens(new, name), old, new); len(l.Runs) > 0 {
			out = append(out, l)
		}
	}
	switch {
	case t.isLeaf():
		return out
	case t.holdsText():
		return append(out, diffLine("", old, new))
	}
	for row, p := range align(childrenOf(old), childrenOf(new)) {
		a, b := childAt(old, p.old, 0), childAt(new, p.new, 0)
		if t != tableType {
			out = append(out, diffLine(typeOf(a, b).name, a, b))
			continue
		}
		for _, q := range align(childrenOf(a), childrenOf(b)) {
			l := diffLine("cell", childAt(a, q.old, 0), childAt(b, q.new, 0))
			l.Row = row + 1
			out = append(out, l)
		}
	}
	return out
}

func typeOf(old, new *node) *nodeType {
	if new != nil {
		return new.typ
	}
	return old.typ
}

func childrenOf(n *node) []*node {
	if n == nil {
		return nil
	}
	return n.children
}

func diffLine(kind string, old, new *node) LineDiff {
	if old != nil && old == new || old != nil && new != nil && old.equal(new) {
		return LineDiff{Kind: kind, Runs: []Run{{Same, old.String()}}}
	}
	return diffTexts(kind, lineTokens(old), lineTokens(new), old, new)
}

// styled is a token of a line with its marks.
type styled struct {
	text, style string
}

func plainTokens(n *node, name string) (out []styled) {
	if n == nil {
		return nil
	}
	for _, t := range splitText(n.attrs.text(name)) {
		out = append(out, styled{text: t.text})
	}
	return out
}

// lineTokens parts a line into words and what stands between, over the borders of
// its nodes: half of a word may be strong.
func lineTokens(n *node) (out []styled) {
	if n == nil {
		return nil
	}
	var text, style strings.Builder
	var ends []int
	var styles []string
	for _, c := range n.children {
		text.WriteString(c.String())
		style.Reset()
		for _, m := range c.marks {
			if m.typ != commentMark {
				style.Write(m.appendJSON(nil))
			}
		}
		ends, styles = append(ends, text.Len()), append(styles, style.String())
	}
	at := 0
	for _, t := range splitText(text.String()) {
		for ends[at] <= t.at {
			at++
		}
		s := styled{t.text, styles[at]}
		for i := at; ends[i] < t.at+len(t.text); i++ {
			s.style += styles[i+1]
		}
		out = append(out, s)
	}
	return out
}

// diffTexts compares two lines token by token. old and new are only asked whether
// they are there.
func diffTexts(kind string, a, b []styled, old, new *node) LineDiff {
	d := LineDiff{Kind: kind}
	i, j := 0, 0
	same := func(until int) {
		for ; i < until; i, j = i+1, j+1 {
			op := Same
			if a[i].style != b[j].style {
				op = Restyled
			}
			d.Runs = addRun(d.Runs, op, b[j].text)
		}
	}
	for _, x := range lcs.DiffLines(texts(a), texts(b)) {
		same(x.Start)
		for ; i < x.End; i++ {
			d.Runs = addRun(d.Runs, Deleted, a[i].text)
		}
		for ; j < x.ReplEnd; j++ {
			d.Runs = addRun(d.Runs, Inserted, b[j].text)
		}
	}
	same(len(a))
	d.Runs = bridge(d.Runs)
	switch {
	case old == nil:
		d.Op = Inserted
	case new == nil:
		d.Op = Deleted
	case slices.ContainsFunc(d.Runs, func(r Run) bool { return r.Op != Same }):
		d.Op = Changed
	}
	return d
}

func texts(in []styled) []string {
	out := make([]string, len(in))
	for i, t := range in {
		out[i] = t.text
	}
	return out
}

func addRun(runs []Run, op Op, text string) []Run {
	if last := len(runs) - 1; last >= 0 && runs[last].Op == op {
		runs[last].Text += text
		return runs
	}
	return append(runs, Run{op, text})
}

// bridge makes one change of two that only white space parts, so that "two men"
// for "three women" is read as that and not as four changes.
func bridge(in []Run) []Run {
	var out []Run
	for i := 0; i < len(in); {
		gone, come, n := changeAt(in[i:])
		if n == 0 {
			out = addRun(out, in[i].Op, in[i].Text)
			i++
			continue
		}
		for i += n; i+1 < len(in) && in[i].Op == Same && strings.TrimSpace(in[i].Text) == ""; {
			g, c, more := changeAt(in[i+1:])
			if more == 0 {
				break
			}
			gone, come = gone+in[i].Text+g, come+in[i].Text+c
			i += 1 + more
		}
		if gone != "" {
			out = addRun(out, Deleted, gone)
		}
		if come != "" {
			out = addRun(out, Inserted, come)
		}
	}
	return out
}

// changeAt reads the words deleted and inserted at the start of runs.
func changeAt(runs []Run) (gone, come string, n int) {
	for ; n < len(runs) && (runs[n].Op == Deleted || runs[n].Op == Inserted); n++ {
		if runs[n].Op == Deleted {
			gone += runs[n].Text
		} else {
			come += runs[n].Text
		}
	}
	return gone, come, n
}

// shown is the value of an attribute in words.
func shown(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return "✓"
		}
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = shown(x)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return shownObject(v)
	}
	return ""
}

// shownObject is a name with its key, or a picture by what is known of it.
func shownObject(v map[string]any) string {
	if sha256, ok := v["sha256"].(string); ok {
		words := []string{}
		for _, name := range []string{"alt", "caption", "credit"} {
			if s, _ := v[name].(string); s != "" {
				words = append(words, s)
			}
		}
		return strings.Join(append(words, "("+sha256[:8]+"…)"), " · ")
	}
	name, _ := v["name"].(string)
	for _, k := range []string{"key", "person"} {
		if key, _ := v[k].(string); key != "" {
			name += " (" + key + ")"
		}
	}
	return name
}
