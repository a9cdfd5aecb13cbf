package darkroom

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// developedQuality is the quality of a JPEG that had to be written anew.
const developedQuality = 92

// smallPNG is how many pixels a picture without transparency may have to stay a
// PNG when it is written anew. A larger one is a photograph, which would take
// seconds to pack and not fit its budget.
const smallPNG = 4_000_000

// develop writes a decoded picture anew, upright and in sRGB: as JPEG, or as PNG
// where it has transparent pixels or came losslessly and is small.
func (f *file) develop(m image.Image) (media string, data []byte, size image.Point, err error) {
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
	flat := image.NewNRGBA(image.Rectangle{Max: m.Bounds().Size()})
	draw.Draw(flat, flat.Rect, m, m.Bounds().Min, draw.Src)
	if f.colour != nil {
		f.colour.toSRGB(flat)
	}
	return turn(turn(flat, f.orientation), f.mirror)
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
