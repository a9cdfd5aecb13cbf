package darkroom

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// flat gives a part of a picture on white, shrunk by whole numbers as long as it
// stays half as wide again as it is to be. What is left to the fine scaler is
// then little, whatever came in; and averaging before changing the colour
// model is what makes twelve megapixels take a fraction of a second.
func flat(m image.Image, area image.Rectangle, width int) *image.RGBA {
	k := max(area.Dx()*2/(width*3), 1)
	out := image.NewRGBA(image.Rect(0, 0, max(area.Dx()/k, 1), max(area.Dy()/k, 1)))
	if ycc, ok := m.(*image.YCbCr); ok {
		shrinkYCbCr(out, ycc, area.Min, k)
		return out
	}
	shrink(out, m, area.Min, k)
	return out
}

// shrinkYCbCr averages k × k samples of each channel.
func shrinkYCbCr(out *image.RGBA, m *image.YCbCr, from image.Point, k int) {
	n := k * k
	for y := range out.Rect.Dy() {
		row := out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			var yy, cb, cr int
			for j := range k {
				for i := range k {
					px, py := from.X+x*k+i, from.Y+y*k+j
					yy += int(m.Y[m.YOffset(px, py)])
					c := m.COffset(px, py)
					cb += int(m.Cb[c])
					cr += int(m.Cr[c])
				}
			}
			r, g, b := color.YCbCrToRGB(uint8((yy+n/2)/n), uint8((cb+n/2)/n), uint8((cr+n/2)/n))
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = r, g, b, 255
		}
	}
}

// shrink averages k × k pixels of any picture, on white: letters on a
// transparent ground would be lost on the dark page of a reader at night.
func shrink(out *image.RGBA, m image.Image, from image.Point, k int) {
	strip := image.NewRGBA(image.Rect(0, 0, out.Rect.Dx()*k, k))
	n := k * k
	for y := range out.Rect.Dy() {
		draw.Draw(strip, strip.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, strip.Rect, m, from.Add(image.Pt(0, y*k)), draw.Over)
		row := out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			for c := range 4 {
				sum := 0
				for j := range k {
					for i := range k {
						sum += int(strip.Pix[j*strip.Stride+4*(x*k+i)+c])
					}
				}
				row[4*x+c] = uint8((sum + n/2) / n)
			}
		}
	}
}
