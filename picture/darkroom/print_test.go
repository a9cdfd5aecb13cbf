package darkroom

import (
	"os"
	"testing"

	"stet.news/story"
)

func BenchmarkPrint(b *testing.B) {
	data, err := os.ReadFile("../../demo/pictures/saffron.jpg")
	if err != nil {
		b.Fatal(err)
	}
	taken, clean, err := check(data)
	if err != nil {
		b.Fatal(err)
	}
	p, c := taken.Picture, libraries
	for b.Loop() {
		if _, err := c.print(p.Type, clean, p.Renditions(story.JPEG)); err != nil {
			b.Fatal(err)
		}
	}
}
