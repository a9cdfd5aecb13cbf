package wire

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stet.news/story"
)

// walk calls f for every node below root in document order, down to maxDepth,
// and does not go into a node f is false for. f may not remove nodes.
func walk(root *html.Node, f func(*html.Node) bool) { walkDepth(root, f, 0) }

func walkDepth(n *html.Node, f func(*html.Node) bool, depth int) {
	for c := n.FirstChild; c != nil && depth < maxDepth; c = c.NextSibling {
		if f(c) {
			walkDepth(c, f, depth+1)
		}
	}
}

// elements lists the elements of some names below root, in document order.
func elements(root *html.Node, names ...atom.Atom) []*html.Node {
	var out []*html.Node
	walk(root, func(n *html.Node) bool {
		if n.Type == html.ElementNode {
			for _, a := range names {
				if n.DataAtom == a {
					out = append(out, n)
				}
			}
		}
		return true
	})
	return out
}

// ancestor is the nearest element of a name around n, or nil.
func ancestor(n *html.Node, name atom.Atom) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == name {
			return p
		}
	}
	return nil
}

// innerText is the text below a node as one line.
func innerText(n *html.Node) string {
	var w textWriter
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, 0)
	}
	return story.Line(w.b.String())
}

// rawText is the text directly in a node, as scripts have it.
func rawText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
