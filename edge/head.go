package edge

import (
	"bytes"
	"net/http"
)

// findHead looks for the end of a request's head in b, of which the first
// scanned bytes were looked at before. End is the length of the head with its
// empty line, 0 while it is not whole; status is not 0 when it can never be
// one. Each byte is looked at once however slowly they come.
func findHead(b []byte, scanned int, l *Limits) (end, next, status int) {
	for scanned < len(b) {
		line := bytes.IndexByte(b[scanned:], '\n')
		if line < 0 {
			break
		}
		at := scanned + line
		if at == 0 || b[at-1] != '\r' {
			return 0, 0, http.StatusBadRequest // a bare line feed
		}
		scanned = at + 1
		if bytes.HasSuffix(b[:at+1], emptyLine) {
			return at + 1, 0, tooLong(b[:at+1], l)
		}
	}
	return 0, len(b), tooLong(b, l)
}

// tooLong checks the budgets of what has come of a head.
func tooLong(b []byte, l *Limits) (status int) {
	if len(b) > l.Line && bytes.IndexByte(b[:l.Line+1], '\n') < 0 {
		return http.StatusRequestURITooLong
	}
	if len(b) > l.Head {
		return http.StatusRequestHeaderFieldsTooLarge
	}
	return 0
}

// meaning is what the lane is to do with a head.
type meaning int

const (
	plain   meaning = iota // a request the lane answers
	unusual                // for net/http
	wrong                  // for nobody: refuse it and hang up
)

// readHead reads a whole head, as findHead gave it. The status goes with wrong.
func readHead(head []byte, l *Limits, a *heard) (m meaning, status int) {
	*a = heard{}
	line, rest, _ := bytes.Cut(head, newline)
	version, m := a.readLine(line)
	if m == wrong {
		return wrong, http.StatusBadRequest
	}
	unusually := m == unusual
	for fields := 0; len(rest) > len(newline); fields++ {
		if fields == l.Fields {
			return wrong, http.StatusRequestHeaderFieldsTooLarge
		}
		line, rest, _ = bytes.Cut(rest, newline)
		name, value, ok := splitField(line)
		if !ok || !a.readField(name, value) {
			return wrong, http.StatusBadRequest
		}
	}
	switch {
	case version == http2Preface:
		return unusual, 0
	case a.hosts != 1 && version == http11 || a.hosts > 1:
		return wrong, http.StatusBadRequest
	case a.lengths > 1 || a.lengths == 1 && a.chunked:
		return wrong, http.StatusBadRequest
	case unusually || a.odd || a.body || a.chunked:
		return unusual, 0
	}
	return plain, 0
}

// heard is an ask with what else its head said.
type heard struct {
	ask
	host    []byte
	close   bool // the reader's last request on this connection
	hosts   int
	lengths int  // Content-Length fields
	body    bool // of which one is not 0
	chunked bool // Transfer-Encoding
	odd     bool // anything else that is for net/http
}

type version int

const (
	http11 version = iota
	http10
	http2Preface
)

// readLine reads "GET /path HTTP/1.1": three parts with one space between.
func (a *heard) readLine(line []byte) (version, meaning) {
	method, rest, ok1 := bytes.Cut(line, space)
	target, proto, ok2 := bytes.Cut(rest, space)
	if !ok1 || !ok2 || !isToken(method) || !isTarget(target) {
		return 0, wrong
	}
	a.method, a.target = method, target
	switch {
	case string(line) == "PRI * HTTP/2.0":
		return http2Preface, unusual
	case string(proto) == "HTTP/1.0":
		return http10, unusual
	case string(proto) != "HTTP/1.1":
		return 0, wrong
	case !a.isRead() || target[0] != '/':
		return http11, unusual
	}
	return http11, plain
}

// splitField splits "Name: value". Blanks before the colon or at the beginning
// of the line, which is how a line is folded, make it no field.
func splitField(line []byte) (name, value []byte, ok bool) {
	name, value, ok = bytes.Cut(line, colon)
	if !ok || !isToken(name) {
		return nil, nil, false
	}
	value = trim(value)
	return name, value, isValue(value)
}

// readField notes a field if it matters; false says that nobody may send it so.
// The length of the name comes first: nearly all are passed over by it alone.
func (a *heard) readField(name, value []byte) bool {
	switch len(name) {
	case 2: // TE asks for trailers, which no answer of ours has
	case 4:
		if bytes.EqualFold(name, nameHost) {
			a.hosts++
			a.host = value
			return isHost(value)
		}
	case 5:
		if bytes.EqualFold(name, nameRange) {
			a.odd = a.odd || bytes.HasPrefix(a.target, pictureFolderBytes)
		}
	case 6:
		a.odd = a.odd || bytes.EqualFold(name, nameExpect)
	case 7:
		a.odd = a.odd || bytes.EqualFold(name, nameUpgrade) || bytes.EqualFold(name, nameTrailer)
	case 10:
		if bytes.EqualFold(name, nameConnection) {
			a.readConnection(value)
		}
	case 13:
		if bytes.EqualFold(name, nameNoneMatch) {
			a.once(&a.noneMatch, value)
		}
		if bytes.EqualFold(name, nameLastEvent) {
			a.once(&a.lastEvent, value)
		}
	case 14:
		if bytes.EqualFold(name, nameLength) {
			a.lengths++
			a.body = a.body || !isZero(value)
			return isNumber(value)
		}
	case 15:
		if bytes.EqualFold(name, nameEncodings) {
			a.once(&a.encodings, value)
		}
	case 17:
		if bytes.EqualFold(name, nameSince) {
			a.once(&a.since, value)
		}
		a.chunked = a.chunked || bytes.EqualFold(name, nameTransfer)
	}
	return true
}

// once keeps a field that may come once; net/http puts several together.
func (a *heard) once(to *[]byte, value []byte) {
	a.odd = a.odd || *to != nil
	*to = value
}

func (a *heard) readConnection(value []byte) {
	switch {
	case bytes.EqualFold(value, valueKeep):
	case bytes.EqualFold(value, valueClose):
		a.close = true
	default:
		a.odd = true
	}
}
