package site

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/story"
)

// TestManyForms: several stories are chosen, looked at and spiked without scripts.
func TestManyForms(t *testing.T) {
	o := newOffice(t)
	one, two := o.begin("ruhi", desk.Beginning{Headline: "A flood"}), o.begin("ruhi", desk.Beginning{Headline: "A match"})
	changed := o.Publish(t, desktest.Revision("en", "The bridge is open")).Story
	o.post("edris", "/story/"+changed.String()+"/open")
	list := o.get("edris", "/?q=a").Body.String()
	for _, want := range []string{`action="/many"`, `value="person:ruhi"`, `name="s" value="` + one.String() + `"`, `name="next" value="/?q=a"`} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %s", want)
		}
	}
	if page := o.get("anna", "/").Body.String(); strings.Contains(page, `action="/many"`) {
		t.Error("somebody without a story is offered to act on many")
	}
	look := o.get("edris", fmt.Sprintf("/many?do=spike&next=%%2F%%3Fq%%3Da&s=%s&s=%s&s=%s&s=%s", one, two, changed, one)).Body.String()
	for _, want := range []string{"Spike 2 stories", `value="` + one.String() + `:draft"`, "These stay as they are", "Readers have it", `href="/?q=a"`} {
		if strings.Count(look, want) == 0 {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(look, changed.String()+":") {
		t.Error("the form has what cannot be spiked")
	}
	form := []string{"do", "spike", "next", "/?q=a", "note", "No room", "s", one.String() + ":draft", "s", two.String() + ":review"}
	if w := o.post("edris", "/many", form...); w.Code != 409 || !strings.Contains(w.Body.String(), "nothing was done") || !strings.Contains(w.Body.String(), ">No room</textarea>") || o.row(one).State != draft.Writing {
		t.Errorf("one has moved: %d, the other is %s", w.Code, o.row(one).State)
	}
	form[len(form)-1] = two.String() + ":draft"
	w := o.post("edris", "/many", form...)
	if to := w.Header().Get("Location"); w.Code != 303 || to != "/?done=2&q=a" || o.row(one).State != draft.Spiked || o.row(two).State != draft.Spiked {
		t.Errorf("%d to %s: %s, %s", w.Code, to, o.row(one).State, o.row(two).State)
	}
	if page := o.get("edris", "/?done=2&q=a").Body.String(); !strings.Contains(page, "Done, with 2 stories.") || strings.Contains(page, "done=2") {
		t.Error("the list does not say that it is done, or says it for ever")
	}
	for path, want := range map[string]int{"/many?do=x": 400, "/many?do=spike&s=x": 400, "/many?do=spike": 200, "/many?do=spike&s=" + story.NewID().String(): 404} {
		if w := o.get("edris", path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	var many strings.Builder
	for range desk.ManyMost + 1 {
		many.WriteString("&s=" + story.NewID().String())
	}
	if w := o.get("edris", "/many?do=spike"+many.String()); w.Code != 400 {
		t.Errorf("more than are allowed: %d", w.Code)
	}
}

// TestManyStepUp: who signed in long ago shows once more who they are, and is led
// back to what they had chosen, however much that is.
func TestManyStepUp(t *testing.T) {
	o := newOffice(t)
	page := "/many?do=spike"
	for range desk.ManyMost {
		page += "&s=" + story.NewID().String()
	}
	if got := localPath(page); got != page {
		t.Errorf("%d stories lead back to %q", desk.ManyMost, got)
	}
	o.Pass(policy.StepUpFor + time.Minute)
	if to := o.get("edris", "/many?do=spike").Header().Get("Location"); to != "/step-up?next=%2Fmany%3Fdo%3Dspike" {
		t.Errorf("sent to %q", to)
	}
}

// TestManyInBrowser chooses with the keyboard and the mouse, and hands over.
func TestManyInBrowser(t *testing.T) {
	o := newOffice(t)
	var ids []story.ID
	for _, headline := range []string{"A flood", "A match", "A letter"} {
		ids = append(ids, o.begin("ruhi", desk.Beginning{Section: "world", Headline: headline}))
	}
	o.enter("edris", "en")
	b := newTab(t)
	home := serveSite(t, o.site)
	b.Do(chromedp.Navigate(home + "/"))
	chosen := func() string { return eval[string](b, `document.querySelector(".choose-all b").textContent`) }
	if n := chosen(); n != "0" || !eval[bool](b, `document.querySelector(".choose-bar button").disabled`) {
		t.Errorf("chosen are %s", n)
	}
	eval[bool](b, `document.querySelector(".choose-all input").focus(); true`)
	b.Press("Space")
	if n := chosen(); n != "3" {
		t.Errorf("all of them are %s", n)
	}
	b.Do(chromedp.Click(`li:nth-child(2) .choose-one`))
	if n := chosen(); n != "2" || !eval[bool](b, `document.querySelector(".choose-all input").indeterminate`) {
		t.Errorf("all but one are %s", n)
	}
	b.Do(chromedp.SetValue(".choose-bar select", "person:anna"), chromedp.Click(".choose-bar button"), chromedp.WaitVisible(`textarea[name=note]`))
	if title := eval[string](b, `document.querySelector("h1").innerText`); !strings.Contains(title, "Hand 2 stories to") {
		t.Errorf("the page is called %q", title)
	}
	b.Do(chromedp.Click("main .button.main, main button.main"), chromedp.WaitVisible(`.notice-good`))
	handed := 0
	for _, id := range ids {
		if o.row(id).Assignee == "anna" {
			handed++
		}
	}
	if handed != 2 {
		t.Errorf("%d were handed over", handed)
	}
}

// TestManyLooks looks at the list with its boxes and at the page that asks; with
// STET_SHOTS=dir it keeps pictures.
func TestManyLooks(t *testing.T) {
	o := newOffice(t)
	o.fill()
	page, err := o.Desk.List(t.Context(), o.People[2], desk.Filter{}, "", 9)
	if err != nil {
		t.Fatal(err)
	}
	ask := "/many?do=draft"
	for _, c := range page.Cards {
		if c.AtDesk {
			ask += "&s=" + c.ID.String()
		}
	}
	b := newTab(t)
	home, shots := serveSite(t, o.site), os.Getenv("STET_SHOTS")
	for _, look := range []struct {
		lang, scheme string
		width        int64
	}{{"en", "light", 1280}, {"fa-AF", "dark", 390}} {
		o.enter("edris", look.lang)
		b.As(look.width, look.scheme)
		b.good(home+"/", "")
		eval[bool](b, `document.querySelector(".choose-all input").click(); true`)
		b.judge("chosen")
		if shots != "" {
			b.shoot(shots, home+"/?chosen")
		}
		b.good(home+ask, "")
		if shots != "" {
			b.shoot(shots, home+"/many")
		}
	}
}
