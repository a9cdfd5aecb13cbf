package edge

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// asked is a request and what its answer must hold.
type asked struct {
	name   string
	method string // GET when empty
	target string
	fields string // "Name: value|Name: value"
	status int
	want   string // "Name: value|Name:|body: text"; a name without a value must be absent
}

const (
	storyTarget   = "/en/2026/11/23/kabul/"
	brField       = "Accept-Encoding: br"
	fullCaching   = "Cache-Control: public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"
	notKept       = "Cache-Control: no-store"
	lastModified  = "Last-Modified: Mon, 23 Nov 2026 15:04:05 GMT"
	otherSources  = "img-src 'self'; script-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	pictureTarget = "/picture/" + pictureName0
)

var table = []asked{
	{name: "page", target: "/en/", status: 200, want: "body: front|Content-Type: text/html; charset=utf-8|Content-Length: 5|Vary: Accept-Encoding|Content-Encoding:|" + fullCaching + "|" + lastModified + "|Accept-Ranges: none|Date: Tue, 24 Nov 2026 08:30:00 GMT|Set-Cookie:|Server:|Strict-Transport-Security:"},
	{name: "policy of a page", target: "/en/", status: 200, want: "Content-Security-Policy: default-src 'none'; style-src 'sha256-AAAA'; " + otherSources},
	{name: "policy of another", target: "/en/styled/", status: 200, want: "Content-Security-Policy: default-src 'none'; style-src 'sha256-BBBB'; " + otherSources},
	{name: "policy of an error", target: "/en/nothing/", status: 404, want: "Content-Security-Policy: default-src 'none'; style-src 'sha256-CCCC'; " + otherSources + "|body: br of 404|Content-Encoding: br|Vary: Accept-Encoding|ETag:", fields: brField},
	{name: "policy of a picture", target: pictureTarget, status: 200, want: "Content-Security-Policy: default-src 'none'; " + otherSources},
	{name: "no policy without a body", target: "/en/", fields: "If-Modified-Since: Mon, 23 Nov 2026 15:04:05 GMT", status: 304, want: "Content-Security-Policy:"},
	{name: "protections", target: "/en/", status: 200, want: "X-Content-Type-Options: nosniff|Cross-Origin-Resource-Policy: same-origin"},
	{name: "HEAD", method: "HEAD", target: "/en/", status: 200, want: "body:|Content-Length: 5|Vary: Accept-Encoding|" + fullCaching},
	{name: "HEAD of a coding", method: "HEAD", target: storyTarget, fields: brField, status: 200, want: "body:|Content-Length: 8|Content-Encoding: br"},
	{name: "query", target: "/en/?utm_source=x&y=%zz", status: 200, want: "body: front"},
	{name: "text", target: "/robots.txt", status: 200, want: "Content-Type: text/plain; charset=utf-8"},

	{name: "brotli", target: storyTarget, fields: "Accept-Encoding: gzip, deflate, br, zstd", status: 200, want: "body: br bytes|Content-Encoding: br|Vary: Accept-Encoding|Content-Length: 8"},
	{name: "gzip", target: storyTarget, fields: "Accept-Encoding: gzip", status: 200, want: "body: gzip bytes|Content-Encoding: gzip"},
	{name: "two fields", target: storyTarget, fields: "Accept-Encoding: gzip|Accept-Encoding: br", status: 200, want: "Content-Encoding: br"},
	{name: "gzip wins by weight", target: storyTarget, fields: "Accept-Encoding: br;q=0.5, gzip;q=0.9", status: 200, want: "Content-Encoding: gzip"},
	{name: "nothing printed so", target: "/en/gzipped/", fields: brField, status: 200, want: "Content-Encoding:|body: only gzip|Vary: Accept-Encoding"},

	{name: "same tag", target: storyTarget, fields: brField + "|If-None-Match: " + tagOf(storyTarget, "-br"), status: 304, want: "body:|ETag: " + tagOf(storyTarget, "-br") + "|Vary: Accept-Encoding|" + fullCaching + "|Content-Encoding:|Content-Type:|Date: Tue, 24 Nov 2026 08:30:00 GMT"},
	{name: "tag of another coding", target: storyTarget, fields: brField + "|If-None-Match: " + tagOf(storyTarget, ""), status: 200},
	{name: "weak tag in a list", target: storyTarget, fields: brField + `|If-None-Match: "a", W/` + tagOf(storyTarget, "-br"), status: 304},
	{name: "any tag", target: storyTarget, fields: "If-None-Match: *", status: 304},
	{name: "tag before time", target: "/en/", fields: `If-None-Match: "x"|If-Modified-Since: Mon, 23 Nov 2026 15:04:05 GMT`, status: 200},
	{name: "same time", target: "/en/", fields: "If-Modified-Since: Mon, 23 Nov 2026 15:04:05 GMT", status: 304},
	{name: "another time", target: "/en/", fields: "If-Modified-Since: Mon, 23 Nov 2026 15:04:06 GMT", status: 200},
	{name: "no time", target: "/en/", fields: "If-Modified-Since: yesterday", status: 200},
	{name: "HEAD, same tag", method: "HEAD", target: storyTarget, fields: "If-None-Match: " + tagOf(storyTarget, ""), status: 304, want: "body:"},
	{name: "a gone page has no conditions", target: "/en/gone/", fields: "If-None-Match: *", status: 410, want: "body: <p>retracted</p>|ETag:|" + fullCaching},

	{name: "moved", target: "/en/old/", status: 301, want: "Location: /fa-AF/2026/11/23/%DA%A9%D8%A7%D8%A8%D9%84/|Content-Length: 0|Cache-Control: public, max-age=3600, stale-while-revalidate=60, stale-if-error=86400"},
	{name: "no last slash", target: "/en?x=1", status: 301, want: "Location: /en/"},
	{name: "not NFC", target: "/en/cafe%CC%81/", status: 301, want: "Location: /en/caf%C3%A9/"},
	{name: "not NFC, no page", target: "/en/nowhere%CC%81/", status: 404},
	{name: "escaped", target: "/%65n/", status: 200, want: "body: front"},
	{name: "ZWNJ", target: "/fa-AF/2026/11/23/%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D8%AF/", status: 200, want: "body: persian"},
	{name: "escaped twice", target: "/%2565n/", status: 404},

	{name: "no page", target: "/en/nowhere/", status: 404, want: "Cache-Control: public, max-age=15|ETag:|Set-Cookie:"},
	{name: "file in a page", target: "/en/robots.txt", status: 404},
	{name: "double slash", target: "//en/", status: 404, want: "Location:"},
	{name: "double slash to a host", target: "//evil.example/..", status: 400, want: "Location:"},
	{name: "backslash", target: `/%5Cevil.example`, status: 404, want: "Location:"},
	{name: "escaped slash", target: "/en%2F", status: 404, want: "Location:"},
	{name: "dot segment", target: "/en/../en/", status: 400},
	{name: "escaped dots", target: "/en/%2e%2E/", status: 400, want: notKept},
	{name: "one dot", target: "/./en/", status: 400},
	{name: "hidden name is no dot segment", target: "/.well-known/x", status: 404},
	{name: "NUL", target: "/en/%00", status: 400},
	{name: "line break", target: "/en/%0d%0aSet-Cookie:%20a=b/", status: 400, want: "Set-Cookie:"},
	{name: "not UTF-8", target: "/en/%ff/", status: 400},
	{name: "long path", target: "/" + strings.Repeat("a", maxPath) + "/", status: 404},
	{name: "deep path", target: strings.Repeat("/a", maxPath) + "/", status: 404},
	{name: "dangerous words", target: "/en/.git/config?<script>", status: 404},

	{name: "search", target: "/en/search/?q=%DA%A9%D8%AA%D8%A7%D8%A8&page=2", status: 200, want: "body: found q=%DA%A9%D8%AA%D8%A7%D8%A8&page=2|" + notKept + "|ETag:|Last-Modified:|Vary: Accept-Encoding|Content-Security-Policy: default-src 'none'; style-src 'sha256-AAAA'; " + otherSources},
	{name: "search, brotli", target: "/en/search/?q=a", fields: brField, status: 200, want: "body: br found|Content-Encoding: br"},
	{name: "HEAD of a search", method: "HEAD", target: "/en/search/?q=a", status: 200, want: "body:|Content-Length: 9"},
	{name: "POST to a search", method: "POST", target: "/en/search/?q=a", status: 405},
	{name: "search for nothing", target: "/en/search/?", status: 200, want: "body: form"},
	{name: "search where nobody searches", target: "/xx/search/?q=a", status: 404},
	{name: "a story called search", target: "/en/2026/11/23/search/?q=a", status: 404, want: "Cache-Control: public, max-age=15"},
	{name: "broken search", target: "/en/search/?q=broken", status: 503, want: notKept + "|Retry-After: 5"},
	{name: "a search that panics", target: "/en/search/?q=panic", status: 500, want: notKept},
	{name: "search that takes long", target: "/en/search/?q=slow", status: 503, want: notKept + "|Retry-After: 5"},

	{name: "our fault", target: "/broken/x/", status: 500, want: notKept + "|Retry-After: 5"},
	{name: "a panic", target: "/panic/x/", status: 500, want: notKept},
	{name: "POST", method: "POST", target: "/en/", status: 405, want: "Allow: GET, HEAD|" + notKept},
	{name: "DELETE", method: "DELETE", target: "/en/", status: 405},
	{name: "OPTIONS", method: "OPTIONS", target: "/en/", status: 405},
	{name: "TRACE", method: "TRACE", target: "/en/", status: 405, want: "X-Secret:", fields: "X-Secret: a"},

	{name: "unkeyed fields", target: "/en/", fields: "X-Forwarded-Host: evil|X-Forwarded-Proto: http|X-Original-URL: /admin|X-Rewrite-URL: /admin|X-HTTP-Method-Override: DELETE|Forwarded: host=evil|Cookie: a=b|Authorization: Basic eA==|Origin: https://evil|X-Host: evil", status: 200, want: "body: front|" + fullCaching + "|Access-Control-Allow-Origin:|Set-Cookie:"},
	{name: "range of a page", target: "/en/", fields: "Range: bytes=0-1", status: 200, want: "body: front|Accept-Ranges: none"},

	{name: "picture", target: pictureTarget, status: 200, want: "Content-Type: image/jpeg|Cache-Control: public, max-age=31536000, immutable|Content-Length: 20000|Accept-Ranges: bytes|Vary:|Cross-Origin-Resource-Policy: cross-origin"},
	{name: "picture held", target: pictureTarget, fields: `If-None-Match: "9f86d081884c7d659a2feaa0c55ad015"`, status: 304},
	{name: "range of a picture", target: pictureTarget, fields: "Range: bytes=4-11", status: 206, want: "body: JPEGJPEG|Content-Range: bytes 4-11/20000|Content-Length: 8|Cache-Control: public, max-age=31536000, immutable"},
	{name: "range beyond a picture", target: pictureTarget, fields: "Range: bytes=30000-", status: 416, want: "Content-Range: bytes */20000"},
	{name: "range of another picture", target: pictureTarget, fields: `Range: bytes=4-11|If-Range: "old"`, status: 200, want: "Content-Length: 20000"},
	{name: "several ranges", target: pictureTarget, fields: "Range: bytes=0-1,4-5", status: 200, want: "Content-Length: 20000"},
	{name: "HEAD of a range", method: "HEAD", target: pictureTarget, fields: "Range: bytes=0-1", status: 200, want: "Content-Length: 20000|body:"},
	{name: "no such picture", target: "/picture/" + strings.Repeat("0", 64) + ".jpg", status: 404},
	{name: "no picture's name", target: "/picture/..%2f..%2frecord.key", status: 400},
	{name: "picture of another type", target: strings.Replace(pictureTarget, ".jpg", ".svg", 1), status: 404},
	{name: "large page", target: "/en/large/", status: 200, want: "Content-Length: 360000"},
}

// tagOf gives the tag a page of the test site must have.
func tagOf(path, suffix string) string {
	p, _ := testSite().Pages.Page(path)
	return fmt.Sprintf("\"%x%s\"", p.Hash[:16], suffix)
}

// ways are all ways to the same answers.
func ways(t *testing.T) map[string]*http.Transport {
	t.Helper()
	cert := testCertificate(t)
	secure := testSite()
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	to := func(addr string) func(*http.Transport) {
		return func(tr *http.Transport) {
			tr.DialContext = (&fixedDialer{addr}).dial
			tr.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
			tr.DisableCompression = true
		}
	}
	plainAddr, _ := start(t, testSite())
	secureAddr, _ := start(t, secure)
	standard := httptest.NewServer(New(testSite()))
	t.Cleanup(standard.Close)
	all := map[string]*http.Transport{
		"lane": {}, "net/http": {}, "lane over TLS": {}, "HTTP/2": {ForceAttemptHTTP2: true}, "h2c": {Protocols: new(http.Protocols)},
	}
	all["h2c"].Protocols.SetUnencryptedHTTP2(true)
	for name, addr := range map[string]string{
		"lane": plainAddr, "net/http": standard.Listener.Addr().String(), "lane over TLS": secureAddr, "HTTP/2": secureAddr, "h2c": plainAddr,
	} {
		to(addr)(all[name])
		t.Cleanup(all[name].CloseIdleConnections)
	}
	return all
}

// TestAnswers asks everything of the table in every way, and wants the same
// answer, field by field and byte by byte.
func TestAnswers(t *testing.T) {
	all := ways(t)
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			var first *answered
			for _, way := range []string{"net/http", "lane", "lane over TLS", "HTTP/2", "h2c"} {
				got := c.ask(t, all[way], way)
				if got == nil {
					continue
				}
				c.check(t, way, got)
				secured := got.fields["Strict-Transport-Security"] != nil
				if secured != (got.secure && got.status != 304) {
					t.Errorf("%s: Strict-Transport-Security: %v", way, got.fields["Strict-Transport-Security"])
				}
				delete(got.fields, "Strict-Transport-Security")
				if first == nil {
					first = got
				}
				got.same(t, way, first)
			}
		})
	}
}

type answered struct {
	status int
	fields http.Header
	body   []byte
	secure bool
}

// ask sends the request to the letter. It is nil where the way has no letters
// for it: an HTTP/2 client of net/http parses targets itself.
func (c asked) ask(t *testing.T, tr *http.Transport, way string) *answered {
	t.Helper()
	method := c.method
	if method == "" {
		method = "GET"
	}
	secure := strings.Contains(way, "TLS") || way == "HTTP/2"
	scheme := map[bool]string{false: "http", true: "https"}[secure]
	q, err := http.NewRequest(method, scheme+"://example.org/", nil)
	if err != nil {
		t.Fatal(err)
	}
	q.URL.Opaque = c.target
	if strings.HasPrefix(c.target, "//") {
		if way == "HTTP/2" || way == "h2c" {
			return nil
		}
		q.URL.Opaque = "//example.org" + c.target // as net/http wants such a path written
	}
	q.Header.Set("User-Agent", "test")
	for f := range strings.SplitSeq(c.fields, "|") {
		if name, value, ok := strings.Cut(f, ": "); ok {
			q.Header.Add(name, value)
		}
	}
	res, err := tr.RoundTrip(q)
	if err != nil {
		t.Fatalf("%s: %v", way, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s: %v", way, err)
	}
	return &answered{res.StatusCode, res.Header, body, secure}
}

func (c asked) check(t *testing.T, way string, got *answered) {
	t.Helper()
	if got.status != c.status {
		t.Errorf("%s: status %d, want %d", way, got.status, c.status)
	}
	for w := range strings.SplitSeq(c.want, "|") {
		name, value, _ := strings.Cut(w, ":")
		value = strings.TrimSpace(value)
		have := got.fields.Get(name)
		if name == "body" {
			have = string(got.body)
		}
		if name == "Strict-Transport-Security" && got.secure || w == "" {
			continue
		}
		if have != value {
			t.Errorf("%s: %s is %q, want %q", way, name, have, value)
		}
	}
}

func (got *answered) same(t *testing.T, way string, want *answered) {
	t.Helper()
	if !bytes.Equal(got.body, want.body) {
		t.Errorf("%s: another body, %d bytes for %d", way, len(got.body), len(want.body))
	}
	for _, h := range []http.Header{got.fields, want.fields} {
		h.Del("Connection")
	}
	for name := range want.fields {
		if !slices.Equal(got.fields[name], want.fields[name]) {
			t.Errorf("%s: %s is %q, elsewhere %q", way, name, got.fields[name], want.fields[name])
		}
	}
	for name := range got.fields {
		if want.fields[name] == nil {
			t.Errorf("%s: %s is only here: %q", way, name, got.fields[name])
		}
	}
}

// raw sends bytes and reads what comes until the connection is closed.
func raw(t *testing.T, addr, send string) string {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, send); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(c)
	if err != nil {
		t.Errorf("%.60q: %v", send, err)
	}
	return string(got)
}

// statuses reads the answers in what raw got. The requests were all GETs.
func statuses(t *testing.T, got string) (all []int) {
	t.Helper()
	b := bufio.NewReader(strings.NewReader(got))
	for {
		if _, err := b.Peek(1); err == io.EOF {
			return all
		}
		res, err := http.ReadResponse(b, nil)
		if err != nil {
			t.Fatalf("%.200q: %v", got, err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatalf("%.200q: %v", got, err)
		}
		all = append(all, res.StatusCode)
	}
}
