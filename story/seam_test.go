package story

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever the body and wherever it is divided, its parts joined are the body.
func TestPartsAreTheBody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawClean(t)
		if len(b) == 0 {
			return
		}
		at := []Seam{{}}
		for _, s := range b.Seams() {
			if !b.Has(s) || !at[len(at)-1].Before(s) {
				t.Fatalf("seam %v cannot follow %v", s, at)
			}
			if rapid.Bool().Draw(t, "here") {
				at = append(at, s)
			}
		}
		at = append(at, b.End())
		var got Body
		for i := range at[1:] {
			part, ok := b.Part(at[i], at[i+1])
			html, written := WritePart(b, at[i], at[i+1], HTMLOptions{})
			if !ok || !written || html == "" {
				t.Fatalf("no part from %v to %v", at[i], at[i+1])
			}
			got = join(b, got, part, at[i])
		}
		if !reflect.DeepEqual(got, b) {
			t.Fatalf("divided at %v\n%s\ngot\n%s", at, show(b), show(got))
		}
	})
}

// join is the way back: it puts a part behind those before it.
func join(whole, before, part Body, at Seam) Body {
	if !at.inside() {
		return append(before, part...)
	}
	n := len(before) - 1
	last := before[n]
	switch x := part[0].(type) {
	case Paragraph:
		x.Text = joinText(last.(Paragraph).Text, x.Text)
		before[n] = x
	case List:
		x.Items = joinItems(last.(List).Items, x.Items, at)
		before[n] = x
	case Quotation:
		x.Paragraphs = joinItems(last.(Quotation).Paragraphs, x.Paragraphs, at)
		before[n] = x
	case Table:
		x.Rows = append(append([][]Text(nil), last.(Table).Rows...), x.Rows[x.head():]...)
		before[n] = x
	}
	return append(before, part[1:]...)
}

func joinItems(a, b []Text, at Seam) []Text {
	out := append([]Text(nil), a...)
	if at.At > 0 {
		out[len(out)-1] = joinText(out[len(out)-1], b[0])
		b = b[1:]
	}
	return append(out, b...)
}

// joinText joins spans that one cut parted, and keeps erased neighbours apart.
func joinText(a, b Text) Text {
	out := append(Text(nil), a...)
	return append(out, b...).Join()
}

func TestWritePart(t *testing.T) {
	b := Body{
		Heading{Level: 2, Text: Plain("Before")},
		Paragraph{Text: Text{{Text: "One. "}, {Text: "Two. Three.", Marks: Marks{Strong: true}}}},
		List{Ordered: true, Items: []Text{Plain("a"), Plain("b"), Plain("c")}},
		Quotation{Paragraphs: []Text{Plain("q"), Plain("r")}, Attribution: Plain("who")},
		Table{Caption: "T", Header: true, Rows: [][]Text{{Plain("H")}, {Plain("1")}, {Plain("2")}}, Foreign: Foreign{Lang: "ps", Dir: RightToLeft}},
	}
	for _, c := range []struct{ from, to, want string }{
		{"0.0.0", "1.0.10", "<h2>Before</h2>\n<p>One. <strong>Two. </strong></p>\n"},
		{"1.0.10", "2.1.0", "<p data-continued><strong>Three.</strong></p>\n<ol><li>a</li></ol>\n"},
		{"2.1.0", "2.2.0", "<ol data-continued start=\"2\"><li>b</li></ol>\n"},
		{"2.2.0", "3.1.0", "<ol data-continued start=\"3\"><li>c</li></ol>\n<blockquote><p>q</p></blockquote>\n"},
		{"3.1.0", "4.2.0", "<figure><blockquote data-continued><p>r</p></blockquote><figcaption><p>who</p></figcaption></figure>\n" +
			"<figure lang=\"ps\" dir=\"rtl\"><figcaption><p>T</p></figcaption><table><thead><tr><th scope=\"col\">H</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></figure>\n"},
		{"4.2.0", "5.0.0", "<figure lang=\"ps\" dir=\"rtl\"><figcaption><p>T</p></figcaption><table data-continued><thead><tr><th scope=\"col\">H</th></tr></thead><tbody><tr><td>2</td></tr></tbody></table></figure>\n"},
	} {
		from, _ := ParseSeam(c.from)
		to, _ := ParseSeam(c.to)
		if got, ok := WritePart(b, from, to, HTMLOptions{}); !ok || unboxed(got) != c.want {
			t.Errorf("%s to %s: %v\n%s\nwant\n%s", c.from, c.to, ok, got, c.want)
		}
	}
	if got, _ := WritePart(b, Seam{}, b.End(), HTMLOptions{}); got != WriteHTML(b, HTMLOptions{}) {
		t.Error("the whole body is not written as it is")
	}
	for _, bad := range []string{"0.1.0", "1.1.0", "1.0.16", "2.3.0", "4.1.0", "4.2.1", "5.1.0", "6.0.0", "-1.0.0"} {
		if s, ok := ParseSeam(bad); !ok || b.Has(s) {
			t.Errorf("%s: read %v; it must not be a seam of the body", bad, ok)
		}
	}
	for _, bad := range []string{"", "1.2", "01.0.0", "1.0.0 ", "+1.0.0", "1.0.0.0"} {
		if _, ok := ParseSeam(bad); ok {
			t.Errorf("%q is read as a seam", bad)
		}
	}
}

// However long a sentence, no page needs to hold more than so much of it.
func TestSeamsOfALongSentence(t *testing.T) {
	for _, s := range []string{strings.Repeat("می‌رود ", 900) + "x", strings.Repeat("漢", 5000)} {
		b := Body{Paragraph{Text: Plain(s)}}
		at := 0
		for _, seam := range append(b.Seams(), Seam{At: len([]rune(s))}) {
			if seam.At-at > longRun {
				t.Errorf("%d code points without a seam", seam.At-at)
			}
			at = seam.At
		}
	}
}
