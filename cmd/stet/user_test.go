package main

import (
	"encoding/base32"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"stet.news/desk/staff"
)

// browsers are those in which somebody came in, one for a script.
var browsers = map[*testscript.TestScript]*http.Client{}

var secretOnPage = regexp.MustCompile(`class="secret"[^>]*>([A-Z2-7 ]+)<`)

// welcomeScript fills in the form of a link, as a browser without scripts does.
func welcomeScript(ts *testscript.TestScript, neg bool, args []string) {
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	browser := &http.Client{Jar: jar}
	resp, err := browser.Get(args[0])
	ts.Check(err)
	page, err := io.ReadAll(resp.Body)
	ts.Check(err)
	found := secretOnPage.FindSubmatch(page)
	if (found == nil) != neg {
		ts.Fatalf("%s: %s\n%s", args[0], resp.Status, page)
	}
	if neg {
		return
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(string(found[1]), " ", ""))
	ts.Check(err)
	resp, err = browser.PostForm(args[0], url.Values{
		"name": {args[1]}, "login": {args[1]}, "lang": {"en"}, "password": {"quince-lorry-84-vellum"}, "new_code": {staff.Secret(secret).Code(time.Now())},
	})
	ts.Check(err)
	if page, err = io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(page), "Printed codes") {
		ts.Fatalf("POST %s: %s %v\n%s", args[0], resp.Status, err, page)
	}
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	browsers[ts] = browser
}

func deskScript(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	resp, err := browsers[ts].Get(ts.Getenv("DESK") + args[1])
	ts.Check(err)
	page, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("answer"), page, 0o644))
	if resp.StatusCode != want {
		ts.Fatalf("%s: %s, want %d\n%s", args[1], resp.Status, want, page)
	}
}
