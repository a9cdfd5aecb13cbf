package wire

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stet.news/story"
)

// letters leaves of a text what no reader of dumps may change: everything but
// white space, characters that are dropped, and the marks of text browsers.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' {
			return -1
		}
		return r
	}, s)
}

// FuzzDump: whatever comes, the reader answers the same each time, and each
// passage it gives is made of lines of the input.
func FuzzDump(f *testing.F) {
	for _, s := range []string{
		"", "A\n\nb", strings.Repeat("word ", 100), "\r\n\ufeff\u200c", "Headline of the day\n\nA long sentence that ends here, after many words, with a full stop in the end.\n\nShare",
		"* [1]Home\n* [2]News\n" + strings.Repeat("* [3]x\n", 9) + "\nReferences\n\n1. http://a\n", strings.Repeat("a b c d e f g h i j k l m n o p q r s t u v w x\n", 9),
	} {
		f.Add(s)
	}
	if data, err := os.ReadFile(filepath.FromSlash("../../shared/data/pages/kabul-russia.txt")); err == nil {
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		d, err := readDump(text, utc)
		again, _ := readDump(text, utc)
		if !reflect.DeepEqual(d, again) {
			t.Fatal("the same dump was read in two ways")
		}
		if err != nil {
			return
		}
		var all strings.Builder
		for _, l := range splitLines(text) {
			all.WriteString(letters(l.text))
		}
		lines := all.String()
		texts := []string{d.headline, d.standfirst}
		for _, p := range d.paragraphs {
			texts = append(texts, p.text)
		}
		for _, s := range texts {
			if !strings.Contains(lines, letters(s)) {
				t.Fatalf("%q is not in the dump", s)
			}
			if s != story.Line(s) {
				t.Fatalf("%q is not clean", s)
			}
		}
		if d.headline == "" || len(d.paragraphs) == 0 {
			t.Fatal("a story without headline or text")
		}
	})
}

// FuzzFrontMatter: no field is lost or made up; what is no front matter stays body.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"---\ntitle: A\n---\nb", "+++\na = \"b\"\n+++\nc", "---\na: [b, 'c''d', \"e\\\"f\"]\nl:\n - x\n - \"y\"\n---\n", "---\nt: |\n  a\n  b\n---\n", "--- \r\n---", "no"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fields, body, line, err := splitFrontMatter(text)
		if err != nil {
			if asError("f", err).Line < 1 {
				t.Fatalf("%v has no line", err)
			}
			return
		}
		if !strings.HasSuffix(text, body) {
			t.Fatal("the body is not the rest of the file")
		}
		if line > 1+strings.Count(text, "\n")+1 {
			t.Fatalf("the body begins at line %d of %q", line, text)
		}
		for _, x := range fields {
			if x.line < 2 || !x.list && len(x.values) > 1 {
				t.Fatalf("%+v", x)
			}
		}
		_, _ = parseMarkdown(t.TempDir(), []byte(text), english())
	})
}

// FuzzJSON: what is accepted comes back the same when printed and read again.
func FuzzJSON(f *testing.F) {
	data, _ := json.Marshal(full())
	f.Add(data)
	f.Add([]byte(smallStory))
	f.Add([]byte(`{"headline":"a","blocks":[{"type":"paragraph","text":"b"}],"embargo":"2026-01-01"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		item, err := parse("x.json", data, english())
		if err != nil {
			if e := asError("x.json", err); strings.ContainsAny(e.Error(), "\n\r") || e.Line > 1+bytes.Count(data, []byte("\n")) {
				t.Fatalf("error %q", e)
			}
			return
		}
		out, err := json.Marshal(item.Revision)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parse("x.json", out, english())
		if err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if !reflect.DeepEqual(again.Revision, item.Revision) {
			t.Fatalf("got %+v\nwant %+v", again.Revision, item.Revision)
		}
	})
}

// FuzzHTMLPage: what comes out is clean and passes the one door unchanged.
func FuzzHTMLPage(f *testing.F) {
	f.Add(newsPage)
	f.Add("<article data-story=aebagbafaydqqcikbmgavaabaq><h1 data-piece=headline>A</h1><div data-piece=body><p>b")
	f.Add("<title>x</title><script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":[1],\"author\":{\"name\":7}}</script><table><td><svg><p>")
	f.Fuzz(func(t *testing.T, page string) {
		if len(page) > 1<<16 {
			return
		}
		item, err := parse("x.html", []byte(page), english())
		if err != nil {
			return
		}
		markup := story.WriteHTML(item.Revision.Body, story.HTMLOptions{})
		if !reflect.DeepEqual(story.ReadHTML(markup), item.Revision.Body) {
			t.Fatalf("the body does not survive the door: %s", markup)
		}
		if z := html.NewTokenizer(strings.NewReader(markup)); strings.Contains(strings.ToLower(markup), "<script") {
			t.Fatal(z.Next())
		}
	})
}

// FuzzDates: a date found is a day that exists, at the place it says.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"2024-04-24T23:52:01+04:30", "۲۹ بهمن ۱۳۹۸ - ۰۶:۵۵", "GMT 17:27 17.03.2020", "Nov. 19, 2019, 6:18 p.m.", "1.1.2020 1.1.2020"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, w := range findDates(s, utc) {
			if w.start < last || w.end <= w.start || w.end > len(s) || w.time.Year() < 1799 || w.time.Year() > 2201 {
				t.Fatalf("%+v in %q", w, s)
			}
			last = w.end
		}
	})
}

// FuzzDecode: whatever bytes come, text comes out that is UTF-8, or an error.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00"), "utf-8")
	f.Add([]byte("caf\xe9"), "")
	f.Add([]byte("\xc7\xe1\xd3\xe1\xc7\xe3"), "windows-1256")
	f.Fuzz(func(t *testing.T, data []byte, declared string) {
		text, _, err := decode(data, declared, "fa-AF")
		if err == nil && strings.ToValidUTF8(text, "") != text {
			t.Fatalf("%q is not UTF-8", text)
		}
	})
}
