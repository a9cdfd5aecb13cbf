package story

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// Generators of bodies, for the properties in this package's tests. They make
// what a hostile or careless source could hand over; cleanBody is what is left
// of it in the form that is published.

var someWords = []string{
	"Kabul", "said", "the", "U.S.", "3.5", "%", "naïve", "Ωmega", "мир", "e\u0301", "\u0301", "a\u0323\u0307", "\u1100\u1161",
	"می\u200cرود", "کتاب\u200cها", "\u200cلبه\u200c", "ه\u200d.ش.", "سړی", "سړي", "سړې", "سړۍ", "سړئ", "ښځه", "ګټه", "ډېر", "۱۲۳", "١٢٣",
	"«نقل»", "“quote”", "…", "[…]", "؟", "۔", "👩\u200d👩\u200d👧", "❤\ufe0f", "\u200f", "\u202e", "\u00a0", "\u00ad", "\u200b", "\ufeff",
	"<script>", "</p>", "<!--", "-->", "&amp;", "&lt", "&#x6a;", "javascript:", "\"", "'", "`", "*", "_", "|", "#", "\\", "[a](b)",
	"\x00", "\x07", "\xff", "\ufffe", "\U000E0041", "1.", "-", "+", "http://example.org/",
}

var (
	word = rapid.OneOf(rapid.SampledFrom(someWords), rapid.StringN(0, 6, 20))
	glue = rapid.SampledFrom([]string{" ", " ", " ", "", "\n", "  ", "\t", " \n ", "\n\n"})
)

func drawWords(t *rapid.T) string {
	var w strings.Builder
	for i := rapid.IntRange(0, 6).Draw(t, "words"); i > 0; i-- {
		w.WriteString(word.Draw(t, "word") + glue.Draw(t, "glue"))
	}
	return w.String()
}

var (
	someLinks = []string{"", "", "", "https://example.org/?a=1&b=%22", "/en/latest/", "mailto:desk@example.org", "tel:+93-20-1", "http://[::1]/",
		"https://مثال.example/راه", " https://example.org/space "}
	someLangs = []string{"", "", "", "en", "fa", "fa-AF", "ps", "FA_af", "uz-cyrl", "en-GB"}
	someDirs  = []Direction{"", "", LeftToRight, RightToLeft, "up"}
)

func drawForeign(t *rapid.T) Foreign {
	return Foreign{Lang: rapid.SampledFrom(someLangs).Draw(t, "lang"), Dir: rapid.SampledFrom(someDirs).Draw(t, "dir")}
}

func drawText(t *rapid.T) Text {
	var out Text
	for i := rapid.IntRange(0, 4).Draw(t, "spans"); i > 0; i-- {
		s := Span{Text: drawWords(t)}
		if rapid.Bool().Draw(t, "marked") {
			f := drawForeign(t)
			s.Marks = Marks{
				Strong: rapid.Bool().Draw(t, "strong"), Emphasis: rapid.Bool().Draw(t, "emphasis"),
				Link: rapid.SampledFrom(someLinks).Draw(t, "link"), Lang: f.Lang, Dir: f.Dir,
				Statement: rapid.SampledFrom([]string{"", "", "Ali & \"Co\"", "ګل محمد"}).Draw(t, "statement"),
			}
			if rapid.IntRange(0, 5).Draw(t, "erased") == 0 {
				s.Erased, s.Text = true, ErasedText
			}
		}
		out = append(out, s)
	}
	return out
}

func drawTexts(t *rapid.T) []Text {
	return rapid.SliceOfN(rapid.Custom(drawText), 0, 4).Draw(t, "texts")
}

func drawPicture(t *rapid.T) Picture {
	p := Picture{
		SHA256: rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "sha256"),
		Type:   rapid.SampledFrom([]string{"image/jpeg", "image/png", "image/webp", "image/gif"}).Draw(t, "type"),
		Width:  rapid.IntRange(0, 5000).Draw(t, "width"), Height: rapid.IntRange(0, 5000).Draw(t, "height"),
		Alt: Line(drawWords(t)), Caption: drawWords(t), Credit: drawWords(t),
		FocalX: rapid.IntRange(0, 1000).Draw(t, "x"), FocalY: rapid.IntRange(0, 1000).Draw(t, "y"),
	}
	p.Decorative = p.Alt == ""
	return p
}

func drawTable(t *rapid.T) Table {
	x := Table{Caption: drawWords(t), Header: rapid.Bool().Draw(t, "header"), Foreign: drawForeign(t)}
	width := rapid.IntRange(1, 3).Draw(t, "width")
	for i := rapid.IntRange(1, 3).Draw(t, "rows"); i > 0; i-- {
		row := make([]Text, width)
		for j := range row {
			row[j] = drawText(t)
		}
		x.Rows = append(x.Rows, row)
	}
	return x
}

func drawBlock(t *rapid.T) Block {
	switch rapid.IntRange(0, 8).Draw(t, "kind") {
	case 0:
		return Heading{Level: rapid.IntRange(2, 3).Draw(t, "level"), Text: drawText(t), Foreign: drawForeign(t)}
	case 1:
		return List{Ordered: rapid.Bool().Draw(t, "ordered"), Items: drawTexts(t), Foreign: drawForeign(t)}
	case 2:
		return Quotation{Paragraphs: drawTexts(t), Attribution: drawText(t), Foreign: drawForeign(t)}
	case 3:
		return PictureBlock{Picture: drawPicture(t)}
	case 4:
		return drawTable(t)
	case 5:
		e := Embed{URL: "https://example.org/" + rapid.StringMatching(`[a-z?&=%0-9]{0,9}`).Draw(t, "url"), Title: drawWords(t), Provider: drawWords(t)}
		if rapid.Bool().Draw(t, "pictured") {
			p := drawPicture(t)
			e.Picture = &p
		}
		return e
	case 6:
		return Divider{}
	}
	return Paragraph{Text: drawText(t), Foreign: drawForeign(t)}
}

func drawBody(t *rapid.T) Body {
	return Body(rapid.SliceOfN(rapid.Custom(drawBlock), 0, 6).Draw(t, "body"))
}

// drawClean draws a body as it is published; with erased pieces, as the record
// hands it out after an erasure.
func drawClean(t *rapid.T) Body {
	b := tidyBody(drawBody(t), tidier{keepErased: true})
	if err := b.Check(); err != nil {
		t.Skip(err)
	}
	return b
}

func show(b Body) string {
	var w strings.Builder
	for _, x := range b {
		fmt.Fprintf(&w, "%+q\n", fmt.Sprintf("%T%+v", x, x))
	}
	return w.String()
}
