package card

import (
	"image"
	"image/color"
	"image/draw"

	"github.com/go-text/typesetting/font"
	"golang.org/x/image/vector"
	"stet.news/story"
)

// Letter draws one letter into the middle of a square, for the icon of a
// newsroom that has no logo. It reports false, and draws nothing, when no font
// here has the letter.
func Letter(dst draw.Image, letter rune, ink color.Color) bool {
	face := familyFor(story.LeftToRight).ResolveFace(letter)
	glyph, ok := face.NominalGlyph(letter)
	if !ok {
		return false
	}
	outline, ok := face.GlyphDataOutline(glyph)
	if !ok || len(outline.Segments) == 0 {
		return false
	}
	x0, y0, x1, y1 := bounds(outline)
	area := dst.Bounds()
	size := float32(area.Dx())
	scale := .6 * size / max(x1-x0, y1-y0)
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	path{r, size/2 - scale*(x0+x1)/2, size/2 + scale*(y0+y1)/2, scale}.trace(outline)
	r.Draw(dst, area, image.NewUniform(ink), image.Point{})
	return true
}

// bounds is the smallest box that holds an outline's points, in font units.
func bounds(o font.GlyphOutline) (x0, y0, x1, y1 float32) {
	first := o.Segments[0].Args[0]
	x0, y0, x1, y1 = first.X, first.Y, first.X, first.Y
	for _, s := range o.Segments {
		for _, p := range s.ArgsSlice() {
			x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
		}
	}
	return x0, y0, x1, y1
}
