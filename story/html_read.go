package story

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Budgets of the reader. What is beyond them is dropped.
const (
	maxHTML       = 4 << 20 // bytes of source
	maxNodes      = 100_000 // elements and texts
	maxDepth      = 256     // open elements
	maxCollectors = 32      // lists, quotations, tables and figures within each other
)

// ReadHTML makes a body of foreign HTML: a whole page's, or a piece's. It never
// fails. What a Body cannot hold is dropped with its content (scripts, styles,
// frames, forms, SVG, MathML, media, struck words) or flattened to blocks
// (sections, columns, tables that only lay out). Links that GoodLink refuses
// lose their address and keep their words. Pictures of other sites are dropped,
// for the record has no bytes of them.
//
// Time and memory are linear in the source: it reads tokens and never builds a
// tree, for HTML's own rules let a short text make an enormous tree. The result
// is clean, except that it may hold Marks.Erased; reading what WriteHTML wrote
// gives the body that was written.
func ReadHTML(s string) Body {
	if len(s) > maxHTML {
		s = s[:maxHTML]
	}
	r := newReader()
	z := html.NewTokenizer(strings.NewReader(s))
	for n := 0; n < maxNodes; n++ {
		switch z.Next() {
		case html.ErrorToken:
			return r.finish()
		case html.TextToken:
			r.text(z.Text())
		case html.StartTagToken:
			r.startToken(z, false)
		case html.SelfClosingTagToken:
			r.startToken(z, true)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(atom.Lookup(name))
		}
	}
	return r.finish()
}

func (r *reader) startToken(z *html.Tokenizer, closed bool) {
	name, more := z.TagName()
	tag := atom.Lookup(name)
	var a attributes
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if name := attributeName(k); name != attrOther {
			a.set(name, string(v))
		}
	}
	r.start(tag, &a, closed)
}

// ReadNode is ReadHTML for the children of a node that is parsed already. It
// does not change the tree.
func ReadNode(n *html.Node) Body {
	r := newReader()
	w := walker{r: r, left: maxNodes}
	w.children(n, 0)
	return r.finish()
}

type walker struct {
	r    *reader
	left int
}

func (w *walker) children(n *html.Node, depth int) {
	if depth > 2*maxDepth {
		return
	}
	for c := n.FirstChild; c != nil && w.left > 0; c = c.NextSibling {
		w.left--
		switch c.Type {
		case html.TextNode:
			w.r.textString(c.Data)
		case html.ElementNode:
			w.element(c, depth)
		case html.DocumentNode:
			w.children(c, depth+1)
		}
	}
}

func (w *walker) element(n *html.Node, depth int) {
	if n.Namespace != "" || isDropped(n.DataAtom) && n.DataAtom != atom.Form && n.DataAtom != atom.Nav {
		return
	}
	var a attributes
	for _, at := range n.Attr {
		if name := attributeName([]byte(at.Key)); name != attrOther {
			a.set(name, at.Val)
		}
	}
	w.r.start(n.DataAtom, &a, false)
	if len(w.r.skip) == 0 {
		w.children(n, depth+1)
	}
	if !isVoid(n.DataAtom) {
		w.r.end(n.DataAtom)
	}
}
