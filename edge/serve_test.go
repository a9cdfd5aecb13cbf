package edge

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stet.news/press"
)

// restarts is few enough for every run of the tests.
const restarts = 5

// TestRestartLosesNothing: servers follow each other on one listening socket
// while readers ask without pause. Every request gets its answer.
func TestRestartLosesNothing(t *testing.T) {
	secure := &tls.Config{Certificates: []tls.Certificate{testCertificate(t)}}
	for _, c := range []struct {
		name  string
		tls   *tls.Config
		asker func(addr string) asker
	}{
		{"HTTP/1.1", nil, func(addr string) asker { return &stubborn{addr: addr} }},
		{"HTTP/1.1 over TLS", secure, func(addr string) asker { return &stubborn{addr: addr, secure: true} }},
		{"HTTP/2", secure, newModernAsker},
	} {
		t.Run(c.name, func(t *testing.T) {
			socket := listeningFile(t)
			addr := fileListener(t, socket).Addr().String()
			done := make(chan struct{})
			var asked atomic.Int64
			var readers sync.WaitGroup
			for range 32 {
				readers.Go(func() { asked.Add(askUntil(t, done, c.asker(addr))) })
			}
			for range restarts {
				serveBriefly(t, socket, c.tls)
			}
			// Those who are asking while nobody serves wait for the last one.
			o := testSite()
			o.TLS = c.tls
			stop := startOn(t, New(o), fileListener(t, socket))
			close(done)
			readers.Wait()
			stop()
			t.Logf("%d requests over %d servers", asked.Load(), restarts+1)
		})
	}
}

func serveBriefly(t *testing.T, socket *os.File, secure *tls.Config) {
	t.Helper()
	o := testSite()
	o.TLS, o.Limits = secure, Limits{}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error)
	l := fileListener(t, socket)
	go func() { served <- New(o).Serve(ctx, l) }()
	time.Sleep(30 * time.Millisecond)
	cancel()
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// asker is a reader's client.
type asker interface {
	ask() error
	close()
}

func askUntil(t *testing.T, done chan struct{}, a asker) (asked int64) {
	defer a.close()
	for ; !isClosed(done); asked++ {
		if err := a.ask(); err != nil {
			t.Errorf("a request was lost: %v", err)
			return asked
		}
	}
	return asked
}

// stubborn asks over HTTP/1.1 on one connection for as long as the server lets
// it, and never asks twice, as the client of net/http would when a connection is
// closed under its request.
type stubborn struct {
	addr   string
	secure bool
	conn   net.Conn
	answer *bufio.Reader
}

func (s *stubborn) ask() error {
	if s.conn == nil {
		if err := s.connect(); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(s.conn, getFront); err != nil {
		return err
	}
	res, err := http.ReadResponse(s.answer, nil)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.Close {
		s.close()
		s.conn = nil
	}
	return nil
}

func (s *stubborn) connect() (err error) {
	if s.conn, err = net.Dial("tcp", s.addr); err != nil {
		return err
	}
	if s.secure {
		s.conn = tls.Client(s.conn, &tls.Config{InsecureSkipVerify: true})
	}
	s.answer = bufio.NewReader(s.conn)
	return nil
}

func (s *stubborn) close() {
	if s.conn != nil {
		s.conn.Close()
	}
}

// modernAsker asks over HTTP/2, whose GOAWAY says which requests were not heard; the
// client of net/http asks those again, and only those.
type modernAsker struct{ http.Transport }

func newModernAsker(addr string) asker {
	m := &modernAsker{}
	m.ForceAttemptHTTP2, m.DisableCompression = true, true
	m.DialContext = (&fixedDialer{addr}).dial
	m.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	return m
}

func (m *modernAsker) ask() error {
	q, err := http.NewRequest("GET", "https://example.org"+storyTarget, nil)
	if err != nil {
		return err
	}
	res, err := m.RoundTrip(q)
	for err != nil && strings.HasSuffix(err.Error(), notEstablished) {
		res, err = m.RoundTrip(q)
	}
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// notEstablished is what net/http says when a connection was closed before it had
// written anything on it: a client so slow that the stopping server had waited
// for it long enough. No request is lost then, and browsers dial again.
const notEstablished = "http2: client conn could not be established"

func (m *modernAsker) close() { m.CloseIdleConnections() }

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// listeningFile is a listening socket that outlives the servers on it.
func listeningFile(t *testing.T) *os.File {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func fileListener(t *testing.T, f *os.File) net.Listener {
	t.Helper()
	l, err := net.FileListener(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// TestStopFinishes: an answer being made when the server is told to stop is
// sent, and its connection told to close.
func TestStopFinishes(t *testing.T) {
	o := testSite()
	entered, leave := make(chan struct{}), make(chan struct{})
	o.ErrorPage = func(int, string) *press.Page {
		close(entered)
		<-leave
		return &press.Page{Body: []byte("slow")}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- New(o).Serve(ctx, l) }()
	got := make(chan string, 1)
	go func() { got <- raw(t, l.Addr().String(), "GET /nowhere/ HTTP/1.1\r\nHost: a\r\n\r\n") }()
	<-entered
	cancel()
	time.Sleep(100 * time.Millisecond) // past Linger
	close(leave)
	if g := <-got; !strings.HasSuffix(g, "slow") || !strings.Contains(g, "Connection: close\r\n") {
		t.Errorf("the answer of a stopping server: %q", g)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// TestStopCuts: what does not end within Drain is cut, and Serve says so.
func TestStopCuts(t *testing.T) {
	o := testSite()
	o.Pages.(shelf)["/en/huge/"] = pageOf("/en/huge/", strings.Repeat("huge", 16<<20))
	o.Limits.Drain = 100 * time.Millisecond
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- New(o).Serve(ctx, l) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET /en/huge/ HTTP/1.1\r\nHost: a\r\n\r\n")
	if _, err := io.ReadFull(c, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-served; err == nil || !strings.Contains(err.Error(), "1 connections were cut") {
		t.Errorf("Serve: %v, want one connection cut", err)
	}
}

func TestServeClosedListener(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := New(testSite()).Serve(t.Context(), l); err == nil {
		t.Error("serving a closed listener gave no error")
	}
}
