package browsing

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"stet.news/internal/require"
)

// Shared is the one browser of all tests of a package. Its Close is for TestMain.
type Shared struct {
	once  sync.Once
	ctx   context.Context
	err   error
	close func()
}

// Close ends the browser, if a test had it started.
func (s *Shared) Close() {
	if s.close != nil {
		s.close()
	}
}

func (s *Shared) start() {
	profile, err := os.MkdirTemp("", "stet-chromium-")
	if err != nil {
		s.err = err
		return
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), Options(profile)...)
	ctx, cancel := chromedp.NewContext(ctx)
	s.close = func() { cancel(); stop(); os.RemoveAll(profile) }
	s.ctx, s.err = ctx, chromedp.Do(ctx)
}

// Tab is a page of a browser, of one test.
type Tab struct {
	context.Context
	T testing.TB
}

// Open opens a tab, which ends with the test; hear is told of its events. With an
// option it can be one that shares no cookies with the others.
func (s *Shared) Open(t testing.TB, hear func(event any), options ...chromedp.ContextOption) *Tab {
	t.Helper()
	require.Tool(t, "chromium")
	s.once.Do(s.start)
	if s.err != nil {
		t.Fatal(s.err)
	}
	ctx, cancel := chromedp.NewContext(s.ctx, options...)
	t.Cleanup(cancel)
	if err := chromedp.Listen(ctx, hear); err != nil {
		t.Fatal(err)
	}
	return &Tab{ctx, t}
}

// patience is how long one thing may take.
const patience = time.Minute

// Do does one thing after the other.
func (b *Tab) Do(list ...chromedp.Action[chromedp.Void]) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	if err := chromedp.Do(ctx, list...); err != nil {
		b.T.Fatal(err)
	}
}

// As sets how wide the window is and which scheme of colours the person likes.
// Nothing moves smoothly: a jump is over when it has begun.
func (b *Tab) As(width int64, scheme string) {
	b.T.Helper()
	_, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})
	if err != nil {
		b.T.Fatal(err)
	}
	b.Do(chromedp.EmulateViewport(width, 900))
}

// Eval gives the value of an expression of JavaScript, waiting for a promise.
func Eval[V any](b *Tab, expression string) V {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[V](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.T.Fatalf("%.120s: %v", expression, err)
	}
	return v
}
