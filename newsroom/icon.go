package newsroom

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // logos
	"image/png"
	"strconv"
	"strings"
	"unicode"

	scale "golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // logos

	"stet.news/card"
	"stet.news/press"
)

// Sizes of icons in pixels: of a tab, of a home screen, and for a phone to make
// its own of.
const (
	tabIcon   = 32
	touchIcon = 180
	largeIcon = 512
)

// icons makes the site's mark from its logo, or from its initial when there is
// none that is readable in a small square.
func icons(site press.Site) press.Icons {
	return press.Icons{Favicon: ico(icon(site, tabIcon)), Touch: encodePNG(icon(site, touchIcon)), Large: encodePNG(icon(site, largeIcon))}
}

func icon(site press.Site, size int) image.Image {
	colours := site.Look.Light.Complete()
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	if logo := squarish(site.Look.Logo); logo != nil {
		draw.Draw(img, img.Bounds(), image.NewUniform(rgb(colours.Paper)), image.Point{}, draw.Src)
		scale.CatmullRom.Scale(img, fit(logo.Bounds(), size*9/10, size), logo, logo.Bounds(), scale.Over, nil)
		return img
	}
	draw.Draw(img, img.Bounds(), image.NewUniform(rgb(colours.Accent)), image.Point{}, draw.Src)
	if !card.Letter(img, initial(site.Name), rgb(colours.Paper)) {
		drawDots(img, rgb(colours.Paper))
	}
	return img
}

// squarish decodes a logo that is at most twice as wide as high, or the other
// way round; nil for others, which nobody could read in a tab.
func squarish(logo *press.Image) image.Image {
	if logo == nil || logo.Width > 2*logo.Height || logo.Height > 2*logo.Width {
		return nil
	}
	img, _, err := image.Decode(bytes.NewReader(logo.Data))
	if err != nil {
		return nil
	}
	return img
}

// fit gives the place of a picture in the middle of a square, at most so large.
func fit(b image.Rectangle, most, size int) image.Rectangle {
	w, h := most, most
	if b.Dx() > b.Dy() {
		h = max(1, most*b.Dy()/b.Dx())
	} else {
		w = max(1, most*b.Dx()/b.Dy())
	}
	at := image.Pt((size-w)/2, (size-h)/2)
	return image.Rectangle{at, at.Add(image.Pt(w, h))}
}

// initial is the first letter of a name.
func initial(name string) rune {
	for _, r := range name {
		if unicode.IsLetter(r) {
			return unicode.ToUpper(r)
		}
	}
	return unicode.MaxRune // which no font has
}

// drawDots draws what proof-readers put under words that shall stand.
func drawDots(img draw.Image, ink color.Color) {
	size := img.Bounds().Dx()
	r := size / 10
	for i := 1; i <= 3; i++ {
		cx, cy := size*i/4, size/2
		for y := -r; y <= r; y++ {
			for x := -r; x <= r; x++ {
				if x*x+y*y <= r*r {
					img.Set(cx+x, cy+y, ink)
				}
			}
		}
	}
}

func encodePNG(img image.Image) []byte {
	var b bytes.Buffer
	png.Encode(&b, img) // into memory, of a size that PNG can have
	return b.Bytes()
}

// ico wraps a small picture for /favicon.ico: a directory of one entry, which
// has been allowed to be a PNG since Windows Vista.
func ico(img image.Image) []byte {
	data := encodePNG(img)
	size := img.Bounds().Dx()
	head := []byte{0, 0, 1, 0, 1, 0, byte(size), byte(size), 0, 0, 1, 0, 32, 0}
	head = binary.LittleEndian.AppendUint32(head, uint32(len(data)))
	head = binary.LittleEndian.AppendUint32(head, uint32(len(head)+4))
	return append(head, data...)
}

// rgb reads #rrggbb, which the press has checked.
func rgb(hex string) color.Color {
	n, _ := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}
