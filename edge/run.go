package edge

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// run is one listener being served.
type run struct {
	server     *Server
	standard   *http.Server
	standardly *counter
	live       *broadcast

	mu     sync.Mutex
	guests map[*guest]struct{}
	lanes  sync.WaitGroup // goroutines reading connections

	stopping atomic.Bool // each answer is its connection's last

	refused, turnedAway, evictions atomic.Int64
}

func (s *Server) newRun(addr net.Addr) *run {
	r := &run{server: s, standardly: newCounter(addr), live: newBroadcast(s), guests: map[*guest]struct{}{}}
	r.standard = s.limits.standard(http.HandlerFunc(r.serveStandard))
	return r
}

// serveStandard answers a request that came by net/http. It is the last of its
// connection.
func (r *run) serveStandard(w http.ResponseWriter, q *http.Request) {
	w.Header().Set("Connection", "close")
	r.server.serveHTTP(w, q, r)
}

// accept takes connections until the listener is closed.
func (r *run) accept(l net.Listener) error {
	var pause time.Duration
	for {
		c, err := l.Accept()
		switch {
		case err == nil:
			pause = 0
			r.admit(c)
		case r.stopping.Load() || errors.Is(err, net.ErrClosed):
			return err
		default:
			// Out of files, most likely. Those who wait have one to give.
			r.makeRoom()
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			r.server.trouble(fmt.Errorf("accept: %w", bare(err)))
			time.Sleep(pause)
		}
	}
}

// bare cuts the addresses off a network error.
func bare(err error) error {
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return op.Err
	}
	return err
}

func (r *run) admit(c net.Conn) {
	g := &guest{Conn: c, run: r}
	if r.isFull() {
		r.makeRoom()
		if r.isFull() {
			r.turnedAway.Add(1)
			c.Close()
			return
		}
	}
	r.mu.Lock()
	r.guests[g] = struct{}{}
	r.mu.Unlock()
	r.lanes.Go(func() { r.greet(g) })
}

// isFull says that there are as many connections as may be. Those that have a
// stream are bounded by the streams.
func (r *run) isFull() bool {
	streaming := r.live.connections()
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.guests)-streaming >= r.server.limits.Connections
}

func (r *run) leave(g *guest) {
	r.mu.Lock()
	delete(r.guests, g)
	r.mu.Unlock()
}

// all gives the guests of this moment.
func (r *run) all() []*guest {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]*guest, 0, len(r.guests))
	for g := range r.guests {
		all = append(all, g)
	}
	return all
}

// makeRoom closes the sixteenth of all connections that has waited longest.
// With so many at once, finding them costs each newcomer little.
func (r *run) makeRoom() {
	type idler struct {
		g     *guest
		since int64
	}
	var idle []idler
	for _, g := range r.all() {
		if since := g.waiting.Load(); since > 0 {
			idle = append(idle, idler{g, since})
		}
	}
	slices.SortFunc(idle, func(a, b idler) int { return int(a.since - b.since) })
	for _, i := range idle[:min(len(idle), 1+r.server.limits.Connections/16)] {
		r.evictions.Add(1)
		i.g.evict()
	}
}

// greet serves a new connection, after agreeing on TLS and HTTP/2 if the reader
// wants them.
func (r *run) greet(g *guest) {
	if !r.server.secure() {
		r.newLane(g, g).serve()
		return
	}
	c := tls.Server(g, r.server.tls)
	now := time.Now()
	g.waits(now)
	g.greeting.Store(true)
	c.SetDeadline(now.Add(r.server.limits.HeadTime))
	err := c.HandshakeContext(context.Background())
	if !g.wakes() || err != nil {
		g.Close()
		return
	}
	c.SetDeadline(time.Time{})
	if c.ConnectionState().NegotiatedProtocol == "h2" {
		r.newModern(g, c, nil).serve()
		return
	}
	g.greeting.Store(false)
	r.newLane(g, c).serve()
}
