package story

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"
)

var oneOfEach = Body{
	Heading{Level: 2, Text: Plain("Head")},
	Paragraph{Text: Text{{Text: "A "}, {Text: "b ", Marks: Marks{Strong: true}}, {Text: "c", Marks: Marks{Link: "/x"}}, {Text: ".\n2. * [d]"}}},
	List{Items: []Text{Plain("one"), Plain("two\nlines")}},
	List{Ordered: true, Items: []Text{Plain("first")}},
	Quotation{Paragraphs: []Text{Plain("Said."), Plain("More.")}, Attribution: Plain("Ali")},
	Divider{},
	Table{Caption: "T", Header: true, Rows: [][]Text{{Plain("a"), Plain("b|c")}, {Plain("1"), nil}}},
	PictureBlock{Picture{SHA256: "00", Type: "image/png", Alt: "Tree", Caption: "A tree", Credit: "Ali"}},
	Embed{URL: "https://example.org/", Title: "Film"},
}

func TestPlainText(t *testing.T) {
	want := "Head\n\nA b c.\n2. * [d]\n\n- one\n- two\nlines\n\n1. first\n\nSaid.\n\nMore.\n\n— Ali\n\n* * *\n\n" +
		"T\na\tb|c\n1\t\n\nA tree (Ali)\n\nFilm\nhttps://example.org/"
	if got := PlainText(oneOfEach); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMarkdown(t *testing.T) {
	want := strings.Join([]string{
		"## Head\n", "A **b** [c](</x>).\\\n2\\. \\* \\[d\\]\n", "- one\n- two\\\n  lines\n", "1) first\n", "> Said\\.\n> \n> More.\n> \n> — Ali\n", "* * *\n",
		"T\n\n| a | b\\|c |\n| --- | --- |\n| 1 |  |\n", "![Tree](</picture/00.png> \"A tree (Ali)\")\n", "[Film](<https://example.org/>)\n",
	}, "\n")
	want = strings.ReplaceAll(want, "Said\\.", "Said.")
	if got := Markdown(oneOfEach); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// lines are the texts of b as Markdown can say them.
func linesOf(b Body) []string {
	var out []string
	one := func(s string) { out = append(out, Line(s)) }
	for _, x := range b {
		switch x := x.(type) {
		case Paragraph:
			out = append(out, x.Text.String())
		case Heading:
			one(x.Text.String())
		case List:
			for _, t := range x.Items {
				out = append(out, t.String())
			}
		case Quotation:
			for _, t := range x.Paragraphs {
				out = append(out, t.String())
			}
			if len(x.Attribution) > 0 {
				out = append(out, "— "+x.Attribution.String())
			}
		case Table:
			if x.Caption != "" {
				out = append(out, x.Caption)
			}
			for _, row := range x.Rows {
				for _, t := range row {
					if len(t) > 0 {
						one(t.String())
					}
				}
			}
		case Embed:
			out = append(out, x.Title)
		}
	}
	return out
}

// TestMarkdownKeepsWords: an independent reader of Markdown finds the same words
// in the same blocks, whatever signs they are made of.
func TestMarkdownKeepsWords(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
	rapid.Check(t, func(t *rapid.T) {
		b := drawClean(t)
		src := Markdown(b)
		var page bytes.Buffer
		if err := md.Convert([]byte(src), &page); err != nil {
			t.Fatal(err)
		}
		if got, want := linesOf(ReadHTML(page.String())), linesOf(b); !reflect.DeepEqual(got, want) {
			t.Fatalf("body\n%swrote\n%s\nread as\n%s\n got %+q\nwant %+q", show(b), src, page.String(), got, want)
		}
	})
}
