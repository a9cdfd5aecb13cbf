package e2e

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"stet.news/internal/require"
)

// tab is a page of the browser, with what it asked for and what it complained of.
type tab struct {
	context.Context
	t    testing.TB
	site string

	mu       sync.Mutex
	requests []string
	log      []string
}

// newTab opens a tab of the one browser that all tests share.
func newTab(t testing.TB) *tab {
	t.Helper()
	return newTabAt(t, served(t).at)
}

// newTabAt opens a tab for another site. With an option it can be one that shares
// no cookies with the others.
func newTabAt(t testing.TB, site string, options ...chromedp.ContextOption) *tab {
	t.Helper()
	require.Tool(t, "chromium")
	parent, err := theBrowser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent, options...)
	t.Cleanup(cancel)
	b := &tab{Context: ctx, t: t, site: site}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

// theBrowser starts Chromium, which looks nothing up beyond this machine.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	profile, err := os.MkdirTemp("", "stet-chromium-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("no-first-run", true),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(ctx)
	atEnd(func() { cancel(); stop(); os.RemoveAll(profile) })
	return ctx, chromedp.Do(ctx)
})

func (b *tab) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *log.EventEntryAdded:
		b.log = append(b.log, string(e.Entry.Source)+": "+e.Entry.Text+" "+e.Entry.URL)
	}
}

// heard gives, once, what the tab asked of others than the site, and what the
// browser logged: refusals by the Content-Security-Policy are there.
func (b *tab) heard() (foreign, logged []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, url := range b.requests {
		if !strings.HasPrefix(url, b.site+"/") && !strings.HasPrefix(url, "data:") {
			foreign = append(foreign, url)
		}
	}
	logged = b.log
	b.requests, b.log = nil, nil
	return foreign, logged
}

// do does one thing after the other.
func (b *tab) do(list ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, list...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to a page of the site.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site + path))
}

// as sets how wide the window is and which scheme of colours the reader likes.
func (b *tab) as(width int64, scheme string) {
	b.t.Helper()
	_, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"}, // so that a jump is over when it has begun
		},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(width, 900))
}

// eval gives the value of an expression of JavaScript, waiting for a promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}
