package edge

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"stet.news/press"
)

// answer decides what a request gets. It never fails and never panics: what
// goes wrong behind it becomes a page that says so.
func (s *Server) answer(a *ask, r *reply) {
	defer func() {
		if what := recover(); what != nil {
			s.trouble(fmt.Errorf("panic: %v\n%s", what, debug.Stack()))
			s.fail(a, r, http.StatusInternalServerError, "/")
		}
		r.bodyless = r.bodyless || a.isHead()
	}()
	if !a.isRead() {
		s.fail(a, r, http.StatusMethodNotAllowed, "/")
		return
	}
	path, renamed, status := pagePath(a.target)
	if status != 0 {
		s.fail(a, r, status, "/")
		return
	}
	if name, ok := strings.CutPrefix(path, pictureFolder); ok {
		s.picture(a, r, path, name)
		return
	}
	if name, ok := strings.CutPrefix(path, cardFolder); ok {
		s.card(a, r, path, name)
		return
	}
	if strings.HasSuffix(path, liveEnd) && s.stream(a, r, path) {
		return
	}
	if query := searchQuery(a.target, path); query != "" && s.search != nil {
		s.answerSearch(a, r, path, query)
		return
	}
	s.page(a, r, path, renamed)
}

// page answers with a printed page.
func (s *Server) page(a *ask, r *reply, path string, renamed bool) {
	p, err := s.pages.Page(path)
	switch {
	case errors.Is(err, press.ErrNoPage) && !errors.Is(err, press.ErrCorrupt):
		s.missing(a, r, path)
	case err != nil:
		s.trouble(fmt.Errorf("page %s: %w", path, err))
		s.fail(a, r, http.StatusInternalServerError, path)
	case renamed:
		moved(r, path)
	default:
		show(a, r, p)
	}
}

// missing leads a reader who left out the last slash to the page, and tells
// anybody else that there is none.
func (s *Server) missing(a *ask, r *reply, path string) {
	if !strings.HasSuffix(path, "/") {
		if _, err := s.pages.Page(path + "/"); err == nil {
			moved(r, path+"/")
			return
		}
	}
	s.fail(a, r, http.StatusNotFound, path)
}

// moved sends the reader to another address of ours. Nothing of the request
// but the page's path gets into it, so a cached one is the same for everybody.
func moved(r *reply, path string) {
	*r = reply{status: http.StatusMovedPermanently, caching: printed, maxAge: movedAge, location: path}
}

// movedAge is for how long a spelling is remembered, in seconds.
const movedAge = 3600

// show answers with a page in the coding that suits the reader.
func show(a *ask, r *reply, p *press.Page) {
	*r = reply{status: p.Status, kind: p.Type, caching: printed, maxAge: p.MaxAge, location: p.Location, style: p.Style}
	r.encode(a, p)
	r.varies = compressible(p.Type)
	if p.Status != http.StatusOK {
		return // RFC 9110, 13.2.1: conditions are for what would be a 200
	}
	r.modified = p.Modified
	r.makeTag(p.Hash[:], r.coding)
	if unchanged(a, r.tag, r.modified) {
		r.status, r.bodyless = http.StatusNotModified, true
	}
}

// encode takes the form of a page that suits the reader.
func (r *reply) encode(a *ask, p *press.Page) {
	r.coding = choose(a.encodings, [codings]bool{identity: true, gzip: p.Gzip != nil, brotli: p.Brotli != nil})
	switch r.coding {
	case identity:
		r.body = p.Body
	case gzip:
		r.body = p.Gzip
	case brotli:
		r.body = p.Brotli
	}
}

// compressible says that the type is text, of which a page may have more than
// one encoding, now or when it is printed again.
func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "json")
}

// fail answers with an error page in the language of the path's edition. It has no
// tag: nobody needs to know whether an error is still the same.
func (s *Server) fail(a *ask, r *reply, status int, path string) {
	p := s.errorPage(status, path)
	*r = reply{status: status, kind: errorType, style: p.Style}
	r.encode(a, p)
	r.varies = p.Gzip != nil || p.Brotli != nil
	if status == http.StatusNotFound {
		r.caching = missing
	}
}

const errorType = "text/html; charset=utf-8"
