package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"stet.news/internal/require"
)

// TestFind: what is looked for is found whatever keyboard typed it, over marks,
// and replaced; the keys belong to the story.
func TestFind(t *testing.T) {
	b := editorFor(t, "fa-AF")
	eval[bool](b, `trial.set({type:"doc",content:[{type:"headline"},{type:"standfirst"},{type:"dateline"},
		{type:"paragraph",content:[{type:"text",text:"می\u200cرود به "},{type:"text",text:"کا",marks:[{type:"strong"}]},{type:"text",text:"بل"}]},
		{type:"list",content:[{type:"item",content:[{type:"text",text:"ميرود كابل ۱۲"}]}]}]}), trial.body(), true`)
	b.Press("Control+f")
	if got := eval[string](b, "document.activeElement.className"); got != "find-word" {
		t.Fatalf("Control+F goes to %q", got)
	}
	tally := func() string {
		return eval[string](b, "document.querySelector('.tally').textContent.replace(/[\\u2068\\u2069]/g, '')")
	}
	b.Type("کابل")
	if got := tally(); got != "– از 2" {
		t.Errorf("of two found: %s", got)
	}
	b.Press("Enter")
	if got := tally(); got != "1 از 2" {
		t.Errorf("at the first: %s", got)
	}
	b.Press("F3")
	if got := tally(); got != "2 از 2" {
		t.Errorf("at the second: %s", got)
	}
	b.Press("Shift+F3")
	if got := eval[string](b, "document.querySelectorAll('.story-text .found').length + ' ' + [...document.querySelectorAll('.story-text .found-now')].map(e => e.textContent).join('')"); got != "3 کابل" {
		t.Errorf("shown: %s", got) // the first in two pieces, for half of it is strong
	}
	eval[bool](b, "document.querySelector('.find-word').select(), true")
	b.Type("میرود")
	if got := tally(); got != "1 از 2" && got != "– از 2" {
		t.Errorf("with and without a joiner: %s", got)
	}
	b.Press("Tab")
	for range 2 {
		b.Press("Tab")
	}
	b.Type("آمد")
	b.Press("Tab")
	b.Press("Tab")
	b.Press("Enter")
	if got := b.outline(); got != "p: آمد به *کا*بل\nul: آمد كابل ۱۲" {
		t.Errorf("replaced: %s", got)
	}
	b.Press("Escape")
	if got := eval[string](b, "document.activeElement.id + document.querySelectorAll('.story-text .found').length"); got != "text0" {
		t.Errorf("after Escape: %s", got)
	}
}

// TestCounts counts words and letters of a story in two scripts, and its TK.
func TestCounts(t *testing.T) {
	b := editorFor(t, "en")
	b.empty()
	b.paste("<p>It’s 12 o’clock in Kabul TK, a TKTK and ATK.</p><p>گفت‌وگوها در ۲۰۲۶</p>", "")
	got := eval[string](b, "JSON.stringify(trial.count())")
	if want := `{"words":13,"latin":29,"arabic":10,"other":0,"tk":2}`; got != want {
		t.Errorf("counted %s, want %s", got, want)
	}
	if n := eval[int](b, "document.querySelectorAll('.story-text .tk').length"); n != 2 {
		t.Errorf("%d TK are shown", n)
	}
	b.Press("Backspace")
	if line := eval[string](b, "new Promise(done => setTimeout(() => done(document.querySelector('.counts').textContent.replace(/[\\u2068\\u2069]/g, '')), 500))"); !strings.Contains(line, "Words: 13") || !strings.Contains(line, "TK: 2") {
		t.Errorf("the line says %s", line)
	}
}

// TestDirections: a block is turned round by key, what is pasted stands in its
// own direction, and words of another language are told apart.
func TestDirections(t *testing.T) {
	b := editorFor(t, "fa-AF")
	b.empty()
	b.Type("abc")
	b.Press("Control+Shift+x")
	b.Type("\nnext")
	if got := b.outline(); got != "p ltr: abc\np ltr: next" {
		t.Errorf("turned: %s", got)
	}
	if got := eval[string](b, "getComputedStyle(document.querySelectorAll('.story-text p')[0]).direction"); got != "ltr" {
		t.Errorf("the block is shown %s", got)
	}
	b.Press("Control+Shift+x")
	if got := b.outline(); got != "p ltr: abc\np: next" {
		t.Errorf("turned back: %s", got)
	}
	eval[bool](b, "trial.select(7, 10), true")
	b.Press("Control+Shift+l")
	eval[bool](b, "document.querySelector('dialog select').value = 'en', true")
	b.Press("Tab")
	b.Press("Enter")
	b.until("!document.querySelector('dialog')")
	if got := b.outline(); got != "p ltr: {foreign en ltr: abc}\np: next" {
		t.Errorf("in English: %s", got)
	}
	if got := eval[string](b, "document.activeElement.id"); got != "text" {
		t.Errorf("after the question the focus is at %q", got)
	}
}

// until waits until an expression holds.
func (b *tab) until(expression string) {
	b.T.Helper()
	if !eval[bool](b, `new Promise(done => { let n = 0; const look = () => { if (`+expression+`) done(true); else if (++n > 200) done(false); else setTimeout(look, 20) }; look() })`) {
		b.T.Fatalf("it never was so: %s", expression)
	}
}

// TestQuestions: links and statements by key, with an address that is none refused.
func TestQuestions(t *testing.T) {
	b := editorFor(t, "en")
	b.empty()
	b.Type("See this page")
	eval[bool](b, "trial.select(11, 15), true")
	b.Press("Control+k")
	b.Type("javascript:alert(1)")
	b.Press("Enter")
	if got := eval[string](b, "document.querySelector('dialog .wrong').textContent"); !strings.Contains(got, "https://") {
		t.Errorf("a script for an address: %q", got)
	}
	eval[bool](b, "document.querySelector('dialog input').value = 'example.org/x', true")
	b.Press("Enter")
	b.until("!document.querySelector('dialog')")
	if got := b.outline(); got != "p: See [this](https://example.org/x) page" {
		t.Errorf("linked: %s", got)
	}
	b.Press("Control+Alt+q")
	b.Type("Gul Ahmad")
	b.Press("Enter")
	b.until("!document.querySelector('dialog')")
	if got := b.outline(); !strings.Contains(got, "{statement Gul Ahmad: [this]") {
		t.Errorf("said: %s", got)
	}
	eval[bool](b, "trial.select(12, 12), true")
	b.Press("Control+k")
	b.Press("Tab")
	b.Press("Tab")
	b.Press("Enter")
	b.until("!document.querySelector('dialog')")
	if got := b.outline(); got != "p: See {statement Gul Ahmad: this} page" {
		t.Errorf("the link taken away: %s", got)
	}
}

// TestAddresses: a bare address pasted on an empty line is a card, over words a
// link, within words a link that shows itself.
func TestAddresses(t *testing.T) {
	b := editorFor(t, "en")
	b.empty()
	b.paste("", "https://example.org/video")
	if got := b.outline(); got != "embed https://example.org/video\np: " {
		t.Errorf("on an empty line: %s", got)
	}
	b.until("trial.doc().content[3].attrs.title == 'The river from above'") // as the server found
	b.check()
	if got := eval[string](b, "trial.doc().content[3].attrs.picture.sha256"); got != sha {
		t.Errorf("its picture: %s", got)
	}
	b.Do(chromedp.Click(chromedp.CSS(".card-embed button")))
	b.until("!trial.doc().content[3].attrs.picture")
	b.empty()
	b.Type("See ")
	b.paste("", "https://example.org/")
	eval[bool](b, "trial.select(7, 10), true")
	b.paste("", "https://example.com/")
	if got := b.outline(); got != "p: [See](https://example.com/) [https://example.org/](https://example.org/)" {
		t.Errorf("within words: %s", got)
	}
}

// TestByKeyboard goes from the text to the tools and back, through them by
// arrows, and out to the fields, and fills those in.
func TestByKeyboard(t *testing.T) {
	b := editorFor(t, "en")
	b.empty()
	at := func() string {
		return eval[string](b, "document.activeElement.dataset.act ?? document.activeElement.id")
	}
	b.Press("Alt+F10")
	if at() != "heading2" {
		t.Errorf("Alt+F10 goes to %q", at())
	}
	for range 3 {
		b.Press("ArrowRight")
	}
	b.Press("ArrowLeft")
	if at() != "list" {
		t.Errorf("the arrows go to %q", at())
	}
	b.Press("Enter")
	if pressed := eval[string](b, "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(document.activeElement.ariaPressed))))"); pressed != "true" || at() != "list" {
		t.Errorf("pressed: %s, at %q", pressed, at())
	}
	b.Press("Escape")
	b.Type("item")
	if at() != "text" || b.outline() != "ul: item" {
		t.Errorf("at %q with %s", at(), b.outline())
	}
	b.Press("Escape")
	if at() != "beside" {
		t.Errorf("Escape leads to %q", at())
	}
	b.Press("Tab")
	b.Press("ArrowDown")
	b.Press("Tab")
	b.Type("Water\n")
	b.Press("Tab")
	b.Press("Tab")
	b.until("trial.doc().attrs.topics.length == 1") // its key comes from the server
	fields := eval[string](b, "JSON.stringify(trial.doc().attrs)")
	if want := `{"section":"world","topics":[{"name":"Water","key":"water"}],"bylines":[],"slug":"","lead":null}`; fields != want {
		t.Errorf("the fields are %s, want %s", fields, want)
	}
	b.Press("Control+f")
	b.Press("Escape")
	b.Press("Control+/")
	if n := eval[int](b, "document.querySelectorAll('dialog[open] dt').length"); n < 20 {
		t.Errorf("%d keys are listed", n)
	}
	b.Press("Escape")
	b.until("document.activeElement.id == 'text'")
}

// TestAxe: axe-core finds nothing wrong with the editor, in three languages, in
// both schemes of colour, on a phone, with its dialogs and for who only reads.
func TestAxe(t *testing.T) {
	axe := read(t, axeFile(t))
	for _, c := range []struct {
		lang, scheme string
		width        int64
		edit         bool
		open         string
	}{
		{"en", "light", 1280, true, ""}, {"fa-AF", "dark", 390, true, "Control+f"}, {"ps", "light", 390, false, ""},
		{"en", "dark", 1280, true, "Control+/"}, {"fa-AF", "light", 1280, true, "Control+Alt+e"},
	} {
		b := editorAs(t, c.lang, fullBlocks, c.edit)
		b.As(c.width, c.scheme)
		if c.open != "" {
			b.Press(c.open)
		}
		eval[bool](b, axe+"; true")
		found := eval[[]string](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html.slice(0, 200) + " " + n.failureSummary).join(" | ")))`)
		for _, v := range found {
			t.Errorf("%+v: %s", c, v)
		}
	}
}

func axeFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		require.Missing(t, "axe-core (npm install --no-save axe-core)")
	}
	return file
}
