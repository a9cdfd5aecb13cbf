package site

import (
	"os"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"stet.news/internal/browsing"
	"stet.news/picture/darkroom"
)

// tab is a page of the browser that all tests of the package share.
type tab struct {
	*browsing.Tab

	mu     sync.Mutex
	logged []string
}

// chromium is the one browser of all tests.
var chromium browsing.Shared

func TestMain(m *testing.M) {
	darkroom.Main()
	code := m.Run()
	chromium.Close()
	os.Exit(code)
}

// newTab opens a tab, 1200 pixels wide.
func newTab(t testing.TB) *tab {
	t.Helper()
	b := &tab{}
	b.Tab = chromium.Open(t, b.hear)
	b.As(1200, "light")
	return b
}

func (b *tab) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *log.EventEntryAdded:
		b.logged = append(b.logged, string(e.Entry.Source)+": "+e.Entry.Text+" "+e.Entry.URL)
	case *runtime.EventExceptionThrown:
		b.logged = append(b.logged, e.ExceptionDetails.Text+" "+describe(e.ExceptionDetails))
	}
}

func describe(e *runtime.ExceptionDetails) string {
	if e.Exception == nil {
		return ""
	}
	return e.Exception.Description
}

// complaints gives, once, what the browser logged: errors of scripts, refusals by
// the Content-Security-Policy.
func (b *tab) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.logged
	b.logged = nil
	return all
}

// eval gives the value of an expression of JavaScript, waiting for a promise.
func eval[T any](b *tab, expression string) T {
	b.T.Helper()
	return browsing.Eval[T](b.Tab, expression)
}
