package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"stet.news/internal/require"
)

// TestInBrowser opens a specimen of everything there is on the site, in three
// editions, and judges it there: what it asks for, what it logs, whether it
// moves while it loads, and as every reader sees it by axe-core's rules for WCAG
// 2.0 to 2.2, A and AA.
func TestInBrowser(t *testing.T) {
	rules := axe(t)
	b := newTab(t)
	pages := specimens(t)
	for _, r := range pages {
		name, _ := url.PathUnescape(r.path)
		b.As(320, "light")
		b.open(r.path)
		foreign, logged := b.heard()
		for _, url := range foreign {
			t.Errorf("%s asks for %s", name, url)
		}
		for _, line := range logged {
			if !strings.Contains(line, fmt.Sprint("status of ", r.status)) { // the browser logs every 404
				t.Errorf("%s logs %s", name, line)
			}
		}
		if moved := eval[float64](b, shifts); moved != 0 {
			t.Errorf("%s: its layout shifts by %v while it loads", name, moved)
		}
		eval[int](b, rules+`;0`)
		for _, width := range []int64{320, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				b.As(width, scheme)
				fits(b, fmt.Sprintf("%s at %d px", name, width))
				for _, v := range violations(b) {
					t.Errorf("%s at %d px, %s: %s", name, width, scheme, v)
				}
			}
		}
	}
	t.Logf("%d pages", len(pages))
}

// axe finds the rule engine.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("../node_modules/axe-core/axe.min.js")
	if err != nil {
		require.Missing(t, "axe-core (npm install --no-save axe-core@4.14.1)")
	}
	return string(source)
}

// violations are those of the page as it is shown now.
func violations(b *tab) (out []string) {
	b.T.Helper()
	found := eval[string](b, `axe.run({runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"], resultTypes: ["violations"]}).then(r =>
		JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", "))))`)
	if err := json.Unmarshal([]byte(found), &out); err != nil {
		b.T.Fatal(err)
	}
	return out
}

// shifts adds up how far the layout moved since the page began, as Cumulative
// Layout Shift counts it.
const shifts = `new Promise(resolve => {
	let sum = 0
	const add = list => { for (const e of list) sum += e.value }
	const o = new PerformanceObserver(l => add(l.getEntries()))
	o.observe({type: "layout-shift", buffered: true})
	setTimeout(() => { add(o.takeRecords()); resolve(sum) }, 50)
})`

// fits reports what reaches over the side of the window, so that a reader would
// have to scroll sideways.
func fits(b *tab, what string) {
	b.T.Helper()
	if over := eval[string](b, `(() => {
		const root = document.scrollingElement, wide = root.clientWidth
		if (root.scrollWidth <= wide) return ""
		const outside = r => r.right > wide + 1 || r.left < -1
		const over = [...document.querySelectorAll("body *")].filter(e => {
			const words = document.createRange()
			words.selectNodeContents(e)
			return [...e.getClientRects(), ...words.getClientRects()].some(outside)
		})
		return root.scrollWidth + " px wide: " + over.slice(-3).map(e => e.tagName + "." + e.className + " " + e.innerText.slice(0, 30)).join(", ")
	})()`); over != "" {
		b.T.Errorf("%s must be scrolled sideways, %s", what, over)
	}
}

// TestLargeText sets the browser's text to twice its size: all is still there
// without scrolling sideways.
func TestLargeText(t *testing.T) {
	b := newTab(t)
	_, err := chromedp.Call(b, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: 32, Fixed: 26}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range specimens(t) {
		name, _ := url.PathUnescape(r.path)
		b.As(320, "light")
		b.open(r.path)
		if size := eval[string](b, `getComputedStyle(document.documentElement).fontSize`); !strings.HasPrefix(size, "3") {
			t.Fatalf("the text did not become larger: %s", size)
		}
		fits(b, name+" at 320 px, text at 200 %")
		b.As(1280, "light")
		fits(b, name+" at 1280 px, text at 200 %")
	}
}
