//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a running stet serve.
type server struct {
	cmd       *exec.Cmd
	dir, addr string
}

// startServer builds stet and serves a new newsroom with it.
func startServer(ctx context.Context, work string, o options) (*server, error) {
	dir, err := newDir(ctx, work)
	if err != nil {
		return nil, err
	}
	binary := filepath.Join(work, "stet")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/stet")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	args := []string{"serve", dir, "--json", "--addr", "127.0.0.1:0", "--desk-addr", "127.0.0.1:0"}
	if o.way != "plain" {
		cert, key, err := certificate(work)
		if err != nil {
			return nil, err
		}
		args = append(args, "--cert", cert, "--key", key)
	}
	s := &server{dir: dir, cmd: exec.CommandContext(ctx, binary, args...)}
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var ready struct{ Site string }
		if json.Unmarshal(lines.Bytes(), &ready) == nil && ready.Site != "" {
			_, s.addr, _ = strings.Cut(strings.TrimSuffix(ready.Site, "/"), "://")
			go func() {
				for lines.Scan() {
				}
			}()
			return s, nil
		}
	}
	return nil, fmt.Errorf("stet serve did not come up: %w", s.cmd.Wait())
}

func (s *server) stop() {
	s.cmd.Process.Signal(syscall.SIGTERM)
	s.cmd.Wait()
}

// memory is what the server holds of the machine's memory, in bytes.
func (s *server) memory() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, line, _ := bytes.Cut(status, []byte("VmRSS:"))
	fields := strings.Fields(string(line[:min(len(line), 40)]))
	if len(fields) == 0 {
		return 0
	}
	kb, _ := strconv.ParseInt(fields[0], 10, 64)
	return kb << 10
}

// cpu is the processor time the server has used. The kernel counts in
// hundredths of a second.
func (s *server) cpu() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(stat, []byte(") ")) // the name may have blanks
	fields := strings.Fields(string(rest))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}
