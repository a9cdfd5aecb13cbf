package darkroom

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// exifHead begins the EXIF segment of a JPEG file, and of some others by mistake.
const exifHead = "Exif\x00\x00"

// exifFacts is what is read of an EXIF structure.
type exifFacts struct {
	orientation int // 1 to 8; 0 when it does not say
	credit      Credit
	kinds       []Kind
}

// The tags that are read (EXIF 2.32, TIFF 6).
const (
	tagOrientation = 0x0112
	tagArtist      = 0x013b
	tagCopyright   = 0x8298
	tagEXIF        = 0x8769
	tagGPS         = 0x8825
)

// kindOfTag says what else a tag tells.
func kindOfTag(tag uint16) (Kind, bool) {
	switch tag {
	case tagGPS:
		return Place, true
	case 0x010f, 0x0110, 0x0131, 0xa432, 0xa433, 0xa434:
		return Camera, true
	case 0xa430, 0xa431, 0xa435, 0xc62f:
		return Serial, true
	case 0x927c, 0xc634:
		return Maker, true
	case 0x0132, 0x9003, 0x9004:
		return Time, true
	case 0x010e, 0x9286, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f:
		return Words, true
	}
	return "", false
}

// readEXIF reads the first directory and the EXIF directory below it; no other
// is followed, so no loop of directories can hold it.
func readEXIF(data []byte) (f exifFacts) {
	data = bytes.TrimPrefix(data, []byte(exifHead))
	order, ok := byteOrder(data)
	if !ok {
		return f
	}
	t := tiff{data, order}
	below := uint32(0)
	next := t.directory(order.Uint32(data[4:]), func(e tiffEntry) {
		f.entry(t, e)
		if e.tag == tagEXIF {
			below = e.value
		}
	})
	if below > 0 {
		t.directory(below, func(e tiffEntry) { f.entry(t, e) })
	}
	if next > 0 {
		f.kinds = append(f.kinds, Thumbnail)
	}
	return f
}

func (f *exifFacts) entry(t tiff, e tiffEntry) {
	if kind, ok := kindOfTag(e.tag); ok {
		f.kinds = append(f.kinds, kind)
	}
	switch e.tag {
	case tagOrientation:
		if f.orientation == 0 {
			f.orientation = t.orientation(e)
		}
	case tagArtist:
		f.credit.Creator = t.text(e)
	case tagCopyright:
		// Photographer and editor, separated by a zero.
		f.credit.Copyright = strings.ReplaceAll(strings.Trim(t.text(e), "\x00"), "\x00", ", ")
	}
}

// tiff is a TIFF structure.
type tiff struct {
	data  []byte
	order binary.ByteOrder
}

type tiffEntry struct {
	tag, kind uint16
	count     uint32
	value     uint32
	raw       []byte // where the value stands
}

// directory goes over the entries at an offset and gives where the next
// directory begins.
func (t tiff) directory(offset uint32, give func(tiffEntry)) (next uint32) {
	at := uint64(offset)
	if at+2 > uint64(len(t.data)) {
		return 0
	}
	entries := int(t.order.Uint16(t.data[at:]))
	rest := t.data[at+2:]
	for ; entries > 0 && len(rest) >= 12; entries, rest = entries-1, rest[12:] {
		give(tiffEntry{
			tag: t.order.Uint16(rest), kind: t.order.Uint16(rest[2:]), count: t.order.Uint32(rest[4:]),
			value: t.order.Uint32(rest[8:]), raw: rest[8:12],
		})
	}
	if entries > 0 || len(rest) < 4 {
		return 0
	}
	return t.order.Uint32(rest)
}

// orientation reads a SHORT, as the standard has it, or a LONG, as some files do.
func (t tiff) orientation(e tiffEntry) int {
	v := 0
	switch e.kind {
	case 3:
		v = int(t.order.Uint16(e.raw))
	case 4:
		v = int(e.value)
	}
	if v < 1 || v > 8 {
		return 0
	}
	return v
}

// text reads an ASCII value.
func (t tiff) text(e tiffEntry) string {
	if e.kind != 2 || e.count > 1<<12 {
		return ""
	}
	from, n := uint64(e.value), uint64(e.count)
	if n <= 4 {
		return strings.TrimRight(string(e.raw[:n]), "\x00")
	}
	if from+n > uint64(len(t.data)) {
		return ""
	}
	return strings.TrimRight(string(t.data[from:from+n]), "\x00")
}

func byteOrder(data []byte) (binary.ByteOrder, bool) {
	if len(data) < 8 {
		return nil, false
	}
	switch string(data[:4]) {
	case "II*\x00":
		return binary.LittleEndian, true
	case "MM\x00*":
		return binary.BigEndian, true
	}
	return nil, false
}
