package edge

import (
	"bytes"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// pagePath gives the path a request target asks for: percent-decoded once and
// NFC. The query is dropped, since no page depends on one. Renamed says that
// the target spelled the path otherwise than in NFC.
//
// Status is 0, or 400 for what no honest client sends (dot segments, control
// characters, broken escapes or UTF-8), or 404 for what cannot be a page: an
// empty segment, an escaped slash, an overlong path. Nothing is tidied up by
// guessing: a page has one address, and cleaning "//host/" would make a
// redirect that leaves the site.
func pagePath(target []byte) (path string, renamed bool, status int) {
	if query := bytes.IndexByte(target, '?'); query >= 0 {
		target = target[:query]
	}
	if len(target) == 0 || target[0] != '/' || bytes.IndexByte(target, '#') >= 0 {
		return "", false, http.StatusBadRequest
	}
	if len(target) > 3*maxPath {
		return "", false, http.StatusNotFound
	}
	path, slash, ok := unescape(target)
	if !ok || hasDots(path) {
		return "", false, http.StatusBadRequest
	}
	if slash || len(path) > maxPath || strings.Contains(path, "//") || strings.Contains(path, `\`) {
		return "", false, http.StatusNotFound
	}
	if !norm.NFC.IsNormalString(path) {
		return norm.NFC.String(path), true, 0
	}
	return path, false, 0
}

// unescape decodes a path once. Slash says that it had an escaped slash; ok is
// false for broken escapes, control characters and what is not UTF-8.
func unescape(raw []byte) (path string, slash, ok bool) {
	var space [256]byte
	out, ascii := space[:0], true
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '%' {
			if i+2 >= len(raw) {
				return "", false, false
			}
			high, low := unhex(raw[i+1]), unhex(raw[i+2])
			if high > 15 || low > 15 {
				return "", false, false
			}
			c = high<<4 | low
			slash = slash || c == '/'
			i += 2
		}
		if c < ' ' || c == 0x7f {
			return "", false, false
		}
		ascii = ascii && c < utf8.RuneSelf
		out = append(out, c)
	}
	return string(out), slash, ascii || utf8.Valid(out)
}

// unhex gives the value of a hexadecimal digit, or more than 15.
func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 0xff
}

// hasDots finds the segments "." and "..".
func hasDots(path string) bool {
	for rest := path; ; {
		at := strings.Index(rest, "/.")
		if at < 0 {
			return false
		}
		rest = rest[at+2:]
		after := strings.TrimPrefix(rest, ".")
		if after == "" || after[0] == '/' || rest == "" || rest[0] == '/' {
			return true
		}
	}
}

// escape writes a decoded path of ours as it stands in a Location field. What
// has a meaning in an address, and all but plain ASCII, is percent-encoded, so no
// path can break out of its line or become another address.
func escape(b []byte, path string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(path) {
		c := path[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"#%<>?\\^`{|}", c) >= 0 {
			b = append(b, '%', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, c)
	}
	return b
}
