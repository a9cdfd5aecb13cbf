package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"

	"stet.news/newsroom"
)

// The server is this program again, told by its environment what to be.
const (
	serverDir  = "STET_TYPING_DIR"
	serverAddr = "STET_TYPING_ADDR"
)

// isServer serves the newsroom, if this process was started to.
func isServer() bool {
	if os.Getenv(serverDir) == "" {
		return false
	}
	ctx := context.Background()
	n, err := newsroom.Open(ctx, os.Getenv(serverDir), newsroom.Options{Log: slog.New(slog.DiscardHandler)})
	if err == nil {
		err = n.Serve(ctx, newsroom.ServeOptions{Addr: "127.0.0.1:0", DeskAddr: os.Getenv(serverAddr), Ready: func(_, _ string) { fmt.Println("ready") }})
	}
	fmt.Fprintln(os.Stderr, "typing: server:", err)
	os.Exit(1)
	return true
}

// server is the one that runs now.
type server struct {
	dir, addr string
	cmd       *exec.Cmd
}

// start returns when the server serves; it does nothing when one does.
func (s *server) start() error {
	if s.cmd != nil {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), serverDir+"="+s.dir, serverAddr+"="+s.addr)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		return fmt.Errorf("the server did not come up: %w", errors.Join(err, cmd.Wait()))
	}
	s.cmd = cmd
	return nil
}

func (s *server) kill() {
	if s.cmd != nil {
		s.cmd.Process.Kill()
		s.cmd.Wait()
		s.cmd = nil
	}
}

// freeAddr is an address that every server can have in its turn.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
