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
	p, clean, err := Check(data)
	if err != nil {
		b.Fatal(err)
	}
	c := newCodecs()
	for b.Loop() {
		if _, err := c.Print(p.Type, clean, p.Renditions(story.JPEG)); err != nil {
			b.Fatal(err)
		}
	}
}
