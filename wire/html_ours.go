package wire

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stet.news/story"
)

// ourArticle finds the article of a page that stet printed, or nil. Every
// story page holds one article element with the story's ID.
func ourArticle(doc *html.Node) *html.Node {
	var found *html.Node
	walk(doc, func(n *html.Node) bool {
		if found == nil && n.DataAtom == atom.Article && attr(n, "data-story") != "" {
			found = n
		}
		return found == nil
	})
	return found
}

// readOurs is completed beside the templates.
func readOurs(article *html.Node) (draft, error) {
	return draft{rev: story.Revision{Body: story.ReadNode(article)}}, nil
}
