package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// shape is the kind of page that stands at a path: the path without what is
// somebody's own. "/fa-AF/2026/11/23/slug/" is "/·/0/0/0/*/".
func (r *resource) shape() string {
	path, query, _ := strings.Cut(r.path, "?")
	path, _ = url.PathUnescape(path)
	parts := strings.Split(path, "/")
	for i, p := range parts {
		switch {
		case i == 1 && direction(p) != "none":
			parts[i] = "·"
		case digits.MatchString(p):
			parts[i] = "0"
		case i > 2 && p != "":
			parts[i] = "*"
		}
	}
	if query != "" {
		parts = append(parts, "?")
	}
	return strings.Join(parts, "/") + http.StatusText(r.status)
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// specimens gives a few pages of each edition that show everything there is on
// the site: each kind of page, and each kind of element wherever it stands.
func specimens(t testing.TB) (out []*resource) {
	seen := map[string]bool{}
	for _, r := range crawl(t).pages() {
		lang := ""
		news := false
		see := func(what string) {
			if what = lang + " " + what; !seen[what] {
				seen[what], news = true, true
			}
		}
		for n := range elements(r.root) {
			if n.Data == "html" {
				lang = attr(n, "lang")
				see(r.shape())
			}
			see(n.Data + "." + attr(n, "class") + "." + attr(n, "role"))
		}
		if news {
			out = append(out, r)
		}
	}
	return out
}
