package story

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Seam is a place where a body can be divided into parts that stand on pages of
// their own: before block Block, or inside it. Inside it is before item Item of a
// list, paragraph of a quotation or row of a table, counted from 0, and At code
// points into the text of that item, or of a paragraph, whose Item is 0.
//
// The zero Seam is the start of the body, {Block: len(b)} its end. So two lists
// of seams are the same division only when they are equal, and parts that lie
// between one seam and the next are the whole body, in order, once.
type Seam struct{ Block, Item, At int }

// String writes a seam as pages name it: "12.0.340".
func (s Seam) String() string { return fmt.Sprintf("%d.%d.%d", s.Block, s.Item, s.At) }

// ParseSeam reads what String wrote, in that spelling only.
func ParseSeam(text string) (s Seam, ok bool) {
	_, err := fmt.Sscanf(text, "%d.%d.%d", &s.Block, &s.Item, &s.At)
	return s, err == nil && s.String() == text
}

// Before reports whether s stands before t.
func (s Seam) Before(t Seam) bool {
	switch {
	case s.Block != t.Block:
		return s.Block < t.Block
	case s.Item != t.Item:
		return s.Item < t.Item
	}
	return s.At < t.At
}

func (s Seam) inside() bool { return s.Item > 0 || s.At > 0 }

// End is the seam behind the last block.
func (b Body) End() Seam { return Seam{Block: len(b)} }

// Has reports whether a body can be divided at a seam. A table's first row of
// cells stays with the row that names its columns.
func (b Body) Has(s Seam) bool {
	if s.Block < 0 || s.Item < 0 || s.At < 0 || s.Block > len(b) {
		return false
	}
	if !s.inside() {
		return true
	}
	if s.Block == len(b) {
		return false
	}
	switch x := b[s.Block].(type) {
	case Paragraph:
		return s.within([]Text{x.Text})
	case List:
		return s.within(x.Items)
	case Quotation:
		return s.within(x.Paragraphs)
	case Table:
		return s.At == 0 && s.Item > x.head() && s.Item < len(x.Rows)
	}
	return false
}

func (s Seam) within(items []Text) bool {
	return s.Item < len(items) && (s.At == 0 || s.At < utf8.RuneCountInString(items[s.Item].String()))
}

// head is how many rows name the columns: the row a part of a table repeats.
func (x Table) head() int {
	if x.Header {
		return 1
	}
	return 0
}

// Part gives what lies between two seams, the second behind the first. A block
// that is divided keeps its language in every part; a table keeps its caption and
// the row that names its columns; the last part of a quotation has its attribution.
func (b Body) Part(from, to Seam) (part Body, ok bool) {
	if !b.Has(from) || !b.Has(to) || !from.Before(to) {
		return nil, false
	}
	for i := from.Block; i < to.Block || i == to.Block && to.inside(); i++ {
		lo, hi := Seam{Block: i}, Seam{Block: i + 1}
		if i == from.Block {
			lo = from
		}
		if i == to.Block {
			hi = to
		}
		part = append(part, divided(b[i], lo, hi))
	}
	return part, true
}

// divided is what of a block lies between two seams.
func divided(x Block, lo, hi Seam) Block {
	whole := hi.Block > lo.Block
	switch x := x.(type) {
	case Paragraph:
		x.Text = between([]Text{x.Text}, lo, hi)[0]
		return x
	case List:
		x.Items = between(x.Items, lo, hi)
		return x
	case Quotation:
		x.Paragraphs = between(x.Paragraphs, lo, hi)
		if !whole {
			x.Attribution = nil
		}
		return x
	case Table:
		rows := x.Rows
		if !whole {
			rows = rows[:hi.Item]
		}
		if head := x.head(); lo.Item > head {
			rows = append(rows[:head:head], rows[lo.Item:]...)
		}
		x.Rows = rows
		return x
	}
	return x
}

// between is what of some texts lies between two seams of their block.
func between(items []Text, lo, hi Seam) []Text {
	if hi.Block > lo.Block {
		hi = Seam{Item: len(items)}
	}
	out := append([]Text(nil), items[lo.Item:hi.Item]...)
	if hi.At > 0 {
		first, _ := items[hi.Item].cut(hi.At)
		out = append(out, first)
	}
	if lo.At > 0 {
		skip := lo.At
		_, out[0] = out[0].cut(skip)
	}
	return out
}

// cut divides a text behind its first n code points.
func (t Text) cut(n int) (first, rest Text) {
	for i, s := range t {
		size := utf8.RuneCountInString(s.Text)
		if n < size {
			at := byteOf(s.Text, n)
			if n > 0 {
				first = append(first, Span{Text: s.Text[:at], Marks: s.Marks})
			}
			rest = append(Text{{Text: s.Text[at:], Marks: s.Marks}}, t[i+1:]...)
			return first, rest
		}
		first = append(first, s)
		n -= size
	}
	return first, nil
}

// byteOf is the byte offset of a code point.
func byteOf(s string, n int) int {
	for at := range s {
		if n == 0 {
			return at
		}
		n--
	}
	return len(s)
}

// longRun is how many code points of a text may stand without a seam.
const longRun = 1000

// Seams gives the places where a body may be divided, in order: between all
// blocks, but not behind a heading, which belongs to what follows it; between the
// items of a list, the paragraphs of a quotation, the rows of a table; and between
// sentences. A sentence of more than longRun code points can be divided between
// words, and what has no words anywhere.
func (b Body) Seams() []Seam {
	var out []Seam
	for i, x := range b {
		if i > 0 && (b[i-1].Kind() != KindHeading || x.Kind() == KindHeading) {
			out = append(out, Seam{Block: i})
		}
		switch x := x.(type) {
		case Paragraph:
			out = appendSeams(out, i, []Text{x.Text})
		case List:
			out = appendSeams(out, i, x.Items)
		case Quotation:
			out = appendSeams(out, i, x.Paragraphs)
		case Table:
			for row := x.head() + 1; row < len(x.Rows); row++ {
				out = append(out, Seam{Block: i, Item: row})
			}
		}
	}
	return out
}

func appendSeams(out []Seam, block int, items []Text) []Seam {
	for i, t := range items {
		if i > 0 {
			out = append(out, Seam{block, i, 0})
		}
		s := t.String()
		at, from := 0, 0 // code points, bytes
		for _, end := range Sentences(s) {
			for end-from > longRun {
				n := longRunEnd(s[from:end])
				if n == end-from {
					break
				}
				at, from = at+utf8.RuneCountInString(s[from:from+n]), from+n
				out = append(out, Seam{block, i, at})
			}
			at, from = at+utf8.RuneCountInString(s[from:end]), end
			if end < len(s) {
				out = append(out, Seam{block, i, at})
			}
		}
	}
	return out
}

// longRunEnd is how many bytes of s can stand together: up to the last space
// within longRun code points, or just so many.
func longRunEnd(s string) int {
	most := byteOf(s, longRun)
	if most == len(s) {
		return most
	}
	if space := strings.LastIndexByte(s[:most], ' '); space > 0 {
		return space + 1
	}
	return most
}
