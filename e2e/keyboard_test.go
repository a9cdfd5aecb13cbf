package e2e

import (
	"fmt"
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
	b.T.Helper()
	for range 120 {
		b.Do(chromedp.KeyEvent("\t"))
		at := eval[focused](b, where)
		if !at.Seen && at.Tag != "BODY" {
			b.T.Errorf("nobody sees the focus on %s %q (%s)", at.Tag, at.Text, at.Href)
		}
		if wanted(at) {
			return at
		}
	}
	b.T.Fatalf("the tabulator does not lead to %s", what)
	return focused{}
}

// enter presses the enter key and waits for the page it leads to.
func (b *tab) enter(selector string) {
	b.T.Helper()
	b.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(selector)))
}

// TestKeyboard is a reader without a mouse: past the masthead by each of the
// skip links, from the front to a story, to the ways to share it, to the search,
// by what was found to a story, to the same story in another language, and to
// that edition's front. Every step shows where the focus is, and nothing is asked
// of any other host.
func TestKeyboard(t *testing.T) {
	b := newTab(t)
	if err := served(t).SettleSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.As(1280, "light")
	b.skipLinks("/en/")
	b.open("/en/")
	b.tabTo("a story", b.on("[data-teaser] a[data-piece=headline]"))
	b.enter("article[data-story]")
	b.skipLinks(eval[string](b, "location.pathname"))
	b.tabTo("a way to share", b.on("#share a"))
	b.tabTo("the button that copies the address", b.on("#share button"))
	b.Do(chromedp.KeyEvent("\r"))
	b.waitFor(`document.querySelector("#share [role=status]").textContent != ""`)
	b.tabTo("the search", b.on(`a[href="/en/search/"]`))
	b.enter("form[role=search]")
	b.tabTo("the field", b.on("input[type=search]"))
	b.Do(chromedp.KeyEvent("saffron"))
	b.enter("#found")
	b.tabTo("a story that was found", b.on(".found h3 a"))
	b.enter("article[data-story]")
	b.tabTo("the story in Dari", func(at focused) bool { return at.Lang == "fa-AF" && strings.Count(at.Href, "/") > 4 })
	b.enter(`html[lang="fa-AF"][dir=rtl] article[data-story]`)
	b.tabTo("the front", func(at focused) bool { return at.Href == "/fa-AF/" })
	b.enter(`html[lang="fa-AF"] article[data-teaser]`)
	if foreign, _ := b.heard(); foreign != nil {
		t.Errorf("asked of other hosts: %v", foreign)
	}
}

// on says whether the focus is on what a selector names.
func (b *tab) on(selector string) func(focused) bool {
	return func(focused) bool { return eval[bool](b, fmt.Sprintf("document.activeElement.matches(%q)", selector)) }
}

// skipLinks takes each skip link of a page: they are the first that a keyboard
// reaches, and the next thing after one lies where it leads to.
func (b *tab) skipLinks(path string) {
	b.T.Helper()
	count := 1
	for n := 0; n < count; n++ {
		b.open(path)
		count = eval[int](b, `document.querySelectorAll("a.skip").length`)
		var at focused
		for range n + 1 {
			at = b.tabTo("a skip link", func(focused) bool { return true })
		}
		if !b.on("a.skip")(at) || n == 0 && at.Href != "#main" {
			b.T.Errorf("%s: press %d of the tabulator leads to %q (%s), not to a skip link", path, n+1, at.Text, at.Href)
			return
		}
		b.Do(chromedp.KeyEvent("\r"))
		b.tabTo("something behind the skip link", func(focused) bool { return true })
		if !eval[bool](b, fmt.Sprintf("document.querySelector(%q).contains(document.activeElement)", at.Href)) {
			b.T.Errorf("%s: %q leads elsewhere", path, at.Text)
		}
	}
	if count < 2 {
		b.T.Errorf("%s has %d skip links, and several regions", path, count)
	}
}
