package story

import (
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"
)

func gunzip(t testing.TB, name string) string {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	d, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(d)
}

// sampleBody is about a day's average story: ten paragraphs, a heading, a
// quotation, a list, links.
func sampleBody(persian bool) Body {
	sentence := "The ministry said on Monday that talks with neighbouring countries would go on, and that “no date” had been set. "
	if persian {
		sentence = "وزارت خارجه روز دوشنبه گفت که گفت\u200cوگوها با کشورهای همسایه ادامه می\u200cیابد و «تاریخی» تعیین نشده است. "
	}
	long := strings.TrimSpace(strings.Repeat(sentence, 4))
	var b Body
	for i := 0; i < 10; i++ {
		b = append(b, Paragraph{Text: Text{{Text: long + " "}, {Text: "Bakhtar", Marks: Marks{Link: "https://example.org/news?id=1&l=2"}}, {Text: "."}}})
	}
	b = append(b, Heading{Level: 2, Text: Plain("Background")}, Quotation{Paragraphs: []Text{Plain(long)}, Attribution: Plain("A. Name")},
		List{Items: []Text{Plain(sentence), Plain(long)}})
	return b.Clean()
}

var sink int

func BenchmarkReadHTML(b *testing.B) {
	for name, persian := range map[string]bool{"latin": false, "persian": true} {
		page := WriteHTML(sampleBody(persian), HTMLOptions{})
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				sink += len(ReadHTML(page))
			}
		})
	}
}

func BenchmarkReadNode(b *testing.B) {
	page := WriteHTML(sampleBody(true), HTMLOptions{})
	n := parse(b, page)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		sink += len(ReadNode(n))
	}
}

func BenchmarkReadPage(b *testing.B) {
	pages := realPages(b, 10)
	for b.Loop() {
		for _, p := range pages {
			sink += len(ReadHTML(p))
		}
	}
}

func BenchmarkWriteHTML(b *testing.B) {
	body := sampleBody(true)
	b.SetBytes(int64(len(WriteHTML(body, HTMLOptions{}))))
	b.ReportAllocs()
	for b.Loop() {
		sink += len(WriteHTML(body, HTMLOptions{}))
	}
}

func BenchmarkClean(b *testing.B) {
	body := sampleBody(true)
	b.ReportAllocs()
	for b.Loop() {
		sink += len(body.Clean())
	}
}

func BenchmarkSentences(b *testing.B) {
	text := PlainText(sampleBody(true))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		sink += len(Sentences(text))
	}
}

func BenchmarkMakeSlug(b *testing.B) {
	for b.Loop() {
		sink += len(MakeSlug("وزارت خارجه روز دوشنبه گفت که گفت\u200cوگوها ادامه می\u200cیابد", SlugNative).Key())
	}
}
