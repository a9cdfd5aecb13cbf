package edge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"stet.news/press"
)

// searchQuery gives the query of a request for an edition's search, /TAG/search/?q=…
// No other page depends on a query, so it is "" for all others.
func searchQuery(target []byte, path string) string {
	if !strings.HasSuffix(path, "/search/") || strings.Count(path, "/") != 3 {
		return ""
	}
	_, query, _ := bytes.Cut(target, []byte("?"))
	return string(query)
}

// answerSearch answers a search if its turn comes soon. What is searched for is
// nobody's business: it gets into no log, and the answer must not be kept.
func (s *Server) answerSearch(a *ask, r *reply, path, query string) {
	leave, ok := s.searches.Enter(context.Background())
	if !ok {
		s.fail(a, r, http.StatusServiceUnavailable, path)
		return
	}
	defer leave()
	ctx, cancel := context.WithTimeout(context.Background(), s.limits.SearchTime)
	defer cancel()
	p, err := s.search(ctx, path, query)
	switch {
	case errors.Is(err, press.ErrNoPage):
		s.fail(a, r, http.StatusNotFound, path)
	case err != nil:
		if ctx.Err() == nil {
			s.trouble(fmt.Errorf("search: %w", err))
		}
		s.fail(a, r, http.StatusServiceUnavailable, path)
	default:
		*r = reply{status: p.Status, kind: p.Type, style: p.Style, varies: true}
		r.encode(a, p)
	}
}
