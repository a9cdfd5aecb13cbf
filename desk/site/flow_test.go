package site

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/hub"
)

// TestListPage looks at what stands on the list for whom.
func TestListPage(t *testing.T) {
	o := newOffice(t)
	o.fill()
	for _, c := range []struct {
		who, path string
		want, not []string
	}{
		{"edris", "/", []string{"The river rose", "An old flood", "A letter from the border", "Two hundred runners", "Late:", `lang="fa-AF" dir="rtl"`, "/open"}, nil},
		{"anna", "/", []string{"A letter from the border"}, []string{"The river rose", "An old flood"}},
		{"edris", "/?q=floods", []string{"An old flood"}, []string{"The river rose"}},
		{"edris", "/?state=ready", []string{"خبرې اترې"}, []string{"The river rose", "An old flood"}},
		{"edris", "/?person=me", []string{"Two hundred runners"}, []string{"The river rose"}},
		{"edris", "/?edition=fa-AF&q=" + url.QueryEscape("پلها"), []string{"پل‌ها را آب برد"}, []string{"سیلاب"}},
		{"edris", "/?q=nothing+of+it", []string{"No story is like that"}, nil},
		{"edris", "/board", []string{"The river rose", `data-state="review"`, "To review", "Take it"}, nil},
		{"anna", "/board", []string{"A letter from the border"}, []string{"The river rose"}},
		{"ruhi", "/inbox", []string{"handed this to you", "moved this on", "3 unread"}, nil},
	} {
		w := o.get(c.who, c.path)
		page := w.Body.String()
		if w.Code != 200 {
			t.Errorf("%s, %s: %d", c.path, c.who, w.Code)
		}
		for _, want := range c.want {
			if !strings.Contains(page, want) {
				t.Errorf("%s as %s lacks %q", c.path, c.who, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(page, not) {
				t.Errorf("%s as %s has %q", c.path, c.who, not)
			}
		}
	}
	for path, want := range map[string]int{"/?state=x": 400, "/?wanted=x": 400, "/?after=x": 422, "/story/x/open": 404, "/story/new?translates=x": 404} {
		if w := o.get("edris", path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

// TestForms: everything can be done without scripts.
func TestForms(t *testing.T) {
	o := newOffice(t)
	w := o.post("edris", "/story/new", "edition", "en", "section", "world", "headline", "The border", "idea", "1", "assignee", "ruhi", "wanted", "2026-11-24T18:30", "brief", "Soon")
	page, ok := strings.CutPrefix(w.Header().Get("Location"), "/story/")
	if w.Code != 303 || !ok {
		t.Fatalf("an idea: %d %s", w.Code, w.Body)
	}
	path := "/story/" + page
	all, err := o.Desk.List(t.Context(), o.People[2], desk.Filter{}, "", 9)
	if err != nil || len(all.Cards) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	id := all.Cards[0].ID
	if got := o.row(id).Wanted.Format("2006-01-02T15:04"); got != "2026-11-24T14:00" { // half past six in Kabul
		t.Errorf("wanted by %s", got)
	}
	for _, c := range []struct {
		who, path string
		form      []string
		want      int
		state     draft.State
		has       string
	}{
		{"anna", "/take", nil, 403, draft.Idea, "ruhi"},
		{"ruhi", "/move", []string{"from", "idea", "to", "draft"}, 303, draft.Writing, "ruhi"},
		{"ruhi", "/move", []string{"from", "idea", "to", "draft"}, 409, draft.Writing, "ruhi"},
		{"ruhi", "/move", []string{"from", "draft", "to", "review", "hand", "person:edris", "note", "Read it, please"}, 303, draft.Review, "edris"},
		{"edris", "/hand", []string{"hand", "pool:world"}, 303, draft.Review, ""},
		{"edris", "/hand", []string{"hand", "person:nobody"}, 422, draft.Review, ""},
		{"edris", "/hand", []string{"hand", "person:edris"}, 303, draft.Review, "edris"},
		{"edris", "/hand", []string{"hand", ""}, 400, draft.Review, "edris"},
		{"edris", "/hand", []string{"hand", "edris"}, 400, draft.Review, "edris"},
		{"edris", "/hand", []string{"hand", "pool:world"}, 303, draft.Review, ""},
		{"edris", "/take", []string{"next", "/board"}, 303, draft.Review, "edris"},
		{"edris", "/move", []string{"from", "review", "to", "draft", "note", "Say who"}, 303, draft.Writing, "edris"},
	} {
		w := o.post(c.who, path+c.path, c.form...)
		if w.Code != c.want {
			t.Errorf("%s %s %v: %d, want %d\n%s", c.who, c.path, c.form, w.Code, c.want, w.Body)
		}
		if dr := o.row(id); dr.State != c.state || dr.Assignee != c.has {
			t.Errorf("after %s %v it is %s, %q has it", c.path, c.form, dr.State, dr.Assignee)
		}
	}
	if w := o.post("edris", "/inbox/read", "up_to", "1000"); w.Code != 303 || strings.Contains(o.get("edris", "/").Body.String(), "unread") {
		t.Errorf("reading the inbox: %d", w.Code)
	}
}

// TestFlowPages looks at the pages as people see them; with STET_SHOTS=dir it
// keeps pictures of them, in all widths and colours.
func TestFlowPages(t *testing.T) {
	o := newOffice(t)
	o.fill()
	b := newTab(t)
	home, shots := serveSite(t, o.site), os.Getenv("STET_SHOTS")
	looks := []struct {
		lang, scheme string
		width        int64
	}{{"en", "light", 1280}, {"fa-AF", "dark", 390}}
	if shots != "" {
		looks = append(looks, looks[0], looks[0], looks[0], looks[0])
		looks[2].width, looks[3].scheme, looks[4].lang = 390, "dark", "ps"
		looks[5].lang, looks[5].scheme = "fa-AF", "dark"
	}
	for _, look := range looks {
		o.enter("edris", look.lang)
		b.As(look.width, look.scheme)
		for _, path := range []string{"/?state=draft", "/board", "/inbox", "/story/new?idea=1"} {
			b.good(home+path, shots)
		}
	}
}

// TestWhoIsInWhat: the list and the board say who has a story open, once each.
func TestWhoIsInWhat(t *testing.T) {
	o := newOffice(t)
	id := o.begin("ruhi", desk.Beginning{Headline: "Flood"})
	for _, client := range []string{"a", "b"} {
		l, _, err := o.Desk.Hub().Join(id, hub.Person{Client: client, Account: "anna", Name: "anna"})
		if err != nil {
			t.Fatal(err)
		}
		defer o.Desk.Hub().Leave(l)
	}
	for _, path := range []string{"/", "/board"} {
		page := o.get("edris", path).Body.String()
		if n := strings.Count(page, "Has it open:"); n != 1 || !strings.Contains(page, "<bdi>anna</bdi>") {
			t.Errorf("%s says %d times who has it open", path, n)
		}
	}
}
