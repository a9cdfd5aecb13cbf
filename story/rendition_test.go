package story

import (
	"slices"
	"strings"
	"testing"
)

func TestRenditions(t *testing.T) {
	hash := strings.Repeat("0123456789abcdef", 4)
	for _, c := range []struct {
		w, h        int
		scaled, cut []int
	}{
		{4000, 3000, []int{320, 640, 960, 1280}, []int{160, 320, 640, 960}},
		{1000, 3000, []int{320, 640, 960, 1000}, []int{160, 320, 640, 960}},
		{640, 480, []int{320, 640}, []int{160, 320, 640}},
		{300, 40, []int{300}, []int{60}},
		{1, 1, []int{1}, []int{1}},
	} {
		p := Picture{SHA256: hash, Width: c.w, Height: c.h, FocalX: 1000, FocalY: 1}
		if got := p.ScaledWidths(); !slices.Equal(got, c.scaled) {
			t.Errorf("%d × %d is scaled to %v, not %v", c.w, c.h, got, c.scaled)
		}
		if got := p.CutWidths(); !slices.Equal(got, c.cut) {
			t.Errorf("%d × %d is cut to %v, not %v", c.w, c.h, got, c.cut)
		}
		x, y, w, h := p.CutArea()
		if x < 0 || y < 0 || w < 1 || h < 1 || x+w > c.w || y+h > c.h || x+w != c.w {
			t.Errorf("%d × %d: the cut %d,%d %d × %d is not at the end of its picture", c.w, c.h, x, y, w, h)
		}
	}
	p := Picture{SHA256: hash, Width: 1500, Height: 1000}
	for got, want := range map[string]string{
		p.Scaled(640, AVIF): "/picture/0123456789abcdef0123456789abcdef-640.avif",
		p.Cut(320, JPEG):    "/picture/0123456789abcdef0123456789abcdef-c500-500-320.jpg",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := p.CutHeight(320); got != 213 {
		t.Errorf("a cut 320 wide is %d high", got)
	}
}
