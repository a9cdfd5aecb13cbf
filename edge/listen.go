package edge

import (
	"net/http"
	"syscall"
	"time"
)

// opens says that the answer begins a stream.
func (r *reply) opens() bool { return r.stream != nil && !r.bodyless }

// admits makes room for a stream, or makes the answer one that says that there
// is none.
func (r *run) admits(a *ask, rep *reply) bool {
	if r.live.admit() {
		return true
	}
	r.server.fail(a, rep, http.StatusServiceUnavailable, string(a.target))
	return false
}

// listen begins a stream on the lane's connection, which then belongs to the
// broadcast. The beginning waits for the reader as any answer does.
func (l *lane) listen() {
	wish := l.reply.stream
	var leaf int64
	l.reply.body, leaf = l.run.server.opening(wish)
	own := &listener{guest: l.guest, conn: l.conn, leaf: leaf}
	if err := l.write(true); err != nil {
		l.run.live.drop(own)
		return
	}
	l.guest.listen()
	l.run.live.join(wish.edition, own)
}

// hijack takes a connection from net/http to begin a stream on it. HTTP/1.0 is
// what many proxies speak.
func (r *run) hijack(w http.ResponseWriter, rep *reply) bool {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		r.live.leave()
		return false
	}
	own := conn.(*resumed)
	own.SetDeadline(time.Time{})
	l := r.newLane(own.guest, own.Conn)
	l.reply = *rep
	l.listen()
	return true
}

// listen makes the connection one of a stream: what is written to it must be
// taken at once, and it counts no more as one of those that ask for pages.
func (g *guest) listen() {
	g.run.leave(g)
	g.SetDeadline(time.Time{})
	if c, ok := g.Conn.(interface{ SetWriteBuffer(bytes int) error }); ok {
		c.SetWriteBuffer(streamRoom)
	}
	if c, ok := g.Conn.(syscall.Conn); ok {
		g.raw, _ = c.SyscallConn()
	}
}

// Write writes to the reader; to one of a stream, at once or not at all.
func (g *guest) Write(b []byte) (int, error) {
	if g.raw == nil {
		return g.Conn.Write(b)
	}
	return g.writeAtOnce(b)
}
