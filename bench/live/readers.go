//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"
)

// readersOf opens the streams, says so, and listens until its own input ends.
func readersOf(ctx context.Context, o options) error {
	heard := &ledger{times: map[int64][]int64{}}
	done := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(done)
	}()
	open := openPlain
	if o.way != "plain" {
		open = openSecure
	}
	if err := open(o, heard, done); err != nil {
		return err
	}
	heard.mu.Lock()
	defer heard.mu.Unlock()
	return gob.NewEncoder(os.Stdout).Encode(heard.times)
}

// ready tells the parent that all streams are open.
func ready() { os.Stdout.Write([]byte{'.'}) }

const request = "GET /en/live HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n"

// openPlain holds its streams with one thread and epoll: ten thousand waking
// goroutines would be slower than the server that is measured.
func openPlain(o options, heard *ledger, done <-chan struct{}) error {
	poll, err := syscall.EpollCreate1(0)
	if err != nil {
		return err
	}
	for range o.readers {
		fd, err := dialPlain(o.child)
		if err != nil {
			return err
		}
		if err := syscall.EpollCtl(poll, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}); err != nil {
			return err
		}
	}
	ready()
	events, buf := make([]syscall.EpollEvent, 256), make([]byte, 16<<10)
	for {
		select {
		case <-done:
			return nil
		default:
		}
		n, err := syscall.EpollWait(poll, events, 50)
		if err != nil && err != syscall.EINTR {
			return err
		}
		for _, e := range events[:max(n, 0)] {
			size, err := syscall.Read(int(e.Fd), buf)
			if size <= 0 {
				return fmt.Errorf("a stream ended: %d, %v", size, err)
			}
			heard.note(buf[:size], time.Now().UnixNano())
		}
	}
}

// dialPlain opens one stream and reads its beginning.
func dialPlain(addr string) (fd int, err error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if _, err := io.WriteString(c, request); err != nil {
		return 0, err
	}
	if err := readOpening(c); err != nil {
		return 0, err
	}
	f, err := c.(*net.TCPConn).File()
	if err != nil {
		return 0, err
	}
	return dup(f)
}

// dup keeps the connection when Go closes its own file.
func dup(f *os.File) (int, error) {
	defer f.Close()
	fd, err := syscall.Dup(int(f.Fd()))
	if err == nil {
		err = syscall.SetNonblock(fd, true)
	}
	return fd, err
}

// readOpening reads until the event that says how far the log reaches.
func readOpening(r io.Reader) error {
	var all []byte
	buf := make([]byte, 4<<10)
	for !bytes.HasSuffix(all, []byte("event: now\ndata\n\n")) {
		n, err := r.Read(buf)
		if all = append(all, buf[:n]...); err != nil {
			return fmt.Errorf("%w after %q", err, all)
		}
	}
	return nil
}

// id reads the id of the event that text begins with.
func id(text []byte) (int64, bool) {
	_, rest, ok := bytes.Cut(text, []byte("id: "))
	number, _, _ := bytes.Cut(rest, []byte("\n"))
	n, err := strconv.ParseInt(string(number), 10, 64)
	return n, ok && err == nil
}
