package edge

import (
	"bytes"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const getFront = "GET /en/ HTTP/1.1\r\nHost: a\r\n\r\n"

// TestOneAnswer: after an odd request nothing more on the connection is
// answered, so nothing can be smuggled in behind it.
func TestOneAnswer(t *testing.T) {
	addr, _ := start(t, testSite())
	for _, c := range heads {
		if c.m == plain || strings.HasPrefix(c.name, "HTTP/2") {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			got := statuses(t, raw(t, addr, c.head+"GET /en/gone/ HTTP/1.1\r\nHost: a\r\n\r\n"))
			got = slices.DeleteFunc(got, func(status int) bool { return status == 100 })
			if len(got) != 1 || c.m == wrong && got[0] != 400 {
				t.Errorf("%q: answered %v, want one answer", c.head, got)
			}
		})
	}
}

func TestPipelining(t *testing.T) {
	addr, _ := start(t, testSite())
	many := strings.Repeat(getFront, 500) + "GET /en/gone/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
	got := statuses(t, raw(t, addr, many))
	if len(got) != 501 || got[0] != 200 || got[499] != 200 || got[500] != 410 {
		t.Errorf("501 requests in a row got %d answers, the last %v", len(got), got[max(0, len(got)-1):])
	}
}

// TestPiecewise sends requests a few bytes at a time.
func TestPiecewise(t *testing.T) {
	addr, _ := start(t, testSite())
	for size := 1; size < 12; size += 3 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			for piece := range slices.Chunk([]byte(getFront+strings.Replace(getFront, "Host: a", "Host: a\r\nConnection: close", 1)), size) {
				c.Write(piece)
				time.Sleep(time.Millisecond)
			}
		}()
		got, err := io.ReadAll(c)
		if all := statuses(t, string(got)); err != nil || !slices.Equal(all, []int{200, 200}) {
			t.Errorf("in pieces of %d: %v %v", size, all, err)
		}
		c.Close()
	}
}

func TestBombs(t *testing.T) {
	addr, _ := start(t, testSite())
	for _, c := range []struct {
		name, send string
		status     int
	}{
		{"long line", "GET /" + strings.Repeat("a", 9<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
		{"endless line", "GET /" + strings.Repeat("a", 1<<20), 414},
		{"many parameters", "GET /en/?" + strings.Repeat("a=1&", 10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
		{"large cookie", get + "Host: a\r\nCookie: " + strings.Repeat("a", 1<<20) + "\r\n\r\n", 431},
		{"endless field", get + "Host: a\r\nX: " + strings.Repeat("a", 1<<20), 431},
		{"many fields", get + "Host: a\r\n" + strings.Repeat("X: y\r\n", 101) + "\r\n", 431},
		{"as many fields as may be", get + "Host: a\r\n" + strings.Repeat("X: y\r\n", 98) + "Connection: close\r\n\r\n", 200},
		{"head as long as may be", get + "Host: a\r\nConnection: close\r\nX: " + strings.Repeat("a", 15<<10) + "\r\n\r\n", 200},
		{"tags without end", get + "Host: a\r\nConnection: close\r\nIf-None-Match: " + strings.Repeat(`"a",`, 3000) + "\r\n\r\n", 200},
		{"encodings without end", get + "Host: a\r\nConnection: close\r\nAccept-Encoding: " + strings.Repeat(`,`, 15000) + "\r\n\r\n", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := statuses(t, raw(t, addr, c.send)); !slices.Equal(got, []int{c.status}) {
				t.Errorf("answered %v, want %d", got, c.status)
			}
		})
	}
}

// TestSlowHeads: connections that never finish their head are closed, and good
// readers are answered meanwhile.
func TestSlowHeads(t *testing.T) {
	o := testSite()
	o.Limits.HeadTime = 300 * time.Millisecond
	addr, _ := start(t, o)
	var slow []net.Conn
	for i := range 500 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, getFront[:i%len(getFront)])
		slow = append(slow, c)
	}
	for range 20 {
		if got := statuses(t, raw(t, addr, strings.Replace(getFront, "Host: a", "Host: a\r\nConnection: close", 1))); !slices.Equal(got, []int{200}) {
			t.Fatalf("a good reader got %v", got)
		}
	}
	for _, c := range slow {
		// They may drip on: the time is for the whole head.
		io.WriteString(c, "a")
		if _, err := io.Copy(io.Discard, c); err != nil && !isReset(err) {
			t.Fatalf("a slow head was not closed: %v", err)
		}
	}
}

// TestSlowHandshakes: who connects for TLS and does not go through with it is
// let go, too.
func TestSlowHandshakes(t *testing.T) {
	o := testSite()
	o.TLS = &tls.Config{Certificates: []tls.Certificate{testCertificate(t)}}
	o.Limits.HeadTime = 200 * time.Millisecond
	addr, _ := start(t, o)
	for _, begin := range []string{"", "\x16", "\x16\x03\x01\x02\x00\x01", getFront} {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, begin)
		if _, err := io.Copy(io.Discard, c); err != nil && !isReset(err) {
			t.Errorf("after %q: %v", begin, err)
		}
	}
	c, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.Copy(io.Discard, c); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("HTTP/2 without a word: %v", err)
	}
}

func isReset(err error) bool { return strings.Contains(err.Error(), "reset") }

// TestSlowReader: one who does not take a large answer is let go.
func TestSlowReader(t *testing.T) {
	o := testSite()
	o.Pages.(shelf)["/en/huge/"] = pageOf("/en/huge/", strings.Repeat("huge", 16<<20))
	o.Limits.WriteTime = 200 * time.Millisecond
	for _, version := range []string{"1.1", "1.0"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		closing := make(chan struct{}, 1)
		startOn(t, New(o), watched{l, closing})
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "GET /en/huge/ HTTP/%s\r\nHost: a\r\n\r\n", version)
		<-closing // the test hangs here if it is not let go
	}
}

// watched tells when a connection of the listener is closed.
type watched struct {
	net.Listener
	closing chan struct{}
}

func (w watched) Accept() (net.Conn, error) {
	c, err := w.Listener.Accept()
	return watchedConn{c, w.closing}, err
}

type watchedConn struct {
	net.Conn
	closing chan struct{}
}

func (w watchedConn) Close() error {
	select {
	case w.closing <- struct{}{}:
	default:
	}
	return w.Conn.Close()
}

// TestCrowd: at the limit those who wait longest make room.
func TestCrowd(t *testing.T) {
	o := testSite()
	o.Limits.Connections = 32
	addr, _ := start(t, o)
	var conns []net.Conn
	for range 200 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		conns = append(conns, c)
		io.WriteString(c, getFront)
		res := make([]byte, 12)
		if _, err := io.ReadFull(c, res); err != nil || string(res) != "HTTP/1.1 200" {
			t.Fatalf("newcomer %d got %q, %v", len(conns), res, err)
		}
	}
	closed := 0
	for _, c := range conns {
		c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		if _, err := io.Copy(io.Discard, c); err == nil || isReset(err) {
			closed++
		}
	}
	if closed < 200-32 {
		t.Errorf("%d of 200 connections were closed, want 168 at least", closed)
	}
}

// TestLogsNothingOfReaders: no address of a reader is in the log, whatever they
// send; and a fault that goes on is logged once.
func TestLogsNothingOfReaders(t *testing.T) {
	var mu sync.Mutex
	var log bytes.Buffer
	o := testSite()
	o.Log = slog.New(slog.NewTextHandler(writerFunc(func(b []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return log.Write(b)
	}), nil))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stop := startOn(t, New(o), l)
	for range 50 {
		for _, head := range []string{"GET /broken/x/ HTTP/1.0\r\n\r\n", "GET /broken/x/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "nonsense\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"} {
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(c, head)
			c.(*net.TCPConn).CloseWrite()
			io.Copy(io.Discard, c)
			c.Close()
		}
	}
	stop()
	if strings.Contains(log.String(), "127.0.0.1") {
		t.Errorf("a reader's address is in the log:\n%s", log.String())
	}
	if n := strings.Count(log.String(), errBroken.Error()); n != 1 {
		t.Errorf("a broken store was logged %d times, want once:\n%s", n, log.String())
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// TestMain counts goroutines: what a stopped server leaves running is a leak.
func TestMain(m *testing.M) {
	before := runtime.NumGoroutine()
	code := m.Run()
	http.DefaultClient.CloseIdleConnections()
	if flag.Lookup("test.fuzz").Value.String() != "" {
		os.Exit(code) // the fuzzer has goroutines of its own
	}
	for range 1500 {
		if runtime.NumGoroutine() <= before {
			os.Exit(code)
		}
		time.Sleep(20 * time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	fmt.Printf("goroutines left running:\n%s\n", stacks[:runtime.Stack(stacks, true)])
	os.Exit(max(code, 1))
}
