package edge

import (
	"bytes"
	"strconv"

	"golang.org/x/net/http2/hpack"
)

// Header fields as HPACK (RFC 7541) writes them. Every field is a literal that
// is not remembered, so an answer does not depend on those before it, and the
// fields that never change are written once, when the server is made.

// compactStatus begins a header block. Its first byte says that our side keeps
// no table, which makes whatever the reader wishes about its size good.
func compactStatus(b []byte, status int) []byte {
	b = append(b, 0x20)
	switch status {
	case 200:
		return append(b, 0x80|8)
	case 206:
		return append(b, 0x80|10)
	case 304:
		return append(b, 0x80|11)
	case 400:
		return append(b, 0x80|12)
	case 404:
		return append(b, 0x80|13)
	case 500:
		return append(b, 0x80|14)
	}
	return strconv.AppendInt(append(b, 8, 3), int64(status), 10)
}

// compactFields writes fields, each "Name: value\r\n", as reply.fields made
// them.
func compactFields(b, fields []byte) []byte {
	for len(fields) > 0 {
		line, rest, _ := bytes.Cut(fields, newline)
		name, value, _ := bytes.Cut(line, colonBlank)
		b = compactField(b, name, value)
		fields = rest
	}
	return b
}

func compactField(b, name, value []byte) []byte {
	b = compactName(b, name)
	b = compactLength(b, 0, 7, len(value))
	return append(b, value...)
}

// compactConstants is compactFields for what is written once: shorter, slower.
func compactConstants(fields []byte) (b []byte) {
	for line := range bytes.Lines(fields) {
		name, value, _ := bytes.Cut(bytes.TrimSpace(line), colonBlank)
		b = compactName(b, name)
		b = compactLength(b, 0x80, 7, int(hpack.HuffmanEncodeLength(string(value))))
		b = hpack.AppendHuffmanString(b, string(value))
	}
	return b
}

func compactName(b, name []byte) []byte {
	if n := staticName(name); n > 0 {
		return compactLength(b, 0, 4, n)
	}
	b = compactLength(append(b, 0), 0, 7, len(name))
	for _, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

// compactLength writes a number after the leading bits of a byte, RFC 7541, 5.1.
func compactLength(b []byte, lead byte, bits uint, n int) []byte {
	most := 1<<bits - 1
	if n < most {
		return append(b, lead|byte(n))
	}
	b = append(b, lead|byte(most))
	for n -= most; n >= 0x80; n >>= 7 {
		b = append(b, 0x80|byte(n&0x7f))
	}
	return append(b, byte(n))
}

// staticName is a field's place in the static table of RFC 7541, appendix A,
// or 0.
func staticName(name []byte) int {
	switch string(name) {
	case "Accept-Ranges":
		return 18
	case "Allow":
		return 22
	case "Cache-Control":
		return 24
	case "Content-Encoding":
		return 26
	case "Content-Length":
		return 28
	case "Content-Range":
		return 30
	case "Content-Type":
		return 31
	case "Date":
		return 33
	case "ETag":
		return 34
	case "Last-Modified":
		return 44
	case "Location":
		return 46
	case "Retry-After":
		return 53
	case "Strict-Transport-Security":
		return 56
	case "Vary":
		return 59
	}
	return 0
}
