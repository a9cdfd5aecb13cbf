package desk_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// write sends steps in the place of somebody's editor.
func write(t *testing.T, r *desktest.Room, who policy.Principal, id story.ID, steps ...string) error {
	t.Helper()
	b := draft.Batch{Version: row(t, r, id).Version, Client: "page-of-" + who.Account}
	for _, s := range steps {
		b.Steps = append(b.Steps, json.RawMessage(s))
	}
	_, err := r.Desk.Write(t.Context(), who, id, b)
	return err
}

// plain is the text as it stands, with what is suggested to insert.
func plain(t *testing.T, r *desktest.Room, id story.ID) string {
	t.Helper()
	_, head, err := r.Desk.Document(t.Context(), edris, id, -1)
	if err != nil {
		t.Fatal(err)
	}
	return head.Doc.Headline()
}

// insert inserts into the headline of a story, of five letters, as a suggestion.
func insert(by, id, text string) string {
	return `{"stepType":"replace","from":6,"to":6,"slice":{"content":[{"type":"text","text":"` + text +
		`","marks":[{"type":"inserted","attrs":{"id":"` + id + `","by":"` + by + `"}}]}]}}`
}

// TestSuggest: who may only comment may suggest and nothing else, and an editor
// decides.
func TestSuggest(t *testing.T) {
	r := office(t)
	omid := desktest.Person("omid", policy.Reporter)
	id := begin(t, r, ruhi, desk.Beginning{Headline: "Flood"}).ID
	if err := write(t, r, omid, id, `{"stepType":"replace","from":6,"to":6,"slice":{"content":[{"type":"text","text":"s"}]}}`); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a colleague wrote: %v", err)
	}
	if err := write(t, r, omid, id, insert("edris", "s1", " again")); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a colleague suggested in another's name: %v", err)
	}
	if err := write(t, r, anna, id, insert("anna", "s1", " again")); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a contributor suggested: %v", err)
	}
	for i, text := range []string{" again", " in Herat"} {
		if err := write(t, r, omid, id, insert("omid", string(rune('a'+i)), text)); err != nil {
			t.Fatal(err)
		}
	}
	if got := plain(t, r, id); got != "Flood" {
		t.Errorf("what is suggested would be published: %q", got)
	}
	if err := r.Desk.Settle(t.Context(), omid, id, "a", true); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("who suggested accepted it: %v", err)
	}
	if err := r.Desk.Settle(t.Context(), edris, id, "a", true); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.Settle(t.Context(), edris, id, "a", false); !errors.Is(err, record.ErrStale) {
		t.Errorf("decided twice: %v", err)
	}
	if err := r.Desk.Settle(t.Context(), edris, id, "", false); err != nil {
		t.Fatal(err)
	}
	if got := plain(t, r, id); got != "Flood again" {
		t.Errorf("after deciding it says %q", got)
	}
	found, err := r.Desk.Check(t.Context(), edris, id)
	if err != nil || strings.Contains(string(found[len(found)-1].Kind), "suggested") {
		t.Errorf("suggestions are open: %v, %v", found, err)
	}
}
