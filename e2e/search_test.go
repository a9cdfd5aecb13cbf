package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestSearchByKeyboard is a reader of Dari with an Arabic keyboard and no mouse: to
// the field, the words with the other kaf and ya, to the first story that was found.
func TestSearchByKeyboard(t *testing.T) {
	b := newTab(t)
	if err := served(t).SettleSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.As(1280, "light")
	b.open("/fa-AF/search/")
	b.tabTo("the field", func(at focused) bool { return at.Tag == "INPUT" })
	b.Do(chromedp.KeyEvent("نخستين باران كابل"))
	b.enter("#found")
	if got := eval[string](b, `document.querySelector("input[name=q]").value`); got != "نخستين باران كابل" {
		t.Errorf("the field has %q", got)
	}
	marked := eval[string](b, `[...document.querySelectorAll(".found h3 mark")].map(m => m.innerText).join(" ")`)
	if marked != "نخستین باران کابل" {
		t.Errorf("marked in the headlines: %q", marked)
	}
	hit := b.tabTo("a story that was found", func(at focused) bool { return strings.Count(at.Href, "/") > 4 })
	b.enter(`article[data-story]`)
	if got := eval[string](b, `document.querySelector("h1").innerText`); got != hit.Text {
		t.Errorf("%q leads to %q", hit.Text, got)
	}
	if foreign, logged := b.heard(); foreign != nil || logged != nil {
		t.Errorf("asked of other hosts: %v; logged: %v", foreign, logged)
	}
}

// TestSearchForEveryone judges answers as TestInBrowser does printed pages.
func TestSearchForEveryone(t *testing.T) {
	rules := axe(t)
	b := newTab(t)
	if err := served(t).SettleSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/en/search/?q=water+-snow&section=world", "/fa-AF/search/?from=1400-1-1&q=" + url.QueryEscape("آب"),
		"/ps/search/?order=newest&from=1405-13-40&q=" + url.QueryEscape("اوبه"), "/en/search/?q=xyzzy",
	} {
		b.As(320, "light")
		b.open(path)
		if moved := eval[float64](b, shifts); moved != 0 {
			t.Errorf("%s: its layout shifts by %v while it loads", path, moved)
		}
		eval[int](b, rules+`;0`)
		for _, width := range []int64{320, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				b.As(width, scheme)
				fits(b, path)
				for _, v := range violations(b) {
					t.Errorf("%s at %d px, %s: %s", path, width, scheme, v)
				}
			}
		}
		if foreign, logged := b.heard(); foreign != nil || logged != nil {
			t.Errorf("%s asks for %v and logs %v", path, foreign, logged)
		}
		r, err := fetch(served(t).at, path)
		if err != nil || r.status != http.StatusOK || packed(r) > 14_000 || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v, %+v", path, err, r.header)
		}
	}
}
