package prose

import (
	"slices"

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
