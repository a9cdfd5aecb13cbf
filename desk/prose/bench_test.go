package prose

import (
	"encoding/json"
	"testing"
	"unicode/utf16"

	"stet.news/story"
)

// long is a story of 10,000 words in Dari and English: what the editor must still
// be quick with.
func long(tb testing.TB) Doc {
	tb.Helper()
	c := newChance(7)
	r := story.Revision{Edition: "fa-AF", Headline: "A long story"}
	for n := 0; n < 10_000; n += 50 {
		var text story.Text
		for i := range 5 {
			words := ""
			for range 10 {
				words += oneOf(c, "کابل", "می\u200cرود", "گفت", "the", "government", "said", "۱۲۳", "در", "و", "مردم") + " "
			}
			text = append(text, story.Span{Text: words, Marks: story.Marks{Strong: i == 2}})
		}
		r.Body = append(r.Body, story.Paragraph{Text: text})
	}
	d, err := FromRevision(r.Clean())
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// BenchmarkApply is one typed letter in the middle of the long story.
func BenchmarkApply(b *testing.B) {
	d := long(b)
	s := replaceStep{from: d.Size() / 2, to: d.Size() / 2, slice: slice{content: []*node{newText(utf16.Encode([]rune("ی")), nil)}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Apply(d, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data, err := json.Marshal(long(b))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshal(b *testing.B) {
	d := long(b)
	for b.Loop() {
		if _, err := d.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRevision(b *testing.B) {
	d := long(b)
	for b.Loop() {
		d.Revision(story.Revision{})
	}
}
