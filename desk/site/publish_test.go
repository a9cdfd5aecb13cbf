package site

import (
	"encoding/json"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/record"
	"stet.news/story"
)

// drafted puts a story on the desk that could be published.
func (o *office) drafted(rev story.Revision) story.ID {
	o.t.Helper()
	id := story.NewID()
	if err := o.Record.SaveDraft(o.t.Context(), record.Draft{ID: id, Revision: rev}); err != nil {
		o.t.Fatal(err)
	}
	if err := o.Desk.Adopt(o.t.Context(), id); err != nil {
		o.t.Fatal(err)
	}
	return id
}

// typed puts text before a story's headline, as an editor.
func (o *office) typed(id story.ID, text string) {
	o.t.Helper()
	step := `{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"text","text":"` + text + `"}]}}`
	_, err := o.Desk.Write(o.t.Context(), o.People[2], id, draft.Batch{Version: o.row(id).Version, Client: "c", Steps: []json.RawMessage{json.RawMessage(step)}})
	if err != nil {
		o.t.Fatal(err)
	}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// fillIn posts the form of a page with its hidden fields and what is added.
func (o *office) fillIn(name, page, to string, form ...string) (code int, next, body string) {
	o.t.Helper()
	w := o.get(name, page)
	return o.sendOn(name, w.Body.String(), to, form...)
}

// sendOn posts the form of a page that was given as an answer.
func (o *office) sendOn(name, page, to string, form ...string) (code int, next, body string) {
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		form = append(form, m[1], html.UnescapeString(m[2]))
	}
	w := o.post(name, to, form...)
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

func TestPublishPage(t *testing.T) {
	o := newOffice(t)
	id := o.drafted(desktest.Revision("en", "The river rose"))
	path := "/story/" + id.String()
	if w := o.get("ruhi", path+"/publish"); w.Code != 403 {
		t.Errorf("a reporter: %d", w.Code)
	}
	form := o.get("edris", path+"/publish").Body.String()
	o.typed(id, "Never: ")
	code, _, body := o.sendOn("edris", form, path+"/publish")
	if code != 422 || !strings.Contains(body, "written on since") || !strings.Contains(body, "compare?from=v0&amp;to=v1") {
		t.Errorf("a version nobody saw: %d %s", code, body)
	}
	code, next, _ := o.sendOn("edris", body, path+"/publish")
	if code != 303 || !strings.HasPrefix(next, path+"/published?leaf=1") {
		t.Fatalf("published: %d to %s", code, next)
	}
	page := o.get("edris", next).Body.String()
	for _, want := range []string{"https://paper.example/en/2026/11/23/never-the-river-rose/", "Leaf \u20681\u2069 of a log of \u20682\u2069", `href="/log/1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the answer lacks %q:\n%s", want, page)
		}
	}
	if page := o.get("edris", "/log/1").Body.String(); !strings.Contains(page, "Checked just now") || !strings.Contains(page, id.String()) {
		t.Errorf("the leaf is not proved:\n%s", page)
	}
	if w := o.get("edris", "/log/99"); w.Code != 404 {
		t.Errorf("a leaf that is not: %d", w.Code)
	}
}

// TestQuestionedPage: what alters a number is asked about, and one more click
// settles it.
func TestQuestionedPage(t *testing.T) {
	o := newOffice(t)
	id := o.drafted(desktest.Revision("en", "The river rose"))
	path := "/story/" + id.String()
	o.fillIn("edris", path+"/publish", path+"/publish")
	o.typed(id, "400 fled: ")
	for _, c := range []struct {
		form []string
		code int
		has  string
	}{
		{[]string{"grade", "correction"}, 422, "needs a note"},
		{[]string{"grade", "minor"}, 422, "<ins dir=\"auto\">400"},
		{[]string{"grade", "minor", "insist", "1"}, 303, ""},
	} {
		code, _, body := o.fillIn("edris", path+"/publish", path+"/publish", c.form...)
		if code != c.code || !strings.Contains(body, c.has) {
			t.Errorf("%v: %d %s", c.form, code, body)
		}
	}
}

// TestSchedulePage: nothing is kept before the moment was shown, and of a time
// that comes twice the one that was chosen counts.
func TestSchedulePage(t *testing.T) {
	o := newOffice(t)
	id := o.drafted(desktest.Revision("en", "The river rose"))
	path := "/story/" + id.String()
	for _, c := range []struct{ wall, zone, says string }{
		{"2026-11-24T06:30", "Asia/Kabul", "2026-11-24 02:00 (&#43;00:00)"},
		{"2027-03-28T02:30", "Europe/Berlin", "put forward over it"},
		{"2027-10-31T02:30", "Europe/Berlin", "comes twice"},
		{"soon", "Asia/Kabul", "A time is a day"},
		{"2026-11-24T06:30", "Asia/Nowhere", "A time is a day"},
	} {
		_, _, body := o.fillIn("edris", path+"/schedule", path+"/schedule", "wall", c.wall, "zone", c.zone)
		if !strings.Contains(body, c.says) {
			t.Errorf("%s %s does not say %q:\n%s", c.wall, c.zone, c.says, body)
		}
	}
	if o.row(id).State == draft.Scheduled {
		t.Fatal("it is scheduled before anybody confirmed")
	}
	_, _, confirm := o.fillIn("edris", path+"/schedule", path+"/schedule", "wall", "2027-10-31T02:30", "zone", "Europe/Berlin")
	code, _, body := o.sendOn("edris", confirm, path+"/schedule", "at", "2027-10-31T01:30:00Z")
	if dr := o.row(id); code != 303 || dr.Due != "2027-10-31T02:30/2" || dr.DueAt.Format("15:04") != "01:30" {
		t.Fatalf("scheduled: %d, %+v %s", code, dr, body)
	}
	o.typed(id, "Later: ")
	if page := o.get("edris", path).Body.String(); !strings.Contains(page, "changed since it was scheduled") || !strings.Contains(page, "2027-10-31 02:30 (&#43;01:00)") {
		t.Errorf("the story's page says nothing of it:\n%s", page)
	}
	if w := o.post("edris", path+"/unschedule"); w.Code != 303 || o.row(id).State != draft.Ready {
		t.Errorf("taken off: %d, %+v", w.Code, o.row(id))
	}
}

func TestEmbargoPage(t *testing.T) {
	o := newOffice(t)
	id := o.drafted(desktest.Revision("en", "The river rose"))
	path := "/story/" + id.String()
	if w := o.post("edris", path+"/embargo", "wall", "2026-11-24T06:30", "zone", "Asia/Kabul"); w.Code != 303 {
		t.Fatalf("set: %d %s", w.Code, w.Body)
	}
	if code, _, body := o.fillIn("edris", path+"/publish", path+"/publish"); code != 422 || !strings.Contains(body, "under embargo") {
		t.Errorf("published: %d %s", code, body)
	}
	if page := o.get("edris", path+"/embargo").Body.String(); strings.Contains(page, "/embargo/break") {
		t.Error("an editor is offered to break it")
	}
	if w := o.post("omid", path+"/embargo/break", "reason", "They published it."); w.Code != 303 || !o.row(id).Embargo.IsZero() {
		t.Errorf("broken: %d %s", w.Code, w.Body)
	}
}

func TestRetractAndErasePages(t *testing.T) {
	o := newOffice(t)
	id := o.drafted(desktest.Revision("en", "The river rose"))
	path := "/story/" + id.String()
	o.fillIn("edris", path+"/publish", path+"/publish")
	if code, _, body := o.fillIn("omid", path+"/erase", path+"/erase", "words", "Nobody was hurt."); code != 400 || o.row(id).Version != 0 {
		t.Errorf("erased without being sure: %d %s", code, body)
	}
	if code, _, body := o.fillIn("omid", path+"/erase", path+"/erase", "words", "Nobody was hurt.", "sure", "1", "basis", "court"); code != 303 {
		t.Errorf("erased: %d %s", code, body)
	}
	code, next, body := o.fillIn("omid", path+"/retract", path+"/retract", "reason", "It did not.")
	if code != 303 {
		t.Fatalf("withdrawn: %d %s", code, body)
	}
	if page := o.get("omid", next).Body.String(); !strings.Contains(page, "Withdrawn") {
		t.Errorf("the answer is\n%s", page)
	}
}

func TestRequestsPage(t *testing.T) {
	o := newOfficeWith(t, desk.Options{TwoPerson: []string{"overwrite"}})
	id := o.drafted(desktest.Revision("en", "The river rose"))
	path := "/story/" + id.String()
	o.fillIn("edris", path+"/publish", path+"/publish")
	o.Pass(time.Minute)
	o.typed(id, "Never: ")
	code, next, body := o.fillIn("edris", path+"/publish", path+"/publish", "grade", "update")
	if code != 303 || next != "/requests?asked=1" {
		t.Fatalf("asked: %d to %s %s", code, next, body)
	}
	if page := o.get("edris", next).Body.String(); strings.Contains(page, "/requests/1/confirm") || !strings.Contains(page, "/requests/1/refuse") {
		t.Errorf("who asked is shown\n%s", page)
	}
	if page := o.get("ruhi", "/requests").Body.String(); strings.Contains(page, "The river rose") {
		t.Error("a reporter is shown what editors ask for")
	}
	if w := o.post("edris", "/requests/1/confirm"); w.Code != 403 {
		t.Errorf("who asked confirms: %d", w.Code)
	}
	if w := o.post("laila", "/requests/1/confirm"); w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), path+"/published?") {
		t.Errorf("confirmed: %d to %s %s", w.Code, w.Header().Get("Location"), w.Body)
	}
}

// TestPublishPagesAreGood opens each page in the browser: narrow and wide, light
// and dark, from left and from right. With STET_SHOTS it keeps pictures there.
func TestPublishPagesAreGood(t *testing.T) {
	b := newTab(t)
	o := newOfficeWith(t, desk.Options{TwoPerson: []string{"overwrite"}, AskLate: true})
	source := o.drafted(desktest.Revision("en", "The river rose in the night and took three bridges with it"))
	path := "/story/" + source.String()
	o.fillIn("edris", path+"/publish", path+"/publish")
	dari := desktest.Revision("fa-AF", "دریا شبانه بلند شد")
	dari.TranslationOf = source
	translation := o.drafted(dari)
	late := o.drafted(desktest.Revision("en", "A late one"))
	if err := o.Desk.Schedule(t.Context(), o.People[2], late, desk.Scheduling{Publishing: desk.Publishing{Act: "x"}, Wall: "2026-11-23T06:30", Zone: "UTC", At: o.Now().Add(30 * time.Minute)}); err != nil {
		t.Fatal(err)
	}
	o.Pass(time.Hour)
	if err := o.Desk.PublishDue(t.Context(), []story.ID{late}); err != nil {
		t.Fatal(err)
	}
	o.typed(source, "400 fled: ")
	o.fillIn("edris", path+"/publish", path+"/publish", "grade", "update")
	o.post("laila", "/requests/1/confirm")
	o.Pass(time.Minute)
	o.typed(source, "500 died: ")
	o.fillIn("edris", path+"/publish", path+"/publish", "grade", "update")
	o.post("edris", "/story/"+translation.String()+"/embargo", "wall", "2026-11-24T06:30", "zone", "Asia/Kabul")
	site, shots := serveSite(t, o.site), os.Getenv("STET_SHOTS")
	for _, look := range []struct {
		lang, scheme string
		width        int64
	}{{"en", "light", 1200}, {"fa-AF", "dark", 390}, {"ps", "light", 390}} {
		o.enter("omid", look.lang)
		b.As(look.width, look.scheme)
		for _, page := range []string{
			path + "/publish", path + "/schedule", path + "/retract", path + "/erase", "/requests?asked=2", "/log/1", path + "/published?leaf=2&durable=12&printed=48",
			"/story/" + translation.String() + "/embargo", "/story/" + translation.String(), "/", "/inbox",
		} {
			b.good(site+page, shots)
		}
		b.Do(chromedp.Navigate(site + path + "/schedule"))
		eval[bool](b, `document.querySelector("[name=wall]").value = "2027-10-31T02:30", document.querySelector("[name=zone]").value = "Europe/Berlin", document.querySelector("form.card button").click(), true`)
		b.Do(chromedp.WaitVisible(chromedp.CSS("[name=at]")))
		b.judge("confirm")
		if shots != "" {
			b.shoot(shots, site+"/confirm")
		}
	}
}
