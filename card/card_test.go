package card

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"testing"

	"stet.news/story"
)

func drawn(t testing.TB, c Card) image.Image {
	t.Helper()
	data, err := Draw(c)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) >= MaxBytes {
		t.Errorf("%d bytes", len(data))
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds() != image.Rect(0, 0, Width, Height) {
		t.Errorf("the card measures %v", img.Bounds())
	}
	return img
}

// The busiest picture there can be still makes a card of less than 300 kB.
func TestCardFitsItsBytes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := image.NewRGBA(image.Rect(0, 0, 960, 960))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, noise, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	drawn(t, Card{Title: "The Herald", Headline: "Noise", Direction: story.LeftToRight, Photo: &Photo{JPEG: b.Bytes()}})
}

func TestCardIsTheSameTwice(t *testing.T) {
	c := Card{Title: "هرالد", Headline: "یک عنوان", Section: "جهان", Lang: "fa-AF", Direction: story.RightToLeft, Photo: samplePhoto(t)}
	a, _ := Draw(c)
	b, err := Draw(c)
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("two drawings differ: %v", err)
	}
}

// No letter stands outside its panel, and none on the picture, whatever the
// headline: half of each of these is far longer than people write.
func TestTextStaysInItsPanel(t *testing.T) {
	for _, headline := range []string{
		"Peace", strings.Repeat("Extraordinary measures ", 30), strings.Repeat("Donaudampfschiff", 40), "W" + strings.Repeat(" i", 300),
		strings.Repeat("نشست ویژهٔ شورای امنیت ", 30), strings.Repeat("آزادی", 80), "20 " + strings.Repeat("«NATO» ۲۰۲۶ ", 40),
	} {
		for _, dir := range []story.Direction{story.LeftToRight, story.RightToLeft} {
			img := drawn(t, Card{Title: headline, Section: headline, Headline: headline, Direction: dir})
			if ink := inked(img, image.Rect(0, barHigh+8, Width, Height)); !ink.In(image.Rect(margin-8, margin-8, Width-margin+8, Height-margin+8)) {
				t.Errorf("%.30q %s: ink at %v", headline, dir, ink)
			}
			panel, photo := beside(dir)
			img = drawn(t, Card{Title: headline, Headline: headline, Direction: dir, Photo: white(t)})
			if ink := inked(img, photo.Inset(8)); !ink.Empty() {
				t.Errorf("%.30q %s: ink on the picture at %v", headline, dir, ink)
			}
			if ink := inked(img, panel); ink.Empty() {
				t.Errorf("%.30q %s: no ink in the panel", headline, dir)
			}
		}
	}
}

func white(t *testing.T) *Photo {
	img := image.NewGray(image.Rect(0, 0, 300, 300))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return &Photo{JPEG: b.Bytes(), FocalX: 500, FocalY: 500}
}

// inked is the part of an area that has dark pixels.
func inked(img image.Image, area image.Rectangle) (ink image.Rectangle) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if grey := img.(*image.YCbCr); grey.Y[grey.YOffset(x, y)] < 0x80 {
				ink = ink.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return ink
}

// A headline in letters that no font has is left out, not drawn as boxes.
func TestNoBoxes(t *testing.T) {
	if r, lacks := Lacks("อัฟกานิสถาน"); !lacks || r != 'อ' {
		t.Errorf("%q %v", r, lacks)
	}
	with, _ := Draw(Card{Title: "The Herald", Headline: "อัฟกานิสถาน", Direction: story.LeftToRight, Photo: samplePhoto(t)})
	without, _ := Draw(Card{Title: "The Herald", Direction: story.LeftToRight, Photo: samplePhoto(t)})
	if !bytes.Equal(with, without) {
		t.Error("something was drawn for it")
	}
}

func TestEveryLetter(t *testing.T) {
	for script, letters := range map[string]string{
		"Pashto":   "ابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهةۀيیېۍئءآأؤ",
		"Dari":     "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءآأؤئۀهٔ\u200c",
		"Arabic":   "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئًٌٍَُِّْٰ",
		"digits":   "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٪٫٬%",
		"signs":    "«»“”‘’„…–—-.,;:!?،؛؟()[]/&\u2068\u2069\u200e\u200f",
		"Tajik":    "АБВГҒДЕЁЖЗИӢЙКҚЛМНОПРСТУӮФХҲЧҶШЪЭЮЯғқҳҷӣӯ",
		"Turkish":  "çğıöşüÇĞİÖŞÜ",
		"Uzbek":    "o‘zbek gʻ",
		"Urdu":     "ٹڈڑےھںہۂ",
		"Kurdish":  "ڕڵۆێەڤ",
		"European": "àâäåæçéèêëîïñóôöøœßùûüÿžčćđšăâîșțőű",
	} {
		if r, lacks := Lacks(letters); lacks {
			t.Errorf("%s: no font has %q (%U)", script, r, r)
		}
	}
}

// What must be seen of a picture is seen.
func TestPhotoIsCutRoundItsFocalPoint(t *testing.T) {
	for _, c := range []struct {
		w, h, fx, fy int
		want         image.Rectangle
	}{
		{1200, 800, 500, 500, image.Rect(283, 0, 917, 800)},
		{1200, 800, 0, 500, image.Rect(0, 0, 634, 800)},
		{1200, 800, 1000, 0, image.Rect(566, 0, 1200, 800)},
		{400, 2000, 500, 100, image.Rect(0, 0, 400, 504)},
		{1, 1, 500, 500, image.Rect(0, 0, 1, 1)},
	} {
		p := Photo{FocalX: c.fx, FocalY: c.fy}
		if got := p.cut(image.Rect(0, 0, c.w, c.h), image.Pt(500, 630)); got != c.want {
			t.Errorf("%d×%d round %d,%d: %v, want %v", c.w, c.h, c.fx, c.fy, got, c.want)
		}
	}
}

// Whatever colour a newsroom has, its name can be read on the card.
func TestColoursCanBeRead(t *testing.T) {
	p := plain
	for _, accent := range []color.RGBA{{0xff, 0xee, 0x00, 0xff}, {0x9a, 0x1b, 0x1e, 0xff}, {0, 0, 0, 0xff}, {0xff, 0xff, 0xff, 0xff}, {0x80, 0x80, 0x80, 0xff}} {
		if c := contrast(p.readable(accent, p.Paper), p.Paper); c < enough {
			t.Errorf("%v on paper: %.1f", accent, c)
		}
		if c := contrast(p.readable(p.Paper, accent), accent); c < enough {
			t.Errorf("paper on %v: %.1f", accent, c)
		}
	}
	if c := contrast(color.RGBA{A: 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}); c < 20.9 || c > 21.1 {
		t.Errorf("black on white: %.2f", c)
	}
}

func BenchmarkDraw(b *testing.B) {
	for name, photo := range map[string]*Photo{"alone": nil, "beside a picture": samplePhoto(b)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Draw(Card{Title: "هرالد", Headline: "وزیر خارجهٔ افغانستان در دیدار با NATO از افزایش ۲۰ درصدی کمک‌ها می‌گوید", Lang: "fa-AF", Direction: story.RightToLeft, Photo: photo}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Whatever a headline holds, it is made to fit.
func FuzzFit(f *testing.F) {
	f.Add("Peace", true)
	f.Add("گفت‌وگو «BBC» ۲۰", true)
	f.Add("\u200c\u2067 ٠ \u2069 e\u0301 \U0001F600", false)
	f.Fuzz(func(t *testing.T, headline string, rtl bool) {
		headline = story.Line(headline)
		if len(headline) > 500 {
			return
		}
		dir := story.LeftToRight
		if rtl {
			dir = story.RightToLeft
		}
		s := newSetter("fa", dir)
		b := s.fit(headline, 588, 300, headlineBeside)
		if b.height() > 300 {
			t.Errorf("%q is %d pixels high", headline, b.height())
		}
	})
}
