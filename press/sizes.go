package press

import (
	"unicode/utf8"

	"stet.news/story"
)

// sizes estimates how much of a page the parts of a body take, by their
// characters: for each block how much stands before each of its items, and last
// how much there is.
type sizes [][]int

// markup is about what the markup of an element takes.
const markup = 16

func sizesOf(b story.Body) sizes {
	s := make(sizes, 0, len(b)+1)
	at := 0
	for _, x := range b {
		var starts []int
		for _, size := range itemSizes(x) {
			starts = append(starts, at)
			at += size
		}
		s = append(s, starts)
	}
	return append(s, []int{at})
}

func (s sizes) end() int { return s[len(s)-1][0] }

func (s sizes) block(i int) int { return s[i+1][0] - s[i][0] }

// before is the size of what stands before a seam.
func (s sizes) before(at story.Seam) int { return s[at.Block][at.Item] + at.At }

// itemSizes gives the size of each item of a block, as seams count them.
func itemSizes(x story.Block) []int {
	switch x := x.(type) {
	case story.Paragraph:
		return []int{sizeOf(x.Text)}
	case story.Heading:
		return []int{sizeOf(x.Text)}
	case story.List:
		return sizesOfAll(x.Items)
	case story.Quotation:
		return sizesOfAll(append(x.Paragraphs[:len(x.Paragraphs):len(x.Paragraphs)], x.Attribution))
	case story.Table:
		var rows []int
		for _, cells := range x.Rows {
			row := markup
			for _, size := range sizesOfAll(cells) {
				row += size
			}
			rows = append(rows, row)
		}
		return append(rows, utf8.RuneCountInString(x.Caption))
	case story.PictureBlock:
		return []int{20*markup + utf8.RuneCountInString(x.Picture.Alt+x.Picture.Caption+x.Picture.Credit)}
	case story.Embed:
		size := 4*markup + len(x.URL) + utf8.RuneCountInString(x.Title)
		if x.Picture != nil {
			size += 20 * markup
		}
		return []int{size}
	}
	return []int{markup}
}

func sizesOfAll(items []story.Text) []int {
	out := []int{}
	for _, t := range items {
		out = append(out, sizeOf(t))
	}
	return append(out, markup)
}

func sizeOf(t story.Text) int {
	n := markup
	for _, s := range t {
		n += utf8.RuneCountInString(s.Text) + len(s.Link)
	}
	return n
}
