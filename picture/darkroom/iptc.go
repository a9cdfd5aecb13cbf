package darkroom

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// readIPTC reads the credit in the image resources of a Photoshop segment: blocks
// of which number 0x0404 holds IIM datasets (IPTC-NAA IIM 4.2).
func readIPTC(data []byte) (c Credit) {
	for len(data) >= 12 && string(data[:4]) == "8BIM" {
		number := binary.BigEndian.Uint16(data[4:])
		name := int(data[6]) + 1
		name += name & 1 // the name is padded to an even length
		at := 6 + name
		if at+4 > len(data) {
			break
		}
		size := int(binary.BigEndian.Uint32(data[at:]))
		at += 4
		if size < 0 || size > len(data)-at {
			break
		}
		if number == 0x0404 {
			c.fill(readIIM(data[at : at+size]))
		}
		data = data[min(at+size+size&1, len(data)):]
	}
	return c
}

// readIIM reads datasets: 0x1c, record, number, length, value. By-line may be
// there several times.
func readIIM(data []byte) (c Credit) {
	var creators []string
	utf8 := false
	for len(data) >= 5 && data[0] == 0x1c {
		record, number := data[1], data[2]
		size := int(binary.BigEndian.Uint16(data[3:]))
		if size&0x8000 != 0 || 5+size > len(data) {
			break // an extended dataset: pictures, not words
		}
		value := string(data[5 : 5+size])
		data = data[5+size:]
		if record == 1 && number == 90 {
			utf8 = bytes.Equal([]byte(value), []byte("\x1b%G"))
		}
		if record != 2 {
			continue
		}
		switch number {
		case 80:
			creators = append(creators, value)
		case 110:
			c.Line = value
		case 116:
			c.Copyright = value
		case 120:
			c.caption = value
		}
	}
	c.Creator = strings.Join(creators, ", ")
	if !utf8 { // many write UTF-8 and do not say so; tidy tells by the bytes
		return c
	}
	for _, f := range c.fields() {
		*f = strings.ToValidUTF8(*f, "")
	}
	return c
}
