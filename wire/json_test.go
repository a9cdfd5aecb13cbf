package wire

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"stet.news/story"
)

// full is a revision that uses every field and block.
func full() story.Revision {
	pic := story.Picture{SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Type: "image/jpeg", Width: 3, Height: 2, Alt: "A tree", Caption: "A caption", Credit: "Someone", FocalX: 100, FocalY: 200}
	return story.Revision{
		Story: story.ID{1, 2, 3}, Edition: "fa-AF", Slug: "پل-نو", Section: "afghanistan",
		Headline: "پل نو", Standfirst: "پلی که می\u200cسازند.",
		Bylines:  []story.Byline{{Name: "کریم امینی", Person: story.Key("کریم امینی")}, {Name: "Staff"}},
		Dateline: "کابل", Topics: []story.Topic{{Name: "پل\u200cها", Key: "bridges"}},
		Lead: &pic,
		Body: story.Body{
			story.Paragraph{Text: story.Text{{Text: "او گفت "}, {Text: "می\u200cرویم", Marks: story.Marks{Strong: true, Statement: "کریم امینی"}}}},
			story.Heading{Level: 2, Text: story.Plain("عنوان")},
			story.List{Ordered: true, Items: []story.Text{story.Plain("یک"), story.Plain("دو")}},
			story.Quotation{Paragraphs: []story.Text{story.Plain("سخن")}, Attribution: story.Plain("کسی")},
			story.PictureBlock{Picture: pic},
			story.Table{Header: true, Rows: [][]story.Text{{story.Plain("الف"), story.Plain("ب")}, {story.Plain("۱"), story.Plain("۲")}}},
			story.Embed{URL: "https://example.org/v", Title: "A film"},
			story.Divider{},
			story.Paragraph{Text: story.Plain("An English sentence."), Foreign: story.Foreign{Lang: "en", Dir: story.LeftToRight}},
		},
		TranslationOf: story.ID{9}, Published: time.Date(2024, 3, 20, 6, 0, 0, 0, time.UTC), Grade: story.GradeImported, Source: "https://example.org/old/1",
	}
}

// TestShowImport: what show prints comes back as it was.
func TestShowImport(t *testing.T) {
	want := full().Clean()
	// What the command prints: the revision's fields and beside them the record's.
	shown := struct {
		story.Revision
		Path  string    `json:"path"`
		Text  string    `json:"text"`
		Leaf  int64     `json:"leaf"`
		At    time.Time `json:"at"`
		State string    `json:"state"`
		Due   time.Time `json:"due"`
		File  string    `json:"file"`
		Notes []string  `json:"notes"`
	}{Revision: want, Path: "/fa-AF/2024/03/20/x/", Text: "x", Leaf: 3, State: "published", Notes: []string{"a"}}
	shown.Number = 4
	data, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	item, err := parse("x.json", data, english())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(item.Revision, want) {
		t.Errorf("got %+v\nwant %+v", item.Revision, want)
	}
}

func TestJSONText(t *testing.T) {
	item, err := parse("x.json", []byte("\ufeff{\"headline\": \" A  B \", \"text\": \"One\\ntwo.\\n \\n\\nThree.\", \"bylines\": [\"Ann Lee\", {\"name\": \"Staff\"}], \"topics\": [\"Rivers\"], \"embargo\": \"2026-11-24 08:00\"}"), english())
	if err != nil {
		t.Fatal(err)
	}
	rev := item.Revision
	if rev.Headline != "A B" || story.PlainText(rev.Body) != "One two.\n\nThree." || len(rev.Bylines) != 2 || rev.Bylines[0].Person != "ann-lee" || rev.Bylines[1].Person != "" || rev.Topics[0].Key != "rivers" {
		t.Errorf("%+v", rev)
	}
	if want := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC); !item.Embargo.Equal(want) {
		t.Errorf("embargo %v, want %v", item.Embargo, want)
	}
}
