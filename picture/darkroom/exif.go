package darkroom

import "encoding/binary"

// tagOrientation is the only EXIF field read: how a camera was held.
const tagOrientation = 0x0112

// exifOrientation reads the orientation, 1 to 8, from a TIFF structure as
// EXIF uses it (EXIF 2.32, 4.6.2 and 4.6.4 A). It gives 0 when there is none.
// Only the first directory is looked at, so no loop of directories can hold it.
func exifOrientation(tiff []byte) int {
	order, ok := byteOrder(tiff)
	if !ok {
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := int(order.Uint16(tiff[at:]))
	for rest := tiff[at+2:]; entries > 0 && len(rest) >= 12; entries, rest = entries-1, rest[12:] {
		if order.Uint16(rest) == tagOrientation {
			return orientationOf(order, rest)
		}
	}
	return 0
}

// orientationOf reads a directory entry's value: a SHORT by the standard, a
// LONG in some files.
func orientationOf(order binary.ByteOrder, entry []byte) int {
	v := 0
	switch order.Uint16(entry[2:]) {
	case 3:
		v = int(order.Uint16(entry[8:]))
	case 4:
		v = int(order.Uint32(entry[8:]))
	}
	if v < 1 || v > 8 {
		return 0
	}
	return v
}

func byteOrder(tiff []byte) (binary.ByteOrder, bool) {
	if len(tiff) < 8 {
		return nil, false
	}
	switch string(tiff[:4]) {
	case "II*\x00":
		return binary.LittleEndian, true
	case "MM\x00*":
		return binary.BigEndian, true
	}
	return nil, false
}
