package e2e

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// stories gives every published story of the sample.
func stories(t testing.TB) (out []newsroom.View) {
	t.Helper()
	r := served(t)
	err := r.List(t.Context(), newsroom.ListQuery{}, func(l newsroom.Line) error {
		v, _, err := r.Show(t.Context(), l.ID.String(), 0)
		v.Published = l.Published
		out = append(out, v)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("the sample has only %d stories", len(out))
	}
	return out
}

// leaves gives the pages of a story: its own, and those that it goes on on.
func leaves(t testing.TB, v newsroom.View) (out []*resource) {
	t.Helper()
	c := crawl(t)
	path := address(v.Path)
	for {
		r := c.all[path]
		if r == nil || r.root == nil {
			t.Fatalf("the crawl did not come to %s", path)
		}
		out = append(out, r)
		next := find(r.root, "link", "rel", "next")
		if next == nil {
			return out
		}
		l, _ := r.link(attr(next, "href"))
		path = l.path
	}
}

// find gives the first element of a kind, with an attribute of a value.
func find(root *html.Node, element, key, value string) *html.Node {
	for n := range elements(root) {
		if n.Data == element && attr(n, key) == value {
			return n
		}
	}
	return nil
}

// told gives everything that a body says, in reading order.
func told(b story.Body) (out []string) {
	add := func(texts ...string) {
		for _, s := range texts {
			for line := range strings.SplitSeq(s, "\n") {
				if line = flat(line); line != "" {
					out = append(out, line)
				}
			}
		}
	}
	for _, x := range b {
		switch x := x.(type) {
		case story.Paragraph:
			add(x.Text.String())
		case story.Heading:
			add(x.Text.String())
		case story.List:
			for _, item := range x.Items {
				add(item.String())
			}
		case story.Quotation:
			for _, p := range x.Paragraphs {
				add(p.String())
			}
			add(x.Attribution.String())
		case story.PictureBlock:
			add(x.Picture.Caption)
		case story.Table:
			add(x.Caption)
			for _, row := range x.Rows {
				for _, cell := range row {
					add(cell.String())
				}
			}
		case story.Embed:
			add(x.Title, x.Provider)
		}
	}
	return out
}

// flat is text without the white space that it is laid out with.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// inOrder asks for each text behind the one before, and tells which are not.
func inOrder(text string, want []string) (missing []string) {
	rest := text
	for _, s := range want {
		_, after, found := strings.Cut(rest, s)
		if !found {
			missing = append(missing, s)
			continue
		}
		rest = after
	}
	return missing
}

// retracted gives the paths of an edition's retracted stories.
func retracted(r *room, edition string) (paths []string) {
	_ = r.Record.View(r.ctx, func(rd record.Reader) error {
		size, err := rd.Size()
		if err != nil {
			return err
		}
		return rd.Leaves(0, size, func(_ int64, text, _ []byte) error {
			l, err := record.ParseLeaf(text)
			if err != nil || l.Kind != record.Retract || l.Language != edition {
				return err
			}
			e, err := record.FindStory(rd, l.Story.String())
			if err == nil {
				paths = append(paths, address(e.Path()))
			}
			return err
		})
	})
	return paths
}

// kabul is where the sample's days begin.
var kabul = time.FixedZone("", 4*3600+1800)
