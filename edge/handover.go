package edge

import (
	"net"
	"sync"
)

// counter is where connections are handed over to net/http: a net.Listener that
// gives what it is given.
type counter struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
	addr   net.Addr
}

func newCounter(addr net.Addr) *counter {
	return &counter{conns: make(chan net.Conn), closed: make(chan struct{}), addr: addr}
}

func (c *counter) give(conn net.Conn) {
	select {
	case c.conns <- conn:
	case <-c.closed:
		conn.Close()
	}
}

func (c *counter) Accept() (net.Conn, error) {
	select {
	case conn := <-c.conns:
		return conn, nil
	case <-c.closed:
		return nil, net.ErrClosed
	}
}

func (c *counter) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}

func (c *counter) Addr() net.Addr { return c.addr }

// resumed is a connection of which the first bytes were read already.
type resumed struct {
	net.Conn
	guest *guest
	first []byte
}

func (r *resumed) Read(b []byte) (int, error) {
	if len(r.first) == 0 {
		return r.Conn.Read(b)
	}
	n := copy(b, r.first)
	r.first = r.first[n:]
	return n, nil
}

// CloseWrite is what net/http asks for to hang up politely.
func (r *resumed) CloseWrite() error { return closeWrite(r.Conn) }
