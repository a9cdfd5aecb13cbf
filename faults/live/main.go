// Command live kills a serving newsroom with SIGKILL again and again while it
// publishes, with a reader on its stream of events who comes back each time and
// says what it heard last. At the end the reader must have heard every event of
// the record, in order, each exactly once.
//
//	go run ./faults/live -n 100
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
)

func main() {
	if isChild() {
		return
	}
	n := flag.Int("n", 100, "how many kills")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the moments")
	flag.Parse()
	if err := campaign(context.Background(), *n, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "live:", err)
		os.Exit(1)
	}
}

// The child is told by its environment what to be, so that a test binary can be
// one too.
const (
	childDir  = "STET_LIVE_DIR"
	childAddr = "STET_LIVE_ADDR"
	childSeed = "STET_LIVE_SEED" // empty: only serve
)

// isChild is the serving and publishing process, if it was started as one.
func isChild() bool {
	if os.Getenv(childDir) == "" {
		return false
	}
	if err := serve(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "live: child:", err)
		os.Exit(1)
	}
	return true
}

func serve(ctx context.Context) error {
	n, err := newsroom.Open(ctx, os.Getenv(childDir), newsroom.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	ready := func(_, _ string) {
		fmt.Println("ready")
		if seed, err := strconv.ParseUint(os.Getenv(childSeed), 10, 64); err == nil {
			go rig.Child(ctx, n, seed, os.Stdout)
		}
	}
	return n.Serve(ctx, newsroom.ServeOptions{Addr: os.Getenv(childAddr), DeskAddr: "127.0.0.1:0", Ready: ready})
}

func campaign(ctx context.Context, n int, seed uint64) error {
	dir, remove, err := rig.Temporary(ctx, "live")
	if err != nil {
		return err
	}
	defer remove()
	addr, err := freeAddr()
	if err != nil {
		return err
	}
	fmt.Printf("seed %d, %d kills in %s\n", seed, n, dir)
	r := rand.New(rand.NewPCG(seed, 7))
	reader := listen(ctx, addr)
	defer reader.stop()
	for i := range n {
		if err := killOne(dir, addr, uint64(i+1)<<32, time.Duration(r.Int64N(int64(time.Second)))); err != nil {
			return err
		}
	}
	last, err := startChild(dir, addr, "")
	if err != nil {
		return err
	}
	defer func() { last.Process.Kill(); last.Wait() }()
	want, err := events(ctx, dir)
	if err != nil {
		return err
	}
	if err := reader.wait(want); err != nil {
		return fmt.Errorf("%w (seed %d)", err, seed)
	}
	fmt.Printf("%d kills, %d events, each heard once\n", n, len(want))
	return nil
}

// killOne starts a child and kills it a moment after it is ready.
func killOne(dir, addr string, seed uint64, wait time.Duration) error {
	child, err := startChild(dir, addr, strconv.FormatUint(seed, 10))
	if err != nil {
		return err
	}
	time.Sleep(wait)
	child.Process.Kill()
	var exit *exec.ExitError
	if err := child.Wait(); errors.As(err, &exit) && exit.ExitCode() > 0 {
		return fmt.Errorf("the child ended by itself: %w", err)
	}
	return nil
}

// startChild returns when the child serves.
func startChild(dir, addr, seed string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childDir+"="+dir, childAddr+"="+addr, childSeed+"="+seed)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	words := bufio.NewReader(out)
	if _, err := words.ReadString('\n'); err != nil {
		return nil, fmt.Errorf("the child did not come up: %w", errors.Join(err, cmd.Wait()))
	}
	go words.WriteTo(io.Discard) // the record says it too
	return cmd, nil
}

// freeAddr is an address that every child can have in its turn.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// events gives the leaves of the record that the English edition's readers are
// to hear of.
func events(ctx context.Context, dir string) (ids []int64, err error) {
	n, err := newsroom.OpenReading(ctx, dir, newsroom.Options{})
	if err != nil {
		return nil, err
	}
	defer n.Close()
	err = n.Record.View(ctx, func(rd record.Reader) error {
		size, err := rd.Size()
		if err != nil {
			return err
		}
		return rd.Leaves(0, size, func(index int64, text, _ []byte) error {
			l, err := record.ParseLeaf(text)
			if err == nil && l.Language == edition && l.Kind != record.Key {
				ids = append(ids, index)
			}
			return err
		})
	})
	return ids, err
}
