package edge

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"stet.news/press"
)

// broadcast tells the streams of one run what is published. A stream of HTTP/1.1
// has no goroutine and no buffer while it waits: its connection is written to
// from here, and what its kernel does not take at once ends it. One of HTTP/2
// shares its connection with other requests, so the lane that reads it is woken
// and writes itself.
type broadcast struct {
	server  *Server
	limit   int64
	open    atomic.Int64  // streams of both kinds
	dropped atomic.Int64  // streams whose readers had hung up or took no message
	round   int           // of look
	first   chan struct{} // somebody came into an empty channel

	mu       sync.Mutex
	channels map[string]*channel
	lanes    map[*modern]struct{}
	ended    bool
}

// channel is the listeners of one edition.
type channel struct {
	leaf      int64 // all have been told up to there
	listeners []*listener
}

func newBroadcast(s *Server) *broadcast {
	return &broadcast{
		server: s, limit: int64(min(s.limits.Live, openFiles()*3/5)),
		first: make(chan struct{}, 1), channels: map[string]*channel{}, lanes: map[*modern]struct{}{},
	}
}

// admit makes room for a stream, unless there are too many. Whoever was
// admitted must leave.
func (b *broadcast) admit() bool {
	if b.open.Add(1) > b.limit {
		b.open.Add(-1)
		return false
	}
	return true
}

func (b *broadcast) leave() { b.open.Add(-1) }

// run tells what comes until done is closed, then ends all streams.
func (b *broadcast) run(done <-chan struct{}) {
	if b.server.live == nil {
		return
	}
	tick := time.NewTicker(lookTime)
	defer tick.Stop()
	for {
		changed := b.server.live.Changed()
		b.tell()
		select {
		case <-changed:
		case <-b.first:
		case <-tick.C:
			b.look()
		case <-done:
			b.end()
			return
		}
	}
}

// enter lets a lane of HTTP/2 in that has streams; exit, one that has none left.
func (b *broadcast) enter(m *modern) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lanes[m] = struct{}{}
}

func (b *broadcast) exit(m *modern) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.lanes, m)
}

// connections is how many connections of HTTP/2 have streams.
func (b *broadcast) connections() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.lanes)
}

func (b *broadcast) isEnded() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ended
}

// join lets a listener in who has heard up to its leaf. What was told meanwhile
// is written first, so that nothing is missed and nothing said twice.
func (b *broadcast) join(edition string, l *listener) {
	for {
		b.mu.Lock()
		c := b.channel(edition, l.leaf)
		if b.ended {
			b.mu.Unlock()
			b.part(l)
			return
		}
		if c.leaf <= l.leaf {
			c.listeners = append(c.listeners, l)
			b.mu.Unlock()
			return
		}
		b.mu.Unlock()
		text, leaf := b.server.more(edition, l.leaf)
		if _, err := l.conn.Write(text); err != nil {
			b.drop(l)
			return
		}
		l.leaf = leaf
	}
}

func (b *broadcast) channel(edition string, leaf int64) *channel {
	c := b.channels[edition]
	if c == nil {
		c = &channel{leaf: leaf}
		b.channels[edition] = c
	}
	if len(c.listeners) == 0 { // nobody was told of what came meanwhile
		c.leaf = leaf
		select {
		case b.first <- struct{}{}:
		default:
		}
	}
	return c
}

// tell writes what is new to everybody.
func (b *broadcast) tell() {
	b.mu.Lock()
	for m := range b.lanes {
		m.wake()
	}
	var editions []string
	for edition, c := range b.channels {
		if len(c.listeners) > 0 {
			editions = append(editions, edition)
		}
	}
	b.mu.Unlock()
	for _, edition := range editions {
		b.tellEdition(edition)
	}
}

func (b *broadcast) tellEdition(edition string) {
	b.mu.Lock()
	c := b.channels[edition]
	events, leaf, whole := b.server.live.Since(edition, c.leaf)
	c.leaf = leaf
	listeners := c.listeners // others come in behind these meanwhile, and know of the events
	b.mu.Unlock()
	var text []byte
	switch {
	case !whole || len(events) > liveReplay:
		text, events = appendMark(nil, "reset", leaf), nil
	case len(events) == 0:
		return
	default:
		text = appendEvents(nil, events)
	}
	b.each(listeners, func(l *listener) bool {
		if len(events) > 0 && l.leaf >= events[0].Leaf { // came in with some of these
			later := slices.IndexFunc(events, func(e press.Event) bool { return e.Leaf > l.leaf })
			return later < 0 || l.write(appendEvents(nil, events[later:]))
		}
		return l.write(text)
	})
	b.sweep(c)
}

// end ends every stream in good order: each reader is told when to come back,
// at a time of its own.
func (b *broadcast) end() {
	b.mu.Lock()
	b.ended = true
	channels := b.channels
	b.channels = map[string]*channel{}
	for m := range b.lanes {
		m.wake()
	}
	b.mu.Unlock()
	for _, c := range channels {
		b.each(c.listeners, func(l *listener) bool { b.part(l); return true })
	}
}
