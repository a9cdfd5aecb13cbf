package prose

import (
	"fmt"
	"strings"
	"testing"

	"stet.news/story"
)

// marked writes runs so that one can read them: [-gone-], {+come+}, <restyled>.
func marked(runs []Run) string {
	var w strings.Builder
	for _, r := range runs {
		switch r.Op {
		case Inserted:
			w.WriteString("{+" + r.Text + "+}")
		case Deleted:
			w.WriteString("[-" + r.Text + "-]")
		case Restyled:
			w.WriteString("<" + r.Text + ">")
		default:
			w.WriteString(r.Text)
		}
	}
	return w.String()
}

func TestCompareWords(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"The old mayor spoke.", "The new mayor spoke.", "The [-old-]{+new+} mayor spoke."},
		{"Two old men came.", "Three young men came.", "[-Two old-]{+Three young+} men came."},
		{"He came", "He came home.", "He came{+ home.+}"},
		{"او به کتاب‌ها می‌نگرد.", "او به کتابچه‌ها می‌نگرد.", "او به [-کتاب‌ها-]{+کتابچه‌ها+} می‌نگرد."},
		{"هغه کور ته ځي", "هغه ښار ته ځي", "هغه [-کور-]{+ښار+} ته ځي"},
		{"قتل ١٢ شخصا", "قتل ١٣ شخصا", "قتل [-١٢-]{+١٣+} شخصا"},
		{"A 👩‍👩‍👧 here", "A 👩‍👩‍👦 here", "A [-👩‍👩‍👧-]{+👩‍👩‍👦+} here"},
		{"It cost 1,200.50 euros", "It cost 1,300.50 euros", "It cost [-1,200.50-]{+1,300.50+} euros"},
	} {
		d := Compare(mustParse(t, paragraphOf(`{"type":"text","text":`+quoted(c.old)+`}`)), mustParse(t, paragraphOf(`{"type":"text","text":`+quoted(c.new)+`}`)))
		if got := marked(d.Blocks[3].Lines[0].Runs); got != c.want || d.Changes() != 1 {
			t.Errorf("%q -> %q\n got  %s\n want %s", c.old, c.new, got, c.want)
		}
	}
}

func (d BlockDiff) String() string {
	s := fmt.Sprintf("%s %s", d.Op, d.Kind)
	for _, l := range d.Lines {
		s += fmt.Sprintf(" %s(%s)", l.Kind, marked(l.Runs))
	}
	for _, x := range d.Said {
		s += fmt.Sprintf(" %s:%s>%s", x.Name, x.Old, x.New)
	}
	return s
}

func TestCompareBlocks(t *testing.T) {
	sha := strings.Repeat("a", 64)
	old := story.Revision{Headline: "Old news", Section: "world", Bylines: []story.Byline{{Name: "Ali", Person: "ali"}}, Body: story.Body{
		story.Paragraph{Text: story.Plain("This paragraph stays as it is.")},
		story.Paragraph{Text: story.Plain("This one is going to be deleted.")},
		story.Heading{Level: 2, Text: story.Plain("A heading")},
		story.List{Items: []story.Text{story.Plain("first item of it"), story.Plain("second item of it")}},
		story.PictureBlock{Picture: story.Picture{SHA256: sha, Type: "image/png", Alt: "A bridge", Caption: "The old bridge"}},
		story.Table{Rows: [][]story.Text{{story.Plain("one"), story.Plain("two")}}},
		story.Embed{URL: "https://example.org/", Title: "A film", Picture: &story.Picture{SHA256: sha, Type: "image/png", Decorative: true}},
	}}
	new := story.Revision{Headline: "New news", Section: "asia", Bylines: []story.Byline{{Name: "Ali", Person: "ali"}, {Name: "Gul"}}, Body: story.Body{
		story.Paragraph{Text: story.Plain("This paragraph stays as it is.")},
		story.Heading{Level: 3, Text: story.Plain("A heading")},
		story.List{Ordered: true, Items: []story.Text{story.Plain("first item of it"), story.Plain("a new one"), story.Plain("second item of that")}},
		story.PictureBlock{Picture: story.Picture{SHA256: sha, Type: "image/png", Alt: "A bridge", Caption: "The new bridge", Credit: "Gul"}},
		story.Table{Rows: [][]story.Text{{story.Plain("one"), story.Plain("three")}}},
		story.Embed{URL: "https://example.org/", Title: "The film"},
		story.Paragraph{Text: story.Text{{Text: "An "}, {Text: "added", Marks: story.Marks{Strong: true}}, {Text: " one."}}},
	}}
	c := Compare(mustDoc(t, old), mustDoc(t, new))
	if got := fmt.Sprint(c.Fields); got != "[{section world asia} {bylines Ali (ali) Ali (ali), Gul}]" {
		t.Errorf("fields: %s", got)
	}
	want := []string{
		"changed headline ([-Old-]{+New+} news)", " standfirst ()", " dateline ()",
		" paragraph (This paragraph stays as it is.)",
		"deleted paragraph ([-This one is going to be deleted.-])",
		"changed heading (A heading) level:2>3",
		"changed list item(first item of it) item({+a new one+}) item(second item of [-it-]{+that+}) ordered:>✓",
		"changed picture alt(A bridge) caption(The [-old-]{+new+} bridge) credit({+Gul+})",
		"changed table cell(one) cell([-two-]{+three+})",
		"changed embed title([-A-]{+The+} film) picture:(aaaaaaaa…)>",
		"inserted paragraph ({+An added one.+})",
	}
	for i, b := range c.Blocks {
		if i >= len(want) || b.String() != want[i] {
			t.Errorf("block %d: %s", i, b)
		}
	}
}

func TestCompareMoved(t *testing.T) {
	d := Compare(blocks(t, "first of all | second of them | third one here"), blocks(t, "second of them | third one here | first of all"))
	var got []string
	for _, b := range d.Blocks[3:] {
		got = append(got, fmt.Sprint(b.Op, b.Moved))
	}
	if s := strings.Join(got, " "); s != "deletedtrue false false insertedtrue" {
		t.Errorf("got %s", s)
	}
}

func TestCompareMarks(t *testing.T) {
	d := Compare(mustParse(t, paragraphOf(`{"type":"text","text":"plain words"}`)),
		mustParse(t, paragraphOf(`{"type":"text","text":"plain "},{"type":"text","text":"wor","marks":[{"type":"strong"}]},{"type":"text","text":"ds","marks":[{"type":"comment","attrs":{"id":"c"}}]}`)))
	if got := marked(d.Blocks[3].Lines[0].Runs); got != "plain <words>" {
		t.Errorf("got %s", got)
	}
}

// TestCompareLosesNothing: what is not inserted is the old text, what is not
// deleted the new one.
func TestCompareLosesNothing(t *testing.T) {
	for i := range 1000 {
		c := newChance(uint64(i))
		old := c.doc()
		new := old
		for range 3 {
			if next, err := Apply(new, reread(t, c.step(new.root))); err == nil {
				new = next
			}
		}
		was, is := sides(Compare(old, new))
		if was != allText(old) || is != allText(new) {
			t.Fatalf("seed %d:\nold  %q\ngot  %q\nnew  %q\ngot  %q", i, allText(old), was, allText(new), is)
		}
	}
}

func sides(c Comparison) (was, is string) {
	for _, b := range c.Blocks {
		for _, l := range b.Lines {
			if l.Kind == "alt" || l.Kind == "caption" || l.Kind == "credit" || l.Kind == "title" {
				continue
			}
			for _, r := range l.Runs {
				if r.Op != Inserted {
					was += r.Text
				}
				if r.Op != Deleted {
					is += r.Text
				}
			}
		}
	}
	return was, is
}

func allText(d Doc) (s string) {
	d.root.lines(0, func(line *node, _ int) { s += line.String() })
	return s
}

func mustDoc(t testing.TB, r story.Revision) Doc {
	t.Helper()
	d, err := FromRevision(r)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func BenchmarkCompare(b *testing.B) {
	old := long(b)
	new := old
	for i := range 200 { // a letter in every second paragraph
		if next, err := Apply(new, replaceStep{from: 20 + 500*i, to: 21 + 500*i}); err == nil {
			new = next
		}
	}
	for b.Loop() {
		Compare(old, new)
	}
}
