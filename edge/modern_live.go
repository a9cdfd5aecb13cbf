package edge

import (
	"slices"
	"time"
)

// A stream of events on an HTTP/2 connection is written by the lane that reads
// it. The broadcast wakes the lane when there is something new; the lane then
// gives each stream what comes after its place in the log. A message goes out
// whole or, when the reader has left no window for it, the stream is reset.

// beatTime is how long an HTTP/2 connection with streams may be silent.
const beatTime = beatEvery * lookTime

// wake has the lane look for news.
func (m *modern) wake() {
	m.news.Store(true)
	m.guest.SetReadDeadline(longAgo)
}

// listen begins a stream of events, which has been admitted.
func (m *modern) listen(id uint32, cancel bool) {
	m.answerFields(id)
	text, leaf := m.run.server.opening(m.reply.stream)
	s := &stream{id: id, window: m.initial, cancel: cancel, edition: m.reply.stream.edition, leaf: leaf, began: time.Now()}
	if !m.say(s, text) {
		m.run.live.leave()
		return
	}
	m.live = append(m.live, s)
	m.run.live.enter(m)
	m.news.Store(true) // what came before we entered is told to nobody else
}

// say sends a message, if there is a window for it. What the reader says to make
// room for the next is not idle talk.
func (m *modern) say(s *stream, text []byte) bool {
	if int64(len(text)) > min(m.window, s.window) {
		m.out = appendNote(m.out, frameReset, s.id, uint32(faultCalm))
		m.run.live.dropped.Add(1)
		return false
	}
	for piece := range slices.Chunk(text, frameMost) {
		m.out = append(appendFrame(m.out, frameData, 0, s.id, len(piece)), piece...)
		m.idleTalk = max(0, m.idleTalk-talkMost/100)
	}
	s.window -= int64(len(text))
	m.window -= int64(len(text))
	return true
}

// tell gives every stream what is new, or its end when the server stops.
func (m *modern) tell() {
	ended := m.run.live.isEnded()
	m.leaveStreams(func(s *stream) bool {
		if ended {
			m.part(s)
			return true
		}
		text, leaf := m.run.server.more(s.edition, s.leaf)
		s.leaf = leaf
		return len(text) > 0 && !m.say(s, text)
	})
}

// beat says nothing, on every stream.
func (m *modern) beat() {
	m.leaveStreams(func(s *stream) bool { return !m.say(s, []byte(heartbeat)) })
}

// part ends a stream in good order.
func (m *modern) part(s *stream) {
	if m.say(s, appendRetry(nil)) {
		m.out = appendFrame(m.out, frameData, flagEndStream, s.id, 0)
		m.cancel(s.id, s.cancel)
	}
}

// leaveStreams forgets the streams for which gone is true.
func (m *modern) leaveStreams(gone func(*stream) bool) {
	if len(m.live) == 0 {
		return
	}
	m.live = slices.DeleteFunc(m.live, func(s *stream) bool {
		if gone(s) {
			m.run.live.leave()
			return true
		}
		return false
	})
	if len(m.live) == 0 {
		m.run.live.exit(m)
	}
}

// hangUpStream forgets a stream that its reader ended. One that lasted for a
// moment counts like any request that was taken back.
func (m *modern) hangUpStream(id uint32) (lasted bool) {
	m.leaveStreams(func(s *stream) bool {
		lasted = lasted || s.id == id && time.Since(s.began) > time.Second
		return s.id == id
	})
	return lasted
}
