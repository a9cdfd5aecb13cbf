package darkroom

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// developedQuality is the quality of a JPEG that had to be written anew.
const developedQuality = 92

// maxDeveloped is how many pixels a picture may have to be written anew, unless it
// is a JPEG: photographs of fifty megapixels are, and their decoder is quick.
const maxDeveloped = 25_000_000

// smallPNG is how many pixels a picture without transparency may have to stay a
// PNG when it is written anew. A larger one is a photograph, which would take
// seconds to pack and not fit its budget.
const smallPNG = 4_000_000

// develop writes a decoded picture anew, upright and in sRGB: as JPEG, or as PNG
// where it has transparent pixels or came losslessly and is small.
func (f *file) develop(m image.Image) (media string, data []byte, size image.Point, err error) {
	if f.media != "image/jpeg" && f.width*f.height > maxDeveloped {
		return "", nil, size, fmt.Errorf("%w: over %d megapixels it must be upright and in sRGB; save it as JPEG", ErrTooLarge, maxDeveloped/1_000_000)
	}
	up := f.upright(m)
	size = up.Bounds().Size()
	var b bytes.Buffer
	lossless := f.media == "image/png" || f.media == "image/gif"
	if !opaque(up) || lossless && size.X*size.Y <= smallPNG {
		media = "image/png"
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, up)
	} else {
		media = "image/jpeg"
		err = jpeg.Encode(&b, up, &jpeg.Options{Quality: developedQuality})
	}
	if err != nil {
		return "", nil, size, fmt.Errorf("write it anew: %w", err)
	}
	return media, b.Bytes(), size, nil
}

// upright gives the pixels as they are to be seen.
func (f *file) upright(m image.Image) image.Image {
	if f.clip != nil {
		m = clipped(m, *f.clip)
	}
	if f.colour == nil && isGrey(m) {
		return turn(m, f.orientation)
	}
	flat := loose(m)
	if f.colour != nil {
		f.colour.toSRGB(flat)
	}
	if opaque(flat) { // then both types mean the same, and encoders know this one better
		return turn(turn(&image.RGBA{Pix: flat.Pix, Stride: flat.Stride, Rect: flat.Rect}, f.orientation), f.mirror)
	}
	return turn(turn(flat, f.orientation), f.mirror)
}

// loose copies a picture into pixels of four bytes that do not know of each other.
func loose(m image.Image) *image.NRGBA {
	r := image.Rectangle{Max: m.Bounds().Size()}
	if p, ok := m.(*image.Paletted); ok {
		return painted(p)
	}
	if opaque(m) { // the way there is for every kind of picture in package draw
		flat := image.NewRGBA(r)
		draw.Draw(flat, r, m, m.Bounds().Min, draw.Src)
		return &image.NRGBA{Pix: flat.Pix, Stride: flat.Stride, Rect: r}
	}
	flat := image.NewNRGBA(r)
	draw.Draw(flat, r, m, m.Bounds().Min, draw.Src)
	return flat
}

// painted looks up the colours of a palette, which package draw does one interface
// call after another.
func painted(m *image.Paletted) *image.NRGBA {
	var colours [256][4]byte
	for i, c := range m.Palette {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		colours[i] = [4]byte{n.R, n.G, n.B, n.A}
	}
	out := image.NewNRGBA(image.Rectangle{Max: m.Rect.Size()})
	for y := range out.Rect.Dy() {
		row := m.Pix[y*m.Stride:][:out.Rect.Dx()]
		to := out.Pix[y*out.Stride:]
		for x, i := range row {
			copy(to[4*x:4*x+4], colours[i][:])
		}
	}
	return out
}

// clipped gives a part of a picture.
func clipped(m image.Image, r image.Rectangle) image.Image {
	out := image.NewNRGBA(image.Rectangle{Max: r.Size()})
	draw.Draw(out, out.Rect, m, r.Min.Add(m.Bounds().Min), draw.Src)
	return out
}

func opaque(m image.Image) bool {
	o, ok := m.(interface{ Opaque() bool })
	return ok && o.Opaque()
}
