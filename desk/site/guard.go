package site

import (
	"net/http"
	"runtime/debug"
	"strings"
)

// contentPolicy lets a page of the desk run and show only what is the desk's.
// ProseMirror parses what is pasted in a document of its own that runs nothing,
// under the one Trusted Types policy there is.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types ProseMirrorClipboard"

// guarded puts round every route what holds for all: no requests from other
// sites that change anything, headers, and an answer even when we panic.
func (s *Site) guarded(h http.Handler) http.Handler {
	h = http.NewCrossOriginProtection().Handler(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", contentPolicy)
		head.Set("Cache-Control", "no-store")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("X-Robots-Tag", "noindex, nofollow")
		if strings.HasPrefix(s.Public, "https:") && r.TLS != nil {
			head.Set("Strict-Transport-Security", "max-age=31536000")
		}
		defer s.survive(w, r)
		h.ServeHTTP(w, r)
	})
}

// survive answers a request whose handler panicked; one request must not end
// the desk for everybody.
func (s *Site) survive(w http.ResponseWriter, r *http.Request) {
	if v := recover(); v != nil && v != http.ErrAbortHandler {
		s.Log.Error("a handler of the desk panicked", "route", r.Pattern, "panic", v, "stack", string(debug.Stack()))
		http.Error(w, "internal error", http.StatusInternalServerError)
	}
}
