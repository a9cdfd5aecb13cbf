package newsroom_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"testing"
)

// TestIconWithoutLogo: a newsroom without a logo has its initial on its accent
// colour, as every browser asks for it.
func TestIconWithoutLogo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	addSettings(t, dir, "\n[look.light]\naccent = \"#00518a\"\n")
	n := open(t, dir)
	defer n.Close()
	for path, ahead := range map[string]int{"/favicon.ico": 22, "/apple-touch-icon.png": 0} {
		page, err := n.Press.Page(path)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(page.Body[ahead:]))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if at(img, 0) != (color.RGBA{0, 0x51, 0x8a, 255}) {
			t.Errorf("%s: its corner is %v", path, at(img, 0))
		}
		letter := 0
		for i := range img.Bounds().Dx() {
			if at(img, i) != at(img, 0) {
				letter++
			}
		}
		if letter == 0 {
			t.Errorf("%s: there is no letter on it", path)
		}
	}
}

// at is the colour of a point on the diagonal.
func at(img image.Image, i int) color.RGBA {
	c, _ := color.RGBAModel.Convert(img.At(i, i)).(color.RGBA)
	return c
}
