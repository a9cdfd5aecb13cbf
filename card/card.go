package card

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
	"stet.news/story"
)

// What previews of every network take: Facebook, X, WhatsApp, Telegram.
const (
	Width  = 1200
	Height = 630
	// MaxBytes is what WhatsApp still shows.
	MaxBytes = 300_000
)

// Card is what is drawn.
type Card struct {
	// Title is the newsroom's name in the edition.
	Title string
	// Section is the name of the story's section; it may be empty.
	Section string
	// Headline is the story's; empty on the card of an edition.
	Headline string
	// Lang is the edition's BCP 47 tag: some languages join letters otherwise.
	Lang      string
	Direction story.Direction
	// Photo is the lead picture, or nil.
	Photo *Photo
	// Palette is the newsroom's; the zero value is the plain one.
	Palette Palette
}

// The measures of a card in pixels.
const (
	margin  = 56
	photoAt = 700 // width of the panel beside a picture
	barHigh = 10  // of the coloured bar over the title
	barWide = 96
	small   = 30 // type of the section
)

var (
	headlineAlone  = sizes{largest: 88, smallest: 44, step: 4}
	headlineBeside = sizes{largest: 68, smallest: 40, step: 4}
	titleOnStory   = sizes{largest: 38, smallest: 26, step: 2}
	titleAlone     = sizes{largest: 120, smallest: 48, step: 6}
)

// Draw draws a card.
func Draw(c Card) ([]byte, error) {
	if c.Palette == (Palette{}) {
		c.Palette = plain
	}
	for _, text := range []*string{&c.Title, &c.Section, &c.Headline} {
		if _, lacks := Lacks(*text); lacks {
			*text = ""
		}
	}
	img := image.NewRGBA(image.Rect(0, 0, Width, Height))
	s := newSetter(c.Lang, c.Direction)
	if c.Headline == "" && c.Photo == nil {
		c.drawEdition(img, s)
		return encode(img)
	}
	panel := img.Bounds()
	fill(img, panel, c.Palette.Paper)
	if c.Photo != nil {
		var photo image.Rectangle
		panel, photo = beside(c.Direction)
		if err := c.Photo.put(img, photo); err != nil {
			return nil, err
		}
	}
	c.drawStory(img, panel, s)
	return encode(img)
}

// beside splits the card: the panel where reading begins, and the picture.
func beside(dir story.Direction) (panel, photo image.Rectangle) {
	if dir == story.RightToLeft {
		return image.Rect(Width-photoAt, 0, Width, Height), image.Rect(0, 0, Width-photoAt, Height)
	}
	return image.Rect(0, 0, photoAt, Height), image.Rect(photoAt, 0, Width, Height)
}

// drawStory draws title, headline and section from the top down.
func (c Card) drawStory(img *image.RGBA, panel image.Rectangle, s *setter) {
	box := panel.Inset(margin)
	bar := image.Rect(box.Min.X, 0, box.Min.X+barWide, barHigh)
	if c.Direction == story.RightToLeft {
		bar = image.Rect(box.Max.X-barWide, 0, box.Max.X, barHigh)
	}
	fill(img, bar, c.Palette.Accent)

	title := s.fit(c.Title, box.Dx(), 2*s.leading(titleOnStory.smallest), titleOnStory)
	s.draw(img, title, box, c.Palette.readable(c.Palette.Accent, c.Palette.Paper))
	box.Min.Y += title.height() + margin/4
	if c.Section != "" {
		section := s.fit(c.Section, box.Dx(), s.leading(small), sizes{small, small, 1})
		foot := box
		foot.Min.Y = box.Max.Y - section.height()
		s.draw(img, section, foot, c.Palette.Ink)
		box.Max.Y = foot.Min.Y - margin/4
	}
	z := headlineAlone
	if c.Photo != nil {
		z = headlineBeside
	}
	headline := s.fit(c.Headline, box.Dx(), box.Dy(), z)
	box.Min.Y += (box.Dy() - headline.height()) / 2
	s.draw(img, headline, box, c.Palette.Ink)
}

// drawEdition draws the newsroom's name alone, large on its colour.
func (c Card) drawEdition(img *image.RGBA, s *setter) {
	fill(img, img.Bounds(), c.Palette.Accent)
	box := img.Bounds().Inset(2 * margin)
	title := s.fit(c.Title, box.Dx(), box.Dy(), titleAlone)
	box.Min.Y += (box.Dy() - title.height()) / 2
	s.draw(img, title, box, c.Palette.readable(c.Palette.Paper, c.Palette.Accent))
}

func fill(img *image.RGBA, area image.Rectangle, c color.RGBA) {
	draw.Draw(img, area, image.NewUniform(c), image.Point{}, draw.Src)
}

// errTooLarge says that not even a coarse JPEG was small enough; no picture that
// was ever tried is.
var errTooLarge = errors.New("the card does not fit its bytes")

// encode writes a JPEG as fine as fits MaxBytes.
func encode(img image.Image) ([]byte, error) {
	for _, quality := range []int{88, 78, 65, 45, 20} {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if b.Len() < MaxBytes {
			return b.Bytes(), nil
		}
	}
	return nil, errTooLarge
}
