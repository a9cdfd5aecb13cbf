package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/policy"
	"stet.news/internal/egress"
	"stet.news/record"
)

// pages is the web as far as a test is concerned: bodies by address.
type pages map[string]egress.Answer

func (p pages) Get(_ context.Context, address, _ string) (egress.Answer, error) {
	if a, ok := p[address]; ok {
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
	for name, want := range map[string]desk.LinkCard{
		"og": {"Rain & <b>sun</b>", "The Site"}, "title": {"A title", "example.org"}, "dari": {"گفت‌وگو", "example.org"}, "old": {"Café", "example.org"},
		"script": {"", "example.org"}, "none": {"", "example.org"}, "cut": {"Half", "example.org"},
		"hostile": {"<img src=x onerror=alert(1)>", `"><script>alert(1)</script>`},
	} {
		if got, err := r.Desk.LinkCardOf(t.Context(), who, "https://www.example.org/"+name); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
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
