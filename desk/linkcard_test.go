package desk_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/internal/egress"
	"stet.news/record"
)

// pages is the web as far as a test is concerned: bodies by address.
type pages map[string]egress.Answer

func (p pages) Get(_ context.Context, address, _ string, most int64) (egress.Answer, error) {
	if a, ok := p[address]; ok {
		a.URL, _ = url.Parse(address)
		a.Body = a.Body[:min(int64(len(a.Body)), most)]
		return a, nil
	}
	return egress.Answer{}, egress.ErrNone
}

func TestLinkCardOf(t *testing.T) {
	const kind = "text/html; charset=utf-8"
	long := strings.Repeat("long ", 200)
	web := pages{}
	for name, page := range map[string]struct{ kind, body string }{
		"og":      {kind, `<title>Page</title><meta property="og:title" content="Rain &amp; &lt;b&gt;sun&lt;/b&gt;"><meta property="og:site_name" content=" The  Site ">`},
		"title":   {kind, "<html><head><title>\n A   title\n</title><body><meta property=og:title content=No>"},
		"dari":    {"text/html", "<meta charset=utf-8><title>گفت‌وگو</title>"},
		"old":     {"text/html; charset=windows-1252", "<title>Caf\xe9</title>"},
		"script":  {kind, `<title></title><script>document.title = "<title>x</title>"</script>`},
		"none":    {kind, "words"},
		"long":    {kind, "<title>" + long + "</title>"},
		"picture": {"image/png", "\x89PNG"},
		"hostile": {kind, `<title><img src=x onerror=alert(1)>` + "\u202e" + `</title><meta property=og:site_name content='"><script>alert(1)</script>'>`},
		"cut":     {kind, `<title>Half`},
	} {
		web["https://www.example.org/"+name] = egress.Answer{ContentType: page.kind, Body: []byte(page.body)}
	}
	r := desktest.OpenWith(t, desk.Options{Web: web})
	who := desktest.Person("mina", policy.Contributor)
	for name, want := range map[string][2]string{
		"og": {"Rain & <b>sun</b>", "The Site"}, "title": {"A title", "example.org"}, "dari": {"گفت‌وگو", "example.org"}, "old": {"Café", "example.org"},
		"script": {"", "example.org"}, "none": {"", "example.org"}, "cut": {"Half", "example.org"},
		"hostile": {"<img src=x onerror=alert(1)>", `"><script>alert(1)</script>`},
	} {
		got, err := r.Desk.LinkCardOf(t.Context(), who, "https://www.example.org/"+name)
		if err != nil || got.Title != want[0] || got.Provider != want[1] || got.Picture != nil {
			t.Errorf("%s: %+v, %v; want %q", name, got, err, want)
		}
	}
	if got, err := r.Desk.LinkCardOf(t.Context(), who, "https://www.example.org/long"); err != nil || len([]rune(got.Title)) > 301 {
		t.Errorf("a long title: %d, %v", len(got.Title), err)
	}
	for address, want := range map[string]error{
		"https://www.example.org/picture": egress.ErrNone, "https://www.example.org/nowhere": egress.ErrNone,
		"javascript:alert(1)": record.ErrInvalid, "": record.ErrInvalid, "/story": record.ErrInvalid, "http://u:p@example.org/": record.ErrInvalid,
	} {
		if _, err := r.Desk.LinkCardOf(t.Context(), who, address); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", address, err, want)
		}
	}
	if _, err := r.Desk.LinkCardOf(t.Context(), policy.Principal{}, "https://www.example.org/og"); !errors.Is(err, policy.ErrSignIn) {
		t.Errorf("nobody asks: %v", err)
	}
}

// TestCardsPicture: the picture of a page becomes one of the library's, without
// words in the card and credited to its site in the library. What is no picture, or
// is nowhere, makes a card without.
func TestCardsPicture(t *testing.T) {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 64, 48))); err != nil {
		t.Fatal(err)
	}
	const site = "https://www.example.org"
	web := pages{
		site + "/a/og.png": {Body: file.Bytes()}, site + "/page.png": {Body: []byte("<script>alert(1)</script>")},
	}
	for name, head := range map[string]string{
		"og": `<meta property="og:image" content="og.png">`, "twitter": `<meta name="twitter:image" content=" /a/og.png ">`, "whole": `<meta property="og:image:secure_url" content="` + site + `/a/og.png">`,
		"none": `<meta property="og:image" content="/page.png">`, "nowhere": `<meta property="og:image" content="/nowhere.png">`, "broken": `<meta property="og:image" content="http://[">`,
		"script": `<meta property="og:image" content="javascript:alert(1)">`, "data": `<meta property="og:image" content="data:image/png;base64,AAAA">`,
	} {
		web[site+"/a/"+name] = egress.Answer{ContentType: "text/html", Body: []byte("<title>" + name + "</title>" + head)}
	}
	r := desktest.OpenWith(t, desk.Options{Web: web})
	who := desktest.Person("mina", policy.Contributor)
	for name, pictured := range map[string]bool{"og": true, "twitter": true, "whole": true, "none": false, "nowhere": false, "broken": false, "script": false, "data": false} {
		got, err := r.Desk.LinkCardOf(t.Context(), who, site+"/a/"+name)
		if err != nil || got.Title != name || (got.Picture != nil) != pictured {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if p := got.Picture; p != nil && (p.Width != 64 || *p != p.ForCard()) {
			t.Errorf("%s: its picture is %+v", name, p)
		}
	}
	found, _, err := r.Desk.Pictures(t.Context(), who, library.Query{Limit: 9})
	if err != nil || len(found) != 1 || found[0].Credit != "example.org" || found[0].By != who.Account || found[0].Decorative {
		t.Errorf("the library has %+v, %v", found, err)
	}
}
