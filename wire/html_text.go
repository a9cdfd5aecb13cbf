package wire

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageText gives a page as a text browser shows it: what is a block on a line
// of its own, paragraphs and headings between empty lines. It is how a page
// whose markup says nothing is read after all: as a dump.
func pageText(doc *html.Node) string {
	var w textWriter
	w.node(doc, 0)
	return w.b.String()
}

type textWriter struct {
	b      strings.Builder
	breaks int  // line ends owed before the next word
	space  bool // a space owed
}

// maxDepth bounds how deep any walk of a page goes.
const maxDepth = 400

func (w *textWriter) node(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
		if unseen(n) {
			return
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	if n.DataAtom == atom.Img {
		if alt := attr(n, "alt"); alt != "" {
			w.owe(1)
			w.text(alt)
			w.owe(1)
		}
		return
	}
	before := breaksAround(n)
	w.owe(before)
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		w.space = true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, depth+1)
	}
	w.owe(before)
}

// owe asks for n line ends before what comes next.
func (w *textWriter) owe(n int) { w.breaks = max(w.breaks, n) }

func (w *textWriter) text(s string) {
	for i, word := range strings.Fields(s) {
		if w.breaks > 0 {
			if w.b.Len() > 0 {
				w.b.WriteString("\n\n"[:w.breaks])
			}
		} else if w.space || i > 0 || startsWithSpace(s) {
			w.b.WriteByte(' ')
		}
		w.breaks, w.space = 0, false
		w.b.WriteString(word)
	}
	if s != "" && endsWithSpace(s) && w.breaks == 0 {
		w.space = w.b.Len() > 0
	}
}

func startsWithSpace(s string) bool { return s != "" && strings.TrimLeft(s[:1], " \t\r\n") == "" }
func endsWithSpace(s string) bool   { return strings.TrimRight(s[len(s)-1:], " \t\r\n") == "" }

// breaksAround is how many line ends stand around an element.
func breaksAround(n *html.Node) int {
	switch n.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Table:
		return 2
	case atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Nav, atom.Aside, atom.Main, atom.Ul, atom.Ol, atom.Li,
		atom.Dl, atom.Dt, atom.Dd, atom.Tr, atom.Br, atom.Hr, atom.Figure, atom.Figcaption, atom.Form, atom.Fieldset, atom.Option,
		atom.Button, atom.Label, atom.Address, atom.Details, atom.Summary, atom.Body, atom.Select, atom.Caption:
		return 1
	}
	return 0
}

// unseen reports an element whose text no reader sees.
func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Svg, atom.Math, atom.Iframe, atom.Object, atom.Textarea, atom.Audio, atom.Video, atom.Canvas:
		return true
	}
	if hasAttr(n, "hidden") {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// attr gives an attribute's value; empty when it is not there.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return true
		}
	}
	return false
}
