//go:build unix

package edge

import (
	"io"
	"syscall"
)

// writeAtOnce writes what the kernel has room for. An error says that it had
// none for some of it.
func (g *guest) writeAtOnce(b []byte) (n int, err error) {
	closed := g.raw.Write(func(fd uintptr) bool {
		for n, err = syscall.Write(int(fd), b); err == syscall.EINTR; {
			n, err = syscall.Write(int(fd), b)
		}
		return true
	})
	switch {
	case closed != nil:
		return 0, closed
	case err != nil:
		return 0, err
	case n < len(b):
		return n, io.ErrShortWrite
	}
	return n, nil
}

// listens says that the reader of a stream is still there: it has not hung up,
// nor said anything, for there is nothing to say.
func (g *guest) listens() (there bool) {
	if g.raw == nil {
		return true
	}
	var one [1]byte
	closed := g.raw.Read(func(fd uintptr) bool {
		_, err := syscall.Read(int(fd), one[:])
		there = err == syscall.EAGAIN || err == syscall.EINTR
		return true
	})
	return there && closed == nil
}

// openFiles is how many files the process may have open.
func openFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 1024
	}
	return int(min(limit.Cur, 1<<30))
}
