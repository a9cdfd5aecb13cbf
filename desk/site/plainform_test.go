package site

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"stet.news/desk/desktest"
	"stet.news/desk/policy"
	"stet.news/story"
)

var (
	versionField = regexp.MustCompile(`name="version" value="(\d+)"`)
	bodyField    = regexp.MustCompile(`(?s)<textarea id="body"[^>]*>(.*?)</textarea>`)
)

// TestPlainForm: writing without a script; what others wrote meanwhile stays, and
// what two changed comes back with both texts, and nothing lost.
func TestPlainForm(t *testing.T) {
	room, id := versioned(t)
	zahra, omid := desktest.Person("zahra", policy.Editor), desktest.Person("omid", policy.Editor)
	s := roomSite(t, room, zahra)
	path := "/story/" + id.String() + "/plain"
	page := ask(s, "GET", path).Body.String()
	version, body := versionField.FindStringSubmatch(page)[1], bodyField.FindStringSubmatch(page)[1]
	if !strings.Contains(body, "## پیامدها") || !strings.Contains(body, "&gt; — یک باشنده") {
		t.Fatalf("the body is %s", body)
	}
	form := url.Values{"version": {version}, "headline": {"عنوان تازه"}, "standfirst": {"خلاصه"}, "dateline": {"کابل"},
		"body": {strings.Replace(body, "پیامدها", "آنچه پس از آن شد", 1) + "\n\nبند **تازه**."}}
	rewriteAs(t, room, omid, id, func(r *story.Revision) { // another block, meanwhile
		r.Body[0] = story.Paragraph{Text: story.Plain("رودخانه در شب بالا آمد و ۳۰ خانه را آب برد. هیچ کس آسیب ندید.")}
	})
	if w := post(s, path, form); w.Code != 303 {
		t.Fatalf("saving: %d %s", w.Code, w.Body)
	}
	_, head, err := room.Desk.Document(t.Context(), zahra, id, -1)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"عنوان تازه", "۳۰ خانه", "آنچه پس از آن شد", "بند تازه.", "Officials in Kabul"} {
		if !strings.Contains(head.Doc.Plain(), want) {
			t.Errorf("no %q in %s", want, head.Doc.Plain())
		}
	}
	// The same form once more: the headline it changes has changed since.
	form.Set("headline", "عنوان سوم")
	w := post(s, path, form)
	if w.Code != 409 || !strings.Contains(w.Body.String(), "عنوان سوم") || !strings.Contains(w.Body.String(), "<dd dir=\"auto\">عنوان تازه</dd>") {
		t.Errorf("a conflict: %d %s", w.Code, w.Body)
	}
	form.Set("body", "با <b>HTML</b>")
	if w := post(s, path, form); w.Code != 422 || !strings.Contains(w.Body.String(), "با &lt;b&gt;HTML") {
		t.Errorf("HTML in the text: %d %s", w.Code, w.Body)
	}
	form.Set("version", "999")
	form.Set("body", "متن")
	if w := post(s, path, form); w.Code != 409 || !strings.Contains(w.Body.String(), ">متن</textarea>") {
		t.Errorf("a version that is not there: %d %s", w.Code, w.Body)
	}
	if w := ask(roomSite(t, room, desktest.Person("gul", policy.Reporter)), "GET", path); w.Code != 403 {
		t.Errorf("a reporter has the form for another's story: %d", w.Code)
	}
}

func TestPlainPage(t *testing.T) {
	room, id := versioned(t)
	room.Pass(time.Minute)
	b := newTab(t)
	for _, look := range []struct {
		lang   string
		width  int64
		scheme string
	}{{"en", 1200, "dark"}, {"ps", 390, "light"}} {
		who := desktest.Person("zahra", policy.Editor)
		who.Lang = look.lang
		b.As(look.width, look.scheme)
		b.good(serveSite(t, roomSite(t, room, who))+"/story/"+id.String()+"/plain?saved=1", os.Getenv("STET_SHOTS"))
	}
}
