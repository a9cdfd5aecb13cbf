package main

import (
	"bytes"
	"image/png"
)

// The newsroom's mark, a square without words: a karez as one sees it from the
// air, a row of round shafts that leads to water. Its colours can be seen on
// light paper and on dark.
const (
	markSize  = 192
	markEarth = 0xb5742c
	markWater = 0x2f7fb5
)

func drawLogo() ([]byte, error) {
	c := newCanvas(markSize, markSize)
	for i, at := range []pt{{160, 32}, {122, 66}, {77, 98}} {
		r := 18 + 5*float64(i)
		c.line(rgb(markEarth), 11, arc(at.x, at.y, r, r, 0, 365)...)
	}
	c.fill(rgb(markWater), circle(44, 148, 40))
	var b bytes.Buffer
	err := png.Encode(&b, c.img)
	return b.Bytes(), err
}
