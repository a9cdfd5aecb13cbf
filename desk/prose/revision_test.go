package prose

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"stet.news/story"
)

// text draws a text as it comes from anywhere; Clean brings it into its form.
func (c chance) text() story.Text {
	var out story.Text
	for range c.IntN(5) {
		s := story.Span{Text: string(c.words())}
		if c.one(2) {
			s.Marks = story.Marks{
				Strong: c.one(2), Emphasis: c.one(3), Link: oneOf(c, "", "", "/a/", "https://example.org/?a=1"),
				Lang: oneOf(c, "", "", "fa", "ps", "en"), Statement: oneOf(c, "", "", "ګل محمد"),
			}
		}
		out = append(out, s)
	}
	return out
}

func (c chance) words() string {
	var w strings.Builder
	for range 1 + c.IntN(4) {
		w.WriteString(words[c.IntN(len(words))] + oneOf(c, " ", " ", "", "\n"))
	}
	return w.String()
}

func (c chance) texts() []story.Text {
	var out []story.Text
	for range 1 + c.IntN(3) {
		out = append(out, c.text())
	}
	return out
}

func (c chance) block() story.Block {
	foreign := story.Foreign{Lang: oneOf(c, "", "", "fa", "ps", "en")}
	switch c.IntN(8) {
	case 0:
		return story.Heading{Level: 2 + c.IntN(2), Text: c.text(), Foreign: foreign}
	case 1:
		return story.List{Ordered: c.one(2), Items: c.texts(), Foreign: foreign}
	case 2:
		return story.Quotation{Paragraphs: c.texts(), Attribution: c.text(), Foreign: foreign}
	case 3:
		return story.PictureBlock{Picture: c.picture()}
	case 4:
		t := story.Table{Caption: c.words(), Header: c.one(2), Foreign: foreign}
		for range 1 + c.IntN(3) {
			t.Rows = append(t.Rows, []story.Text{c.text(), c.text()})
		}
		return t
	case 5:
		e := story.Embed{URL: "https://example.org/x", Title: c.words(), Provider: c.words()}
		if p := c.picture().ForCard(); c.IntN(2) == 0 {
			e.Picture = &p
		}
		return e
	case 6:
		return story.Divider{}
	}
	return story.Paragraph{Text: c.text(), Foreign: foreign}
}

func (c chance) picture() story.Picture {
	return story.Picture{SHA256: strings.Repeat(oneOf(c, "a", "0"), 64), Type: "image/webp", Width: c.IntN(900), Height: 7,
		Alt: "تصویر", Caption: c.words(), Credit: c.words(), FocalX: c.IntN(1001)}
}

// erase puts some words of a clean body's paragraphs out, as the record does.
func (c chance) erase(b story.Body) {
	for i, x := range b {
		p, ok := x.(story.Paragraph)
		if !ok || !c.one(2) {
			continue
		}
		gone := story.Span{Text: story.ErasedText + oneOf(c, "", " "), Marks: story.Marks{Erased: true}}
		p.Text = append(story.Text{gone, gone}, p.Text...)
		b[i] = p
	}
}

func (c chance) revision() (story.Revision, bool) {
	r := story.Revision{Edition: "en", Headline: c.words(), Standfirst: c.words(), Dateline: c.words(), Section: "world", Slug: "a-slug"}
	for range 1 + c.IntN(6) {
		r.Body = append(r.Body, c.block())
	}
	if c.one(2) {
		p := c.picture()
		r.Lead = &p
		r.Topics = []story.Topic{{Name: "Water", Key: "water"}, {Name: "آب"}}
		r.Bylines = []story.Byline{{Name: "Ali", Person: "ali"}, {Name: "Staff"}}
	}
	r = r.Clean()
	if r.Check() != nil {
		return r, false
	}
	c.erase(r.Body)
	return r, true
}

// TestRevisionThereAndBack: a revision that passes its check comes back as it was.
func TestRevisionThereAndBack(t *testing.T) {
	good := 0
	for i := range 1500 {
		r, ok := newChance(uint64(i)).revision()
		if !ok {
			continue
		}
		good++
		d, err := FromRevision(r)
		if err != nil {
			t.Fatalf("seed %d: %v", i, err)
		}
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		again := mustParse(t, string(data))
		if !again.Equal(d) {
			t.Fatalf("seed %d: the document is another after JSON", i)
		}
		got := again.Revision(story.Revision{Edition: "en"})
		if !reflect.DeepEqual(got, r) {
			t.Fatalf("seed %d:\ngot  %#v\nwant %#v", i, got, r)
		}
	}
	if good < 700 {
		t.Errorf("only %d good revisions", good)
	}
}

func TestRevisionThatIsNone(t *testing.T) {
	if _, err := FromRevision(story.Revision{Body: story.Body{story.List{}}}); err == nil {
		t.Error("a list without items became a document")
	}
}

// TestWhatIsPublished: the desk's own marks never are.
func TestWhatIsPublished(t *testing.T) {
	d := mustParse(t, paragraphOf(`{"type":"text","text":"Two ","marks":[{"type":"comment","attrs":{"id":"c"}}]},
		{"type":"text","text":"old","marks":[{"type":"comment","attrs":{"id":"c"}},{"type":"deleted","attrs":{"id":"s"}}]},
		{"type":"text","text":"new","marks":[{"type":"inserted","attrs":{"id":"s"}}]},
		{"type":"text","text":" men\ud83d"}`))
	want := story.Body{story.Paragraph{Text: story.Plain("Two old men")}}
	if got := d.Body(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestEmptyBlocksAreNotPublished(t *testing.T) {
	d := mustParse(t, docOf(`{"type":"paragraph"},{"type":"heading"},{"type":"list","content":[{"type":"item"}]},
		{"type":"quotation","content":[{"type":"quoted"},{"type":"attribution","content":[{"type":"text","text":"Ali"}]}]},
		{"type":"table","content":[{"type":"row","content":[{"type":"cell"}]}]},
		{"type":"table","content":[{"type":"row","content":[{"type":"cell","content":[{"type":"text","text":"a"}]}]},{"type":"row","content":[{"type":"cell"},{"type":"cell"}]}]}`))
	want := story.Body{story.Paragraph{Text: story.Plain("Ali")}, story.Table{Rows: [][]story.Text{{story.Plain("a"), nil}, {nil, nil}}}}
	if got := d.Body(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}
