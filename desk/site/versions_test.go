package site

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/story"
)

// versioned is a story in Dari with a history: published, opened again, changed by
// two people, something set aside.
func versioned(t *testing.T) (*desktest.Room, story.ID) {
	t.Helper()
	room := desktest.Open(t)
	zahra, omid := desktest.Person("زهرا کریمی", policy.Editor), desktest.Person("Omid", policy.Editor)
	rev := desktest.Revision("fa-AF", "رودخانه در شب بالا آمد")
	rev.Standfirst = "آنچه رخ داد، در یک جمله."
	rev.Body = story.Body{
		story.Paragraph{Text: story.Plain("رودخانه در شب بالا آمد و ۱۲ خانه را آب برد. هیچ کس آسیب ندید.")},
		story.Heading{Level: 2, Text: story.Plain("پیامدها")},
		story.List{Items: []story.Text{story.Plain("راه کابل بسته است"), story.Plain("برق قطع است")}},
		story.Quotation{Paragraphs: []story.Text{story.Plain("ما هرگز چنین چیزی ندیده بودیم.")}, Attribution: story.Plain("یک باشنده")},
		story.Table{Header: true, Rows: [][]story.Text{{story.Plain("ولایت"), story.Plain("خانه‌ها")}, {story.Plain("پروان"), story.Plain("۱۲")}}},
		story.Paragraph{Text: story.Plain("Officials in Kabul said help was on its way."), Foreign: story.Foreign{Lang: "en", Dir: story.LeftToRight}},
	}
	id := room.Publish(t, rev).Story
	if _, err := room.Desk.Open(t.Context(), zahra, id); err != nil {
		t.Fatal(err)
	}
	for _, who := range []policy.Principal{zahra, omid} {
		room.Pass(10 * time.Minute)
		rewriteAs(t, room, who, id, func(r *story.Revision) {
			r.Headline += "؛ " + who.Name
			p := r.Body[0].(story.Paragraph)
			p.Text = story.Plain(strings.Replace(p.Text.String(), "۱۲", "۲۱", 1))
			r.Body[0] = p
			r.Body = append(slices.Delete(r.Body, 2, 3), r.Body[2]) // the list goes to the end
			r.Body = append(r.Body, story.Paragraph{Text: story.Plain("افزودهٔ " + who.Name)})
		})
	}
	lost, err := prose.FromRevision(rev)
	if err != nil {
		t.Fatal(err)
	}
	room.Pass(time.Minute)
	if err := room.Desk.SetAside(t.Context(), omid, id, draft.Aside{ID: "page-1", Version: 1, Client: "c", Words: "واژه‌هایی که جایی نیافتند", Doc: lost}); err != nil {
		t.Fatal(err)
	}
	return room, id
}

// rewriteAs changes a story as somebody's editor does.
func rewriteAs(t *testing.T, room *desktest.Room, who policy.Principal, id story.ID, change func(*story.Revision)) {
	t.Helper()
	_, head, err := room.Desk.Document(t.Context(), who, id, -1)
	if err != nil {
		t.Fatal(err)
	}
	rev := head.Doc.Revision(story.Revision{})
	change(&rev)
	to, err := prose.FromRevision(rev)
	if err != nil {
		t.Fatal(err)
	}
	b := draft.Batch{Version: head.Version, Client: "page-" + who.Name}
	for _, s := range prose.Edit(head.Doc, to) {
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		b.Steps = append(b.Steps, text)
	}
	if _, err := room.Desk.Write(t.Context(), who, id, b); err != nil {
		t.Fatal(err)
	}
}

// TestVersionForms: a version is named, restored and compared without a script.
func TestVersionForms(t *testing.T) {
	room, id := versioned(t)
	s := roomSite(t, room, desktest.Person("zahra", policy.Editor))
	path := "/story/" + id.String() + "/versions"
	first := "/v0"
	if w := post(s, path+first+"/name", url.Values{"name": {"پیش از <سیلاب>"}}); w.Code != 303 {
		t.Fatalf("naming: %d %s", w.Code, w.Body)
	}
	if list := ask(s, "GET", path).Body.String(); !strings.Contains(list, "پیش از &lt;سیلاب&gt;") {
		t.Errorf("the name is not in the list\n%s", list)
	}
	page := ask(s, "GET", "/story/"+id.String()+"/compare?from=r1").Body.String()
	for _, want := range []string{"<del>۱۲</del><ins>۲۱</ins>", "<ins>افزودهٔ Omid</ins>", `<div class="block block-paragraph op-inserted"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the comparison does not say %s\n%s", want, page)
		}
	}
	w := post(s, path+"/r1/restore", nil)
	if w.Code != 303 || !strings.Contains(w.Header().Get("Location"), "restored=r1") {
		t.Fatalf("restoring: %d %s", w.Code, w.Body)
	}
	dr, doc, err := room.Desk.VersionAt(t.Context(), desktest.Person("zahra", policy.Editor), id, "r1")
	if err != nil || dr.Headline != doc.Headline() {
		t.Errorf("restored %q, want %q: %v", dr.Headline, doc.Headline(), err)
	}
	for _, missing := range []string{"/v99", "/r9", "/a-none", "/x", "/v"} {
		if w := ask(s, "GET", path+missing); w.Code != 404 && w.Code != 410 {
			t.Errorf("%s: %d", missing, w.Code)
		}
	}
}

// TestVersionPages: the pages are as good as axe-core can tell, on a phone and a
// desktop, in three languages, in the dark. STET_SHOTS keeps pictures of them.
func TestVersionPages(t *testing.T) {
	room, id := versioned(t)
	b := newTab(t)
	for _, look := range []struct {
		lang   string
		width  int64
		scheme string
	}{{"en", 1200, "light"}, {"fa-AF", 390, "light"}, {"ps", 1200, "dark"}} {
		who := desktest.Person("zahra", policy.Editor)
		who.Lang = look.lang
		address := serveSite(t, roomSite(t, room, who)) + "/story/" + id.String()
		b.As(look.width, look.scheme)
		for _, page := range []string{"/versions", "/versions/v0", "/versions/a-page-1", "/compare?from=r1"} {
			b.good(address+page, os.Getenv("STET_SHOTS"))
		}
	}
}
