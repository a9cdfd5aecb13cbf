package edge

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// FuzzRequest: what the lane takes for a request, net/http takes for the same
// request, to the byte where it ends.
func FuzzRequest(f *testing.F) {
	for _, c := range heads {
		f.Add([]byte(c.head))
	}
	limits := Limits{}.orDefaults()
	f.Fuzz(func(t *testing.T, data []byte) {
		end, _, status := findHead(data, 0, &limits)
		checkScanning(t, data, end, status, &limits)
		if end == 0 || status != 0 {
			return
		}
		var got heard
		m, _ := readHead(data[:end], &limits, &got)
		if m != plain {
			return
		}
		source := bufio.NewReader(bytes.NewReader(data))
		want, err := http.ReadRequest(source)
		if err != nil {
			if _, _, status := pagePath(got.target); status == http.StatusBadRequest && strings.Contains(err.Error(), "parse") {
				return // we refuse it too, a step later
			}
			t.Fatalf("the lane takes %q, net/http says %v", data[:end], err)
		}
		rest := source.Buffered()
		if len(data)-rest != end && len(data) < 4096 {
			t.Errorf("%q ends at %d for the lane, at %d for net/http", data, end, len(data)-rest)
		}
		compareHeads(t, &got, want)
	})
}

// checkScanning feeds the same bytes in pieces and wants the same end.
func checkScanning(t *testing.T, data []byte, end, status int, l *Limits) {
	t.Helper()
	next := 0
	for have := 0; have <= len(data); have += 1 + len(data)/7 {
		e, n, s := findHead(data[:have], next, l)
		if s != 0 && status == 0 || e != 0 && e != end {
			t.Fatalf("%q: piecewise %d %d, whole %d %d", data, e, s, end, status)
		}
		if e != 0 || s != 0 {
			return
		}
		next = n
	}
}

func compareHeads(t *testing.T, got *heard, want *http.Request) {
	t.Helper()
	a := askOf(want)
	for _, c := range []struct{ name, got, want string }{
		{"method", string(got.method), want.Method},
		{"target", string(got.target), want.RequestURI},
		{"host", string(got.host), want.Host},
		{"Accept-Encoding", string(got.encodings), string(a.encodings)},
		{"If-None-Match", string(got.noneMatch), string(a.noneMatch)},
		{"If-Modified-Since", string(got.since), string(a.since)},
	} {
		if c.got != c.want {
			t.Errorf("%s: the lane reads %q, net/http %q", c.name, c.got, c.want)
		}
	}
	if want.ContentLength != 0 || len(want.TransferEncoding) > 0 {
		t.Errorf("net/http sees a body of %d %v", want.ContentLength, want.TransferEncoding)
	}
	if got.close != want.Close {
		t.Errorf("close: the lane reads %v, net/http %v", got.close, want.Close)
	}
}

const get = "GET /en/ HTTP/1.1\r\n"

// heads are the lane's judgements, smuggling tricks among them.
var heads = []struct {
	name, head string
	m          meaning
}{
	{"plain", get + "Host: a\r\n\r\n", plain},
	{"a browser", get + "Host: example.org:8080\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\n\r\n", plain},
	{"HEAD", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", plain},
	{"name in capitals", get + "HOST: a\r\nACCEPT-ENCODING: br\r\n\r\n", plain},
	{"empty value", get + "Host: a\r\nX:\r\n\r\n", plain},
	{"tab round a value", get + "Host:\ta\t\r\n\r\n", plain},
	{"UTF-8 in the target", "GET /fa-AF/کابل/ HTTP/1.1\r\nHost: a\r\n\r\n", plain},
	{"no body, said", get + "Host: a\r\nContent-Length: 0\r\n\r\n", plain},
	{"close", get + "Host: a\r\nConnection: close\r\n\r\n", plain},
	{"range of a page", get + "Host: a\r\nRange: bytes=0-1\r\n\r\n", plain},
	{"an escape that is none", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", plain},

	{"range of a picture", "GET /picture/x HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n", unusual},
	{"POST", "POST /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", unusual},
	{"lower case method", "get /en/ HTTP/1.1\r\nHost: a\r\n\r\n", unusual},
	{"body of a GET", get + "Host: a\r\nContent-Length: 3\r\n\r\nabc", unusual},
	{"00 is no plain zero", get + "Host: a\r\nContent-Length: 00\r\n\r\n", unusual},
	{"chunked", get + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", unusual},
	{"HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", unusual},
	{"absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", unusual},
	{"asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", unusual},
	{"Expect", get + "Host: a\r\nExpect: 100-continue\r\n\r\n", unusual},
	{"Upgrade", get + "Host: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", unusual},
	{"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", unusual},
	{"two Accept-Encoding", get + "Host: a\r\nAccept-Encoding: gzip\r\nAccept-Encoding: br\r\n\r\n", unusual},
	{"Connection with names", get + "Host: a\r\nConnection: keep-alive, X-A\r\n\r\n", unusual},

	{"no Host", get + "\r\n", wrong},
	{"empty Host", get + "Host:\r\n\r\n", wrong},
	{"two Hosts", get + "Host: a\r\nHost: a\r\n\r\n", wrong},
	{"two Hosts, HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", wrong},
	{"path in Host", get + "Host: a/b\r\n\r\n", wrong},
	{"login in Host", get + "Host: a@b\r\n\r\n", wrong},
	{"CL and TE", get + "Host: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", wrong},
	{"zero CL and TE", get + "Host: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", wrong},
	{"two CL", get + "Host: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n", wrong},
	{"CL list", get + "Host: a\r\nContent-Length: 0, 0\r\n\r\n", wrong},
	{"CL with plus", get + "Host: a\r\nContent-Length: +0\r\n\r\n", wrong},
	{"CL negative", get + "Host: a\r\nContent-Length: -1\r\n\r\n", wrong},
	{"CL empty", get + "Host: a\r\nContent-Length:\r\n\r\n", wrong},
	{"CL in hex", get + "Host: a\r\nContent-Length: 0x1\r\n\r\n", wrong},
	{"folded line", get + "Host: a\r\nX: a\r\n b\r\n\r\n", wrong},
	{"folded TE", get + "Host: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n", wrong},
	{"space before colon", get + "Host: a\r\nTransfer-Encoding : chunked\r\n\r\n", wrong},
	{"tab before colon", get + "Host: a\r\nContent-Length\t: 0\r\n\r\n", wrong},
	{"no colon", get + "Host: a\r\nNonsense\r\n\r\n", wrong},
	{"no name", get + "Host: a\r\n: x\r\n\r\n", wrong},
	{"first line folded", get + " Host: a\r\n\r\n", wrong},
	{"bare CR in a value", get + "Host: a\r\nX: a\rTransfer-Encoding: chunked\r\n\r\n", wrong},
	{"NUL in a value", get + "Host: a\r\nX: a\x00b\r\n\r\n", wrong},
	{"name not ASCII", get + "Host: a\r\nX\xc3\xa9: b\r\n\r\n", wrong},
	{"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", wrong},
	{"space in the target", "GET / a HTTP/1.1\r\nHost: a\r\n\r\n", wrong},
	{"tab for space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", wrong},
	{"no version", "GET /\r\n\r\n", wrong},
	{"HTTP/0.9 with space", "GET / \r\n\r\n", wrong},
	{"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", wrong},
	{"HTTP/2.0 without the preface", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", wrong},
	{"lower case version", "GET / http/1.1\r\nHost: a\r\n\r\n", wrong},
	{"space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", wrong},
	{"TLS on a plain port", "\x16\x03\x01\x02\x00\x01\r\n\r\n", wrong},
	{"empty line first", "\r\n" + get + "Host: a\r\n\r\n", wrong},
	{"bare LF", "GET / HTTP/1.1\nHost: a\n\n", wrong},
	{"one bare LF", get + "Host: a\r\nX: b\nTransfer-Encoding: chunked\r\n\r\n", wrong},
	{"LF for the empty line", get + "Host: a\r\n\n", wrong},
}

func TestReadHead(t *testing.T) {
	limits := Limits{}.orDefaults()
	for _, c := range heads {
		t.Run(c.name, func(t *testing.T) {
			var a heard
			end, _, status := findHead([]byte(c.head), 0, &limits)
			m := wrong
			if status == 0 && end > 0 {
				m, status = readHead([]byte(c.head)[:end], &limits, &a)
			}
			if m != c.m || m == wrong && status != 400 {
				t.Errorf("%q: meaning %d status %d, want %d", c.head, m, status, c.m)
			}
		})
	}
}
