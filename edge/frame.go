package edge

import (
	"encoding/binary"
	"fmt"
)

// The frames of HTTP/2, RFC 9113, 4 and 6.
const (
	frameData         = 0
	frameHeaders      = 1
	framePriority     = 2
	frameReset        = 3
	frameSettings     = 4
	framePush         = 5
	framePing         = 6
	frameGoAway       = 7
	frameWindow       = 8
	frameContinuation = 9
)

const (
	flagEndStream  = 0x1 // of data and headers
	flagAck        = 0x1 // of settings and ping
	flagEndHeaders = 0x4
	flagPadded     = 0x8
	flagPriority   = 0x20
)

// frameHead is the length of a frame's head, frameMost of its payload: what
// every peer must take and the most we take.
const (
	frameHead = 9
	frameMost = 16 << 10
)

// The settings we read or make, RFC 9113, 6.5.2.
const (
	settingPush    = 2
	settingStreams = 3
	settingWindow  = 4
	settingFrame   = 5
	settingFields  = 6
)

// windowAtFirst is every window's size until it is said otherwise, windowMost
// the largest there can be.
const (
	windowAtFirst = 1<<16 - 1
	windowMost    = 1<<31 - 1
)

// fault is an error code of HTTP/2, RFC 9113, 7. As an error it ends the
// connection.
type fault uint32

const (
	noFault          fault = 0x0
	faultProtocol    fault = 0x1
	faultFlow        fault = 0x3
	faultClosed      fault = 0x5
	faultFrameSize   fault = 0x6
	faultRefused     fault = 0x7
	faultCompression fault = 0x9
	faultCalm        fault = 0xb
)

func (f fault) Error() string { return fmt.Sprintf("HTTP/2 error %#x", uint32(f)) }

// frame is a frame as read; the payload is borrowed.
type frame struct {
	kind, flags byte
	stream      uint32
	payload     []byte
}

func (f *frame) has(flag byte) bool { return f.flags&flag != 0 }

// cutFrame takes the first frame off b. Size is what it takes there, 0 while
// it is not whole.
func cutFrame(b []byte) (f frame, size int, err error) {
	if len(b) < frameHead {
		return f, 0, nil
	}
	length := int(b[0])<<16 | int(b[1])<<8 | int(b[2])
	if length > frameMost {
		return f, 0, faultFrameSize
	}
	if len(b) < frameHead+length {
		return f, 0, nil
	}
	f = frame{kind: b[3], flags: b[4], stream: binary.BigEndian.Uint32(b[5:]) & windowMost}
	f.payload = b[frameHead : frameHead+length]
	return f, frameHead + length, nil
}

// unpad takes the padding off the payload of data or headers.
func (f *frame) unpad() error {
	if !f.has(flagPadded) {
		return nil
	}
	if len(f.payload) < 1 || int(f.payload[0]) >= len(f.payload) {
		return faultProtocol
	}
	f.payload = f.payload[1 : len(f.payload)-int(f.payload[0])]
	return nil
}

func appendFrame(b []byte, kind, flags byte, stream uint32, length int) []byte {
	b = append(b, byte(length>>16), byte(length>>8), byte(length), kind, flags)
	return binary.BigEndian.AppendUint32(b, stream)
}

// appendNote writes a frame whose payload is one number of four bytes: a reset
// stream's error or a window's increment.
func appendNote(b []byte, kind byte, stream, number uint32) []byte {
	return binary.BigEndian.AppendUint32(appendFrame(b, kind, 0, stream, 4), number)
}

func appendGoAway(b []byte, last uint32, why fault) []byte {
	b = appendFrame(b, frameGoAway, 0, 0, 8)
	b = binary.BigEndian.AppendUint32(b, last)
	return binary.BigEndian.AppendUint32(b, uint32(why))
}

// appendSettings writes our settings: how many streams at once, and the largest
// head.
func appendSettings(b []byte, l *Limits) []byte {
	b = appendFrame(b, frameSettings, 0, 0, 12)
	b = binary.BigEndian.AppendUint16(b, settingStreams)
	b = binary.BigEndian.AppendUint32(b, uint32(l.Streams))
	b = binary.BigEndian.AppendUint16(b, settingFields)
	return binary.BigEndian.AppendUint32(b, uint32(l.Head))
}
