package story

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func goodRevision() Revision {
	return Revision{
		Edition: "fa-AF", Headline: "سرخط", Section: "afghanistan", Grade: GradeUpdate,
		Bylines: []Byline{{Name: "Ali", Person: "ali"}, {Name: "Staff"}}, Topics: []Topic{{Name: "Peace", Key: "peace"}},
		Lead:      &Picture{SHA256: strings.Repeat("0a", 32), Type: "image/jpeg", Alt: "A tree"},
		Body:      Body{Paragraph{Text: Plain("متن")}},
		Published: time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC), Source: "https://example.org/a",
	}
}

func TestCheck(t *testing.T) {
	if err := goodRevision().Check(); err != nil {
		t.Fatal(err)
	}
	sha := strings.Repeat("0", 64)
	for _, c := range []struct {
		name string
		harm func(*Revision)
		kind error
		want string
	}{
		{"no headline", func(r *Revision) { r.Headline = "" }, ErrMissing, "headline: missing"},
		{"no edition", func(r *Revision) { r.Edition = "" }, ErrMissing, "edition: missing"},
		{"no tag", func(r *Revision) { r.Edition = "../en" }, ErrWrong, "edition: wrong"},
		{"no body", func(r *Revision) { r.Body = nil }, ErrMissing, "body: missing"},
		{"a long headline", func(r *Revision) { r.Headline = strings.Repeat("x", 501) }, ErrTooMuch, "501 characters, at most 500"},
		{"a bad slug", func(r *Revision) { r.Slug = "A/b" }, ErrWrong, `slug: wrong: "A/b"`},
		{"a slug that is a number", func(r *Revision) { r.Slug = "12" }, ErrWrong, "a page of the archive"},
		{"a bad section", func(r *Revision) { r.Section = "../x" }, ErrWrong, "section"},
		{"a bad person", func(r *Revision) { r.Bylines[1].Person = "a/b" }, ErrWrong, "byline 2, person"},
		{"a bad topic", func(r *Revision) { r.Topics[0].Key = "a b" }, ErrWrong, "topic 1, key"},
		{"a bad grade", func(r *Revision) { r.Grade = "huge" }, ErrWrong, `grade: wrong: unknown: "huge"`},
		{"a bad source", func(r *Revision) { r.Source = "javascript:x" }, ErrWrong, "source"},
		{"a year", func(r *Revision) { r.Published = time.Date(12, 1, 1, 0, 0, 0, 0, time.UTC) }, ErrWrong, "the year 12"},
		{"no alt", func(r *Revision) { r.Lead.Alt = "" }, ErrMissing, "lead picture: missing: alt text"},
		{"alt and decorative", func(r *Revision) { r.Lead.Decorative = true }, ErrWrong, "lead picture"},
		{"its own translation", func(r *Revision) { r.Story = ID{1}; r.TranslationOf = ID{1} }, ErrWrong, "translation_of"},
		{"a link", func(r *Revision) { r.Body[0] = Paragraph{Text: Text{{Text: "x", Marks: Marks{Link: "javascript:x"}}}} }, ErrWrong, `block 1 (paragraph): wrong: a link to "javascript:x"`},
		{"a level", func(r *Revision) { r.Body[0] = Heading{Level: 1, Text: Plain("x")} }, ErrWrong, "level 1, want 2 or 3"},
		{"a ragged table", func(r *Revision) { r.Body[0] = Table{Rows: [][]Text{{nil, nil}, {Plain("x")}}} }, ErrWrong, "row 2 has 1 cells, the first has 2"},
		{"a wide table", func(r *Revision) { r.Body[0] = Table{Rows: [][]Text{make([]Text, 65)}} }, ErrTooMuch, "columns"},
		{"a picture's type", func(r *Revision) {
			r.Body[0] = PictureBlock{Picture{SHA256: sha, Type: "image/svg+xml", Decorative: true}}
		}, ErrWrong, "not a type of picture we print"},
		{"a picture's hash", func(r *Revision) {
			r.Body[0] = PictureBlock{Picture{SHA256: "x", Type: "image/png", Decorative: true}}
		}, ErrWrong, "not a SHA-256"},
		{"an embed", func(r *Revision) { r.Body[0] = Embed{URL: "/x", Title: "T"} }, ErrWrong, "not a web address"},
		{"a card's picture", func(r *Revision) {
			r.Body[0] = Embed{URL: "https://a.b/", Title: "T", Picture: &Picture{SHA256: "x", Type: "image/png", Decorative: true}}
		}, ErrWrong, "picture: wrong: not a SHA-256"},
		{"a card's picture with words", func(r *Revision) {
			r.Body[0] = Embed{URL: "https://a.b/", Title: "T", Picture: &Picture{SHA256: sha, Type: "image/png", Alt: "x"}}
		}, ErrWrong, "neither words"},
		{"an empty list", func(r *Revision) { r.Body[0] = List{} }, ErrMissing, "items"},
		{"no block", func(r *Revision) { r.Body[0] = nil }, ErrMissing, "block 1: missing"},
		{"a pointer", func(r *Revision) { r.Body[0] = &Divider{} }, ErrWrong, "blocks are values"},
		{"a direction", func(r *Revision) { r.Body[0] = Paragraph{Text: Plain("x"), Foreign: Foreign{Dir: "up"}} }, ErrWrong, `direction "up"`},
		{"an enormous body", func(r *Revision) { r.Body[0] = Paragraph{Text: Plain(strings.Repeat("x", maxWritten))} }, ErrTooMuch, "bytes of the body"},
		{"too many tags", func(r *Revision) {
			r.Body[0] = Paragraph{Text: Plain(strings.Repeat("x\n", maxTags/2) + "x")}
		}, ErrTooMuch, "tags and texts"},
	} {
		r := goodRevision()
		c.harm(&r)
		err := r.Check()
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %v with %q", c.name, err, c.kind, c.want)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: more than one line: %v", c.name, err)
		}
	}
}

func TestCheckNamesAll(t *testing.T) {
	err := Revision{}.Check()
	for _, want := range []string{"edition: missing", "headline: missing", "body: missing"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
}

// No level of heading is left out on the way down from the headline.
func TestCleanRaisesHeadings(t *testing.T) {
	h := func(level int) Block { return Heading{Level: level, Text: Plain("x")} }
	in := Body{h(3), h(3), h(2), h(3)}
	want := Body{h(2), h(2), h(2), h(3)}
	if got := in.Clean(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if got := (Revision{Body: in}).Clean().Body; !reflect.DeepEqual(got, want) || in[0].(Heading).Level != 3 {
		t.Errorf("got %v, and what was given is now %v", got, in)
	}
}

func TestClean(t *testing.T) {
	r := Revision{
		Edition: " fa-AF ", Headline: " a\n b ", Bylines: []Byline{{Name: " "}, {Name: " Ali "}}, Topics: []Topic{{Name: "x"}, {Name: "x"}, {}},
		Published: time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("Kabul", 16200)),
		Lead:      &Picture{SHA256: "AB", Caption: " c "},
		Body: Body{
			Divider{}, Paragraph{Text: Text{{Text: " a "}, {Text: " b"}, {Text: "\n\n c\n"}}, Foreign: Foreign{Lang: "FA", Dir: RightToLeft}},
			Divider{}, Divider{}, Paragraph{Text: Plain(" \u200c ")}, List{Items: []Text{nil, Plain(" ")}}, Quotation{Attribution: Plain("who")},
			Paragraph{Text: Text{{Text: "x", Marks: Marks{Erased: true, Lang: "en", Link: " /x "}}}}, Divider{},
		},
	}
	got := r.Clean()
	want := "<p>a b<br>c</p>\n<hr>\n<p>who</p>\n<p><a href=\"/x\"><span lang=\"en\" dir=\"ltr\">x</span></a></p>\n"
	if page := WriteHTML(got.Body, HTMLOptions{}); page != want {
		t.Errorf("body\n got %s\nwant %s", page, want)
	}
	if got.Edition != "fa-AF" || got.Headline != "a b" || len(got.Bylines) != 1 || len(got.Topics) != 1 || got.Lead.Caption != "c" || got.Lead.SHA256 != "ab" {
		t.Errorf("got %+v", got)
	}
	if want := time.Date(2026, 1, 1, 22, 34, 5, 0, time.UTC); !got.Published.Equal(want) || got.Published.Location() != time.UTC {
		t.Errorf("published %v, want %v", got.Published, want)
	}
	if r.Lead.Caption != " c " || len(r.Bylines) != 2 || r.Body[1].(Paragraph).Text[0].Text != " a " {
		t.Error("Clean wrote to what it was given")
	}
}
