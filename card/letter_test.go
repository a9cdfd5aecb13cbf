package card

import (
	"image"
	"image/color"
	"testing"
)

// TestLetter: a letter of each script stands in the middle of its square, and a
// letter that no font has leaves the square as it was.
func TestLetter(t *testing.T) {
	for _, letter := range "KÉکښع" {
		img := image.NewAlpha(image.Rect(0, 0, 100, 100))
		if !Letter(img, letter, color.Alpha{255}) {
			t.Fatalf("%c is not drawn", letter)
		}
		box := image.Rectangle{}
		for y := range 100 {
			for x := range 100 {
				if img.AlphaAt(x, y).A > 128 {
					box = box.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		middle := box.Min.Add(box.Max)
		if wide := max(box.Dx(), box.Dy()); wide < 50 || wide > 62 || middle.X < 96 || middle.X > 104 || middle.Y < 96 || middle.Y > 104 {
			t.Errorf("%c stands in %v", letter, box)
		}
	}
	img := image.NewAlpha(image.Rect(0, 0, 100, 100))
	if Letter(img, '漢', color.Alpha{255}) {
		t.Error("a letter was drawn that no font has")
	}
}
