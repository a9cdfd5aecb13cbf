package prose

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"stet.news/story"
)

func form(t *testing.T, d Doc, body string) Doc {
	t.Helper()
	got, err := d.FromMarkdown(d.line(0), d.line(1), d.line(2), body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestMarkdownThereAndBack: a form that nobody changed changes nothing that would
// be published, suggested or commented on.
func TestMarkdownThereAndBack(t *testing.T) {
	for i := range 800 {
		d := newChance(uint64(i)).doc()
		got := form(t, d, d.Markdown())
		was, is := d.Revision(story.Revision{}).Clean(), got.Revision(story.Revision{}).Clean()
		if !reflect.DeepEqual(was, is) {
			t.Fatalf("seed %d:\n%s\nwas %#v\nis  %#v", i, d.Markdown(), was, is)
		}
		for _, s := range d.Suggestions() {
			if len(d.AcceptSuggestion(s.ID)) != len(got.AcceptSuggestion(s.ID)) {
				t.Fatalf("seed %d: a suggestion is gone\n%s", i, d.Markdown())
			}
		}
	}
}

func TestMarkdownForm(t *testing.T) {
	d := mustParse(t, docOf(`{"type":"paragraph","attrs":{"lang":"ps","dir":"rtl"},"content":[{"type":"text","text":"First "},{"type":"text","text":"words","marks":[{"type":"comment","attrs":{"id":"c"}}]},{"type":"text","text":" of it."}]},
		{"type":"picture","attrs":{"sha256":"`+strings.Repeat("a", 64)+`","type":"image/png","caption":"The *old* bridge"}},
		{"type":"paragraph","content":[{"type":"text","text":"She said "},{"type":"text","text":"now","marks":[{"type":"strong"}]},{"type":"text","text":"."}]},
		{"type":"paragraph","content":[{"type":"text","text":"new","marks":[{"type":"inserted","attrs":{"id":"s"}}]}]}`))
	text := d.Markdown()
	want := "First words of it.\n\n((2: picture: The \\*old\\* bridge))\n\nShe said **now**.\n\n((4: paragraph: new))\n"
	if text != want {
		t.Fatalf("got  %q\nwant %q", text, want)
	}
	changed := "((2))\n\nThe first words of it.\n\n* one\n* two\n\nShe said *now*.\n"
	got := form(t, d, changed)
	body := story.Body{
		story.PictureBlock{Picture: pictureOf(d.root.children[4].attrs)},
		story.Paragraph{Text: story.Plain("The first words of it.")},
		story.List{Items: []story.Text{story.Plain("one"), story.Plain("two")}},
		story.Paragraph{Text: story.Text{{Text: "She said "}, {Text: "now", Marks: story.Marks{Emphasis: true}}, {Text: "."}}},
	}
	if is := got.Body(); !reflect.DeepEqual(without(is), body) {
		t.Errorf("got %+v", is)
	}
	same := form(t, d, strings.Replace(text, "First", "The first", 1))
	if c := same.Comments(); len(c) != 1 || c[0].Text != "words" {
		t.Errorf("the comment is gone: %+v", c)
	}
	if p := same.Body()[0].(story.Paragraph); p.Lang != "ps" || p.Text.String() != "The first words of it." {
		t.Errorf("the language is gone: %+v", p)
	}
	if s := same.Suggestions(); len(s) != 1 {
		t.Errorf("the suggestion is gone: %+v", s)
	}
}

func without(b story.Body) story.Body {
	out := story.Body{}
	for _, x := range b {
		out = append(out, withoutForeign(x))
	}
	return out
}

func TestMarkdownRefused(t *testing.T) {
	d := mustParse(t, docOf(`{"type":"divider"}`))
	for _, text := range []string{"a <b>b</b>", "<script>alert(1)</script>", "![a](/x.png)", strings.Repeat("> ", 2000) + "x", strings.Repeat("*a", 200_000), strings.Repeat("[a](", 200_000)} {
		if got, err := d.FromMarkdown("", "", "", text); !errors.Is(err, ErrMarkdown) {
			t.Errorf("%.40q: %v, %q", text, err, got.root)
		}
	}
	got := form(t, d, "[x](javascript:alert(1)) ((9)) \n\n((1))\n\n((7: none))")
	if len(Edit(got, got)) != 0 || strings.Contains(string(got.root.appendJSON(nil)), "javascript") {
		t.Errorf("got %s", got.root.appendJSON(nil))
	}
	picture := mustParse(t, docOf(`{"type":"picture","attrs":{"sha256":"`+strings.Repeat("a", 64)+`","type":"image/png"}}`))
	if _, err := picture.FromMarkdown("", "", "", "((1))\n\n((1))"); !errors.Is(err, ErrMarkdown) {
		t.Errorf("a picture twice: %v", err)
	}
	if empty := form(t, picture, ""); empty.Body() != nil {
		t.Errorf("an empty form left %+v", empty.Body())
	}
}
