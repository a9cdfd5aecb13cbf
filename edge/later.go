package edge

import (
	"bytes"
	"slices"
	"sync"
)

// Some answers take time. On a connection of HTTP/2 they are made by a goroutine of
// their own, so that the answers to other requests do not wait for them; when one is
// there, the lane is woken and writes it.

// later is what is made for a lane and not written yet.
type later struct {
	mu    sync.Mutex
	ready []lateReply
}

type lateReply struct {
	id    uint32
	reply reply
}

func (l *later) put(r lateReply) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ready = append(l.ready, r)
}

func (l *later) take() []lateReply {
	l.mu.Lock()
	defer l.mu.Unlock()
	ready := l.ready
	l.ready = nil
	return ready
}

// takesTime says that a target's answer is not at hand.
func (s *Server) takesTime(target []byte) bool {
	path, _, _ := bytes.Cut(target, []byte("?"))
	if bytes.HasPrefix(path, []byte(cardFolder)) { // which may have to be drawn
		return s.cards != nil
	}
	return s.search != nil && searchQuery(target, string(path)) != ""
}

// answerLater has the request in m.head answered beside.
func (m *modern) answerLater(id uint32, cancel bool) {
	m.owing = append(m.owing, &stream{id: id, window: m.initial, cancel: cancel})
	a := m.head.ask // its fields are made for each request
	go func() {
		late := lateReply{id: id}
		m.run.server.answer(&a, &late.reply)
		m.later.put(late)
		m.wake()
	}()
}

// deliver writes what is ready. Who took a request back gets nothing.
func (m *modern) deliver() {
	for _, late := range m.later.take() {
		i := slices.IndexFunc(m.owing, func(s *stream) bool { return s.id == late.id })
		if i < 0 {
			continue
		}
		on := m.owing[i]
		m.owing = slices.Delete(m.owing, i, i+1)
		m.reply = late.reply
		m.writeReply(on)
		m.sent = true
	}
}
