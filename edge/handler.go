package edge

import (
	"bytes"
	"net/http"
	"strings"
	"time"
)

// ServeHTTP answers by way of net/http: the requests that the lanes leave to it.
// Streams of events need a listener of ours and are refused.
func (s *Server) ServeHTTP(w http.ResponseWriter, q *http.Request) { s.serveHTTP(w, q, nil) }

// serveHTTP is ServeHTTP for a run, or for none.
func (s *Server) serveHTTP(w http.ResponseWriter, q *http.Request, on *run) {
	a := askOf(q)
	var r reply
	s.answer(&a, &r)
	if r.opens() {
		if on != nil && on.admits(&a, &r) && on.hijack(w, &r) {
			return
		}
		s.fail(&a, &r, http.StatusServiceUnavailable, string(a.target))
	}
	s.state(w.Header(), &r)
	if r.picture && r.status == http.StatusOK && !r.bodyless && isOneRange(q.Header.Get("Range")) {
		s.sendRange(w, q, &r)
		return
	}
	w.WriteHeader(r.status)
	if !r.bodyless {
		s.send(w, r.body)
	}
}

// askOf reads what matters out of a request. A field sent several times is one
// list (RFC 9110, 5.3).
func askOf(q *http.Request) ask {
	field := func(name string) []byte { return []byte(strings.Join(q.Header.Values(name), ", ")) }
	return ask{
		method:    []byte(q.Method),
		target:    []byte(originForm(q)),
		encodings: field("Accept-Encoding"),
		noneMatch: field("If-None-Match"),
		since:     field("If-Modified-Since"),
		lastEvent: field("Last-Event-ID"),
	}
}

// originForm is the target without the host that a request to a proxy names.
func originForm(q *http.Request) string {
	if strings.HasPrefix(q.RequestURI, "/") || !q.URL.IsAbs() {
		return q.RequestURI
	}
	return q.URL.EscapedPath()
}

// state sets the header fields of the reply, the same that the lane writes.
func (s *Server) state(h http.Header, r *reply) {
	for line := range bytes.Lines(r.fields(nil, s.secure())) {
		name, value, _ := strings.Cut(strings.TrimSpace(string(line)), ": ")
		h.Set(name, value)
	}
	h.Set("Date", s.date.at(s.now()))
}

// send writes a body piece by piece, each with its own time: a slow reader gets
// a large picture, one who stopped reading is let go.
func (s *Server) send(w http.ResponseWriter, body []byte) {
	control := http.NewResponseController(w)
	for len(body) > 0 {
		piece := body[:min(len(body), sendPiece)]
		body = body[len(piece):]
		control.SetWriteDeadline(time.Now().Add(s.limits.WriteTime))
		if _, err := w.Write(piece); err != nil {
			return
		}
	}
}

// isOneRange says that a Range field asks for a single range. Several at once
// are answered with the whole, as if none had been asked for.
func isOneRange(field string) bool { return field != "" && !strings.Contains(field, ",") }

// sendRange answers with a part of a picture, by the rules of net/http.
func (s *Server) sendRange(w http.ResponseWriter, q *http.Request, r *reply) {
	w.Header().Del("Content-Length")
	http.ServeContent(w, q, "", time.Time{}, bytes.NewReader(r.body))
}
