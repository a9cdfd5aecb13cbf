package card

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// Photo is a picture for a card.
type Photo struct {
	// JPEG must be a file that we wrote: it is decoded without a guard.
	JPEG []byte
	// FocalX and FocalY are what must stay in view, in thousandths from the left
	// and from the top.
	FocalX, FocalY int
}

// put fills a part of the card with the picture, cut round its focal point.
func (p *Photo) put(dst draw.Image, area image.Rectangle) error {
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		return fmt.Errorf("the card's picture: %w", err)
	}
	// A bilinear kernel averages all it covers; beside it sharper ones take
	// twice as long and look the same at a third of the size.
	draw.BiLinear.Scale(dst, area, img, p.cut(img.Bounds(), area.Size()), draw.Src, nil)
	return nil
}

// cut is the largest part of a picture with the proportions of size, as near
// round the focal point as the edges allow.
func (p *Photo) cut(whole image.Rectangle, size image.Point) image.Rectangle {
	w, h := whole.Dx(), whole.Dy()
	if w*size.Y > h*size.X {
		w = max(h*size.X/size.Y, 1)
	} else {
		h = max(w*size.Y/size.X, 1)
	}
	x := min(max(whole.Dx()*p.FocalX/1000-w/2, 0), whole.Dx()-w)
	y := min(max(whole.Dy()*p.FocalY/1000-h/2, 0), whole.Dy()-h)
	return image.Rect(x, y, x+w, y+h).Add(whole.Min)
}
