package story

import (
	"strings"

	"golang.org/x/net/html"
)

// ReadHTML makes a body of foreign HTML.
func ReadHTML(s string) Body {
	n, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return nil
	}
	return ReadNode(n)
}

// ReadNode makes a body of the children of n.
func ReadNode(n *html.Node) Body {
	var b Body
	for c := range n.Descendants() {
		if c.Type == html.TextNode && Line(c.Data) != "" {
			b = append(b, Paragraph{Text: Plain(Line(c.Data))})
		}
	}
	return b
}
