package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"syscall"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"stet.news/internal/browsing"
)

// browser is a Chromium with a tab, all of which one signal ends.
type browser struct {
	cmd *exec.Cmd
	tab context.Context
	end []context.CancelFunc
}

// launch starts Chromium on a profile, after a kill too.
func launch(ctx context.Context, profile string) (*browser, error) {
	b := &browser{}
	options := append(browsing.Options(profile),
		chromedp.ModifyCmdFunc(func(cmd *exec.Cmd) {
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its helpers die with it
			b.cmd = cmd
		}),
	)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	tab, cancel := chromedp.NewContext(ctx)
	b.tab, b.end = tab, []context.CancelFunc{cancel, stop}
	if err := chromedp.Do(tab); err != nil {
		b.kill()
		return nil, err
	}
	return b, nil
}

// kill is SIGKILL to all of it.
func (b *browser) kill() {
	if b.cmd != nil && b.cmd.Process != nil {
		syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL)
	}
	for _, end := range b.end {
		end()
	}
}

// open opens the story as somebody and waits until all that was left is saved.
func (b *browser) open(url, cookie, story string, keepNothing bool) error {
	for pair := range strings.SplitSeq(cookie, "; ") {
		name, value, _ := strings.Cut(pair, "=")
		if _, err := chromedp.Call(b.tab, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: url}); err != nil {
			return err
		}
	}
	if keepNothing {
		if err := chromedp.Do(b.tab, chromedp.Navigate(url+"/sign-in")); err != nil {
			return err
		}
		if _, err := eval[bool](b, `localStorage.setItem("stet-no-local-copy", "yes"), true`); err != nil {
			return err
		}
	}
	if err := chromedp.Do(b.tab, chromedp.Navigate(url+"/story/"+story)); err != nil {
		return err
	}
	saved, err := eval[bool](b, `new Promise(done => {
		const began = performance.now()
		const look = () => {
			const bar = document.querySelector(".sync")
			if (document.getElementById("text") && bar?.dataset.state == "saved" && bar.dataset.unsent == "0") done(true)
			else if (performance.now() - began > 30000) done(false)
			else setTimeout(look, 20)
		}
		look()
	})`)
	if err != nil || !saved {
		return fmt.Errorf("the story is not saved half a minute after it was opened: %w", err)
	}
	_, err = eval[bool](b, `(() => {
		const text = document.getElementById("text"), last = text.querySelector(":scope > p:last-of-type")
		text.focus()
		getSelection().selectAllChildren(last)
		getSelection().collapseToEnd()
		return true
	})()`)
	return err
}

// write types one letter.
func (b *browser) write(letter string) error {
	_, err := chromedp.Call(b.tab, input.InsertText, input.InsertTextParams{Text: letter})
	return err
}

// version is what the page knows to be at the server.
func (b *browser) version() (int, error) {
	return eval[int](b, `+document.querySelector(".sync").dataset.version`)
}

func eval[T any](b *browser, expression string) (T, error) {
	return chromedp.Run(b.tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}
