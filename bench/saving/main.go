// Command saving measures how long a save takes: writers who save as often as
// the editor does or without a pause, each a few letters into a story of their
// own or all into one, over HTTP, while readers load the site of the same process.
//
//	go run ./bench/saving -writers 16 -for 30s -readers 8
//	go run ./bench/saving -every 0
//	go run ./bench/saving -one
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"stet.news/desk/policy"
	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
)

func main() {
	writers := flag.Int("writers", 16, "how many save at once")
	readers := flag.Int("readers", 8, "how many load pages without a pause meanwhile")
	length := flag.Duration("for", 30*time.Second, "how long")
	every := flag.Duration("every", 250*time.Millisecond, "how long each waits after a save; the editor's pause is 250ms")
	one := flag.Bool("one", false, "all write in one story")
	flag.Parse()
	if err := measure(context.Background(), *writers, *readers, *length, *every, *one); err != nil {
		fmt.Fprintln(os.Stderr, "saving:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, writers, readers int, length, every time.Duration, one bool) error {
	n, done, err := rig.Room(ctx, "saving", newsroom.Options{})
	if err != nil {
		return err
	}
	defer done()
	pages, err := publishSome(ctx, n)
	if err != nil {
		return err
	}
	return rig.ServeBoth(ctx, n, func(site, desk string) error {
		all, err := everybody(ctx, n, desk, writers, one)
		if err != nil {
			return err
		}
		ctx, stop := context.WithTimeout(ctx, length)
		defer stop()
		var saves, loads tally
		var group sync.WaitGroup
		for _, w := range all {
			group.Go(func() { w.save(ctx, every, &saves) })
		}
		for range readers {
			group.Go(func() { read(ctx, "http://"+site, pages, &loads) })
		}
		group.Wait()
		fmt.Println("saves:", saves.line(length))
		fmt.Println("pages:", loads.line(length))
		return errors.Join(saves.err, loads.err)
	})
}

// publishSome gives the paths of stories for readers.
func publishSome(ctx context.Context, n *newsroom.Newsroom) (paths []string, err error) {
	for seed := range uint64(20) {
		receipts, err := n.Publish(ctx, []record.Act{rig.Intent{Seed: seed + 1, Kind: "publish"}.Act()})
		if err != nil {
			return nil, err
		}
		paths = append(paths, receipts[0].Path)
	}
	return paths, nil
}

// everybody signs the writers in, who all begin in a story.
func everybody(ctx context.Context, n *newsroom.Newsroom, url string, count int, one bool) (all []*writer, err error) {
	id, err := rig.Begin(ctx, n)
	if err != nil {
		return nil, err
	}
	for i := range count {
		who, err := rig.SignIn(ctx, n, fmt.Sprintf("Writer %d", i+1), policy.Editor)
		if err != nil {
			return nil, err
		}
		if !one {
			if id, err = rig.Begin(ctx, n); err != nil {
				return nil, err
			}
		}
		all = append(all, &writer{who: who, url: url + "/story/" + id.String() + "/steps"})
	}
	return all, nil
}

// tally gathers how long things took, and what went wrong first.
type tally struct {
	mu    sync.Mutex
	took  []time.Duration
	again int // answers that others' steps came first
	err   error
}

func (t *tally) add(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took = append(t.took, d)
}

func (t *tally) behind() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.again++
}

func (t *tally) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err = errors.Join(t.err, err)
}

func (t *tally) line(length time.Duration) string {
	if len(t.took) == 0 {
		return "none"
	}
	slices.Sort(t.took)
	at := func(part int) time.Duration { return t.took[len(t.took)*part/100].Round(100 * time.Microsecond) }
	return fmt.Sprintf("%d (%.0f/s), p50 %v, p99 %v, at most %v; %d came after others' steps",
		len(t.took), float64(len(t.took))/length.Seconds(), at(50), at(99), t.took[len(t.took)-1].Round(100*time.Microsecond), t.again)
}
