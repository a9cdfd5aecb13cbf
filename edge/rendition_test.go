package edge

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// made holds renditions in memory: JPEG stands in for a format that is missing.
type made map[string]string

func (s made) Get(name string) ([]byte, string, error) {
	stem, ending, _ := strings.Cut(name, ".")
	if body, ok := s[name]; ok {
		return []byte(body), map[string]string{"jpg": "image/jpeg", "avif": "image/avif"}[ending], nil
	}
	if body, ok := s[stem+".jpg"]; ok {
		return []byte(body), "image/jpeg", nil
	}
	return nil, "", fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

func TestRenditionsAreServed(t *testing.T) {
	there, waiting := strings.Repeat("a", 32)+"-640", strings.Repeat("b", 32)+"-c500-500-160"
	s := New(Options{Renditions: made{there + ".jpg": "jpeg", there + ".avif": "avif", waiting + ".jpg": "jpeg"}})
	const eternal, soon = "public, max-age=31536000, immutable", "public, max-age=60"
	for _, c := range []struct {
		name          string
		status        int
		kind, caching string
	}{
		{there + ".jpg", http.StatusOK, "image/jpeg", eternal},
		{there + ".avif", http.StatusOK, "image/avif", eternal},
		{waiting + ".avif", http.StatusOK, "image/jpeg", soon},
		{strings.Repeat("c", 32) + "-640.avif", http.StatusNotFound, "text/html; charset=utf-8", "public, max-age=15"},
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "/picture/"+c.name, nil))
		h := w.Result().Header
		if w.Code != c.status || h.Get("Content-Type") != c.kind || h.Get("Cache-Control") != c.caching {
			t.Errorf("%s: %d, %s, %q", c.name, w.Code, h.Get("Content-Type"), h.Get("Cache-Control"))
		}
		if c.status != http.StatusOK {
			continue
		}
		again := httptest.NewRequest("GET", "/picture/"+c.name, nil)
		again.Header.Set("If-None-Match", h.Get("ETag"))
		w = httptest.NewRecorder()
		if s.ServeHTTP(w, again); w.Code != http.StatusNotModified {
			t.Errorf("%s, asked for again: %d", c.name, w.Code)
		}
	}
}
