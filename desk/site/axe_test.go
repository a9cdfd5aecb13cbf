package site

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"stet.news/internal/require"
)

// serveSite serves a site for the browser until the test ends.
func serveSite(t testing.TB, s *Site) string {
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// axeRules is the rule engine's script.
func axeRules(t testing.TB) string {
	t.Helper()
	source, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if err != nil {
		require.Missing(t, "axe-core (npm install --no-save axe-core@4.14.1)")
	}
	return string(source)
}

// good opens a page and holds it to axe-core's rules for WCAG A and AA, to the
// width of the window, and to scripts without a complaint. With a folder it keeps
// a picture there.
func (b *tab) good(address, shots string) {
	b.T.Helper()
	b.complaints()
	b.Do(chromedp.Navigate(address))
	b.judge(address)
	if shots != "" {
		b.shoot(shots, address)
	}
}

// judge is good for the page as it is now.
func (b *tab) judge(name string) {
	b.T.Helper()
	for _, line := range b.complaints() {
		if !strings.Contains(line, "favicon") {
			b.T.Errorf("%s: the browser complains: %s", name, line)
		}
	}
	eval[bool](b, axeRules(b.T)+"; true")
	found := eval[string](b, `axe.run({runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"], resultTypes: ["violations"]}).then(r =>
		r.violations.map(v => v.id + ": " + v.help + "\n" + v.nodes.map(n => "  " + n.html.slice(0, 200) + "  " + (n.any[0]?.message ?? "")).join("\n")).join("\n"))`)
	if found != "" {
		b.T.Errorf("%s\n%s", name, found)
	}
	if wide := eval[int](b, `document.documentElement.scrollWidth - innerWidth`); wide > 1 {
		b.T.Errorf("%s is %d pixels wider than the window", name, wide)
	}
}

// shoot keeps a picture of the whole page.
func (b *tab) shoot(dir, address string) {
	b.T.Helper()
	picture, err := chromedp.Run(b, chromedp.FullScreenshot(80))
	if err != nil {
		b.T.Fatal(err)
	}
	about := eval[string](b, `document.documentElement.lang + "-" + innerWidth + "-" + (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")`)
	_, path, _ := strings.Cut(strings.TrimPrefix(address, "http://"), "/")
	name := fmt.Sprintf("%s-%s.jpg", strings.NewReplacer("/", "_", "?", "_", "&", "_", "=", "_").Replace("home_"+path), about)
	if err := os.WriteFile(filepath.Join(dir, name), picture, 0o644); err != nil {
		b.T.Fatal(err)
	}
}
