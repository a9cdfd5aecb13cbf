package site

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// office is a desk with people who come in by the header "As".
type office struct {
	*desktest.Room
	site *Site
	t    testing.TB
}

// byHeader is a door that takes people at their word, or, in a browser, for who
// is set.
type byHeader struct {
	as
	people map[string]policy.Principal
}

func (d *byHeader) Principal(r *http.Request) policy.Principal {
	if name := r.Header.Get("As"); name != "" {
		return d.people[name]
	}
	return policy.Principal(d.as)
}

func newOffice(t testing.TB) *office { return newOfficeWith(t, desk.Options{}) }

// newOfficeWith is newOffice for a desk with options.
func newOfficeWith(t testing.TB, opts desk.Options) *office {
	t.Helper()
	o := &office{Room: desktest.OpenWith(t, opts), t: t}
	o.People = []policy.Principal{
		desktest.Person("anna", policy.Contributor), desktest.Person("ruhi", policy.Reporter), desktest.Person("edris", policy.Editor),
	}
	door := &byHeader{people: map[string]policy.Principal{}}
	for _, p := range append(o.People, desktest.Person("omid", policy.Publisher), desktest.Person("laila", policy.Editor)) {
		door.people[p.Name] = p
	}
	var err error
	o.site, err = New(Options{
		Desk: o.Desk, Door: door, Now: o.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "The Paper", Public: "https://paper.example",
		Editions: desktest.Editions, Sections: desktest.Sections,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// enter makes a browser come in as somebody who has just shown who they are, in a
// language.
func (o *office) enter(name, lang string) {
	door := o.site.Door.(*byHeader)
	who := door.people[name]
	who.Lang, who.Shown = lang, o.Now()
	door.as = as(who)
}

// get asks for a page, post sends a form: both as somebody.
func (o *office) get(name, path string) *httptest.ResponseRecorder {
	return ask(o.site, "GET", path, "As", name)
}

func (o *office) post(name, path string, form ...string) *httptest.ResponseRecorder {
	values := url.Values{}
	for i := 0; i+1 < len(form); i += 2 {
		values.Add(form[i], form[i+1])
	}
	r := httptest.NewRequest("POST", path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("As", name)
	w := httptest.NewRecorder()
	o.site.ServeHTTP(w, r)
	return w
}

// begin begins a story and gives its id.
func (o *office) begin(name string, b desk.Beginning) story.ID {
	o.t.Helper()
	if b.Edition == "" {
		b.Edition = "en"
	}
	dr, err := o.Desk.Begin(o.t.Context(), o.site.Door.(*byHeader).people[name], b)
	if err != nil {
		o.t.Fatal(err)
	}
	return dr.ID
}

// row gives a story's row.
func (o *office) row(id story.ID) (dr draft.Draft) {
	o.t.Helper()
	err := o.View(o.t.Context(), func(rd record.Reader) (err error) {
		dr, err = draft.Must(rd, id)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return dr
}

// fill fills the office with stories of all kinds.
func (o *office) fill() {
	old := desktest.Revision("en", "An old flood, told in the archive")
	old.Published, old.Grade = o.Now().AddDate(-1, 0, 0), story.GradeImported
	o.Publish(o.t, old)
	dari := desktest.Revision("fa-AF", "سیلاب در ولایت‌های شمالی")
	dari.Published, dari.Grade = o.Now().AddDate(0, -1, 0), story.GradeImported
	o.Publish(o.t, dari)
	o.begin("ruhi", desk.Beginning{Section: "afghanistan", Headline: "The river rose in the night and took three bridges with it"})
	o.begin("edris", desk.Beginning{Section: "sport", Headline: "Two hundred runners", Idea: true, Assignee: "ruhi", Wanted: o.Now().Add(-time.Hour)})
	o.begin("ruhi", desk.Beginning{Edition: "fa-AF", Section: "afghanistan", Headline: "پل‌ها را آب برد", Brief: "کوتاه"})
	id := o.begin("ruhi", desk.Beginning{Edition: "ps", Section: "world", Headline: "خبرې اترې پیل شوې"})
	for _, to := range []string{"review", "ready"} {
		if w := o.post("edris", "/story/"+id.String()+"/move", "from", string(o.row(id).State), "to", to); w.Code != 303 {
			o.t.Fatalf("%s: %d %s", to, w.Code, w.Body)
		}
	}
	review := o.begin("anna", desk.Beginning{Section: "world", Headline: "A letter from the border"})
	if w := o.post("anna", "/story/"+review.String()+"/move", "from", "draft", "to", "review", "note", "Is it too long?"); w.Code != 303 {
		o.t.Fatalf("%d %s", w.Code, w.Body)
	}
}
