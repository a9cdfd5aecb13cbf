package site

import (
	"encoding/json"
	"strings"
	"testing"

	"stet.news/desk"
	"stet.news/desk/draft"
)

// suggestAndComment gives a story with the headline "Flood" a suggestion and the
// mark of a comment, as somebody's editor would.
func (o *office) suggestAndComment(name string, b *draft.Batch, comment string) {
	o.t.Helper()
	for _, step := range []string{
		`{"stepType":"replace","from":6,"to":6,"slice":{"content":[{"type":"text","text":" again","marks":[{"type":"inserted","attrs":{"id":"s1","by":"` + name + `"}}]}]}}`,
		`{"stepType":"addMark","mark":{"type":"comment","attrs":{"id":"` + comment + `"}},"from":1,"to":6}`,
	} {
		b.Steps = append(b.Steps, json.RawMessage(step))
	}
}

// TestTalk: comments, answers and suggestions by forms and by scripts.
func TestTalk(t *testing.T) {
	o := newOffice(t)
	id := o.begin("ruhi", desk.Beginning{Headline: "Flood"})
	path := "/story/" + id.String()
	w := o.post("edris", path+"/comments", "text", "Where?", "passage", "Flood", "id", strings.Repeat("ab", 16))
	if w.Code != 303 || w.Header().Get("Location") != path+"#talk" {
		t.Fatalf("a comment: %d %s", w.Code, w.Body)
	}
	b := draft.Batch{Client: "page"}
	o.suggestAndComment("edris", &b, strings.Repeat("ab", 16))
	if _, err := o.Desk.Write(t.Context(), o.People[2], id, b); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who, path string
		form      []string
		want      int
	}{
		{"ruhi", "/comments", []string{"text", "In Herat", "thread", strings.Repeat("ab", 16)}, 303},
		{"ruhi", "/comments", []string{"text", "x", "thread", "none"}, 404},
		{"ruhi", "/comments", []string{"text", " "}, 422},
		{"anna", "/comments", []string{"text", "x"}, 403},
		{"anna", "/suggestions", []string{"decision", "accept"}, 403},
		{"ruhi", "/suggestions", []string{"decision", "perhaps"}, 400},
		{"ruhi", "/comments/" + strings.Repeat("ab", 16), []string{"done", "1"}, 303},
		{"ruhi", "/comments/none", []string{"done", "1"}, 404},
	} {
		if w := o.post(c.who, path+c.path, c.form...); w.Code != c.want {
			t.Errorf("%s %s %v: %d, want %d", c.who, c.path, c.form, w.Code, c.want)
		}
	}
	page := o.get("ruhi", path).Body.String()
	for _, want := range []string{"Where?", "In Herat", "Done, says", "<ins> again</ins>", "There is no text.", "1 suggestion waits", "edris"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if w := o.post("ruhi", path+"/suggestions", "decision", "accept", "id", "s1"); w.Code != 303 || o.row(id).Headline != "Flood again" {
		t.Errorf("accepting: %d, the headline is %q", w.Code, o.row(id).Headline)
	}
	var v talkView
	if err := json.Unmarshal(o.get("ruhi", path+"/talk").Body.Bytes(), &v); err != nil || len(v.Threads) != 1 || len(v.Threads[0].Answers) != 1 || v.Threads[0].Gone || !v.Threads[0].Resolved || len(v.Suggestions) != 0 || !v.MayEdit {
		t.Errorf("as JSON: %+v, %v", v, err)
	}
}

// TestGonePassage: a comment outlives the words it is on.
func TestGonePassage(t *testing.T) {
	o := newOffice(t)
	id := o.begin("ruhi", desk.Beginning{Headline: "Flood"})
	o.post("edris", "/story/"+id.String()+"/comments", "text", "Where?", "passage", "the northern provinces", "id", strings.Repeat("ab", 16))
	page := o.get("ruhi", "/story/"+id.String()).Body.String()
	for _, want := range []string{"Where?", "the northern provinces", "not in the text any more"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
