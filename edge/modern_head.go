package edge

import (
	"bytes"
	"net/http"
	"strings"

	"golang.org/x/net/http2/hpack"
)

// modernHead is the head of an HTTP/2 request while it is read.
type modernHead struct {
	heard
	limits *Limits

	size, fields int  // so far, as RFC 9113, 6.5.2, counts
	tooLarge     bool // fields beyond the limits were dropped
	malformed    bool // RFC 9113, 8.1.1
	regular      bool // the pseudo-fields are over
	scheme       bool
	rangeField   []byte
	ifRange      []byte
}

func (h *modernHead) reset(l *Limits) { *h = modernHead{limits: l} }

// add takes the next field.
func (h *modernHead) add(f hpack.HeaderField) {
	h.size += len(f.Name) + len(f.Value) + 32
	h.fields++
	if h.tooLarge = h.size > h.limits.Head || h.fields > h.limits.Fields; h.tooLarge {
		return
	}
	if !isValue(f.Value) || f.Value != strings.Trim(f.Value, " \t") {
		h.malformed = true
	}
	if strings.HasPrefix(f.Name, ":") {
		h.addPseudo(f.Name, f.Value)
		return
	}
	h.regular = true
	if !isToken(f.Name) || strings.ContainsFunc(f.Name, isUpper) {
		h.malformed = true
		return
	}
	h.addRegular(f.Name, f.Value)
}

func isUpper(r rune) bool { return 'A' <= r && r <= 'Z' }

// addPseudo takes ":method" and its like: each once, before the others.
func (h *modernHead) addPseudo(name, value string) {
	once := func(to *[]byte, ok bool) {
		h.malformed = h.malformed || *to != nil || !ok
		*to = []byte(value)
	}
	switch name {
	case ":method":
		once(&h.method, isToken(value))
	case ":path":
		once(&h.target, isTarget(value))
	case ":authority":
		once(&h.host, isHost(value))
	case ":scheme":
		h.malformed = h.malformed || h.scheme
		h.scheme = true
	default:
		h.malformed = true
	}
	h.malformed = h.malformed || h.regular
}

func (h *modernHead) addRegular(name, value string) {
	switch name {
	case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade":
		h.malformed = true // what belongs to one connection of HTTP/1
	case "te":
		h.malformed = h.malformed || value != "trailers"
	case "host":
		h.hosts++
		h.malformed = h.malformed || h.hosts > 1 || !isHost(value)
	case "content-length":
		h.lengths++
		h.body = h.body || !isZero(value)
		h.malformed = h.malformed || h.lengths > 1 || !isNumber(value)
	case "accept-encoding":
		join(&h.encodings, value)
	case "if-none-match":
		join(&h.noneMatch, value)
	case "if-modified-since":
		join(&h.since, value)
	case "last-event-id":
		join(&h.lastEvent, value)
	case "range":
		join(&h.rangeField, value)
	case "if-range":
		join(&h.ifRange, value)
	}
}

// join makes one list of a field sent several times.
func join(to *[]byte, value string) {
	if *to != nil {
		value = string(*to) + ", " + value
	}
	*to = []byte(value)
}

// finish says whether the head is that of a request. A stream that ends with
// its head has no body, whatever its Content-Length wants.
func (h *modernHead) finish(ended bool) (ok bool) {
	if h.tooLarge {
		return true
	}
	if h.malformed || h.method == nil || ended && h.body {
		return false
	}
	if string(h.method) == http.MethodConnect {
		return !h.scheme && h.target == nil && h.host != nil
	}
	return h.scheme && len(h.target) > 0 && (h.target[0] == '/' || string(h.target) == "*")
}

// wantsRange says that it is for net/http to cut a picture.
func (h *modernHead) wantsRange() bool {
	return string(h.method) == http.MethodGet && isOneRange(string(h.rangeField)) && bytes.HasPrefix(h.target, pictureFolderBytes)
}
