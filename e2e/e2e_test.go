package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"stet.news/internal/require"
	"stet.news/newsroom"
	"stet.news/record"
)

// sample serves the sample newsroom until the test ends.
func sample(t *testing.T) (site string, n *newsroom.Newsroom) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "room")
	const address = "http://127.0.0.1:0"
	if err := newsroom.Sample(t.Context(), dir, "http://karez.example", newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	n, err := newsroom.Open(t.Context(), dir, newsroom.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, served := make(chan string, 1), make(chan error, 1)
	go func() {
		served <- n.Serve(ctx, newsroom.ServeOptions{
			Addr: strings.TrimPrefix(address, "http://"), DeskAddr: "127.0.0.1:0",
			Ready: func(site, _ string) { ready <- site },
		})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
		n.Close()
	})
	return "http://" + <-ready, n
}

// browser starts Chromium, which looks nothing up beyond this machine.
func browser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(require.Tool(t, "chromium")), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("no-first-run", true),
	)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// steps does one thing after the other.
func steps(t *testing.T, ctx context.Context, list ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, list...); err != nil {
		t.Fatal(err)
	}
}

// value asks for one thing.
func value[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// newest gives the newest story of an edition.
func newest(t *testing.T, n *newsroom.Newsroom, edition string) (line newsroom.Line) {
	t.Helper()
	err := n.List(t.Context(), newsroom.ListQuery{Edition: edition, Limit: 1}, func(l newsroom.Line) error {
		line = l
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// TestReaderPath is a reader with a keyboard: skip link first, front to story,
// to the same story in another language, and back to that edition's front.
// Nothing is asked of any other host, and nothing is logged as wrong.
func TestReaderPath(t *testing.T) {
	ctx := browser(t)
	site, _ := sample(t)
	var mu sync.Mutex
	var foreign []string
	err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(e.Request.URL, site) {
			mu.Lock()
			foreign = append(foreign, e.Request.URL)
			mu.Unlock()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	steps(t, ctx,
		chromedp.Navigate(site+"/en/"),
		chromedp.KeyEvent("\t"),
	)
	skip := value(t, ctx, chromedp.Evaluate[string](`document.activeElement.getAttribute("href")`))
	steps(t, ctx,
		chromedp.Click(chromedp.CSS(`article[data-teaser] a[data-piece=headline]`)),
		chromedp.WaitVisible(chromedp.CSS(`article[data-story]`)),
	)
	headline := value(t, ctx, chromedp.Text(chromedp.CSS(`h1`)))
	scripts := value(t, ctx, chromedp.Evaluate[int](`document.querySelectorAll("script:not([type='application/ld+json'], [type=module][src^='/script.'])").length`))
	steps(t, ctx,
		chromedp.Click(chromedp.CSS(`nav a[hreflang="fa-AF"]`)),
		chromedp.WaitVisible(chromedp.CSS(`html[lang="fa-AF"] article[data-story]`)),
	)
	lang := value(t, ctx, chromedp.Evaluate[string](`document.documentElement.lang`))
	dir := value(t, ctx, chromedp.Evaluate[string](`document.documentElement.dir`))
	steps(t, ctx,
		chromedp.Click(chromedp.CSS(`a[rel=home]`)),
		chromedp.WaitVisible(chromedp.CSS(`html[lang="fa-AF"] article[data-teaser]`)),
	)
	front := value(t, ctx, chromedp.Location())
	if skip != "#main" {
		t.Errorf("the first thing a keyboard reaches is %q, not the skip link", skip)
	}
	if headline == "" || scripts != 0 {
		t.Errorf("headline %q, %d scripts", headline, scripts)
	}
	if lang != "fa-AF" || dir != "rtl" || !strings.HasSuffix(front, "/fa-AF/") {
		t.Errorf("lang %s dir %s front %s", lang, dir, front)
	}
	if len(foreign) > 0 {
		t.Errorf("asked of other hosts: %v", foreign)
	}
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

// TestAccessible lets axe-core judge every kind of page in three editions, on a
// phone and a desktop, in light and dark.
func TestAccessible(t *testing.T) {
	rules := axe(t)
	ctx := browser(t)
	site, n := sample(t)
	for _, edition := range []string{"en", "fa-AF", "ps"} {
		story := newest(t, n, edition)
		day := story.Path[:len("/"+edition+"/2006/01/02/")]
		pages := []string{
			"/" + edition + "/", story.Path, "/" + edition + "/section/culture/", "/" + edition + "/latest/",
			day, day[:len(day)-3], "/" + edition + "/nothing/", byline(t, n, story),
		}
		if gone := retracted(t, n, edition); gone != "" {
			pages = append(pages, gone)
		}
		if edition == "en" {
			pages = append(pages, "/")
		}
		for _, page := range pages {
			for _, width := range []int64{320, 1280} {
				for _, scheme := range []string{"light", "dark"} {
					judge(t, ctx, rules, site+page, width, scheme)
				}
			}
		}
	}
}

// judge runs axe on one page as one reader sees it.
func judge(t *testing.T, ctx context.Context, rules, page string, width int64, scheme string) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		t.Fatal(err)
	}
	steps(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(page))
	wide := value(t, ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > window.innerWidth`))
	value(t, ctx, chromedp.Evaluate[int](rules+`;0`))
	found := value(t, ctx, chromedp.Evaluate[string](`axe.run({runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]}).then(r =>
		JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", "))))`,
		chromedp.EvalAwaitPromise))
	var violations []string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatal(err)
	}
	name, _ := url.PathUnescape(page)
	for _, v := range violations {
		t.Errorf("%s at %d px, %s: %s", name, width, scheme, v)
	}
	if wide {
		t.Errorf("%s at %d px: it must be scrolled sideways", name, width)
	}
}

// byline gives the page of a story's author.
func byline(t *testing.T, n *newsroom.Newsroom, l newsroom.Line) string {
	t.Helper()
	v, _, err := n.Show(t.Context(), l.ID.String(), 0)
	if err != nil || len(v.Bylines) == 0 {
		t.Fatalf("%s: %v", l.Path, err)
	}
	return "/" + l.Edition + "/by/" + v.Bylines[0].Person + "/"
}

// retracted gives the tombstone of an edition, if it has one.
func retracted(t *testing.T, n *newsroom.Newsroom, edition string) (path string) {
	t.Helper()
	err := n.Record.View(t.Context(), func(rd record.Reader) error {
		size, err := rd.Size()
		if err != nil {
			return err
		}
		return rd.Leaves(0, size, func(_ int64, text, _ []byte) error {
			l, err := record.ParseLeaf(text)
			if err != nil || l.Kind != record.Retract || l.Language != edition {
				return err
			}
			e, err := record.FindStory(rd, l.Story.String())
			path = e.Path()
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestTextBrowsers reads a story of each edition with w3m and lynx: headline,
// standfirst and every paragraph once, in order.
func TestTextBrowsers(t *testing.T) {
	tools := map[string][]string{
		"w3m":  {"-dump", "-cols", "2000", "-I", "UTF-8", "-O", "UTF-8"},
		"lynx": {"-dump", "-width=2000", "-nolist", "-display_charset=utf-8", "-assume_charset=utf-8"},
	}
	for tool := range tools {
		require.Tool(t, tool)
	}
	site, n := sample(t)
	for _, edition := range []string{"en", "fa-AF", "ps"} {
		v, _, err := n.Show(t.Context(), newest(t, n, edition).ID.String(), 0)
		if err != nil {
			t.Fatal(err)
		}
		want := append([]string{v.Headline, v.Standfirst}, paragraphs(v)...)
		for tool, args := range tools {
			cmd := exec.Command(tool, append(args, site+v.Path)...)
			cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s: %v", tool, err)
			}
			inOrder(t, fmt.Sprint(tool, " ", v.Path), flat(string(out)), want)
		}
	}
}

// paragraphs gives the beginnings of the story's paragraphs.
func paragraphs(v newsroom.View) (out []string) {
	for _, p := range strings.Split(v.Text, "\n\n") {
		if words := strings.Fields(p); len(words) > 8 && !strings.ContainsAny(p, "•|–—") && len(strings.Split(p, "\n")) == 1 {
			out = append(out, strings.Join(words[:8], " "))
		}
	}
	return out
}

// flat is text without the white space that a browser lays it out with.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// inOrder asks for each text once, each behind the one before.
func inOrder(t *testing.T, what, page string, want []string) {
	t.Helper()
	at := 0
	for _, s := range want {
		s = flat(s)
		if n := strings.Count(page, s); n != 1 {
			t.Errorf("%s: %q stands %d times", what, s, n)
			continue
		}
		i := strings.Index(page, s)
		if i < at {
			t.Errorf("%s: %q is out of order", what, s)
		}
		at = i
	}
}
