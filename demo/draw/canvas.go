package main

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// pt is a point in pixels from the top left.
type pt struct{ x, y float64 }

// shape is a closed outline; its last point joins its first.
type shape []pt

// canvas is a picture being painted, back to front.
type canvas struct{ img *image.RGBA }

func newCanvas(w, h int) *canvas {
	return &canvas{image.NewRGBA(image.Rect(0, 0, w, h))}
}

// fill paints the inside of a shape with smooth edges.
func (c *canvas) fill(paint image.Image, s shape) {
	box := s.bounds().Intersect(c.img.Bounds())
	if box.Empty() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(p pt) (float32, float32) {
		return float32(p.x - float64(box.Min.X)), float32(p.y - float64(box.Min.Y))
	}
	r.MoveTo(at(s[0]))
	for _, p := range s[1:] {
		r.LineTo(at(p))
	}
	r.ClosePath()
	r.DrawOp = draw.Over
	r.Draw(c.img, box, paint, box.Min)
}

// line paints a stroke of a width through the points, with round joints.
func (c *canvas) line(paint image.Image, width float64, points ...pt) {
	for i := 1; i < len(points); i++ {
		c.fill(paint, band(points[i-1], points[i], width, width))
		if i+1 < len(points) && width > 2 {
			c.fill(paint, circle(points[i].x, points[i].y, width/2))
		}
	}
}

func (s shape) bounds() image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range s {
		x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// Paints.

// rgb is an opaque colour, 0xRRGGBB.
func rgb(hex uint32) *image.Uniform { return glaze(hex, 1) }

// glaze is a colour that lets what is below shine through.
func glaze(hex uint32, opacity float64) *image.Uniform {
	return image.NewUniform(color.NRGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), uint8(opacity*255 + 0.5)})
}

// fade is a paint that runs from one colour to another between two points.
type fade struct {
	from, to   color.NRGBA
	start, end pt
}

// down runs from the colour at height y0 to that at height y1.
func down(y0, y1 float64, from, to uint32) image.Image {
	return fade{nrgba(from), nrgba(to), pt{0, y0}, pt{0, y1}}
}

// across runs from the colour at x0 to that at x1.
func across(x0, x1 float64, from, to uint32) image.Image {
	return fade{nrgba(from), nrgba(to), pt{x0, 0}, pt{x1, 0}}
}

func nrgba(hex uint32) color.NRGBA {
	return color.NRGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

func (fade) ColorModel() color.Model { return color.NRGBAModel }
func (fade) Bounds() image.Rectangle { return image.Rect(-1e9, -1e9, 1e9, 1e9) }

func (f fade) At(x, y int) color.Color {
	dx, dy := f.end.x-f.start.x, f.end.y-f.start.y
	t := ((float64(x)-f.start.x)*dx + (float64(y)-f.start.y)*dy) / (dx*dx + dy*dy)
	return blend(f.from, f.to, t)
}

func blend(a, b color.NRGBA, t float64) color.NRGBA {
	t = min(max(t, 0), 1)
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*t + 0.5) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}
}

// glow is light around a point: the colour in the middle, nothing at radius r.
type glow struct {
	c    color.NRGBA
	at   pt
	r    float64
	most float64
}

func (glow) ColorModel() color.Model { return color.NRGBAModel }
func (glow) Bounds() image.Rectangle { return image.Rect(-1e9, -1e9, 1e9, 1e9) }

func (g glow) At(x, y int) color.Color {
	d := math.Hypot(float64(x)-g.at.x, float64(y)-g.at.y) / g.r
	k := max(0, 1-d)
	g.c.A = uint8(255 * g.most * k * k)
	return g.c
}

// light paints a glow.
func (c *canvas) light(hex uint32, x, y, r, most float64) {
	c.fill(glow{nrgba(hex), pt{x, y}, r, most}, circle(x, y, r))
}

// sky fills the whole canvas from one colour at the top to another at y.
func (c *canvas) sky(y float64, top, low uint32) {
	c.fill(down(0, y, top, low), rect(0, 0, width, height))
}
