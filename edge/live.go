package edge

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"stet.news/press"
)

// An edition's stream of events (https://html.spec.whatwg.org/#server-sent-events)
// tells open pages what is published. Its messages are kept for nobody: each
// reader has a place in the log of events, gets what comes after it, and who does
// not take a message at once is let go and comes back to the same place.

// Live is the log of what was published last, for open pages. Its methods may be
// called by many goroutines at once.
type Live interface {
	// Has reports whether there is such an edition.
	Has(edition string) bool
	// Since gives an edition's events after a leaf, and the leaf up to which
	// they tell all; whole is false when some may be missing.
	Since(edition string, leaf int64) (events []press.Event, last int64, whole bool)
	// Changed is closed when there is more.
	Changed() <-chan struct{}
}

const (
	liveEnd  = "/live" // of a stream's path, behind the edition
	liveType = "text/event-stream"
	// liveReplay is how many events a reader is told of at once at most. Who
	// missed more fetches the page, which is shorter.
	liveReplay = 100
	// retryFirst and retrySpread are after how long a reader comes back whose
	// stream ends: all of them within eleven seconds, at no one moment.
	retryFirst  = time.Second
	retrySpread = 10 * time.Second
)

// wish is what a reader wants of a stream.
type wish struct {
	edition string
	leaf    int64  // the reader knows all up to there; -1: begin with now
	printed bool   // and it was a page that said so, not an event
	section string // of what was missed, only this section …
	story   string // … or this story
}

// stream answers a request for an edition's events.
func (s *Server) stream(a *ask, r *reply, path string) (ok bool) {
	edition := strings.TrimSuffix(path[1:], liveEnd)
	if s.live == nil || !s.live.Has(edition) {
		return false
	}
	*r = reply{status: http.StatusOK, kind: liveType, stream: readWish(a, edition)}
	return true
}

// readWish reads where a reader goes on from: the last event it heard, which its
// browser knows or its page's script, or what the page was printed with.
func readWish(a *ask, edition string) *wish {
	w := &wish{edition: edition, leaf: -1}
	_, query, _ := strings.Cut(string(a.target), "?")
	values, _ := url.ParseQuery(query)
	last := string(a.lastEvent)
	if last == "" {
		last = values.Get(press.LiveLast)
	}
	if last == "" {
		last = values.Get(press.LivePrinted)
		w.printed = last != ""
		w.section, w.story = values.Get(press.LiveSection), values.Get(press.LiveStory)
	}
	if leaf, err := strconv.ParseInt(last, 10, 64); err == nil && leaf >= 0 {
		w.leaf = leaf
	}
	return w
}

// wants says whether an event is one of those the reader missed.
func (w *wish) wants(e *press.Event) bool {
	return (w.section == "" || w.section == e.Section) && (w.story == "" || w.story == e.Story)
}

// opening gives the first messages of a stream: when to come back, what was
// missed, and how far that reaches. A page that was printed long ago is as good
// as new if nothing is known that it lacks.
func (s *Server) opening(w *wish) (text []byte, leaf int64) {
	events, leaf, whole := s.live.Since(w.edition, w.leaf)
	text = appendRetry(nil)
	if w.leaf < 0 {
		return appendMark(text, "now", leaf), leaf
	}
	missed := events[:0:0]
	for i := range events {
		if w.wants(&events[i]) {
			missed = append(missed, events[i])
		}
	}
	if len(missed) > liveReplay || !whole && !w.printed {
		return appendMark(text, "reset", leaf), leaf
	}
	return appendMark(appendEvents(text, missed), "now", leaf), leaf
}

// more gives what comes after a leaf for a reader who hears of everything.
func (s *Server) more(edition string, after int64) (text []byte, leaf int64) {
	events, leaf, whole := s.live.Since(edition, after)
	if !whole || len(events) > liveReplay {
		return appendMark(nil, "reset", leaf), leaf
	}
	return appendEvents(nil, events), leaf
}

func appendEvents(b []byte, events []press.Event) []byte {
	for i := range events {
		e := &events[i]
		b = strconv.AppendInt(append(b, "id: "...), e.Leaf, 10)
		b = append(append(b, "\nevent: "...), e.Kind...)
		b = append(append(b, "\ndata: "...), e.Data...)
		b = append(b, "\n\n"...)
	}
	return b
}

// appendMark writes an event that tells of nothing but a place in the log. The
// empty data makes a browser give it to the page.
func appendMark(b []byte, kind string, leaf int64) []byte {
	if leaf >= 0 {
		b = append(strconv.AppendInt(append(b, "id: "...), leaf, 10), '\n')
	}
	return append(append(append(b, "event: "...), kind...), "\ndata\n\n"...)
}

// appendRetry tells one reader when to come back.
func appendRetry(b []byte) []byte {
	after := retryFirst + rand.N(retrySpread)
	return append(strconv.AppendInt(append(b, "retry: "...), after.Milliseconds(), 10), "\n\n"...)
}

// heartbeat is a comment: it keeps what is between us from thinking that the
// connection is dead, and finds out whether it is.
const heartbeat = ":\n\n"
