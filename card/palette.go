package card

import (
	"image/color"
	"math"
)

// Palette is the colours of a newsroom's cards.
type Palette struct {
	Paper, Ink color.RGBA
	// Accent is the newsroom's own colour.
	Accent color.RGBA
}

// plain is the palette of a newsroom that has chosen none.
var plain = Palette{
	Paper:  color.RGBA{0xff, 0xff, 0xff, 0xff},
	Ink:    color.RGBA{0x14, 0x14, 0x14, 0xff},
	Accent: color.RGBA{0x9a, 0x1b, 0x1e, 0xff},
}

// enough is the contrast that text needs (WCAG 2.2, 1.4.3).
const enough = 4.5

// readable gives a colour for text on a ground: the wanted one if it can be
// read there, else the ink or the paper, whichever can be read better.
func (p Palette) readable(wanted, ground color.RGBA) color.RGBA {
	if contrast(wanted, ground) >= enough {
		return wanted
	}
	if contrast(p.Ink, ground) >= contrast(p.Paper, ground) {
		return p.Ink
	}
	return p.Paper
}

// contrast is the contrast ratio of two colours, from 1 to 21 (WCAG 2.2).
func contrast(a, b color.RGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.RGBA) float64 {
	part := func(n uint8) float64 {
		x := float64(n) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}
