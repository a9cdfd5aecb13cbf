package site

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"stet.news/desk/policy"
	"stet.news/story"
)

// Route is a registered route, for the permission matrix.
type Route struct {
	Method, Path string
	Action       policy.Action
}

// Routes lists what is registered.
func (s *Site) Routes() []Route { return s.routes }

// handler answers a request of somebody who may possibly do the route's action.
// An error it returns becomes a page; it must not have written anything then.
type handler func(w http.ResponseWriter, r *http.Request, who policy.Principal) error

// ofStory is a handler of an address that names a story, /story/{id} and below.
func (s *Site) ofStory(h func(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error) handler {
	return func(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
		id, err := pathStory(r)
		if err != nil {
			return err
		}
		return h(w, r, who, id)
	}
}

// maxForm bounds what a form sends.
const maxForm = 1 << 20

// route registers a handler for "METHOD /path" under an action of the policy's
// table. It panics when the policy does not know it: at start, in every test.
func (s *Site) route(pattern string, a policy.Action, h handler) {
	s.routeUpTo(maxForm, pattern, a, h)
}

// routeUpTo is route for requests with a larger body.
func (s *Site) routeUpTo(bytes int64, pattern string, a policy.Action, h handler) {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		method, path = "", pattern // any
	}
	if _, known := policy.RuleOf(a); !known {
		panic("route " + pattern + " without a policy: " + string(a))
	}
	s.routes = append(s.routes, Route{method, path, a})
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, bytes)
		who := s.Door.Principal(r)
		err := policy.Possible(who, a, s.Now())
		if err == nil {
			err = readForm(r)
		}
		if err == nil {
			err = h(w, r, who)
		}
		if err != nil {
			s.fail(w, r, who, err)
		}
	})
}

// actionAt gives the action of the route that a path of this site leads to; empty
// for any other.
func (s *Site) actionAt(method, path string) policy.Action {
	u, err := url.Parse(path)
	if err != nil || localPath(path) != path {
		return ""
	}
	_, pattern := s.mux.Handler(&http.Request{Method: method, URL: u})
	for _, route := range s.routes {
		if route.Method == method && pattern == method+" "+route.Path {
			return route.Action
		}
	}
	return ""
}

// isForm reports whether a request is a form with nothing but text in it.
func isForm(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return r.Method == http.MethodPost && kind == "application/x-www-form-urlencoded"
}

// readForm reads a form for all that its handler asks of it: one that is too large
// must not be taken for one with nothing in it.
func readForm(r *http.Request) error {
	if !isForm(r) {
		return nil
	}
	err := r.ParseForm()
	var large *http.MaxBytesError
	if err == nil || errors.As(err, &large) {
		return err
	}
	return bad("the form cannot be read")
}

// wantsJSON reports whether a script asks.
func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Accept"), "application/json") || strings.HasPrefix(r.Header.Get("Content-Type"), "application/json")
}

// seeOther sends the browser on after a form was taken.
func seeOther(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// longestPath bounds where one goes on to, in bytes: ManyMost stories fit in.
const longestPath = 4000

// localPath gives a path of this site that a form or address asks to go on to,
// or "/" for anything that could lead elsewhere.
func localPath(next string) string {
	if len(next) < 2 || next[0] != '/' || next[1] == '/' || strings.ContainsAny(next, "\\\t\r\n\x00") || len(next) > longestPath {
		return "/"
	}
	return next
}

// badRequest is a request that no form of ours sends; its text is English. What is
// filled in wrongly has a message besides (words.Refuse).
type badRequest struct{ text string }

func (e *badRequest) Error() string { return e.text }

// bad makes a badRequest.
func bad(text string) error { return &badRequest{text} }

var errMissing = errors.New("there is no such page")
