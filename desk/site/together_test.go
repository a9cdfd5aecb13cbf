package site

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/record"
)

// window opens the story as somebody. Each person has a host name of their own,
// and with it their own cookie and storage in the one browser.
func (r *writingRoom) window(t *testing.T, name, host string) *tab {
	t.Helper()
	url := strings.Replace(strings.TrimSuffix(r.url, "/"), "127.0.0.1", host, 1)
	b := newTab(t)
	if _, err := chromedp.Call(b, network.SetCookie, network.SetCookieParams{Name: "name", Value: name, URL: url}); err != nil {
		t.Fatal(err)
	}
	b.Do(chromedp.Navigate(url))
	b.soon(`document.querySelector(".sync")?.dataset.state == "saved" && document.getElementById("text")`)
	eval[bool](b, `(() => {
		document.getElementById("text").focus()
		getSelection().selectAllChildren(document.querySelector("#text > p"))
		getSelection().collapseToEnd()
		return true
	})()`)
	return b
}

// soon waits until an expression is true.
func (b *tab) soon(expression string) {
	b.T.Helper()
	if !eval[bool](b, `new Promise(done => {
		const began = performance.now()
		const look = () => (`+expression+`) ? done(true) : performance.now() - began > 30000 ? done(false) : setTimeout(look, 20)
		look()
	})`) {
		b.T.Fatalf("not within half a minute: %s; the page says %q", expression, eval[string](b, `document.querySelector(".sync")?.innerText + " / " + document.getElementById("text")?.innerText`))
	}
}

const (
	everythingSaved = `document.querySelector(".sync").dataset.state == "saved" && document.querySelector(".sync").dataset.unsent == "0"`
	firstParagraph  = `[...document.querySelector("#text > p").childNodes].filter(n => !n.classList?.contains("cursor")).map(n => n.textContent).join("")`
)

// TestTwoWindows: two people write in one story and see each other.
func TestTwoWindows(t *testing.T) {
	r := newWritingRoom(t)
	zahra, omid := r.window(t, "zahra", "127.0.0.1"), r.window(t, "omid", "localhost")
	zahra.soon(`document.querySelector(".peers").textContent == "omid"`)
	omid.soon(`document.querySelector(".peers").textContent == "zahra"`)
	zahra.Type("The river is back.")
	omid.soon(firstParagraph + `.includes("river is back")`)
	omid.soon(`document.querySelector(".changed.peer-0")`)
	omid.Type("Since Monday. ")
	zahra.soon(firstParagraph + `.includes("Since Monday.")`)
	zahra.soon(`document.querySelector("#text .cursor .cursor-name")?.textContent == "omid"`)
	zahra.soon(everythingSaved)
	omid.soon(everythingSaved)
	if a, b := eval[string](zahra, firstParagraph), eval[string](omid, firstParagraph); a != b {
		t.Errorf("zahra sees %q, omid %q", a, b)
	}
	omid.Do(chromedp.Navigate("about:blank"))
	zahra.soon(`document.querySelector(".peers").hidden && !document.querySelector(".cursor-name")`)
	if said := zahra.complaints(); len(said) > 0 {
		t.Errorf("the browser complains: %s", said)
	}
}

// TestSignedOutWhileWriting: what is typed meanwhile is sent after signing in again.
func TestSignedOutWhileWriting(t *testing.T) {
	r := newWritingRoom(t)
	zahra := r.window(t, "zahra", "127.0.0.1")
	zahra.Type("Before. ")
	zahra.soon(everythingSaved)
	r.door.end("zahra")
	zahra.soon(`document.querySelector(".sync-banner a[href='/sign-in']")`)
	zahra.Type("Meanwhile.")
	zahra.soon(`document.querySelector(".sync").dataset.state == "kept"`)
	r.door.enter("zahra", policy.Contributor)
	zahra.soon(everythingSaved + ` && document.querySelector(".sync-banner").hidden`)
	r.serverHas(t, "Before. Meanwhile.")
}

// TestCannotKeep: a browser that keeps nothing says so, and the server saves all
// the same.
func TestCannotKeep(t *testing.T) {
	r := newWritingRoom(t)
	zahra := r.window(t, "zahra", "127.0.0.1")
	eval[bool](zahra, `(IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") }, true)`)
	zahra.Type("x")
	zahra.soon(`document.querySelector(".sync-banner").dataset.warning == "cannot_keep"`)
	zahra.soon(everythingSaved)
	r.serverHas(t, "x")
}

// TestLongInsert: a page sends what is longer than browsers keep on the road, in a
// script whose letters have three bytes, too.
func TestLongInsert(t *testing.T) {
	r := newWritingRoom(t)
	zahra := r.window(t, "zahra", "127.0.0.1")
	eval[bool](zahra, `document.execCommand("insertText", false, "नदी ".repeat(8000))`)
	zahra.soon(`document.querySelector(".sync").dataset.version > 0 && ` + everythingSaved)
	r.serverHas(t, "नदी नदी")
}

// slugOf puts a text into the field of the address as a program does that fills in
// forms: browsers do not hold those to a field's length.
func (b *tab) slugOf(letters int) {
	b.T.Helper()
	eval[bool](b, fmt.Sprintf(`(() => {
		const field = document.getElementById("slug")
		field.value = "a".repeat(%d)
		field.dispatchEvent(new Event("input", { bubbles: true }))
		return true
	})()`, letters))
}

// topics is the names in the list of them.
const topics = `[...document.querySelectorAll("#topics .chips bdi")].map(n => n.textContent).join(", ")`

// TestFieldsMeet: what two people make of the fields at the same time. A list has
// the names of both; of a section one stays, and the other is a click away.
func TestFieldsMeet(t *testing.T) {
	r := newWritingRoom(t)
	zahra, omid := r.window(t, "zahra", "127.0.0.1"), r.window(t, "omid", "localhost")
	block := func(patterns ...*network.BlockPattern) {
		if _, err := chromedp.Call(omid, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: patterns}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(omid, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	block(&network.BlockPattern{URLPattern: "*://*:*/story/*/steps", Block: true}) // what Omid sends waits
	fill := func(b *tab, topic, section string) {
		eval[bool](b, fmt.Sprintf(`(() => {
			document.getElementById("topics-new").value = %q
			document.querySelector("#topics .row button").click()
			const select = document.getElementById("section")
			select.value = %q
			select.dispatchEvent(new Event("change"))
			return true
		})()`, topic, section))
		b.soon(topics + `.includes("` + topic + `")`)
	}
	fill(omid, "Floods", "sport")
	fill(zahra, "Kabul", "world")
	zahra.soon(everythingSaved)
	omid.soon(topics + ` == "Kabul, Floods" && document.getElementById("section").value == "world"`)
	omid.soon(`/zahra.*World.*Sport/.test(document.querySelector(".sync-notes").textContent)`)
	block()
	eval[bool](omid, `dispatchEvent(new Event("online"))`)
	omid.soon(everythingSaved)
	zahra.soon(topics + ` == "Kabul, Floods" && document.getElementById("section").value == "world"`)
	eval[bool](omid, `(document.querySelector(".sync-notes .notice button").click(), true)`)
	omid.soon(`!document.querySelector(".sync-notes .notice")`)
	zahra.soon(`document.getElementById("section").value == "sport"`)
	// Undoing takes back what one did oneself, and nothing of others.
	eval[bool](zahra, `(document.getElementById("text").focus(), true)`)
	zahra.Press("Control+z")
	zahra.Press("Control+z")
	omid.soon(topics + ` == "Floods" && document.getElementById("section").value == "sport"`)
	zahra.soon(topics + ` == "Floods" && document.getElementById("section").value == "sport"`)
}

// TestFieldsHold: nothing gets into the document from a field that the server
// would refuse, and with it all that is written after.
func TestFieldsHold(t *testing.T) {
	r := newWritingRoom(t)
	zahra := r.window(t, "zahra", "127.0.0.1")
	zahra.slugOf(400)
	zahra.Type("After.")
	zahra.soon(`document.querySelector(".sync").dataset.version > 0 && ` + everythingSaved)
	r.serverHas(t, "After.")
	r.serverHas(t, `"slug":"`+strings.Repeat("a", 300)+`"`)
}

// TestWordsAreTaken: what the server refuses to set aside as a document it gets as
// words, so that nothing stays on the device alone.
func TestWordsAreTaken(t *testing.T) {
	r := newWritingRoom(t)
	zahra := r.window(t, "zahra", "127.0.0.1")
	zahra.Type("Before. ")
	zahra.soon(everythingSaved)
	eval[bool](zahra, `(document.getElementById("slug").removeAttribute("maxlength"), true)`)
	zahra.slugOf(400)
	zahra.soon(`!document.querySelector(".sync-banner").hidden`)
	var asides []draft.Aside
	for range 600 {
		err := r.View(t.Context(), func(rd record.Reader) (err error) {
			asides, err = draft.Asides(rd, r.id)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(asides) > 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if len(asides) != 1 {
		t.Fatalf("%d set aside, want 1", len(asides))
	}
	text, _ := asides[0].Doc.MarshalJSON()
	for _, want := range []string{"Before.", strings.Repeat("a", 400)} {
		if !strings.Contains(string(text), want) {
			t.Errorf("what is set aside lacks %.20q: %s", want, text)
		}
	}
}

// TestAsidesAreFull: a window whose document the desk does not keep says so, and
// has it still.
func TestAsidesAreFull(t *testing.T) {
	r := newWritingRoom(t)
	err := r.Update(t.Context(), func(tx record.Tx) error {
		for i := range draft.MostAsides {
			a := draft.Aside{ID: fmt.Sprint(i), Account: "zahra", Words: fmt.Sprint(i), Doc: prose.New(), At: r.Now()}
			if _, err := draft.SetAside(tx, r.id, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	zahra := r.window(t, "zahra", "127.0.0.1")
	eval[bool](zahra, `(document.getElementById("slug").removeAttribute("maxlength"), true)`)
	zahra.slugOf(400)
	zahra.soon(`document.querySelector(".sync-banner").dataset.warning == "refused" && document.querySelector(".sync").dataset.unsent > 0`)
}

// TestWhatIsLeftIsTakenUp: text that only the device has is sent when the story
// is opened again, and is no plain text in between.
func TestWhatIsLeftIsTakenUp(t *testing.T) {
	r := newWritingRoom(t)
	zahra := r.window(t, "zahra", "127.0.0.1")
	if _, err := chromedp.Call(zahra, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(zahra, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/story/*/steps", Block: true}}}); err != nil {
		t.Fatal(err)
	}
	zahra.Type("Only here.")
	zahra.soon(`document.querySelector(".sync").dataset.state.startsWith("offline")`)
	kept := eval[string](zahra, `new Promise(done => {
		indexedDB.open("stet").onsuccess = e => {
			const all = e.target.result.transaction("kept").objectStore("kept").getAll()
			all.onsuccess = () => done(all.result.map(box => new TextDecoder().decode(box.data)).join(" ") || "nothing")
		}
	})`)
	if kept == "nothing" || strings.Contains(kept, "Only") || strings.Contains(kept, "slice") {
		t.Errorf("the device has %q", kept)
	}
	// The tab ends without being asked; else the page would ask back.
	if _, err := chromedp.CallBrowser(zahra, target.CloseTarget, target.CloseTargetParams{TargetID: chromedp.FromContext(zahra).Target.TargetID}); err != nil {
		t.Fatal(err)
	}
	// Somebody else works at the same machine, and takes their own copies away.
	omid := r.window(t, "omid", "127.0.0.1")
	if eval[bool](omid, firstParagraph+`.includes("Only here.")`) {
		t.Error("one person's copy is read by another")
	}
	eval[bool](omid, `(document.querySelector(".sync-switch input").click(), document.querySelector(".sync-switch input").click(), true)`)
	omid.Do(chromedp.Navigate("about:blank"))
	r.window(t, "zahra", "127.0.0.1").soon(firstParagraph + `.includes("Only here.")`)
	r.serverHas(t, "Only here.")
}

func (r *writingRoom) serverHas(t *testing.T, text string) {
	t.Helper()
	_, head, err := r.Desk.Document(t.Context(), r.door.people["omid"], r.id, -1)
	if err != nil {
		t.Fatal(err)
	}
	if doc, _ := head.Doc.MarshalJSON(); !strings.Contains(string(doc), text) {
		t.Errorf("the server has %s, want %q", doc, text)
	}
}
