package card

import (
	"image"
	"image/color"
	"image/draw"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// drawLine draws a line of text, whose left end is at x and whose baseline is at y.
func drawLine(dst draw.Image, l line, x, y, size int, ink color.Color) {
	// Room for what hangs over: the tails of letters, marks above them.
	area := image.Rect(x-size/2, y-3*size/2, x+l.width+size/2, y+size).Intersect(dst.Bounds())
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	dot := float32(x - area.Min.X)
	for _, run := range l.runs {
		scale := pixels(run.Size) / float32(run.Face.Upem())
		for _, g := range run.Glyphs {
			if outline, ok := run.Face.GlyphDataOutline(g.GlyphID); ok {
				path{r, dot + pixels(g.XOffset), float32(y-area.Min.Y) - pixels(g.YOffset), scale}.trace(outline)
			}
			dot += pixels(g.Advance)
		}
	}
	r.Draw(dst, area, image.NewUniform(ink), image.Point{})
}

func pixels(n fixed.Int26_6) float32 { return float32(n) / 64 }

// path traces outlines, which are in font units with y upwards, from a place.
type path struct {
	to          *vector.Rasterizer
	x, y, scale float32
}

func (p path) at(s opentype.SegmentPoint) (x, y float32) { return p.x + s.X*p.scale, p.y - s.Y*p.scale }

func (p path) trace(o font.GlyphOutline) {
	for _, s := range o.Segments {
		ax, ay := p.at(s.Args[0])
		bx, by := p.at(s.Args[1])
		cx, cy := p.at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			p.to.ClosePath()
			p.to.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			p.to.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			p.to.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			p.to.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	p.to.ClosePath()
}

// draw draws a block from the top of a box down, at the side where its direction
// begins.
func (s *setter) draw(dst draw.Image, b block, box image.Rectangle, ink color.Color) {
	// Half of what capitals reach up is how far the baseline stands below the
	// middle of a line.
	y := box.Min.Y + b.leading/2 + b.size*35/100
	for _, l := range b.lines {
		x := box.Min.X
		if s.dir == di.DirectionRTL {
			x = box.Max.X - l.width
		}
		drawLine(dst, l, x, y, b.size, ink)
		y += b.leading
	}
}
