package darkroom

import (
	"encoding/binary"
	"hash/crc32"
)

// withPacket puts an XMP packet into a clean file, at the one place where each
// format wants it, so that putting it in again gives the same bytes.
func withPacket(media string, file, packet []byte) []byte {
	if packet == nil {
		return file
	}
	switch media {
	case "image/jpeg":
		return insert(file, afterJFIF(file), appendSegment(nil, markAPP1, append([]byte(xmpHead), packet...)))
	case "image/png":
		body := append([]byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"), packet...)
		return insert(file, len(pngMagic)+25, pngChunk("iTXt", body))
	case "image/gif":
		return insert(file, 13+colours(file[10]), gifPacket(packet))
	case "image/webp":
		return webpPacket(file, packet)
	}
	return file
}

func insert(file []byte, at int, part []byte) []byte {
	out := make([]byte, 0, len(file)+len(part))
	return append(append(append(out, file[:at]...), part...), file[at:]...)
}

// afterJFIF is where a JPEG's first application segment ends, if it is a JFIF
// header: that one must come first.
func afterJFIF(file []byte) int {
	if end, ok := segmentEnd(file, 4); ok && file[3] == markAPP0 {
		return end
	}
	return 2
}

func pngChunk(name string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

const gifXMP = "XMP DataXMP"

// gifXMPEnd follows a packet in a GIF: whichever of the packet's bytes a reader
// takes for the length of a block, it comes to an end in here (XMP part 3, 1.1.2).
var gifXMPEnd = func() string {
	end := []byte{1}
	for n := 255; n >= 0; n-- {
		end = append(end, byte(n))
	}
	return string(append(end, 0))
}()

// gifPacket makes the application block of a packet.
func gifPacket(packet []byte) []byte {
	out := append([]byte{0x21, 0xff, byte(len(gifXMP))}, gifXMP...)
	return append(append(out, packet...), gifXMPEnd...)
}

// webpPacket adds the packet's chunk, and the extended header that announces it.
func webpPacket(file, packet []byte) []byte {
	out := append([]byte{}, file[:12]...)
	rest := file[12:]
	if string(rest[:4]) == "VP8X" {
		out, rest = append(out, rest[:18]...), rest[18:]
		out[20] |= webpXMP
	} else {
		out = appendChunk(out, "VP8X", webpHeader(rest))
	}
	out = appendChunk(append(out, rest...), "XMP ", packet)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// webpHeader makes the extended header of a file that has none: its flags and
// the size that its only chunk says.
func webpHeader(chunk []byte) []byte {
	w, h, alpha := 0, 0, false
	if string(chunk[:4]) == "VP8L" { // a byte 0x2f, then 14 bits each, less one
		bits := binary.LittleEndian.Uint32(chunk[9:])
		w, h, alpha = int(bits&0x3fff), int(bits>>14&0x3fff), bits>>28&1 == 1
	} else { // three bytes of frame tag, three of start code
		w = int(binary.LittleEndian.Uint16(chunk[14:])&0x3fff) - 1
		h = int(binary.LittleEndian.Uint16(chunk[16:])&0x3fff) - 1
	}
	flags := byte(webpXMP)
	if alpha {
		flags |= webpAlpha
	}
	return []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}
}
