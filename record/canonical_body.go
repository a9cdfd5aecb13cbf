package record

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"stet.news/story"
)

// place is a body piece's type, read: "body 4 list ordered 2 lang ps dir rtl".
type place struct {
	block   int
	kind    string
	shape   []string // what the kind adds: level, item, row and column
	foreign story.Foreign
}

var errPlace = errors.New("unknown place")

func parsePlace(typ string) (place, error) {
	f := strings.Split(typ, " ")
	if len(f) < 3 || f[0] != typeBody {
		return place{}, errPlace
	}
	n, err := strconv.Atoi(f[1])
	if err != nil || n < 0 || n >= MaxPieces {
		return place{}, errPlace
	}
	p := place{block: n, kind: f[2], shape: f[3:]}
	for i := 3; i+1 < len(f); i++ {
		switch f[i] {
		case "lang":
			p.foreign.Lang = f[i+1]
		case "dir":
			p.foreign.Dir = story.Direction(f[i+1])
		default:
			continue
		}
		if i-3 < len(p.shape) {
			p.shape = p.shape[:i-3]
		}
	}
	return p, nil
}

// shapePicture says that a card's piece is its picture, which can be erased by
// itself.
const shapePicture = "picture"

// ofCardsPicture reports whether a piece of this type is the picture of a card.
func ofCardsPicture(typ string) bool {
	return strings.HasSuffix(typ, " "+story.KindEmbed+" "+shapePicture)
}

// number is the shape's i-th word as a small number.
func (p place) number(i int) (int, error) {
	if i >= len(p.shape) {
		return 0, errPlace
	}
	n, err := strconv.Atoi(p.shape[i])
	if err != nil || n < 0 || n >= MaxPieces {
		return 0, errPlace
	}
	return n, nil
}

// blockReader holds the block whose pieces are being read.
type blockReader struct {
	open  bool
	at    place
	block story.Block
}

func (r *pieceReader) bodyPiece(p Piece, words string, attrs map[string]string) error {
	at, err := parsePlace(p.Type)
	if err != nil {
		return err
	}
	if !r.block.open || at.block != r.block.at.block {
		if r.block.open && at.block < r.block.at.block {
			return errors.New("blocks out of order")
		}
		r.endBlock()
		r.block = blockReader{open: true, at: at}
	}
	if at.kind != r.block.at.kind {
		return errors.New("two kinds in one block")
	}
	if ofCardsPicture(p.Type) {
		return r.block.cardsPicture(p, words, attrs)
	}
	if p.Erased {
		return r.block.words(at, story.Text{{Text: story.ErasedText, Marks: story.Marks{Erased: true}}}, nil)
	}
	if at.kind == story.KindPicture || at.kind == story.KindEmbed {
		return r.block.card(at, words, attrs)
	}
	text, err := readMarks(p.Text)
	if err != nil {
		return err
	}
	return r.block.words(at, text, attrs)
}

// endBlock puts the finished block into the body.
func (r *pieceReader) endBlock() {
	if r.block.open && r.block.block != nil {
		r.rev.Body = append(r.rev.Body, joined(r.block.block))
	}
	r.block = blockReader{}
}

// card reads the kinds that are one piece.
func (b *blockReader) card(at place, words string, attrs map[string]string) error {
	if at.kind == story.KindEmbed {
		b.block = story.Embed{Title: words, URL: attrs["url"], Provider: attrs["provider"]}
		return nil
	}
	pic, err := readPicture(words, attrs)
	b.block = story.PictureBlock{Picture: pic}
	return err
}

// cardsPicture puts a picture into the card that stands before it. It decorates a
// link and is nothing without one: where the link was erased it is left out.
func (b *blockReader) cardsPicture(p Piece, words string, attrs map[string]string) error {
	card, ok := b.block.(story.Embed)
	switch {
	case b.block == nil:
		return errPlace
	case p.Erased || !ok:
		return nil
	}
	pic, err := readPicture(words, attrs)
	card.Picture = &pic
	b.block = card
	return err
}

// words adds a sentence to where it stands in the block.
func (b *blockReader) words(at place, t story.Text, _ map[string]string) error {
	switch at.kind {
	case story.KindParagraph:
		blk, _ := b.block.(story.Paragraph)
		blk.Foreign, blk.Text = at.foreign, follow(blk.Text, t)
		b.block = blk
	case story.KindHeading:
		level, err := at.number(0)
		if err != nil {
			return err
		}
		blk, _ := b.block.(story.Heading)
		blk.Level, blk.Foreign, blk.Text = level, at.foreign, follow(blk.Text, t)
		b.block = blk
	case story.KindList:
		n, err := at.number(1)
		if err != nil {
			return err
		}
		blk, _ := b.block.(story.List)
		blk.Ordered, blk.Foreign = at.shape[0] == "ordered", at.foreign
		blk.Items, err = appendAt(blk.Items, n, t)
		b.block = blk
		return err
	case story.KindQuotation:
		return b.quotation(at, t)
	case story.KindTable:
		return b.table(at, t)
	case story.KindDivider:
		b.block = story.Divider{}
	case story.KindPicture, story.KindEmbed: // erased: a card of which nothing is left
		b.block = story.Paragraph{Text: t}
	default:
		return fmt.Errorf("block kind %q", at.kind)
	}
	return nil
}

func (b *blockReader) quotation(at place, t story.Text) error {
	blk, _ := b.block.(story.Quotation)
	blk.Foreign = at.foreign
	var err error
	if len(at.shape) == 1 && at.shape[0] == "attribution" {
		blk.Attribution = follow(blk.Attribution, t)
	} else if n, e := at.number(0); e != nil {
		err = e
	} else {
		blk.Paragraphs, err = appendAt(blk.Paragraphs, n, t)
	}
	b.block = blk
	return err
}

func (b *blockReader) table(at place, t story.Text) error {
	blk, _ := b.block.(story.Table)
	blk.Foreign = at.foreign
	if len(at.shape) == 1 && at.shape[0] == "caption" {
		blk.Caption = t.String()
		b.block = blk
		return nil
	}
	y, err1 := at.number(1)
	x, err2 := at.number(2)
	if err1 != nil || err2 != nil || y > len(blk.Rows) {
		return errPlace
	}
	if y == len(blk.Rows) {
		blk.Rows = append(blk.Rows, nil)
	}
	blk.Header = at.shape[0] == "header"
	row, err := appendAt(blk.Rows[y], x, t)
	blk.Rows[y] = row
	b.block = blk
	return err
}

// follow adds a sentence to those before it. An erased one took its trailing
// space with it, so one is put in its place.
func follow(before, t story.Text) story.Text {
	if n := len(before); n > 0 && before[n-1].Erased {
		before = append(before, story.Span{Text: " "})
	}
	return append(before, t...)
}

// appendAt adds a sentence to the n-th of a list of texts, which is the last
// one or the next.
func appendAt(list []story.Text, n int, t story.Text) ([]story.Text, error) {
	switch n {
	case len(list):
		return append(list, t), nil
	case len(list) - 1:
		list[n] = follow(list[n], t)
		return list, nil
	}
	return list, errors.New("out of order")
}

// joined brings a block's texts into the form a Clean body has.
func joined(block story.Block) story.Block {
	switch b := block.(type) {
	case story.Paragraph:
		b.Text = b.Text.Join()
		return b
	case story.Heading:
		b.Text = b.Text.Join()
		return b
	case story.List:
		joinAll(b.Items)
		return b
	case story.Quotation:
		joinAll(b.Paragraphs)
		b.Attribution = b.Attribution.Join()
		return b
	case story.Table:
		for _, row := range b.Rows {
			joinAll(row)
		}
		return b
	}
	return block
}

func joinAll(list []story.Text) {
	for i := range list {
		list[i] = list[i].Join()
	}
}
