package site

import (
	"log/slog"
	"strings"
	"testing"

	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/story"
)

// TestStoryPage: the page says to its scripts whose story it is, in which
// direction, and whether the person may write; strangers see nothing.
func TestStoryPage(t *testing.T) {
	room := desktest.Open(t)
	id := story.ID{7}
	err := room.Update(t.Context(), func(tx record.Tx) error {
		return putDraft(tx, draft.Draft{ID: id, Edition: "fa-AF", Section: "world", Headline: "گفت‌وگو", State: draft.Writing, Author: "zahra", Began: room.Now(), Changed: room.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who  policy.Principal
		code int
		want string
	}{
		{desktest.Person("zahra", policy.Contributor), 200, `data-can-edit="true"`},
		{desktest.Person("omid", policy.Reporter), 200, `data-can-edit="true" data-suggest="true"`},
		{desktest.Person("omid", policy.Contributor), 403, ""},
	} {
		s, err := New(Options{Desk: room.Desk, Door: as(c.who), Now: room.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "Paper", Editions: desktest.Editions, Sections: desktest.Sections})
		if err != nil {
			t.Fatal(err)
		}
		w := ask(s, "GET", "/story/"+id.String())
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s, %v: %d, no %s in\n%s", c.who.Name, c.who.Grants, w.Code, c.want, w.Body)
		}
		if c.code != 200 {
			continue
		}
		for _, part := range []string{`data-edition="fa-AF" data-dir="rtl"`, `<option value="world">جهان</option>`, `"editor.strong":"Strong"`, "{{.Name}}"} {
			if !strings.Contains(w.Body.String(), part) {
				t.Errorf("no %s in\n%s", part, w.Body)
			}
		}
	}
}

// TestNames: what is offered to complete names with is what stories print.
func TestNames(t *testing.T) {
	room := desktest.Open(t)
	id, who := story.ID{7}, desktest.Person("zahra", policy.Editor)
	rev := story.Revision{Story: story.ID{1}, Edition: "en", Section: "world", Headline: "Talks", Body: story.Body{story.Paragraph{Text: story.Plain("Words.")}},
		Topics: []story.Topic{{Name: "Water", Key: "water"}}, Bylines: []story.Byline{{Name: "Zahra Karimi", Person: "zahra-karimi"}}}
	if _, err := room.Record.Publish(t.Context(), record.Act{Kind: record.Publish, Story: rev.Story, Revision: rev}); err != nil {
		t.Fatal(err)
	}
	err := room.Update(t.Context(), func(tx record.Tx) error {
		return putDraft(tx, draft.Draft{ID: id, Edition: "en", State: draft.Writing, Author: "zahra", Began: room.Now(), Changed: room.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Desk: room.Desk, Door: as(who), Now: room.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "Paper", Editions: desktest.Editions})
	if err != nil {
		t.Fatal(err)
	}
	w := ask(s, "GET", "/story/"+id.String()+"/names")
	want := `{"topics":[{"name":"Water","key":"water"}],"bylines":[{"name":"Zahra Karimi","person":"zahra-karimi"}]}`
	if got := strings.TrimSpace(w.Body.String()); got != want {
		t.Errorf("names are %s, want %s", got, want)
	}
}

// putDraft puts a row on the desk, with an empty document.
func putDraft(tx record.Tx, d draft.Draft) error {
	if err := draft.Put(tx, d); err != nil {
		return err
	}
	return draft.Start(tx, d, prose.New())
}
