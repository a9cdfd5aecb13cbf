package edge

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stet.news/press"
)

// bulletin is a log of events in memory.
type bulletin struct {
	mu      sync.Mutex
	events  []press.Event
	size    int64
	changed chan struct{}
}

func newBulletin() *bulletin { return &bulletin{size: 1, changed: make(chan struct{})} }

func (b *bulletin) Has(edition string) bool { return edition == "en" || edition == "ps" }

func (b *bulletin) Changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.changed
}

func (b *bulletin) Since(edition string, leaf int64) (events []press.Event, last int64, whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.events {
		if e.Leaf > leaf && e.Edition == edition {
			events = append(events, e)
		}
	}
	return events, b.size - 1, leaf < b.size && leaf > b.size-500
}

// publish adds an event and gives its id.
func (b *bulletin) publish(edition, section, data string) int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, press.Event{
		Leaf: b.size, Kind: press.EventStory, Edition: edition, Section: section, Story: "s" + strconv.FormatInt(b.size, 10), Data: []byte(data),
	})
	b.size++
	close(b.changed)
	b.changed = make(chan struct{})
	return b.size - 1
}

// heardEvent is a message as a browser gives it to a page.
type heardEvent struct{ id, kind, data string }

func (e heardEvent) String() string { return e.id + " " + e.kind + " " + e.data }

// eventReader reads messages by the rules of the standard.
type eventReader struct {
	*bufio.Reader
	t     *testing.T
	id    string
	retry int
}

func (r *eventReader) next() (e heardEvent, err error) {
	said := false
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return e, err
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "":
			if line == "\n" && said {
				e.id = r.id
				return e, nil
			}
		case "id":
			r.id = value
		case "event":
			e.kind = value
		case "data":
			e.data, said = value, true
		case "retry":
			r.retry, _ = strconv.Atoi(value)
		}
	}
}

// want reads messages and says what they should have been.
func (r *eventReader) want(messages ...string) {
	r.t.Helper()
	for _, want := range messages {
		if got, err := r.next(); err != nil || got.String() != want {
			r.t.Fatalf("heard %.80q, %v, want %.80q", got, err, want)
		}
	}
}

// broadcastSite is a server with a bulletin, and one way to it.
type broadcastSite struct {
	t      *testing.T
	way    string
	log    *bulletin
	tr     *http.Transport
	scheme string
	stop   func()
}

// eachWay runs a test for every way to open a stream, each on its own server.
func eachWay(t *testing.T, limits Limits, test func(*broadcastSite)) {
	for _, way := range []string{"lane", "lane over TLS", "HTTP/2", "h2c"} {
		t.Run(way, func(t *testing.T) {
			o := testSite()
			s := &broadcastSite{t: t, way: way, log: newBulletin(), tr: &http.Transport{}, scheme: "http"}
			o.Live, o.Limits = s.log, limits
			o.Limits.Linger = 50 * time.Millisecond
			if way == "lane over TLS" || way == "HTTP/2" {
				o.TLS = &tls.Config{Certificates: []tls.Certificate{testCertificate(t)}}
				s.scheme = "https"
			}
			s.tr.ForceAttemptHTTP2 = way == "HTTP/2"
			if way == "h2c" {
				s.tr.Protocols = new(http.Protocols)
				s.tr.Protocols.SetUnencryptedHTTP2(true)
			}
			addr, stop := start(t, o)
			s.stop = stop
			s.tr.DialContext = (&fixedDialer{addr}).dial
			s.tr.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
			t.Cleanup(s.tr.CloseIdleConnections)
			test(s)
		})
	}
}

// open asks for a stream, as a browser that has heard up to an event.
func (s *broadcastSite) open(target, last string) (*http.Response, *eventReader) {
	s.t.Helper()
	q, err := http.NewRequest("GET", s.scheme+"://example.org"+target, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if last != "" {
		q.Header.Set("Last-Event-ID", last)
	}
	res, err := s.tr.RoundTrip(q)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { res.Body.Close() })
	return res, &eventReader{Reader: bufio.NewReader(res.Body), t: s.t}
}

// TestStream: in every way a reader hears what it missed, how far that reaches,
// and then what is published, each once.
func TestStream(t *testing.T) {
	eachWay(t, Limits{}, func(s *broadcastSite) {
		s.log.publish("en", "world", "one")
		s.log.publish("ps", "world", "other")
		s.log.publish("en", "sport", "two")
		res, events := s.open("/en/live", "1")
		for name, want := range map[string]string{
			"Content-Type": liveType, "Cache-Control": "no-store", "X-Accel-Buffering": "no", "Content-Length": "", "Etag": "",
		} {
			if got := res.Header.Get(name); got != want || res.StatusCode != 200 {
				t.Errorf("status %d, %s is %q, want %q", res.StatusCode, name, got, want)
			}
		}
		events.want("3 story two", "3 now ")
		if events.retry < 1000 || events.retry > 11000 {
			t.Errorf("come back after %d ms", events.retry)
		}
		s.log.publish("ps", "world", "not for you")
		s.log.publish("en", "world", "three")
		events.want("5 story three")
		s.log.publish("en", "world", "four")
		events.want("6 story four")
	})
}

// TestStreamBegins: where a stream begins, by what the reader says it knows.
func TestStreamBegins(t *testing.T) {
	eachWay(t, Limits{}, func(s *broadcastSite) {
		for i := range 5 {
			s.log.publish("en", []string{"world", "sport"}[i%2], "x")
		}
		for _, c := range []struct{ target, last, want string }{
			{"/en/live", "", "5 now "},
			{"/en/live?last=3", "", "4 story x|5 story x|5 now "},
			{"/en/live?last=3", "4", "5 story x|5 now "},
			{"/en/live?page=3&section=sport", "", "4 story x|5 now "},
			{"/en/live?page=2&section=sport", "4", "5 story x|5 now "},
			{"/en/live?page=0&story=s3", "", "3 story x|5 now "},
			{"/ps/live?page=0", "", "5 now "},
			{"/en/live", "9", "5 reset "}, // of a record that was rolled back
			{"/en/live", "x", "5 now "},
			{"/en/live?last=-3", "", "5 now "},
		} {
			res, events := s.open(c.target, c.last)
			events.want(strings.Split(c.want, "|")...)
			res.Body.Close()
		}
		for range liveReplay {
			s.log.publish("en", "world", "x")
		}
		_, events := s.open("/en/live", "4")
		events.want("105 reset ")
	})
}

// TestStreamEnds: a server that stops ends its streams in good order and spreads
// the readers' return.
func TestStreamEnds(t *testing.T) {
	eachWay(t, Limits{}, func(s *broadcastSite) {
		_, events := s.open("/en/live", "")
		events.want("0 now ")
		events.retry = 0
		s.stop()
		if got, err := events.next(); err != io.EOF {
			t.Errorf("%q, %v, want the end", got, err)
		}
		if events.retry < 1000 || events.retry > 11000 {
			t.Errorf("come back after %d ms", events.retry)
		}
	})
}

// TestStreamLimit: beyond the limit there is 503, pages are answered all the
// same, and a reader who leaves makes room.
func TestStreamLimit(t *testing.T) {
	eachWay(t, Limits{Live: 3, Connections: 4}, func(s *broadcastSite) {
		var open []*http.Response
		for range 3 {
			res, events := s.open("/en/live", "")
			events.want("0 now ")
			open = append(open, res)
		}
		res, _ := s.open("/en/live", "")
		if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
			t.Errorf("one too many: %s %v", res.Status, res.Header)
		}
		res.Body.Close()
		if res, _ := s.open("/en/", ""); res.StatusCode != 200 {
			t.Errorf("a page: %s", res.Status)
		}
		open[0].Body.Close()
		for late := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			if res, _ := s.open("/en/live", ""); res.StatusCode == 200 {
				return
			} else if res.Body.Close(); time.Now().After(late) {
				t.Fatal("a reader left and there is no room")
			}
		}
	})
}

// TestStreamWithoutBody: HEAD says what GET would, and the connection goes on.
func TestStreamWithoutBody(t *testing.T) {
	o := testSite()
	o.Live = newBulletin()
	addr, _ := start(t, o)
	got := raw(t, addr, "HEAD /en/live HTTP/1.1\r\nHost: a\r\n\r\n"+"HEAD /xx/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n") || !strings.Contains(got, "HTTP/1.1 404 ") || strings.Contains(got, "retry") {
		t.Errorf("%q", got)
	}
}

// TestStreamOldProtocol: many proxies speak HTTP/1.0 to what is behind them.
func TestStreamOldProtocol(t *testing.T) {
	o := testSite()
	b := newBulletin()
	o.Live = b
	addr, stop := start(t, o)
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET /en/live HTTP/1.0\r\nLast-Event-ID: 0\r\n\r\n")
	events := &eventReader{Reader: bufio.NewReader(c), t: t}
	res, err := http.ReadResponse(events.Reader, nil)
	if err != nil || res.StatusCode != 200 {
		t.Fatal(res, err)
	}
	events.want("0 now ")
	b.publish("en", "world", "x")
	events.want("1 story x")
	stop()
	if _, err := events.next(); err != io.EOF {
		t.Errorf("%v, want the end", err)
	}
}

// TestSlowReaderDropped: a reader who takes nothing is let go when what lies on
// the way to it is full, and nobody else waits for it.
func TestSlowReaderDropped(t *testing.T) {
	eachWay(t, Limits{}, func(s *broadcastSite) {
		_, slow := s.open("/en/live", "") // not read until all is over
		quick := &broadcastSite{t: s.t, tr: s.tr.Clone(), scheme: s.scheme}
		defer quick.tr.CloseIdleConnections()
		_, events := quick.open("/en/live", "")
		events.want("0 now ")
		const messages = 1200
		data := strings.Repeat("x", 8<<10)
		for id := range messages { // 10 MB: more than a window or two kernels hold
			s.log.publish("en", "world", data)
			events.want(fmt.Sprintf("%d story %s", id+1, data))
		}
		heard := -1
		for err := error(nil); err == nil; heard++ {
			_, err = slow.next()
		}
		if heard > messages/2 {
			t.Errorf("%d messages were kept for a reader who did not read", heard)
		}
	})
}

// TestStreamsHoldNoGoroutine: a reader of HTTP/1.1 who waits costs a connection
// and little else.
func TestStreamsHoldNoGoroutine(t *testing.T) {
	o := testSite()
	b := newBulletin()
	o.Live = b
	addr, _ := start(t, o)
	const readers = 200
	before := runtime.NumGoroutine()
	var all []*eventReader
	for range readers {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		io.WriteString(c, "GET /en/live HTTP/1.1\r\nHost: a\r\n\r\n")
		events := &eventReader{Reader: bufio.NewReader(c), t: t}
		if _, err := http.ReadResponse(events.Reader, nil); err != nil {
			t.Fatal(err)
		}
		events.want("0 now ")
		all = append(all, events)
	}
	b.publish("en", "world", "x") // told to all, so all have joined
	for _, events := range all {
		events.want("1 story x")
	}
	if more := runtime.NumGoroutine() - before; more > readers/10 {
		t.Errorf("%d readers who wait hold %d goroutines", readers, more)
	}
}

// TestStreamsExact: readers whose connections are cut again and again, while
// stories are published by the hundred, hear each exactly once.
func TestStreamsExact(t *testing.T) {
	eachWay(t, Limits{}, func(s *broadcastSite) {
		const stories = 300
		var heard [8]atomic.Int64
		var group sync.WaitGroup
		for i := range heard {
			group.Go(func() { s.hearAll(&heard[i], stories) })
		}
		for id := range int64(stories) {
			s.log.publish("en", "world", "x")
			for anyBehind(heard[:], id-liveReplay/2) {
				time.Sleep(time.Millisecond) // who misses too much is told that, not all of it
			}
		}
		group.Wait()
	})
}

// hearAll is a reader who is cut off often.
func (s *broadcastSite) hearAll(heard *atomic.Int64, stories int64) {
	for heard.Load() < stories {
		last := heard.Load()
		res, events := s.open("/en/live", strconv.FormatInt(last, 10))
		for n := rand.IntN(40); n > 0 && last < stories; n-- {
			got, err := events.next()
			if err != nil {
				break // let go, being slow: that is no loss either
			}
			if got.kind == "now" {
				continue
			}
			if last++; got.id != strconv.FormatInt(last, 10) {
				s.t.Errorf("heard %q for %d", got, last)
				last = stories
			}
			heard.Store(last)
		}
		res.Body.Close()
	}
}

func anyBehind(heard []atomic.Int64, id int64) bool {
	for i := range heard {
		if heard[i].Load() < id {
			return true
		}
	}
	return false
}

// TestStreamsTakeNoPlace: as many readers may hear of what is published, each on a
// connection of its own, as there may be streams, and pages are answered beside.
func TestStreamsTakeNoPlace(t *testing.T) {
	eachWay(t, Limits{Live: 10, Connections: 3}, func(s *broadcastSite) {
		apart := *s
		for range 6 {
			apart.tr = s.tr.Clone()
			t.Cleanup(apart.tr.CloseIdleConnections)
			_, events := apart.open("/en/live", "")
			events.want("0 now ")
		}
		res, _ := s.open("/en/", "")
		if res.StatusCode != 200 {
			t.Errorf("a page: %s", res.Status)
		}
	})
}
