package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// focused tells where the keyboard is: what the reader sees of it, and what a
// press on it would do.
type focused struct {
	Tag, Text, Href, Lang string
	Seen                  bool // its focus shows, and lies within the window
}

// where asks for the focus. It shows if an outline or a shadow is drawn that
// the element does not have otherwise.
const where = `(() => {
	const e = document.activeElement, look = e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.boxShadow].join() }
	const with_ = look(e), r = e.getBoundingClientRect()
	const inside = r.width > 1 && r.height > 1 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth
	const at = {Tag: e.tagName, Text: e.innerText, Href: e.getAttribute("href") || "", Lang: e.lang || "", Seen: false}
	e.blur()
	at.Seen = inside && look(e) != with_
	e.focus({preventScroll: true})
	return at
})()`

// tabTo presses the tabulator until the focus is on what is wanted. Whatever it
// comes by must show that it has the focus.
func (b *tab) tabTo(what string, wanted func(focused) bool) focused {
	b.t.Helper()
	for range 120 {
		b.do(chromedp.KeyEvent("\t"))
		at := eval[focused](b, where)
		if !at.Seen && at.Tag != "BODY" {
			b.t.Errorf("nobody sees the focus on %s %q (%s)", at.Tag, at.Text, at.Href)
		}
		if wanted(at) {
			return at
		}
	}
	b.t.Fatalf("the tabulator does not lead to %s", what)
	return focused{}
}

// enter presses the enter key and waits for the page it leads to.
func (b *tab) enter(selector string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(selector)))
}

// TestKeyboard is a reader without a mouse: past the masthead by the skip link,
// from the front to a story, to the same story in another language, and to that
// edition's front. Every step shows where the focus is, and nothing is asked of
// any other host.
func TestKeyboard(t *testing.T) {
	b := newTab(t)
	b.as(1280, "light")
	b.open("/en/")
	first := true
	b.tabTo("the skip link", func(at focused) bool {
		if first && at.Href != "#main" {
			t.Errorf("the first thing a keyboard reaches is %q, not the skip link", at.Text)
		}
		first = false
		return at.Href == "#main"
	})
	b.do(chromedp.KeyEvent("\r"))
	at := b.tabTo("something behind the skip link", func(focused) bool { return true })
	if !eval[bool](b, `document.getElementById("main").contains(document.activeElement)`) {
		t.Errorf("the skip link leads to %q, not into the page's own part", at.Text)
	}
	b.open("/en/")
	b.tabTo("a story", func(focused) bool {
		return eval[bool](b, `document.activeElement.matches("[data-teaser] a[data-piece=headline]")`)
	})
	b.enter("article[data-story]")
	b.tabTo("the story in Dari", func(at focused) bool { return at.Lang == "fa-AF" && strings.Count(at.Href, "/") > 4 })
	b.enter(`html[lang="fa-AF"][dir=rtl] article[data-story]`)
	b.tabTo("the front", func(at focused) bool { return at.Href == "/fa-AF/" })
	b.enter(`html[lang="fa-AF"] article[data-teaser]`)
	if foreign, _ := b.heard(); foreign != nil {
		t.Errorf("asked of other hosts: %v", foreign)
	}
}
