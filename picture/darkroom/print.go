package darkroom

import (
	"fmt"
	"image"

	"stet.news/story"
)

// print makes renditions of a picture that check gave. A rendition is a pure
// function of the picture and its name, whichever others are made with it.
func (c *codecs) print(media string, data []byte, wanted []story.Rendition) ([][]byte, error) {
	m, err := c.decode(media, data)
	if err != nil {
		return nil, err
	}
	packet := creditPacket(media, data)
	e := enlarger{picture: m, made: map[story.Rendition]*image.RGBA{}}
	var out [][]byte
	for _, r := range wanted {
		made, err := c.encode(e.at(r), r.Format)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name(), err)
		}
		if r.Format == story.JPEG && r.Width >= creditWidth {
			made = withPacket("image/jpeg", made, packet)
		}
		out = append(out, made)
	}
	return out, nil
}

// creditWidth is from which width on a JPEG rendition carries the credit: what is
// large enough to be taken elsewhere. In a thumbnail it would be a tenth of it.
const creditWidth = 640

// creditPacket makes the packet of what a picture's file says of its makers.
func creditPacket(media string, data []byte) []byte {
	k, ok := kindOf(media)
	if !ok {
		return nil
	}
	f, err := k.walk(data)
	if err != nil {
		return nil
	}
	return f.credit().packet()
}

// enlarger scales one picture to many sizes, each from the next larger one.
type enlarger struct {
	picture image.Image
	made    map[story.Rendition]*image.RGBA
}

// at gives the pixels of a rendition. Nothing is ever made larger than it is.
func (e *enlarger) at(r story.Rendition) *image.RGBA {
	r.Format, r.Hash = "", ""
	if m := e.made[r]; m != nil {
		return m
	}
	size := e.picture.Bounds().Size()
	p := story.Picture{Width: size.X, Height: size.Y, FocalX: r.FocalX, FocalY: r.FocalY}
	widths, height, area := p.ScaledWidths(), p.ScaledHeight, e.picture.Bounds()
	if r.Cut {
		x, y, w, h := p.CutArea()
		widths, height, area = p.CutWidths(), p.CutHeight, image.Rect(x, y, x+w, y+h).Add(area.Min)
	}
	w := min(r.Width, widths[len(widths)-1])
	larger := r
	for _, larger.Width = range widths {
		if larger.Width > w {
			break
		}
	}
	var m *image.RGBA
	if larger.Width > w {
		m = e.at(larger)
	} else {
		m = flat(e.picture, area, w)
	}
	e.made[r] = scale(m, w, height(w))
	return e.made[r]
}
