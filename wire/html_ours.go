package wire

import (
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stet.news/story"
)

// Pages that stet printed name each of their pieces in data attributes, so
// that anyone can compare a page with the record. By the same attributes a
// page comes back as the revision it was printed from.

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

// readOurs takes the pieces of one of our own pages. doc is the whole page,
// whose canonical address holds the slug.
func readOurs(doc, article *html.Node) (draft, error) {
	id, err := story.ParseID(attr(article, "data-story"))
	if err != nil {
		return draft{}, wrong("data-story: "+err.Error(), "").because(ErrForm)
	}
	d := draft{rev: story.Revision{Story: id, Edition: attr(article, "lang"), Slug: ourSlug(doc)}}
	walk(article, func(n *html.Node) bool { return d.ourPiece(n) })
	d.note("a page that stet printed: taken piece by piece")
	return d, nil
}

// ourPiece takes one piece; it is true when pieces may be inside n.
func (d *draft) ourPiece(n *html.Node) bool {
	rev := &d.rev
	text, key := "", attr(n, "data-key")
	if n.Type == html.ElementNode && hasAttr(n, "data-piece") {
		text = story.Line(innerText(n))
	}
	switch attr(n, "data-piece") {
	case "":
		return true
	case "section":
		rev.Section = key
	case "headline":
		rev.Headline = text
	case "standfirst":
		rev.Standfirst = text
	case "dateline":
		rev.Dateline = text
	case "byline":
		rev.Bylines = append(rev.Bylines, story.Byline{Name: text, Person: key})
	case "topic":
		rev.Topics = append(rev.Topics, story.Topic{Name: text, Key: key})
	case "published":
		if w, ok := parseDate(attr(n, "datetime"), utc); ok {
			rev.Published = w.time
		}
	case "lead":
		rev.Lead = ourPicture(n)
	case "body":
		rev.Body = story.ReadNode(n)
	}
	return false
}

// ourPicture reads the figure above the body.
func ourPicture(fig *html.Node) *story.Picture {
	p := &story.Picture{SHA256: attr(fig, "data-sha256"), Type: attr(fig, "data-type")}
	walk(fig, func(n *html.Node) bool {
		switch {
		case n.DataAtom == atom.Img:
			p.Alt = attr(n, "alt")
			p.Decorative = p.Alt == ""
			p.Width, _ = strconv.Atoi(attr(n, "width"))
			p.Height, _ = strconv.Atoi(attr(n, "height"))
			if p.Type == "" { // printed before pictures had renditions
				p.Type = typeOf(attr(n, "src"))
			}
		case attr(n, "data-part") == "caption":
			p.Caption = innerText(n)
		case attr(n, "data-part") == "credit":
			p.Credit = innerText(n)
		}
		return true
	})
	return p
}

// typeOf is the media type that a picture's address of ours tells.
func typeOf(address string) string {
	switch path.Ext(address) {
	case ".jpg":
		return "image/jpeg"
	case ".png", ".webp", ".gif":
		return "image/" + strings.TrimPrefix(path.Ext(address), ".")
	}
	return ""
}

// ourSlug is the end of the page's canonical address.
func ourSlug(doc *html.Node) story.Slug {
	slug, err := story.ParseSlug(path.Base(strings.TrimRight(canonicalPath(doc), "/")))
	if err != nil {
		return ""
	}
	return slug
}

func canonicalPath(doc *html.Node) string {
	for _, n := range elements(doc, atom.Link) {
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			if u := (pageMeta{address: attr(n, "href")}).baseAddress(); u != nil {
				return u.Path
			}
		}
	}
	return ""
}
