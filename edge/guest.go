package edge

import (
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// guest is an open connection; it counts against the limit until it is closed.
type guest struct {
	net.Conn
	run      *run
	waiting  atomic.Int64    // since when nothing is asked, in Unix nanoseconds; 0: busy
	handed   atomic.Bool     // to net/http
	modern   atomic.Bool     // speaks HTTP/2
	told     bool            // that we stop; the stopping goroutine's
	greeting atomic.Bool     // TLS or HTTP/2 is being agreed on
	raw      syscall.RawConn // of one that listens to a stream
	once     sync.Once
}

// evicted stands in guest.waiting for a connection that is being closed.
const evicted = -1

// waits says that nothing is asked on the connection now.
func (g *guest) waits(now time.Time) { g.waiting.Store(now.UnixNano()) }

// wakes says that something is; it is false when the connection was evicted.
func (g *guest) wakes() bool { return g.waiting.Swap(0) != evicted }

// quietSince says that nothing was asked on the connection after that time, and
// nothing is.
func (g *guest) quietSince(t time.Time) bool {
	since := g.waiting.Load()
	return since > 0 && since < t.UnixNano() && !g.greeting.Load()
}

// evict closes the connection if it still waits.
func (g *guest) evict() {
	if since := g.waiting.Load(); since > 0 && g.waiting.CompareAndSwap(since, evicted) {
		g.Close()
	}
}

func (g *guest) Close() error {
	err := g.Conn.Close()
	g.once.Do(func() { g.run.leave(g) })
	return err
}

// CloseWrite tells the reader that nothing more comes.
func (g *guest) CloseWrite() error { return closeWrite(g.Conn) }

func closeWrite(c net.Conn) error {
	if c, ok := c.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}
