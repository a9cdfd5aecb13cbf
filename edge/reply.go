package edge

import (
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// reply is an answer before it is written: its status, the facts its header
// fields state, and its body. Both ways of writing use its fields method, so
// they cannot differ.
type reply struct {
	status   int
	kind     string // Content-Type; empty when there is no body to speak of
	caching  caching
	maxAge   int // seconds, for public and redirected pages
	coding   coding
	varies   bool // another Accept-Encoding could get other bytes
	tag      []byte
	modified time.Time
	location string
	style    string // of the page, as press.Page.Style
	picture  bool   // has ranges, may be shown on other sites
	body     []byte
	bodyless bool  // HEAD and 304: the fields without the body
	stream   *wish // events without an end follow the body

	tagSpace [40]byte
}

// caching is for how long an answer may be kept.
type caching int

const (
	// fleeting answers must not be kept: our faults and the reader's.
	fleeting caching = iota
	// missing pages may be written any minute, but a flood of requests for one
	// should stop at a cache.
	missing
	// printed pages are fresh for their MaxAge. A shared cache may show the old
	// one for a minute while it asks for the new, and for a day if we are down.
	printed
	// standing in for a rendition that is not made yet: asked for again soon.
	standingIn
	// eternal bytes never change under their name.
	eternal
)

const (
	missingAge = 15 // seconds
	standInAge = 60
	staleness  = ", stale-while-revalidate=60, stale-if-error=86400\r\n"
	eternity   = "Cache-Control: public, max-age=31536000, immutable\r\n"
)

// retryAfter is told to whom we failed, in seconds.
const retryAfter = 5

// makeTag sets the entity tag: 128 bits of the body's hash, which no accident
// makes twice, and the coding.
func (r *reply) makeTag(hash []byte, c coding) {
	b := append(r.tagSpace[:0], '"')
	b = hex.AppendEncode(b, hash[:16])
	b = append(b, c.suffix()...)
	r.tag = append(b, '"')
}

// fields writes the header fields of the answer, each "Name: value\r\n", but
// for Date and Connection, which belong to the moment and the connection.
func (r *reply) fields(b []byte, secure bool) []byte {
	b = r.describe(b)
	if r.status != http.StatusNotModified {
		b = appendPolicy(b, r.style)
		b = protect(b, r.picture, secure)
	}
	return b
}

// describe writes the fields that differ from page to page.
func (r *reply) describe(b []byte) []byte {
	if r.status != http.StatusNotModified {
		b = r.describeBody(b)
	}
	b = r.describeCaching(b)
	if r.location != "" {
		b = append(b, "Location: "...)
		b = append(escape(b, r.location), "\r\n"...)
	}
	switch r.status {
	case http.StatusMethodNotAllowed:
		b = append(b, "Allow: GET, HEAD\r\n"...)
	case http.StatusInternalServerError, http.StatusServiceUnavailable:
		b = number(b, "Retry-After: ", retryAfter)
	}
	return b
}

func (r *reply) describeBody(b []byte) []byte {
	if r.kind != "" {
		b = append(b, "Content-Type: "...)
		b = append(append(b, r.kind...), "\r\n"...)
	}
	if r.stream != nil { // some proxies collect an answer before they pass it on
		return append(b, "X-Accel-Buffering: no\r\n"...)
	}
	b = number(b, "Content-Length: ", len(r.body))
	if r.coding != identity {
		b = append(b, "Content-Encoding: "...)
		b = append(append(b, r.coding.name()...), "\r\n"...)
	}
	if r.picture {
		return append(b, "Accept-Ranges: bytes\r\n"...)
	}
	return append(b, "Accept-Ranges: none\r\n"...)
}

func (r *reply) describeCaching(b []byte) []byte {
	switch r.caching {
	case fleeting:
		b = append(b, "Cache-Control: no-store\r\n"...)
	case missing:
		b = number(b, "Cache-Control: public, max-age=", missingAge)
	case printed:
		b = append(b, "Cache-Control: public, max-age="...)
		b = strconv.AppendInt(b, int64(max(r.maxAge, 0)), 10)
		b = append(b, staleness...)
	case standingIn:
		b = number(b, "Cache-Control: public, max-age=", standInAge)
	case eternal:
		b = append(b, eternity...)
	}
	if r.varies {
		b = append(b, "Vary: Accept-Encoding\r\n"...)
	}
	if len(r.tag) > 0 {
		b = append(b, "ETag: "...)
		b = append(append(b, r.tag...), "\r\n"...)
	}
	if !r.modified.IsZero() {
		b = append(b, "Last-Modified: "...)
		b = appendDate(b, r.modified)
		b = append(b, "\r\n"...)
	}
	return b
}

// protect writes what else browsers are told about every answer of ours: no
// guessing of types, no referrer to other sites. Pictures may be shown
// elsewhere, by feed readers above all.
func protect(b []byte, picture, secure bool) []byte {
	b = append(b, protection...)
	if picture {
		b = append(b, "Cross-Origin-Resource-Policy: cross-origin\r\n"...)
	} else {
		b = append(b, "Cross-Origin-Resource-Policy: same-origin\r\n"...)
	}
	if secure {
		b = append(b, "Strict-Transport-Security: max-age=31536000\r\n"...)
	}
	return b
}

const protection = "X-Content-Type-Options: nosniff\r\n" +
	"Referrer-Policy: same-origin\r\n" +
	"Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n" +
	"Cross-Origin-Opener-Policy: same-origin\r\n"

func number(b []byte, name string, n int) []byte {
	b = strconv.AppendInt(append(b, name...), int64(n), 10)
	return append(b, "\r\n"...)
}
