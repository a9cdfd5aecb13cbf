package edge

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"stet.news/internal/gate"
	"stet.news/press"
)

// Pages is where printed pages come from. Page may be called by many goroutines
// at once, and nobody changes what it gave. Its error wraps press.ErrNoPage when
// there is no page at the path, and press.ErrCorrupt when there should be one.
type Pages interface {
	Page(path string) (*press.Page, error)
}

// Pictures is where published pictures come from, by their file name. The error
// wraps fs.ErrNotExist when there is none of that name.
type Pictures interface {
	Get(name string) ([]byte, error)
}

// Renditions is where their renditions come from. The media type it gives is
// another than the name says while the format of that name is not made yet. The
// error wraps fs.ErrNotExist when there is none of that name.
type Renditions interface {
	Get(name string) (data []byte, media string, err error)
}

// Options say what a Server serves. Pages is needed, the rest has a default.
type Options struct {
	Pages    Pages
	Pictures Pictures // nil: none
	// Renditions may be nil: none.
	Renditions Renditions
	// Cards are the pictures that previews show of pages, by their file name. The
	// error wraps ErrBusy when there is one and it cannot be had now. nil: none.
	Cards Pictures
	// Live is what is published, for open pages; nil: there are no streams.
	Live Live
	// Search answers what a reader searches for at the path of an edition's search;
	// the query is as it stands in the address. It must heed ctx. The error wraps
	// press.ErrNoPage when nobody searches there. nil: no search.
	Search func(ctx context.Context, path, query string) (*press.Page, error)
	// ErrorPage gives an error page in the language of the edition the path
	// belongs to. It is called for every error, so it should have its pages
	// ready. Of the page, body and style count. nil: one bare line.
	ErrorPage func(status int, path string) *press.Page
	Log       *slog.Logger // nil: nothing is logged
	Limits    Limits
	TLS       *tls.Config      // nil: plain
	Now       func() time.Time // nil: time.Now
}

// Server answers readers. One may Serve several listeners.
type Server struct {
	pages      Pages
	pictures   Pictures
	renditions Renditions
	cards      Pictures
	live       Live
	search     func(ctx context.Context, path, query string) (*press.Page, error)
	searches   *gate.Gate
	errorPage  func(status int, path string) *press.Page
	log        *slog.Logger
	limits     Limits
	tls        *tls.Config
	now        func() time.Time
	date       dateLine
	troubles   troubles
	sheets     sync.Pool // *[]byte: answers put together
	guarded    [2][]byte // the constant fields in HPACK, of pages and of pictures
	policy     policies
}

// New makes a server; it opens nothing.
func New(o Options) *Server {
	s := &Server{
		pages: o.Pages, pictures: o.Pictures, renditions: o.Renditions, cards: o.Cards, live: o.Live, search: o.Search, errorPage: o.ErrorPage, log: o.Log,
		limits: o.Limits.orDefaults(), tls: forReaders(o.TLS), now: o.Now,
	}
	s.searches = gate.New(s.limits.Searches, s.limits.SearchQueue, s.limits.SearchWait)
	s.sheets.New = func() any { return new([]byte) }
	for i := range s.guarded {
		s.guarded[i] = compactConstants(protect(nil, i == 1, s.secure()))
	}
	s.policy.bare = compactConstants(appendPolicy(nil, ""))
	if s.errorPage == nil {
		s.errorPage = bareError
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	return s
}

// protection gives the constant fields in HPACK.
func (s *Server) protection(picture bool) []byte {
	if picture {
		return s.guarded[1]
	}
	return s.guarded[0]
}

func (s *Server) secure() bool { return s.tls != nil }

// forReaders sets in a copy of the configuration what serving pages asks for.
func forReaders(c *tls.Config) *tls.Config {
	if c == nil {
		return nil
	}
	c = c.Clone()
	c.NextProtos = []string{"h2", "http/1.1"}
	c.MinVersion = max(c.MinVersion, tls.VersionTLS12)
	// A page fits the first flight of a connection. In the small records Go
	// begins with it would take a dozen writes.
	c.DynamicRecordSizingDisabled = true
	return c
}

func bareError(status int, _ string) *press.Page {
	text := http.StatusText(status)
	return &press.Page{Type: errorType, Body: fmt.Appendf(nil, "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>%s</title>\n<p>%s</p></html>\n", text, text)}
}
