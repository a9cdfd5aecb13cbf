package darkroom

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"

	"stet.news/story"
)

// Print makes renditions of a picture that Check gave. A rendition is a pure
// function of the picture and its name, whichever others are made with it.
func (c *codecs) Print(media string, data []byte, wanted []story.Rendition) ([][]byte, error) {
	m, err := develop(media, data)
	if err != nil {
		return nil, err
	}
	e := enlarger{picture: m, made: map[story.Rendition]*image.RGBA{}}
	var out [][]byte
	for _, r := range wanted {
		print, err := c.encode(e.at(r), r.Format)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name(), err)
		}
		out = append(out, print)
	}
	return out, nil
}

// develop decodes a picture; of a moving one, the first frame.
func develop(media string, data []byte) (image.Image, error) {
	if media != "image/gif" {
		return decode(media, data)
	}
	m, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return m, nil
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
