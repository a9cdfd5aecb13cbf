package site

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"stet.news/internal/require"
	"stet.news/picture/darkroom"
)

// tab is a page of the browser that all tests of the package share.
type tab struct {
	context.Context
	t testing.TB

	mu     sync.Mutex
	logged []string
}

var closeBrowser = func() {}

func TestMain(m *testing.M) {
	darkroom.Main()
	code := m.Run()
	closeBrowser()
	os.Exit(code)
}

// theBrowser starts Chromium, which looks nothing up beyond this machine.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	profile, err := os.MkdirTemp("", "stet-chromium-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-first-run", true),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(ctx)
	closeBrowser = func() { cancel(); stop(); os.RemoveAll(profile) }
	return ctx, chromedp.Do(ctx)
})

// newTab opens a tab, 1200 pixels wide.
func newTab(t testing.TB) *tab {
	t.Helper()
	require.Tool(t, "chromium")
	parent, err := theBrowser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	b := &tab{Context: ctx, t: t}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.as(1200, "light")
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

// do does one thing after the other.
func (b *tab) do(list ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, list...); err != nil {
		b.t.Fatal(err)
	}
}

// as sets how wide the window is and which scheme of colours the person likes.
func (b *tab) as(width int64, scheme string) {
	b.t.Helper()
	_, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
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
		b.t.Fatalf("%.120s: %v", expression, err)
	}
	return v
}

// keys are those that have a name, with the code of the key and what it types.
var keys = map[string]struct {
	code int64
	text string
}{
	"Enter": {13, "\r"}, "Tab": {9, ""}, "Backspace": {8, ""}, "Delete": {46, ""}, "Escape": {27, ""}, "Home": {36, ""}, "End": {35, ""},
	"ArrowLeft": {37, ""}, "ArrowUp": {38, ""}, "ArrowRight": {39, ""}, "ArrowDown": {40, ""}, "F3": {114, ""}, "F10": {121, ""}, "Space": {32, " "},
}

// modifiers as the browser's protocol counts them.
var modifiers = map[string]int64{"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}

// press presses a key as a keyboard does, with what is held down: "Control+Shift+2".
// What a page does with the key going down decides whether it types anything.
func (b *tab) press(name string) {
	b.t.Helper()
	var held int64
	for {
		with, rest, found := strings.Cut(name, "+")
		if !found || rest == "" {
			break
		}
		held |= modifiers[with]
		name = rest
	}
	k, named := keys[name]
	p := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: name, Code: name, WindowsVirtualKeyCode: k.code, Modifiers: held, Text: k.text}
	if name == "Space" {
		p.Key = " "
	}
	if !named {
		p.WindowsVirtualKeyCode, p.Text = virtual(name), name
		p.Code = map[bool]string{true: "Digit", false: "Key"}[name >= "0" && name <= "9"] + strings.ToUpper(name)
	}
	if held&^modifiers["Shift"] != 0 {
		p.Text = ""
	}
	if p.Text == "" {
		p.Type = input.DispatchKeyEventTypeRawKeyDown
	}
	b.key(p)
	p.Type, p.Text = input.DispatchKeyEventTypeKeyUp, ""
	b.key(p)
	if p.WindowsVirtualKeyCode >= 35 && p.WindowsVirtualKeyCode <= 40 { // no hand is so quick that the page has not heard of the caret
		eval[bool](b, "new Promise(done => requestAnimationFrame(() => setTimeout(done, 0, true)))")
	}
}

// virtual is the code of the key that types a character, as far as it has one.
func virtual(name string) int64 {
	if len(name) == 1 && (name[0] >= 'a' && name[0] <= 'z' || name[0] >= '0' && name[0] <= '9') {
		return int64(strings.ToUpper(name)[0])
	}
	return map[string]int64{"/": 191, "-": 189, ".": 190, "'": 222, "\"": 222}[name]
}

func (b *tab) key(p input.DispatchKeyEventParams) {
	b.t.Helper()
	if _, err := chromedp.Call(b, input.DispatchKeyEvent, p); err != nil {
		b.t.Fatal(err)
	}
}

// write types text key by key; "\n" is Enter.
func (b *tab) write(text string) {
	b.t.Helper()
	for _, r := range text {
		switch r {
		case '\n':
			b.press("Enter")
		case ' ':
			b.press("Space")
		default:
			b.press(string(r))
		}
	}
}
