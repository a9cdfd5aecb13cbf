package site

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/internal/gate"
	"stet.news/press"
	"stet.news/story"
)

// Options is what the site is made of.
type Options struct {
	Desk *desk.Desk
	// Door tells who comes in.
	Door Door
	Now  func() time.Time
	Log  *slog.Logger
	// Newsroom is its name, Public the address of the readers' site.
	Newsroom, Public string
	Editions         []story.Edition
	Sections         []story.Section
	// Mistake gives what is wrong with the look, nil when nothing is.
	Mistake func() *press.Mistake
	// Words is the newsroom's own folder of words; nil for none.
	Words fs.FS
}

// Door tells who sends a request.
type Door interface {
	// Principal gives who is signed in, the zero Principal for nobody. It never
	// fails: a session that is over is nobody.
	Principal(r *http.Request) policy.Principal
	// LocalKey gives the 32 bytes with which the principal's browser keeps what
	// it has not sent yet. They are gone once the session was ended.
	LocalKey(ctx context.Context, who policy.Principal) ([]byte, error)
	// Watch gives a channel that is closed when a session is ended, and what to
	// call when nobody waits for that any more.
	Watch(session string) (ended <-chan struct{}, stop func())
}

// Site is the desk's site. It is an http.Handler.
type Site struct {
	Options
	words   *words.Catalogue
	pages   pages
	static  map[string]asset
	mux     *http.ServeMux
	routes  []Route
	handler http.Handler
	uploads *gate.Gate
}

// New makes the site. It fails on a mistake in the newsroom's words.
func New(o Options) (*Site, error) {
	s := &Site{Options: o, mux: http.NewServeMux(), uploads: gate.New(uploadsAtOnce, uploadsWaiting, uploadWait)}
	var err error
	if s.words, err = words.Load(o.Words); err != nil {
		return nil, err
	}
	if s.static, err = loadStatic(); err != nil {
		return nil, err
	}
	if s.pages, err = s.parsePages(); err != nil {
		return nil, fmt.Errorf("the desk's pages: %w", err)
	}
	s.allRoutes()
	s.handler = s.guarded(s.mux)
	return s, nil
}

// allRoutes registers every route there is.
func (s *Site) allRoutes() {
	s.staticRoutes()
	s.homeRoutes()
	s.listRoutes()
	s.beginRoutes()
	s.flowRoutes()
	s.manyRoutes()
	s.talkRoutes()
	s.trailRoutes()
	s.pictureRoutes()
	s.linkCardRoutes()
	s.publishRoutes()
	s.withdrawRoutes()
	s.requestRoutes()
	s.logRoutes()
	s.writingRoutes()
	s.eventRoutes()
	s.storyRoutes()
	s.versionRoutes()
	s.plainRoutes()
	s.signInRoutes()
	s.welcomeRoutes()
	s.accountRoutes()
	s.peopleRoutes()
	s.frontRoutes()
	s.proofRoutes()
	s.shareRoutes()
}

// ServeHTTP implements http.Handler.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Run does what the site does by itself until ctx ends.
func (s *Site) Run(ctx context.Context) error {
	<-ctx.Done()
	s.Desk.Hub().Close() // else streams keep the listener from ending
	return nil
}
