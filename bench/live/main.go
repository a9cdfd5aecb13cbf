//go:build linux

// Command live measures how long it takes from a publish until every open page
// has been told, and what an open page costs the server in memory. Server,
// publisher and readers are three processes on one machine; the server is
// `stet serve` as it is built.
//
//	go run ./bench/live -readers 10000 -n 30
//	go run ./bench/live -readers 1000 -way tls
//	go run ./bench/live -readers 1000 -way h2
package main

import (
	"context"
	"encoding/gob"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
)

type options struct {
	readers, n int
	way        string
	pause      time.Duration
	child      string
}

func main() {
	var o options
	flag.IntVar(&o.readers, "readers", 10_000, "open pages")
	flag.IntVar(&o.n, "n", 30, "stories published")
	flag.StringVar(&o.way, "way", "plain", "plain, tls (HTTP/1.1) or h2")
	flag.DurationVar(&o.pause, "pause", time.Second, "between two stories")
	flag.StringVar(&o.child, "child", "", "internal: be the readers of this address")
	flag.Parse()
	run := measure
	if o.child != "" {
		run = readersOf
	}
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "live:", err)
		os.Exit(1)
	}
}

// published is one story's times, in nanoseconds of the machine's clock.
type published struct {
	leaf                  int64
	began, acked, printed int64
}

func measure(ctx context.Context, o options) error {
	work, err := os.MkdirTemp("", "stet-live-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	server, err := startServer(ctx, work, o)
	if err != nil {
		return err
	}
	defer server.stop()
	office, err := newsroom.OpenOffice(ctx, server.dir, newsroom.Options{})
	if err != nil {
		return err
	}
	defer office.Close()
	const alone = 10
	idle := server.cpu()
	for seed := range uint64(alone) { // what publishing itself takes is not the readers'
		if _, err := publish(ctx, office, 1+seed, time.Now().UnixNano()); err != nil {
			return err
		}
	}
	fmt.Printf("processor time of a publish without readers: %.0f ms\n", ms(server.cpu()-idle)/alone)
	before := server.memory()
	readers, err := startReaders(o, server.addr)
	if err != nil {
		return err
	}
	after := server.memory()
	fmt.Printf("%d readers (%s): server %d KiB before, %d KiB with them: %.1f KiB each\n",
		o.readers, o.way, before>>10, after>>10, float64(after-before)/1024/float64(o.readers))
	var all []published
	busy := server.cpu()
	for i := range o.n {
		p, err := publish(ctx, office, uint64(100+i), time.Now().UnixNano())
		if err != nil {
			return err
		}
		all = append(all, p)
		time.Sleep(o.pause)
	}
	fmt.Printf("processor time of a publish with them: %.0f ms\n", ms(server.cpu()-busy)/float64(o.n))
	heard, err := readers.end()
	if err != nil {
		return err
	}
	fmt.Printf("memory at the end: %.1f KiB each\n", float64(server.memory()-before)/1024/float64(o.readers))
	return report(o, all, heard)
}

// publish publishes one story of the English edition in two steps, so that the
// time of its acknowledgement is known.
func publish(ctx context.Context, office newsroom.Office, seed uint64, began int64) (p published, err error) {
	rev := rig.Revision(seed)
	rev.Edition, rev.Topics, rev.Bylines = "en", nil, nil
	receipts, err := office.Enter(ctx, []record.Act{{ID: fmt.Sprint("live-", seed), Kind: record.Publish, Revision: rev}})
	if err != nil {
		return p, err
	}
	p = published{leaf: receipts[0].Leaf, began: began, acked: time.Now().UnixNano()}
	err = office.Settle(ctx)
	p.printed = time.Now().UnixNano()
	return p, err
}

// report prints the times from three beginnings to each reader's event.
func report(o options, all []published, heard map[int64][]int64) error {
	var missing int
	since := map[string][]time.Duration{}
	for _, p := range all {
		missing += o.readers - len(heard[p.leaf])
		for _, at := range heard[p.leaf] {
			since["start of publish"] = append(since["start of publish"], time.Duration(at-p.began))
			since["acknowledgement"] = append(since["acknowledgement"], time.Duration(at-p.acked))
		}
		first := slices.Min(heard[p.leaf])
		for _, at := range heard[p.leaf] {
			since["first reader's event"] = append(since["first reader's event"], time.Duration(at-first))
		}
	}
	fmt.Printf("%d events to %d readers, %d not heard\n", len(all), o.readers, missing)
	for _, from := range []string{"start of publish", "acknowledgement", "first reader's event"} {
		d := since[from]
		slices.Sort(d)
		fmt.Printf("from %-20s p50 %6.1f ms, p90 %6.1f ms, p99 %6.1f ms, most %6.1f ms\n",
			from, ms(d[len(d)/2]), ms(d[len(d)*9/10]), ms(d[len(d)*99/100]), ms(d[len(d)-1]))
	}
	if missing > 0 {
		return fmt.Errorf("%d events were not heard", missing)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// readers is the process that has the pages open.
type readers struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out io.ReadCloser
}

// startReaders returns when all streams are open and quiet.
func startReaders(o options, addr string) (r *readers, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	r = &readers{cmd: exec.Command(self, "-child", addr, "-readers", fmt.Sprint(o.readers), "-way", o.way)}
	r.cmd.Stderr = os.Stderr
	if r.in, err = r.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if r.out, err = r.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err = r.cmd.Start(); err != nil {
		return nil, err
	}
	ready := make([]byte, 1)
	if _, err = io.ReadFull(r.out, ready); err != nil {
		return nil, fmt.Errorf("the readers could not all come in: %w", err)
	}
	time.Sleep(time.Second)
	return r, nil
}

// end lets the readers go and gives, for each event, when each of them had it.
func (r *readers) end() (heard map[int64][]int64, err error) {
	r.in.Close()
	if err = gob.NewDecoder(r.out).Decode(&heard); err != nil {
		return nil, err
	}
	return heard, r.cmd.Wait()
}

// newDir makes the newsroom that is served.
func newDir(ctx context.Context, work string) (string, error) {
	dir := filepath.Join(work, "room")
	return dir, rig.Init(ctx, dir)
}
