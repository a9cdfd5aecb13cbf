package edge

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"
)

// lane answers the plain requests of one connection, in the goroutine it is
// given: read a head, decide, write the answer with one call, again. Nothing
// is allocated per request but the path.
type lane struct {
	run    *run
	guest  *guest
	conn   net.Conn // the guest, or TLS over it
	secure bool

	buf     []byte // what was read and not answered yet
	scanned int    // of buf, by findHead
	heard   heard
	reply   reply
	out     []byte
	pieces  net.Buffers
	vector  [2][]byte

	reading, writing deadline
}

// firstRead is the room for a head at first. A browser's is about 700 bytes,
// and every idle connection holds this much.
const firstRead = 2 << 10

// errEvicted: the connection was closed to make room for another.
var errEvicted = errors.New("evicted")

func (r *run) newLane(g *guest, conn net.Conn) *lane {
	return &lane{run: r, guest: g, conn: conn, secure: r.server.secure(), buf: make([]byte, 0, firstRead)}
}

// serve answers until the connection ends or goes to net/http.
func (l *lane) serve() {
	for first := true; ; first = false {
		head, status, err := l.next(first)
		if err != nil {
			l.conn.Close()
			return
		}
		m := wrong
		if status == 0 {
			m, status = readHead(l.buf[:head], &l.run.server.limits, &l.heard)
		}
		switch m {
		case wrong:
			l.refuse(status)
			return
		case unusual:
			l.handOver()
			return
		}
		if !l.answer(head) {
			return
		}
	}
}

// answer answers the request whose head is the first bytes of the buffer, and
// says whether the connection stays open.
func (l *lane) answer(head int) bool {
	s := l.run.server
	s.answer(&l.heard.ask, &l.reply)
	if l.reply.opens() && l.run.admits(&l.heard.ask, &l.reply) {
		l.listen()
		return false
	}
	last := l.heard.close || l.run.stopping.Load()
	if err := l.write(last); err != nil {
		l.conn.Close()
		return false
	}
	if last {
		hangUp(l.guest, l.conn)
		return false
	}
	rest := l.buf[head:]
	if cap(l.buf) > firstRead && len(rest) <= firstRead {
		l.buf = make([]byte, firstRead) // a large head is rare: its room goes back
	}
	l.buf = l.buf[:copy(l.buf, rest)]
	l.scanned = 0
	return true
}

// next waits for a whole head. A status says that what came can never be one.
// A head is due within its time from its first byte; the first of a connection
// from the beginning, since nobody connects to say nothing.
func (l *lane) next(first bool) (head, status int, err error) {
	limits := &l.run.server.limits
	for hurried := false; ; {
		if len(l.buf) > 0 {
			head, l.scanned, status = findHead(l.buf, l.scanned, limits)
			if head > 0 || status != 0 {
				return head, status, nil
			}
		}
		now := time.Now()
		switch due := first || len(l.buf) > 0; {
		case !due:
			l.reading.atLeast(now, limits.IdleTime, l.conn.SetReadDeadline)
		case !hurried:
			l.reading.exactly(now.Add(limits.HeadTime), l.conn.SetReadDeadline)
			hurried = true
		}
		err := l.read(now)
		if errors.Is(err, os.ErrDeadlineExceeded) && len(l.buf) > 0 && time.Now().Before(l.reading.at) {
			// Woken because the server stops: not in the middle of a request.
			l.reading.exactly(l.reading.at, l.conn.SetReadDeadline)
			err = nil
		}
		if err != nil {
			return 0, 0, err
		}
	}
}

// read gets more bytes; meanwhile the connection may be closed to make room.
func (l *lane) read(now time.Time) error {
	if len(l.buf) == cap(l.buf) {
		most := l.run.server.limits.Head + 1 // findHead refuses what fills it
		l.buf = append(make([]byte, 0, min(2*cap(l.buf), most)), l.buf...)
	}
	l.guest.waits(now)
	n, err := l.conn.Read(l.buf[len(l.buf):cap(l.buf)])
	l.buf = l.buf[:len(l.buf)+n]
	if !l.guest.wakes() {
		return errEvicted
	}
	if n > 0 {
		return nil // an error comes again
	}
	return err
}

// write sends the answer in one call, if it is not larger than what a reader
// must take in one piece.
func (l *lane) write(last bool) error {
	s, r := l.run.server, &l.reply
	l.writing.atLeast(time.Now(), s.limits.WriteTime, l.conn.SetWriteDeadline)
	b := appendStatus(l.out[:0], r.status)
	b = r.fields(b, s.secure())
	b = append(append(b, "Date: "...), s.date.at(s.now())...)
	if last {
		b = append(b, "\r\nConnection: close"...)
	}
	b = append(b, "\r\n\r\n"...)
	l.out = b
	if r.bodyless {
		_, err := l.conn.Write(b)
		return err
	}
	return l.send(b, r.body)
}

// send writes head and body, the first piece of which goes with the head.
func (l *lane) send(head, body []byte) error {
	piece := body[:min(len(body), sendPiece)]
	if err := l.sendFirst(head, piece); err != nil {
		return err
	}
	for body = body[len(piece):]; len(body) > 0; body = body[len(piece):] {
		piece = body[:min(len(body), sendPiece)]
		l.writing.atLeast(time.Now(), l.run.server.limits.WriteTime, l.conn.SetWriteDeadline)
		if _, err := l.conn.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// sendFirst writes two pieces in one call. TLS gets them as one, to make one
// record of them.
func (l *lane) sendFirst(head, piece []byte) error {
	if l.secure {
		whole := l.run.server.sheets.Get().(*[]byte)
		defer l.run.server.sheets.Put(whole)
		*whole = append(append((*whole)[:0], head...), piece...)
		_, err := l.conn.Write(*whole)
		return err
	}
	l.vector = [2][]byte{head, piece}
	l.pieces = l.vector[:]
	_, err := l.pieces.WriteTo(l.guest.Conn)
	return err
}

func appendStatus(b []byte, status int) []byte {
	switch status {
	case http.StatusOK:
		return append(b, "HTTP/1.1 200 OK\r\n"...)
	case http.StatusNotModified:
		return append(b, "HTTP/1.1 304 Not Modified\r\n"...)
	}
	b = strconv.AppendInt(append(b, "HTTP/1.1 "...), int64(status), 10)
	b = append(append(b, ' '), http.StatusText(status)...)
	return append(b, "\r\n"...)
}

// refuse answers what is no request and ends the connection: after it nobody
// can say where the next one begins. A bare line will do; no browser sends it.
func (l *lane) refuse(status int) {
	l.reply = reply{status: status, kind: errorType, body: bareError(status, "").Body}
	l.run.refused.Add(1)
	if err := l.write(true); err != nil {
		l.conn.Close()
		return
	}
	hangUp(l.guest, l.conn)
}

// hangUp ends the connection after a last answer. What the reader still sends
// is read for a moment: closing with unread bytes would make the kernel reset
// the connection, and the answer could be lost on its way.
func hangUp(g *guest, conn net.Conn) {
	closeWrite(conn) // of TLS, which leaves the connection under it open
	g.CloseWrite()
	g.SetReadDeadline(time.Now().Add(hangUpTime))
	io.CopyN(io.Discard, g.Conn, hangUpBytes)
	conn.Close()
}

const (
	hangUpTime  = 500 * time.Millisecond
	hangUpBytes = 256 << 10
)

// handOver gives the connection, with the bytes read so far, to HTTP/2 if that
// is what the reader began with, and to net/http otherwise.
func (l *lane) handOver() {
	if string(l.heard.method) == "PRI" && !l.secure {
		l.run.newModern(l.guest, l.conn, l.buf).serve()
		return
	}
	l.conn.SetDeadline(time.Time{})
	l.guest.handed.Store(true)
	l.run.standardly.give(&resumed{Conn: l.conn, guest: l.guest, first: l.buf})
}
