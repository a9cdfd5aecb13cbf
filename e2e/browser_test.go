package e2e

import (
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"stet.news/internal/browsing"
)

// chromium is the one browser of all tests.
var chromium browsing.Shared

// tab is a page of the browser, with what it asked for and what it complained of.
type tab struct {
	*browsing.Tab
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
	b := &tab{site: site}
	b.Tab = chromium.Open(t, b.hear, options...)
	return b
}

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

// open goes to a page of the site.
func (b *tab) open(path string) {
	b.T.Helper()
	b.Do(chromedp.Navigate(b.site + path))
}

// eval gives the value of an expression of JavaScript, waiting for a promise.
func eval[T any](b *tab, expression string) T {
	b.T.Helper()
	return browsing.Eval[T](b.Tab, expression)
}
