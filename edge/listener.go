package edge

import (
	"net"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// lookEvery is how often a connection is looked at for whether its reader
	// has hung up, beatEvery how often it is written to at least.
	lookEvery = 2
	beatEvery = 45
	lookTime  = time.Second // a round; the two above are in rounds
	// streamRoom is how much the kernel may keep for a listener who does not
	// read, in bytes: a hundred events.
	streamRoom = 32 << 10
)

// listener is a reader with a connection of HTTP/1.1.
type listener struct {
	guest *guest
	conn  net.Conn // the guest, or TLS over it
	leaf  int64    // heard up to there when it came in
	gone  bool
}

// part ends a stream in good order.
func (b *broadcast) part(l *listener) {
	if l.write(appendRetry(nil)) {
		l.conn.Close()
	}
	b.bury(l)
}

// drop lets a listener go who has hung up or does not take what is written.
func (b *broadcast) drop(l *listener) {
	b.dropped.Add(1)
	b.bury(l)
}

func (b *broadcast) bury(l *listener) {
	l.gone = true
	l.guest.Close()
	b.leave()
}

// write writes a message if it is taken at once.
func (l *listener) write(text []byte) bool {
	_, err := l.conn.Write(text)
	return err == nil
}

// each does something for every listener, on all processors. Those for whom it
// fails are let go.
func (b *broadcast) each(listeners []*listener, f func(*listener) bool) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 1+len(listeners)/100) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(listeners) {
					return
				}
				if l := listeners[i]; !f(l) {
					b.drop(l)
				}
			}
		})
	}
	group.Wait()
}

// look finds listeners who have hung up, a part of them each round, and writes
// to those who have not been written to for long.
func (b *broadcast) look() {
	b.round++
	b.mu.Lock()
	var all []*channel
	for _, c := range b.channels {
		all = append(all, c)
	}
	b.mu.Unlock()
	for _, c := range all {
		b.mu.Lock()
		listeners := c.listeners
		b.mu.Unlock()
		for i, l := range listeners {
			switch n := i + b.round; {
			case n%beatEvery == 0:
				if !l.write([]byte(heartbeat)) {
					b.drop(l)
				}
			case n%lookEvery == 0 && !l.guest.listens():
				b.drop(l)
			}
		}
		b.sweep(c)
	}
}

// sweep takes those out of a channel who were dropped.
func (b *broadcast) sweep(c *channel) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c.listeners = slices.DeleteFunc(c.listeners, func(l *listener) bool { return l.gone })
}
