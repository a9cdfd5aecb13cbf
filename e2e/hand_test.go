package e2e

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// hand is how a person works in a tab: with the mouse, or with nothing but the
// keyboard.
type hand struct {
	*tab
	keys bool
}

// mostTabs is how often somebody presses Tab before they give up looking.
const mostTabs = 150

// to brings the focus to what a selector finds.
func (h hand) to(selector string) {
	h.T.Helper()
	h.wait(selector)
	if !h.keys {
		h.Do(chromedp.Focus(chromedp.CSS(selector)))
		eval[int](h.tab, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({block: "center"}), 0)`, selector))
		return
	}
	for range mostTabs {
		if eval[bool](h.tab, fmt.Sprintf(`!!document.activeElement.matches(%q)`, selector)) {
			return
		}
		h.Press("Tab")
	}
	h.T.Fatalf("%s is not reached by Tab; the focus is on %s", selector, eval[string](h.tab, `document.activeElement.outerHTML.slice(0, 200)`))
}

// press presses a button, a link or a summary.
func (h hand) press(selector string) {
	h.T.Helper()
	h.to(selector)
	if h.keys {
		h.Press("Enter")
		return
	}
	h.still(selector)
	h.Do(chromedp.Click(chromedp.CSS(selector)))
}

// still waits until what is to be pressed stays where it is: a page whose
// scripts have just begun still moves.
func (h hand) still(selector string) {
	h.T.Helper()
	h.until(fmt.Sprintf(`new Promise(done => {
		const at = () => { const r = document.querySelector(%q)?.getBoundingClientRect(); return r && r.x + " " + r.y }
		const before = at()
		setTimeout(() => done(!!before && before == at()), 150)
	})`, selector))
}

// fill writes into an empty field.
func (h hand) fill(selector, text string) {
	h.T.Helper()
	h.to(selector)
	h.write(text)
}

// choose takes an option of a list by its value.
func (h hand) choose(selector, value string) {
	h.T.Helper()
	h.to(selector)
	if !h.keys {
		eval[int](h.tab, fmt.Sprintf(`(() => { const s = document.querySelector(%q); s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})); return 0 })()`, selector, value))
	}
	for range 40 {
		if eval[string](h.tab, fmt.Sprintf(`document.querySelector(%q).value`, selector)) == value {
			return
		}
		h.Press("ArrowDown")
	}
	h.T.Fatalf("%s has no %q", selector, value)
}

// pick takes one of several radio buttons: with the keyboard by the arrows, as
// Tab reaches a group only once.
func (h hand) pick(name, value string) {
	h.T.Helper()
	one := fmt.Sprintf("input[name=%s][value=%s]", name, value)
	if !h.keys {
		h.press(one)
		return
	}
	h.to(fmt.Sprintf("input[name=%s]", name))
	for range 10 {
		if h.asks(fmt.Sprintf(`document.querySelector(%q).checked`, one)) {
			return
		}
		h.Press("ArrowDown")
	}
	h.T.Fatalf("the arrows do not lead to %s", one)
}

// write types text; "\n" is Enter.
func (h hand) write(text string) {
	h.T.Helper()
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			h.Press("Enter")
		}
		if _, err := chromedp.Call(h.tab, input.InsertText, input.InsertTextParams{Text: line}); err != nil {
			h.T.Fatal(err)
		}
	}
}

// wait waits until a selector finds something that can be seen.
func (h hand) wait(selector string) {
	h.T.Helper()
	h.until(fmt.Sprintf(`!!document.querySelector(%q)?.getClientRects().length`, selector))
}

// asks reports whether something is true of the page, which may be on its way
// to another one.
func (h hand) asks(condition string) bool {
	ctx, cancel := context.WithTimeout(h.tab, 5*time.Second)
	defer cancel()
	ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition, chromedp.EvalAwaitPromise))
	return err == nil && ok
}

// until waits until something is true of the page.
func (h hand) until(condition string) {
	h.T.Helper()
	for range 600 {
		if h.asks(condition) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	h.T.Fatalf("never came true: %s\nat %s: %.400s", condition, eval[string](h.tab, `location.href`), eval[string](h.tab, `document.body.innerText`))
}
