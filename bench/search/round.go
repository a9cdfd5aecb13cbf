package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
)

// round is some time in which pages are read, stories published and, unless rate is
// 0, searches asked for at a rate, whether the last ones were answered or not.
type round struct {
	addr   string
	pid    int
	office newsroom.Office
	rate   int
	time   time.Duration
}

const (
	frontRate    = 50 // front pages a second
	publishEvery = 500 * time.Millisecond
	floodHands   = 64 // connections of the flood
)

func (r *round) run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, r.time)
	defer cancel()
	var group sync.WaitGroup
	var front, publish, found, answered times
	var shed, lost atomic.Int64
	before := cpuOf(r.pid)
	group.Go(func() { r.readFront(ctx, &front, &lost) })
	group.Go(func() { r.publish(ctx, &publish, &found) })
	if r.rate > 0 {
		ticks := make(chan time.Time, floodHands)
		for range floodHands {
			group.Go(func() { r.flood(ticks, &answered, &shed, &lost) })
		}
		group.Go(func() { r.tick(ctx, ticks, &lost) })
	}
	group.Wait()
	fmt.Printf("processor time of the server: %.2f of one processor\n", (cpuOf(r.pid)-before).Seconds()/r.time.Seconds())
	fmt.Printf("%d searches a second: answered %d, shed %d, not asked or lost %d\n", r.rate, answered.count(), shed.Load(), lost.Load())
	fmt.Printf("  front page   %s\n  publish      %s\n  until found  %s\n  search       %s\n", &front, &publish, &found, &answered)
	return nil
}

// tick gives the times at which searches are due. One that no hand is free for is
// lost: the server takes longer than that to turn people away.
func (r *round) tick(ctx context.Context, ticks chan<- time.Time, lost *atomic.Int64) {
	defer close(ticks)
	clock := time.NewTicker(10 * time.Millisecond)
	defer clock.Stop()
	began, sent := time.Now(), 0
	for ctx.Err() == nil {
		now := <-clock.C
		for due := int(now.Sub(began).Seconds() * float64(r.rate)); sent < due; sent++ {
			select {
			case ticks <- now:
			default:
				lost.Add(1)
			}
		}
	}
}

func (r *round) flood(ticks <-chan time.Time, answered *times, shed, lost *atomic.Int64) {
	var c *client
	for due := range ticks {
		if c == nil {
			var err error
			if c, err = dial(r.addr); err != nil {
				lost.Add(1)
				continue
			}
		}
		switch status, _, err := c.get("/en/search/?q=" + url.QueryEscape(someWords())); {
		case err != nil:
			lost.Add(1)
			c.Close()
			c = nil
		case status == http.StatusServiceUnavailable:
			shed.Add(1)
		default:
			answered.add(time.Since(due))
		}
	}
	if c != nil {
		c.Close()
	}
}

// someWords are two words of a story of the archive, as a reader would search.
func someWords() string {
	words := strings.Fields(rig.Revision(rand.Uint64N(20_000) + 1).Headline)
	return words[rand.IntN(len(words))] + " " + words[rand.IntN(len(words))]
}

func (r *round) readFront(ctx context.Context, front *times, lost *atomic.Int64) {
	c, err := dial(r.addr)
	if err != nil {
		return
	}
	defer func() { c.Close() }()
	clock := time.NewTicker(time.Second / frontRate)
	defer clock.Stop()
	for ctx.Err() == nil {
		due := <-clock.C
		if status, _, err := c.get("/en/"); err != nil || status != 200 {
			lost.Add(1)
			continue
		}
		front.add(time.Since(due))
	}
}

// publish publishes, and looks how long it takes until the story is found.
func (r *round) publish(ctx context.Context, publish, found *times) {
	for ctx.Err() == nil {
		word := fmt.Sprintf("zq%d", rand.Uint64())
		rev := rig.Revision(rand.Uint64())
		rev.Edition, rev.Headline = "en", rev.Headline+" "+word
		began := time.Now()
		if _, err := r.office.Publish(context.Background(), []record.Act{{Kind: record.Publish, Revision: rev}}); err != nil {
			fmt.Println("publish:", err)
			return
		}
		publish.add(time.Since(began))
		began = time.Now()
		if r.rate == 0 && r.until(ctx, word) { // in a flood one is turned away like all
			found.add(time.Since(began))
		}
		time.Sleep(publishEvery)
	}
}

func (r *round) until(ctx context.Context, word string) bool {
	c, err := dial(r.addr)
	if err != nil {
		return false
	}
	defer c.Close()
	for ctx.Err() == nil {
		status, body, err := c.get("/en/search/?q=" + word)
		if err != nil {
			return false
		}
		if status == 200 && strings.Contains(body, "<mark>") {
			return true
		}
		time.Sleep(time.Millisecond)
	}
	return false
}

// cpuOf gives the processor time a process has used, user and system.
func cpuOf(pid int) time.Duration {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// client is a connection of a reader.
type client struct {
	net.Conn
	in *bufio.Reader
}

func dial(addr string) (*client, error) {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return nil, err
	}
	return &client{c, bufio.NewReader(c)}, nil
}

func (c *client) get(target string) (status int, body string, err error) {
	c.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target); err != nil {
		return 0, "", err
	}
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

// times are durations that several goroutines note.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (t *times) add(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, d)
}

func (t *times) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.all)
}

func (t *times) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(t.all)
	if n == 0 {
		return "none"
	}
	slices.Sort(t.all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return fmt.Sprintf("%d: median %.1f ms, p90 %.1f, p99 %.1f", n, ms(t.all[n/2]), ms(t.all[n*9/10]), ms(t.all[n*99/100]))
}
