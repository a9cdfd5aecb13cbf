package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
	"stet.news/newsroom"
	"stet.news/story"
)

// deskRoom is an empty newsroom of its own, served as stet serve does.
type deskRoom struct {
	*newsroom.Newsroom
	site  string // for readers, "http://127.0.0.1:40123"
	desk  string // "http://localhost:40124"
	first string // the address that makes the first account
}

// newDeskRoom makes and serves one until the test ends.
func newDeskRoom(t testing.TB) *deskRoom { return newDeskRoomAt(t, time.Now) }

// newDeskRoomAt is newDeskRoom by another clock.
func newDeskRoomAt(t testing.TB, now func() time.Time) *deskRoom {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "room")
	s := newsroom.Settings{Name: "The Karez Herald", URL: "https://herald.example", Sections: newsroom.DefaultSections()}
	for _, tag := range []string{"en", "fa-AF", "ps"} {
		s.Editions = append(s.Editions, story.Edition{Tag: tag, Zone: "Asia/Kabul"})
	}
	if err := newsroom.Init(t.Context(), dir, s, time.Now); err != nil {
		t.Fatal(err)
	}
	n, err := newsroom.Open(t.Context(), dir, newsroom.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	r := &deskRoom{Newsroom: n}
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- n.Serve(ctx, newsroom.ServeOptions{
			Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0",
			First: func(address string) { r.first = address },
			Ready: func(site, desk string) { r.site, r.desk = "http://"+site, desk; close(ready) },
		})
	}()
	t.Cleanup(func() { stop(); <-ended; n.Close() })
	select {
	case err := <-ended:
		ended <- err
		t.Fatalf("serve: %v", err)
	case <-ready:
	}
	return r
}

// tabOf opens a tab of a browser profile of its own, in which nobody is signed in.
func (r *deskRoom) tabOf(t testing.TB) *tab {
	t.Helper()
	return newTabAt(t, r.desk, chromedp.WithNewBrowserContext())
}

// signedIn opens such a tab in which somebody with these grants is signed in.
func (r *deskRoom) signedIn(t testing.TB, name string, grants ...policy.Grant) (*tab, stafftest.Person) {
	t.Helper()
	p := stafftest.Add(t, r.Desk.Staff, time.Now(), name, grants...)
	b := r.tabOf(t)
	for _, c := range p.Cookies {
		if _, err := chromedp.Call(b, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: r.desk}); err != nil {
			t.Fatal(err)
		}
	}
	return b, p
}

// authenticator gives a tab one that has a finger on it all the time.
func (b *tab) authenticator() webauthn.AuthenticatorID {
	b.T.Helper()
	if _, err := chromedp.Call(b, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		b.T.Fatal(err)
	}
	made, err := chromedp.Call(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Ctap2version: "ctap2_1", Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	if err != nil {
		b.T.Fatal(err)
	}
	return made.AuthenticatorID
}

// leadsTo waits until the tab is at a path and the page there is whole: the address
// comes first, and a page half read has half of its forms.
func (b *tab) leadsTo(path string) {
	b.T.Helper()
	at := ""
	for range 600 {
		if at = strings.TrimPrefix(eval[string](b, `document.readyState == "loading" ? "" : location.href`), b.site); at == path {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.T.Fatalf("the page is %s, want %s; it says %q", at, path, eval[string](b, `document.querySelector("main").innerText.slice(0, 300)`))
}

// shot writes a picture of the whole page to the folder that STET_SHOTS names, to
// be looked at by a person.
func (b *tab) shot(name string) {
	b.T.Helper()
	dir := os.Getenv("STET_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b, chromedp.FullScreenshot(100))
	if err != nil {
		b.T.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s.png", name)), png, 0o644); err != nil {
		b.T.Fatal(err)
	}
}
