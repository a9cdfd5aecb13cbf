package prose

import (
	"reflect"
	"testing"
)

const reviewed = `{"type":"text","text":"The "},
	{"type":"text","text":"old","marks":[{"type":"deleted","attrs":{"id":"s1","by":"ali"}}]},
	{"type":"text","text":"new","marks":[{"type":"inserted","attrs":{"id":"s1","by":"ali"}}]},
	{"type":"text","text":" mayor ","marks":[{"type":"comment","attrs":{"id":"c1"}}]},
	{"type":"text","text":"said","marks":[{"type":"strong"},{"type":"comment","attrs":{"id":"c1"}},{"type":"comment","attrs":{"id":"c2"}}]},
	{"type":"text","text":" so.","marks":[{"type":"inserted","attrs":{"id":"s2","by":"gul"}}]}`

func TestNotes(t *testing.T) {
	d := mustParse(t, paragraphOf(reviewed))
	comments := []Comment{{"c1", 17, 28, " mayor said"}, {"c2", 24, 28, "said"}}
	if got := d.Comments(); !reflect.DeepEqual(got, comments) {
		t.Errorf("comments %+v", got)
	}
	suggestions := []Suggestion{
		{ID: "s1", By: "ali", From: 11, To: 17, Inserted: "new", Deleted: "old", Before: "The ", After: " mayor said so."},
		{ID: "s2", By: "gul", From: 28, To: 32, Inserted: " so.", Before: "The oldnew mayor said"},
	}
	if got := d.Suggestions(); !reflect.DeepEqual(got, suggestions) {
		t.Errorf("suggestions %+v", got)
	}
}

func TestSettleSuggestions(t *testing.T) {
	for name, c := range map[string]struct {
		steps func(Doc) []Step
		want  string
	}{
		"accept": {func(d Doc) []Step { return d.AcceptSuggestion("s1") }, "The new mayor said"},
		"reject": {func(d Doc) []Step { return d.RejectSuggestion("s1") }, "The old mayor said"},
		"other":  {func(d Doc) []Step { return d.AcceptSuggestion("s2") }, "The old mayor said so."},
		"none":   {func(d Doc) []Step { return d.AcceptSuggestion("s9") }, "The old mayor said"},
	} {
		d := mustParse(t, paragraphOf(reviewed))
		before := len(d.Suggestions())
		steps := c.steps(d)
		d, err := ApplyAll(d, steps)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := d.Plain(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if len(steps) > 0 && len(d.Suggestions()) != before-1 {
			t.Errorf("%s: left %+v", name, d.Suggestions())
		}
	}
}

func TestRemoveComment(t *testing.T) {
	d := mustParse(t, paragraphOf(reviewed))
	d, err := ApplyAll(d, d.RemoveComment("c1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Comments(); len(got) != 1 || got[0].ID != "c2" {
		t.Errorf("left %+v", got)
	}
}

func TestCount(t *testing.T) {
	d := mustParse(t, paragraphOf(`{"type":"text","text":"او می\u200cرود، he said: e\u0301t 3.5 — کتاب\u200cها"}`))
	want := []Count{{"", 7, 23}, {"Arabic", 3, 13}, {"Latin", 3, 8}, {"Other", 1, 2}}
	if got := d.Count(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}
