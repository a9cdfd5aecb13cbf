package edge

import "net/http"

// ask is what a request says that can matter to its answer. Whatever is not
// here cannot change a byte of any answer. The slices are borrowed from the
// request and must not be kept.
type ask struct {
	method    []byte
	target    []byte // origin form, as sent
	encodings []byte // Accept-Encoding
	noneMatch []byte // If-None-Match
	since     []byte // If-Modified-Since
	lastEvent []byte // Last-Event-ID
}

func (a *ask) isHead() bool { return string(a.method) == http.MethodHead }

// isRead says that the request only reads; nothing else is answered here.
func (a *ask) isRead() bool { return string(a.method) == http.MethodGet || a.isHead() }
