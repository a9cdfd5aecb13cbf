// Package browsing drives a real Chromium as a person does: for tests, and for
// commands that measure or kill one. It is no part of stet; nothing that is built
// into it may import this.
package browsing

import "github.com/chromedp/chromedp"

// Options start a Chromium on a profile's folder that has no screen and looks
// nothing up beyond this machine.
func Options(profile string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("no-first-run", true),
	)
}
