package card

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/draw"
	"golang.org/x/text/unicode/norm"
	"stet.news/demo"
	"stet.news/internal/require"
	"stet.news/story"
)

// tongues are tesseract's names of the languages, by edition.
var tongues = map[string]string{"en": "eng", "fa-AF": "fas", "ps": "pus", "ar": "ara"}

// misread is how many letters in a hundred an outside eye may read otherwise than
// they were written. It takes ه for ة and ی for ي in print, too.
var misread = map[string]int{"en": 1, "fa-AF": 4, "ps": 5, "ar": 3}

// An outside eye reads every headline of the sample newsroom off its card, by
// itself and beside a picture.
func TestHeadlinesAreLegible(t *testing.T) {
	tesseract := require.Tool(t, "tesseract")
	wrong, letters := map[string]int{}, map[string]int{}
	for i, c := range sampleCards(t) {
		if testing.Short() && i%5 > 0 {
			continue
		}
		want := bare(c.Headline)
		// The program passes over whole lines now and then, at one size or another:
		// what a phone shows is read, and then what a desktop does.
		got := bare(ocr(t, tesseract, c, 2))
		if distance(want, got) > 0 {
			if again := bare(ocr(t, tesseract, c, 1)); distance(want, again) < distance(want, got) {
				got = again
			}
		}
		if off := distance(want, got); off > 0 {
			t.Logf("%s: %s is read as %s", c.Lang, string(want), string(got))
			wrong[c.Lang] += off
		}
		letters[c.Lang] += len(want)
	}
	for lang, n := range letters {
		t.Logf("%s: %d of %d letters are read otherwise", lang, wrong[lang], n)
		if wrong[lang]*100 > n*misread[lang] {
			t.Errorf("%s: too many letters are misread", lang)
		}
	}
}

// sampleCards are the cards of the sample newsroom's stories, every second one
// with a picture, and of two Arabic ones.
func sampleCards(t testing.TB) (cards []Card) {
	stories, err := demo.Stories()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range stories {
		c := Card{Headline: s.Revisions[0].Headline, Lang: s.Edition, Direction: story.TagInfo(s.Edition).Direction}
		if i%2 == 1 {
			c.Photo = samplePhoto(t)
		}
		cards = append(cards, c)
	}
	for _, headline := range []string{
		"الأمم المتحدة: مليون نازح يحتاجون إلى مساعدات عاجلة قبل حلول الشتاء",
		"انتخابات محلية في المدينة الساحلية بعد عامين من التأجيل",
	} {
		cards = append(cards, Card{Headline: headline, Lang: "ar", Direction: story.RightToLeft})
	}
	return cards
}

func samplePhoto(t testing.TB) *Photo {
	for _, data := range demo.Pictures() {
		return &Photo{JPEG: data, FocalX: 500, FocalY: 500}
	}
	t.Fatal("the sample newsroom has no pictures")
	return nil
}

// ocr reads the panel of a card, so many times smaller.
func ocr(t *testing.T, tesseract string, c Card, shrink int) string {
	t.Helper()
	data, err := Draw(c)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	panel := img.Bounds()
	if c.Photo != nil {
		panel, _ = beside(c.Direction)
	}
	panel.Min.Y = 2 * barHigh
	shown := image.NewGray(image.Rect(0, 0, panel.Dx()/shrink, panel.Dy()/shrink))
	draw.BiLinear.Scale(shown, shown.Bounds(), img, panel, draw.Src, nil)
	var in, out bytes.Buffer
	if err := png.Encode(&in, shown); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), tesseract, "stdin", "stdout", "-l", tongues[c.Lang], "--psm", "6")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // many threads wait for each other longer than one works
	cmd.Stdin, cmd.Stdout = &in, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("tesseract -l %s: %v", tongues[c.Lang], err)
	}
	return out.String()
}

// bare is the letters and digits of a text alone, in their simplest form.
func bare(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s)))
}

// distance is how many letters were put in, left out or taken for others.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := before
			if x != y {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
