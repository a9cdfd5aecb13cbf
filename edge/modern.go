package edge

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2/hpack"
)

// modern answers the requests of one HTTP/2 connection (RFC 9113), in the
// goroutine it is given: it reads what has come, answers every request in it,
// and sends all answers with one write. A request is answered when its head is
// read; nobody waits for a body, since none has a meaning here.
//
// Only what the reader has no window for is kept for later, as a slice of the
// page. So a flood of requests, reset or not, costs what its answers cost, and
// waits like them for the reader to take what was sent.
type modern struct {
	run   *run
	guest *guest
	conn  net.Conn

	in   []byte // what was read and not handled yet
	room []byte // what in is a part of
	out  []byte // what is to be sent

	fields  *hpack.Decoder
	head    modernHead
	block   block
	reply   reply
	text    []byte // the fields of an answer, before HPACK
	greeted bool   // the preface has come and our settings may go
	started bool   // the reader's settings have come

	last    uint32      // the latest stream the reader opened
	bodies  streamSet   // streams whose body the reader may still send
	waiting []*stream   // answers the reader has no window for
	live    []*stream   // of events
	owing   []*stream   // answers that are being made
	later   later       // and those of them that are there
	news    atomic.Bool // there may be something for one of these
	window  int64       // what we may send on the connection
	initial int64       // what we may send on a new stream
	owed    int         // bytes of bodies to give back to the connection's window

	requests, resets, idleTalk int
	leaving                    bool // GOAWAY was sent

	mood             mood
	took, sent       bool // something since the last read
	reading, writing deadline
	sheet            *[]byte // what out is written on, from the pool
}

// mood is what a reading connection waits for, and so how long it may.
type mood int

const (
	fresh   mood = iota
	idle         // for the next request
	hurried      // for the rest of something
	blocked      // for a window
)

// block is a header block being read; it may come in several frames.
type block struct {
	stream   uint32 // 0: none
	ended    bool   // the request ends with it
	trailers bool   // it follows a body and says nothing to us
	frames   int
	size     int
}

// stream is an answer of which a part is still to be sent, or one without an end.
type stream struct {
	id     uint32
	body   []byte
	window int64
	cancel bool // the reader is told to send no more of the request's body

	// Of events:
	edition string
	leaf    int64 // told up to there
	began   time.Time
}

const (
	// preface is what a reader of HTTP/2 says first.
	preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	// talkMost is how many frames that ask nothing a reader may send, and a
	// tenth of it how many requests they may take back, before they have asked
	// something for each ten, or four: RFC 9113, 10.5.
	talkMost = 1000
	// blockFrames is how many frames a head may come in.
	blockFrames = 16
	// pollTime is how long we listen between pieces of a large answer.
	pollTime = time.Millisecond
)

func (r *run) newModern(g *guest, conn net.Conn, first []byte) *modern {
	m := &modern{run: r, guest: g, conn: conn, window: windowAtFirst, initial: windowAtFirst}
	m.room = make([]byte, max(firstRead, len(first)))
	m.in = m.room[:copy(m.room, first)]
	m.fields = hpack.NewDecoder(4096, m.head.add)
	m.fields.SetMaxStringLength(r.server.limits.Head)
	return m
}

// serve answers until the connection ends.
func (m *modern) serve() {
	m.takeSheet()
	err := m.greet()
	for err == nil {
		if err = m.handle(); err == nil {
			err = m.exchange()
		}
	}
	m.leaveStreams(func(*stream) bool { return true })
	m.end(err)
	m.dropSheet()
}

// errQuiet: the connection ends because nothing more is expected of it.
var errQuiet = errors.New("nothing more to answer")

// end says why, if there is somebody to tell, and closes the connection. The
// reader learns which requests were heard and asks the others elsewhere.
func (m *modern) end(err error) {
	why := noFault
	switch {
	case !m.greeted:
		m.conn.Close()
		return
	case errors.As(err, &why):
		m.run.refused.Add(1)
	case errors.Is(err, errQuiet), errors.Is(err, os.ErrDeadlineExceeded):
	default:
		m.conn.Close()
		return
	}
	m.out = appendGoAway(m.out, m.last, why)
	if m.flush() != nil {
		m.conn.Close()
		return
	}
	hangUp(m.guest, m.conn)
}

// greet reads the preface. Our settings come after it: a reader sends it at once,
// with a request, and gets both answers together.
func (m *modern) greet() error {
	for len(m.in) < len(preface) {
		if !bytes.HasPrefix([]byte(preface), m.in) {
			return io.ErrUnexpectedEOF
		}
		if err := m.read(); err != nil {
			return err
		}
	}
	if string(m.in[:len(preface)]) != preface {
		return io.ErrUnexpectedEOF
	}
	m.in = m.in[len(preface):]
	m.out = appendSettings(m.out, &m.run.server.limits)
	m.greeted = true
	m.guest.modern.Store(true)
	m.guest.greeting.Store(false)
	return nil
}

// handle takes every whole frame that has come.
func (m *modern) handle() error {
	for {
		f, size, err := cutFrame(m.in)
		if err != nil {
			return err
		}
		if size == 0 {
			break
		}
		if err := m.take(&f); err != nil {
			return err
		}
		m.in = m.in[size:]
		if len(m.out) >= sendPiece {
			if err := m.flush(); err != nil {
				return err
			}
		}
	}
	if m.owed > 0 {
		m.out = appendNote(m.out, frameWindow, 0, uint32(m.owed))
		m.owed = 0
	}
	return nil
}

// exchange sends what there is to send and reads what comes. While a large
// answer can go on it only listens for a moment: what comes may be a request
// for something smaller, or word that nobody waits for the large one any more.
func (m *modern) exchange() error {
	if m.news.Swap(false) {
		m.deliver()
		m.tell()
	}
	more := m.pump()
	if err := m.flush(); err != nil {
		return err
	}
	if !more {
		return m.read()
	}
	m.mood = fresh
	m.reading.exactly(time.Now().Add(pollTime), m.conn.SetReadDeadline)
	if err := m.readNow(); !errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return nil
}

// read waits for more, as long as what is under way allows.
func (m *modern) read() error {
	now := time.Now()
	m.setDeadline(now)
	if m.greeted && m.run.stopping.Load() && !m.leaving {
		if err := m.leave(); err != nil {
			return err
		}
	}
	if m.news.Load() { // woken before the deadline was set
		return nil
	}
	if len(m.live)+len(m.owing) == 0 {
		m.guest.waits(now)
	}
	err := m.readNow()
	if !m.guest.wakes() {
		return errEvicted
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		switch {
		case time.Now().Before(m.reading.at):
			return m.woken()
		case m.mood == idle && len(m.live) > 0:
			m.beat()
			return nil
		}
	}
	return err
}

func (m *modern) setDeadline(now time.Time) {
	limits, was := &m.run.server.limits, m.mood
	switch {
	case !m.started || len(m.in) > 0 || m.block.stream != 0:
		if m.mood = hurried; was != hurried || m.took {
			m.reading.exactly(now.Add(limits.HeadTime), m.conn.SetReadDeadline)
		}
	case len(m.waiting) > 0:
		if m.mood = blocked; was != blocked || m.sent {
			m.reading.exactly(now.Add(limits.WriteTime), m.conn.SetReadDeadline)
		}
	case len(m.live) > 0:
		m.mood = idle
		m.reading.atLeast(now, beatTime, m.conn.SetReadDeadline)
	default:
		m.mood = idle
		m.reading.atLeast(now, limits.IdleTime, m.conn.SetReadDeadline)
	}
	m.took, m.sent = false, false
}

// leave tells the reader to open no more streams here. Those already on their
// way are answered: the last one is named only when the connection ends.
func (m *modern) leave() error {
	m.leaving = true
	m.out = appendGoAway(m.out, windowMost, noFault)
	return m.flush()
}

// woken is called when the reading was interrupted, for news, for an answer that is there or by the stopping
// server: once to have GOAWAY sent, and again when the connection was quiet for
// long enough. What has begun keeps its time.
func (m *modern) woken() error {
	m.reading.exactly(m.reading.at, m.conn.SetReadDeadline)
	if !m.run.stopping.Load() {
		return nil
	}
	if m.greeted && !m.leaving {
		return m.leave()
	}
	if len(m.in) > 0 || m.block.stream != 0 || len(m.waiting)+len(m.live)+len(m.owing) > 0 {
		return nil
	}
	return errQuiet
}

// readNow reads once. A connection that waits holds no sheet to write on.
func (m *modern) readNow() error {
	switch free := cap(m.in) - len(m.in); {
	case len(m.in) == 0:
		if len(m.room) > 2*firstRead {
			m.room = make([]byte, firstRead)
		}
		m.in = m.room[:0]
	case free == 0 && len(m.in) < len(m.room):
		m.in = m.room[:copy(m.room, m.in)]
	case free == 0:
		room := make([]byte, min(2*len(m.room), frameHead+frameMost))
		m.room, m.in = room, room[:copy(room, m.in)]
	}
	m.dropSheet()
	n, err := m.conn.Read(m.in[len(m.in):cap(m.in)])
	m.takeSheet()
	m.in = m.in[:len(m.in)+n]
	if n > 0 {
		return nil // an error comes again
	}
	return err
}

func (m *modern) takeSheet() {
	m.sheet = m.run.server.sheets.Get().(*[]byte)
	m.out = (*m.sheet)[:0]
}

func (m *modern) dropSheet() {
	*m.sheet = m.out
	m.run.server.sheets.Put(m.sheet)
	m.sheet, m.out = nil, nil
}

func (m *modern) flush() error {
	if len(m.out) == 0 {
		return nil
	}
	m.writing.atLeast(time.Now(), m.run.server.limits.WriteTime, m.conn.SetWriteDeadline)
	_, err := m.conn.Write(m.out)
	m.out = m.out[:0]
	return err
}
