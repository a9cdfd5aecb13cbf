package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"stet.news/internal/browsing"
)

// window is a browser with one story open.
type window struct {
	context.Context
	close func()
}

// open starts Chromium, signed in by a cookie, and waits until the editor stands.
func open(ctx context.Context, profile, url, cookie, path string) (*window, error) {
	ctx, stop := chromedp.NewExecAllocator(ctx, browsing.Options(profile)...)
	ctx, cancel := chromedp.NewContext(ctx)
	w := &window{ctx, func() { cancel(); stop() }}
	if err := chromedp.Do(ctx); err != nil {
		return nil, err
	}
	for _, c := range strings.Split(cookie, "; ") {
		name, value, _ := strings.Cut(c, "=")
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: url}); err != nil {
			return nil, err
		}
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url+path), chromedp.WaitVisible(chromedp.CSS(".story-text"))); err != nil {
		return nil, err
	}
	return w, nil
}

// sentence has 16 words.
const sentence = "وزارت خارجه روز دوشنبه گفت که گفت\u200cوگوها با کشورهای همسایه ادامه می\u200cیابد و «تاریخی» تعیین نشده است. "

// fill pastes a story of so many words and waits until the server has it.
func (w *window) fill(words int) (took float64, err error) {
	const perBlock = 4
	var html strings.Builder
	for i := range words / (16 * perBlock) {
		fmt.Fprintf(&html, "<p>%d %s</p>", i, strings.Repeat(sentence, perBlock))
	}
	took, err = value[float64](w, fmt.Sprintf(`(() => {
		const text = document.querySelector(".story-text"), data = new DataTransfer()
		getSelection().collapse(text.lastElementChild, 0)
		text.focus()
		data.setData("text/html", %q)
		return new Promise(done => setTimeout(() => {
			const began = performance.now()
			text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
			done(performance.now() - began)
		}, 100))
	})()`, html.String()))
	time.Sleep(3 * time.Second)
	return took, err
}

// times are those of the keys typed in one place.
type times struct {
	Keys                 int
	Median, P95, Longest float64
}

// typeAt types so many keys, ten a second, in the middle of a paragraph.
func (w *window) typeAt(place string, keys int) (t times, err error) {
	_, err = value[bool](w, fmt.Sprintf(`(() => {
		const all = document.querySelectorAll(".story-text > p"), p = all[{ first: 0, middle: all.length >> 1, last: all.length - 1 }[%q]]
		p.scrollIntoView({ block: "center" })
		getSelection().collapse(p.firstChild, p.firstChild.length >> 1)
		globalThis.took = []
		globalThis.seen ??= document.addEventListener("keydown", event => requestAnimationFrame(() => {
			const behind = new MessageChannel()
			behind.port1.onmessage = () => took.push(performance.now() - event.timeStamp)
			behind.port2.postMessage(0)
		}), true) ?? true
		return true
	})()`, place))
	if err != nil {
		return t, err
	}
	time.Sleep(time.Second)
	for i := range keys {
		key := []string{"س", "ل", "ا", "م", " "}[i%5]
		p := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: key}
		if _, err := chromedp.Call(w, input.DispatchKeyEvent, p); err != nil {
			return t, err
		}
		p.Type, p.Text = input.DispatchKeyEventTypeKeyUp, ""
		if _, err := chromedp.Call(w, input.DispatchKeyEvent, p); err != nil {
			return t, err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return value[times](w, `new Promise(done => setTimeout(() => {
		took.sort((a, b) => a - b)
		const at = part => took[Math.min(took.length - 1, Math.floor(took.length * part))]
		done({ Keys: took.length, Median: at(.5), P95: at(.95), Longest: at(1) })
	}, 500))`)
}

// value gives the value of an expression of JavaScript, waiting for a promise.
func value[T any](w *window, expression string) (T, error) {
	return chromedp.Run(w, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}
