package site

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/record"
)

// wait waits until an expression is true.
func (b *tab) wait(what, expression string) {
	b.T.Helper()
	for range 1200 {
		if eval[bool](b, expression) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.T.Fatalf("%s: never came\n%s", what, eval[string](b, "document.querySelector('main').innerText.slice(0, 3000)"))
}

// story opens a story's page as somebody and waits for its text.
func (o *office) story(b *tab, home, name, lang, path string) {
	o.t.Helper()
	o.enter(name, lang)
	b.Do(chromedp.Navigate(home + path))
	b.wait("the text", `!!document.querySelector("#text[contenteditable=true]")`)
}

// TestTalkByKeys: a comment on a passage and suggestions, with the keyboard only.
func TestTalkByKeys(t *testing.T) {
	o := newOffice(t)
	o.Pass(time.Since(o.Now()))
	id := o.begin("ruhi", desk.Beginning{Section: "world", Headline: "Flood in the north"})
	path := "/story/" + id.String()
	home := serveSite(t, o.site)
	b := newTab(t)
	o.story(b, home, "edris", "en", path)
	eval[bool](b, `document.querySelector("#text").focus(), true`)
	b.Press("Control+Home")
	for range 5 {
		b.Press("Shift+ArrowRight")
	}
	b.Press("Control+Alt+m")
	b.wait("the question", `!!document.querySelector("dialog[open] input")`)
	b.Type("Where exactly")
	eval[bool](b, `(fetch => window.fetch = (...a) => { // the line is down, once
		if (!String(a[0]).endsWith("/comments")) return fetch(...a)
		window.fetch = fetch
		return Promise.reject(new Error("offline"))
	})(fetch), true`)
	b.Press("Enter")
	b.wait("the question again", `document.getElementById("said").textContent.includes("could not be sent") && document.querySelector("dialog[open] input")?.value == "Where exactly"`)
	b.Press("Enter")
	b.wait("the comment", `document.querySelector("[data-list=threads]").innerText.includes("Where exactly")`)
	said, err := o.Desk.Comments(t.Context(), o.People[2], id)
	if err != nil || len(said) != 1 || said[0].Passage != "Flood" || said[0].Text != "Where exactly" {
		t.Fatalf("kept is %+v, %v", said, err)
	}
	b.wait("the mark", `document.querySelector("#text .comment")?.textContent == "Flood"`)
	b.Press("Control+Home")
	b.Press("ArrowRight")
	b.Type("a")
	b.Press("Backspace") // a passage that is written in keeps its comment
	b.wait("the mark", `document.querySelector("#text .comment")?.textContent == "Flood"`)
	b.Press("Control+End")
	b.Press("Control+Home")
	for range 5 {
		b.Press("ArrowRight")
	}
	b.Press("Control+Alt+s")
	b.Type("s again")
	b.Press("Backspace")
	b.Press("Delete")
	b.wait("the suggestion", `document.querySelector("#text [data-line=headline]").textContent == "Floods agai in the north" &&
		document.querySelector("#text ins.suggested")?.textContent == "s agai" && document.querySelector("#text del.suggested")?.textContent == " "`)
	if found := eval[int](b, `new Set([...document.querySelectorAll("#text [data-suggestion]")].map(e => e.dataset.suggestion)).size`); found != 1 {
		t.Errorf("a change in one place is %d suggestions", found)
	}
	b.Type("\n\n\nx\n") // through the lines above the text; a new paragraph cannot be suggested
	b.wait("the refusal", `document.getElementById("said").textContent.includes("Only words")`)
	b.judge(path)
	if shots := os.Getenv("STET_SHOTS"); shots != "" {
		b.shoot(shots, home+"/talk")
		b.As(390, "dark")
		o.story(b, home, "edris", "fa-AF", path)
		b.shoot(shots, home+"/talk")
	}
}

// TestTalkFollows: what others say appears without loading the page again, and
// forms of the lists are sent without leaving it.
func TestTalkFollows(t *testing.T) {
	o := newOffice(t)
	o.Pass(time.Since(o.Now()))
	id := o.begin("ruhi", desk.Beginning{Headline: "Flood"})
	home := serveSite(t, o.site)
	b := newTab(t)
	o.story(b, home, "ruhi", "en", "/story/"+id.String())
	if _, err := o.Desk.Comment(t.Context(), o.People[2], id, desk.Remark{Text: "More numbers, please"}); err != nil {
		t.Fatal(err)
	}
	eval[bool](b, `dispatchEvent(new CustomEvent("stet-talk")), true`) // in the place of the stream, which another test has
	b.wait("the comment", `document.querySelector("[data-list=threads]").innerText.includes("More numbers")`)
	eval[bool](b, `document.querySelector("[data-thread] summary").click(), document.querySelector("[data-thread] textarea").focus(), true`)
	b.Type("Ten")
	eval[bool](b, `document.querySelector("[data-thread] details button").click(), true`)
	b.wait("the answer", `[...document.querySelectorAll(".remark")].some(r => r.innerText.includes("Ten"))`)
	eval[bool](b, `document.querySelector("[data-thread] button[name=done]").click(), true`)
	b.wait("that it is done", `!!document.querySelector(".thread.resolved")`)
	var open int
	err := o.View(t.Context(), func(rd record.Reader) (err error) {
		all, err := o.Desk.Comments(t.Context(), o.People[2], id)
		for _, c := range all {
			if c.Thread == "" && c.Resolved.IsZero() {
				open++
			}
		}
		return err
	})
	if err != nil || open != 0 {
		t.Errorf("%d threads are open, %v", open, err)
	}
	if where := eval[string](b, "location.pathname"); !strings.HasSuffix(where, id.String()) {
		t.Errorf("the form led to %s", where)
	}
}
