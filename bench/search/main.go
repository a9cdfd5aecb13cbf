// Command search measures what a flood of searches does to readers and to those
// who publish: the front page's time and a publish's, in quiet and while random
// words are searched for, more often than can be answered. It also tells after what
// time a new story is found.
//
//	go run ./bench/search -stories 20000 -rate 2000 -for 15s
//
// How long a single search takes in larger archives is measured without a server:
//
//	go test ./search -run TestArchive -stories 200000 -v
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
)

func main() {
	var o options
	flag.IntVar(&o.stories, "stories", 20_000, "stories in the archive")
	flag.IntVar(&o.rate, "rate", 2_000, "searches a second in the flood")
	flag.DurationVar(&o.time, "for", 15*time.Second, "how long each round lasts")
	flag.Parse()
	if err := measure(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "search:", err)
		os.Exit(1)
	}
}

type options struct {
	stories, rate int
	time          time.Duration
}

func measure(ctx context.Context, o options) error {
	work, err := os.MkdirTemp("", "stet-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	dir := filepath.Join(work, "room")
	if err := archive(ctx, dir, o.stories); err != nil {
		return err
	}
	addr, pid, stop, err := serve(work, dir)
	if err != nil {
		return err
	}
	defer stop()
	office, err := newsroom.OpenOffice(ctx, dir, newsroom.Options{})
	if err != nil {
		return err
	}
	defer office.Close()
	for _, rate := range []int{0, o.rate} {
		r := round{addr: addr, pid: pid, office: office, rate: rate, time: o.time}
		if err := r.run(ctx); err != nil {
			return err
		}
	}
	return nil
}

// archive makes a newsroom with so many stories, printed and searchable.
func archive(ctx context.Context, dir string, stories int) error {
	if err := rig.Init(ctx, dir); err != nil {
		return err
	}
	n, err := newsroom.Open(ctx, dir, newsroom.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer n.Close()
	first := time.Now().Add(-time.Duration(stories) * 12 * time.Minute)
	const batch = 500
	for from := 0; from < stories; from += batch {
		var acts []record.Act
		for i := from; i < min(from+batch, stories); i++ {
			rev := rig.Revision(uint64(i + 1))
			rev.Published = first.Add(time.Duration(i) * 12 * time.Minute).UTC().Truncate(time.Second)
			rev.Grade = "imported"
			acts = append(acts, record.Act{ID: fmt.Sprint("archive-", i), Kind: record.Publish, Revision: rev})
		}
		if _, err := n.Enter(ctx, acts); err != nil {
			return err
		}
	}
	if err := n.Settle(ctx); err != nil {
		return err
	}
	return n.SettleSearch(ctx)
}

// serve starts the real program on a free port.
func serve(work, dir string) (addr string, pid int, stop func(), err error) {
	program := filepath.Join(work, "stet")
	if out, err := exec.Command("go", "build", "-o", program, "./cmd/stet").CombinedOutput(); err != nil {
		return "", 0, nil, fmt.Errorf("build: %w\n%s", err, out)
	}
	addr = "127.0.0.1:18937"
	cmd := exec.Command(program, "serve", dir, "--addr", addr, "--desk-addr", "127.0.0.1:18938")
	if err := cmd.Start(); err != nil {
		return "", 0, nil, err
	}
	stop = func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() }
	for range 300 {
		if c, err := dial(addr); err == nil {
			c.Close()
			return addr, cmd.Process.Pid, stop, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	return "", 0, nil, fmt.Errorf("%s does not answer", addr)
}
