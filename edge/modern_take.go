package edge

import (
	"encoding/binary"
	"slices"
)

// take handles a frame. Its error, a fault, ends the connection: what is wrong
// with frames is wrong for all that follow. What is wrong with a request ends
// its stream.
func (m *modern) take(f *frame) error {
	if !m.started && (f.kind != frameSettings || f.has(flagAck)) {
		return faultProtocol
	}
	if m.block.stream != 0 && f.kind != frameContinuation {
		return faultProtocol
	}
	m.started, m.took = true, true
	switch f.kind {
	case frameHeaders:
		return m.takeHeaders(f)
	case frameContinuation:
		return m.takeContinuation(f)
	case frameData:
		return m.takeData(f)
	case frameSettings:
		return m.takeSettings(f)
	case frameWindow:
		return m.takeWindow(f)
	case frameReset:
		return m.takeReset(f)
	case framePing:
		return m.takePing(f)
	case framePriority:
		return m.takePriority(f)
	case frameGoAway:
		return m.takeGoAway(f)
	case framePush:
		return faultProtocol
	}
	return m.talk() // of a kind yet to be invented
}

// talk counts a frame that asks nothing.
func (m *modern) talk() error {
	if m.idleTalk++; m.idleTalk > talkMost+10*m.requests {
		return faultCalm
	}
	return nil
}

// isIdle says that the reader has not opened the stream, nor can we.
func (m *modern) isIdle(stream uint32) bool { return stream%2 == 0 || stream > m.last }

func (m *modern) takeHeaders(f *frame) error {
	if f.stream%2 == 0 {
		return faultProtocol
	}
	if err := f.unpad(); err != nil {
		return err
	}
	if f.has(flagPriority) {
		if len(f.payload) < 5 {
			return faultFrameSize
		}
		if binary.BigEndian.Uint32(f.payload)&windowMost == f.stream {
			return faultProtocol
		}
		f.payload = f.payload[5:]
	}
	m.block = block{stream: f.stream, ended: f.has(flagEndStream)}
	switch {
	case f.stream > m.last:
		m.last = f.stream
	case !m.bodies.has(f.stream):
		return faultClosed
	case !m.block.ended:
		return faultProtocol
	default:
		m.block.trailers = true
	}
	m.head.reset(&m.run.server.limits)
	return m.takeBlock(f)
}

func (m *modern) takeContinuation(f *frame) error {
	if m.block.stream == 0 || f.stream != m.block.stream {
		return faultProtocol
	}
	if m.block.frames == blockFrames {
		return faultCalm
	}
	return m.takeBlock(f)
}

// takeBlock reads a piece of a header block, and its request with the last one.
func (m *modern) takeBlock(f *frame) error {
	m.block.frames++
	m.block.size += len(f.payload)
	if m.block.size > 2*m.run.server.limits.Head {
		return faultCalm
	}
	if _, err := m.fields.Write(f.payload); err != nil {
		return faultCompression
	}
	if !f.has(flagEndHeaders) {
		return nil
	}
	if err := m.fields.Close(); err != nil {
		return faultCompression
	}
	b := m.block
	m.block = block{}
	if b.trailers {
		m.bodies.drop(b.stream)
		return m.talk()
	}
	m.request(b.stream, b.ended)
	return nil
}

// request answers a request whose head was read.
func (m *modern) request(stream uint32, ended bool) {
	m.requests++
	if !ended {
		m.bodies.add(stream)
	}
	switch {
	case !m.head.finish(ended):
		m.out = appendNote(m.out, frameReset, stream, uint32(faultProtocol))
	case len(m.waiting)+len(m.live)+len(m.owing) >= m.run.server.limits.Streams:
		m.out = appendNote(m.out, frameReset, stream, uint32(faultRefused))
	default:
		m.answer(stream, !ended)
	}
}

// takeData throws away a piece of a request's body.
func (m *modern) takeData(f *frame) error {
	if m.isIdle(f.stream) {
		return faultProtocol
	}
	if m.owed += len(f.payload); m.owed > windowAtFirst {
		return faultFlow
	}
	if err := f.unpad(); err != nil {
		return err
	}
	if !m.bodies.has(f.stream) {
		return faultClosed
	}
	if f.has(flagEndStream) {
		m.bodies.drop(f.stream)
	}
	return m.talk()
}

func (m *modern) takeSettings(f *frame) error {
	switch {
	case f.stream != 0:
		return faultProtocol
	case f.has(flagAck) && len(f.payload) > 0, len(f.payload)%6 != 0:
		return faultFrameSize
	case f.has(flagAck):
		return m.talk()
	}
	for s := range slices.Chunk(f.payload, 6) {
		if err := m.set(binary.BigEndian.Uint16(s), binary.BigEndian.Uint32(s[2:])); err != nil {
			return err
		}
	}
	m.out = appendFrame(m.out, frameSettings, flagAck, 0, 0)
	return m.talk()
}

// set takes one setting. The reader's table of fields does not matter: we put
// nothing in it.
func (m *modern) set(name uint16, value uint32) error {
	switch name {
	case settingPush:
		if value > 1 {
			return faultProtocol
		}
	case settingFrame:
		if value < frameMost || value > 1<<24-1 {
			return faultProtocol
		}
	case settingWindow:
		if value > windowMost {
			return faultFlow
		}
		more := int64(value) - m.initial
		m.initial = int64(value)
		for _, s := range slices.Concat(m.waiting, m.live, m.owing) {
			if s.window += more; s.window > windowMost {
				return faultFlow
			}
		}
	}
	return nil
}

func (m *modern) takeWindow(f *frame) error {
	if len(f.payload) != 4 {
		return faultFrameSize
	}
	more := int64(binary.BigEndian.Uint32(f.payload) & windowMost)
	if f.stream == 0 {
		if more == 0 {
			return faultProtocol
		}
		if m.window += more; m.window > windowMost {
			return faultFlow
		}
	} else if err := m.widen(f.stream, more); err != nil {
		return err
	}
	if len(m.waiting) > 0 {
		return nil
	}
	return m.talk()
}

// widen adds to a stream's window. One that is answered has none any more.
func (m *modern) widen(id uint32, more int64) error {
	if m.isIdle(id) || more == 0 {
		return faultProtocol
	}
	for _, s := range slices.Concat(m.waiting, m.live, m.owing) {
		if s.id != id {
			continue
		}
		if s.window += more; s.window > windowMost {
			m.out = appendNote(m.out, frameReset, id, uint32(faultFlow))
			m.forget(id)
		}
	}
	return nil
}

// forget drops what is left to be sent on a stream. It reports whether that was
// one of events that had lasted.
func (m *modern) forget(id uint32) (lasted bool) {
	is := func(s *stream) bool { return s.id == id }
	m.waiting = slices.DeleteFunc(m.waiting, is)
	m.owing = slices.DeleteFunc(m.owing, is)
	return m.hangUpStream(id)
}

// takeReset forgets the rest of an answer. Readers turn away from pages; one
// who does little else is at something else.
func (m *modern) takeReset(f *frame) error {
	if len(f.payload) != 4 {
		return faultFrameSize
	}
	if m.isIdle(f.stream) {
		return faultProtocol
	}
	lasted := m.forget(f.stream)
	m.bodies.drop(f.stream)
	if lasted {
		return nil
	}
	if m.resets++; m.resets > talkMost/10+m.requests/4 {
		return faultCalm
	}
	return nil
}

func (m *modern) takePing(f *frame) error {
	if f.stream != 0 {
		return faultProtocol
	}
	if len(f.payload) != 8 {
		return faultFrameSize
	}
	if !f.has(flagAck) {
		m.out = append(appendFrame(m.out, framePing, flagAck, 0, 8), f.payload...)
	}
	return m.talk()
}

// takePriority checks advice that RFC 9113 lets us not take.
func (m *modern) takePriority(f *frame) error {
	switch {
	case f.stream == 0:
		return faultProtocol
	case len(f.payload) != 5:
		return faultFrameSize
	case binary.BigEndian.Uint32(f.payload)&windowMost == f.stream:
		return faultProtocol
	}
	return m.talk()
}

func (m *modern) takeGoAway(f *frame) error {
	if f.stream != 0 {
		return faultProtocol
	}
	if len(f.payload) < 8 {
		return faultFrameSize
	}
	return m.talk()
}

// streamSet remembers a few streams, the latest.
type streamSet struct {
	ids  [32]uint32
	next int
}

func (s *streamSet) has(id uint32) bool { return slices.Contains(s.ids[:], id) }

func (s *streamSet) add(id uint32) {
	s.ids[s.next] = id
	s.next = (s.next + 1) % len(s.ids)
}

func (s *streamSet) drop(id uint32) {
	if i := slices.Index(s.ids[:], id); i >= 0 {
		s.ids[i] = 0
	}
}
