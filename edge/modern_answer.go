package edge

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
)

// answer answers the request in m.head. Cancel says that its body has not come
// to an end; the reader is then told to keep it.
func (m *modern) answer(id uint32, cancel bool) {
	s, r := m.run.server, &m.reply
	switch {
	case m.head.tooLarge:
		s.fail(&m.head.ask, r, http.StatusRequestHeaderFieldsTooLarge, "/")
	case m.head.wantsRange():
		m.answerRange(id, cancel)
		return
	case s.takesTime(m.head.target):
		m.answerLater(id, cancel)
		return
	default:
		s.answer(&m.head.ask, r)
	}
	if r.opens() && m.run.admits(&m.head.ask, r) {
		m.listen(id, cancel)
		return
	}
	m.writeReply(&stream{id: id, window: m.initial, cancel: cancel})
}

// writeReply writes the answer in m.reply on a stream.
func (m *modern) writeReply(on *stream) {
	at := m.answerFields(on.id)
	if !m.reply.bodyless {
		on.body = m.reply.body
	}
	m.sendBody(at, on)
}

// answerFields writes the frame of the answer's fields, and gives its place.
func (m *modern) answerFields(id uint32) (at int) {
	r := &m.reply
	at = m.beginFields(id, r.status)
	m.text = r.describe(m.text[:0])
	m.out = compactFields(m.out, m.text)
	if r.status != http.StatusNotModified {
		s := m.run.server
		m.out = append(append(m.out, s.policy.compact(r.style)...), s.protection(r.picture)...)
	}
	m.endFields(at)
	return at
}

// answerRange has net/http cut a picture.
func (m *modern) answerRange(id uint32, cancel bool) {
	h := &m.head
	q := &http.Request{
		Method: http.MethodGet, URL: &url.URL{}, RequestURI: string(h.target),
		Proto: "HTTP/2.0", ProtoMajor: 2, Header: http.Header{},
	}
	for _, f := range []struct {
		name  string
		value []byte
	}{{"Range", h.rangeField}, {"If-Range", h.ifRange}, {"If-None-Match", h.noneMatch}, {"If-Modified-Since", h.since}} {
		if f.value != nil {
			q.Header.Set(f.name, string(f.value))
		}
	}
	w := &keeper{header: http.Header{}, status: http.StatusOK}
	m.run.server.ServeHTTP(w, q)
	at := m.beginFields(id, w.status)
	w.header.Del("Date")
	w.header.Set("Content-Length", strconv.Itoa(w.body.Len()))
	for name, values := range w.header {
		for _, value := range values {
			m.out = compactField(m.out, []byte(name), []byte(value))
		}
	}
	m.endFields(at)
	m.sendBody(at, &stream{id: id, body: w.body.Bytes(), window: m.initial, cancel: cancel})
}

// beginFields begins a frame of fields, and gives its place.
func (m *modern) beginFields(id uint32, status int) (at int) {
	at = len(m.out)
	m.out = compactStatus(appendFrame(m.out, frameHeaders, flagEndHeaders, id, 0), status)
	return at
}

// endFields ends the frame that begins there.
func (m *modern) endFields(at int) {
	s := m.run.server
	m.out = compactField(m.out, nameDate, []byte(s.date.at(s.now())))
	length := len(m.out) - at - frameHead
	m.out[at], m.out[at+1], m.out[at+2] = byte(length>>16), byte(length>>8), byte(length)
}

// sendBody sends of the body what there is room for; without one, the answer
// ends with the frame of its fields.
func (m *modern) sendBody(at int, on *stream) {
	if len(on.body) == 0 {
		m.out[at+4] |= flagEndStream
		m.cancel(on.id, on.cancel)
		return
	}
	for len(on.body) > 0 {
		if len(m.out) >= sendPiece || !m.send(on) {
			m.waiting = append(m.waiting, on)
			return
		}
	}
}

// send sends one frame of an answer's body, if there is a window for it.
func (m *modern) send(s *stream) bool {
	n := int(min(int64(len(s.body)), frameMost, m.window, s.window))
	if n <= 0 {
		return false
	}
	flags := byte(0)
	if n == len(s.body) {
		flags = flagEndStream
	}
	m.out = append(appendFrame(m.out, frameData, flags, s.id, n), s.body[:n]...)
	s.body = s.body[n:]
	s.window -= int64(n)
	m.window -= int64(n)
	if len(s.body) == 0 {
		m.cancel(s.id, s.cancel)
	}
	return true
}

// cancel tells the reader not to go on with a body whose request is answered.
func (m *modern) cancel(id uint32, really bool) {
	if really {
		m.out = appendNote(m.out, frameReset, id, uint32(noFault))
	}
}

// pump sends of the waiting answers what their windows allow, a frame of each in
// turn. More says that it stopped because that was enough for one write.
func (m *modern) pump() (more bool) {
	for stuck := 0; stuck < len(m.waiting) && len(m.out) < sendPiece; {
		s, others := m.waiting[0], m.waiting[1:]
		stuck++
		if m.send(s) {
			stuck, m.sent = 0, true
		}
		m.waiting = m.waiting[:copy(m.waiting, others)]
		if len(s.body) > 0 {
			m.waiting = append(m.waiting, s)
		}
	}
	return len(m.waiting) > 0 && len(m.out) >= sendPiece
}

// keeper keeps what a handler answers.
type keeper struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *keeper) Header() http.Header         { return k.header }
func (k *keeper) WriteHeader(status int)      { k.status = status }
func (k *keeper) Write(b []byte) (int, error) { return k.body.Write(b) }
