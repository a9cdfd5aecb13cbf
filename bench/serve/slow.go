package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// underSiege opens slow connections, each sending a head of which a byte comes
// every two seconds and connecting again when it is closed, and tells how good
// readers fare meanwhile.
func underSiege(ctx context.Context, o options, servers []*server) error {
	before, err := residentKB(servers[0].pid)
	if err != nil {
		return err
	}
	siege, lift := context.WithCancel(ctx)
	var slow sync.WaitGroup
	var open atomic.Int64
	defer slow.Wait()
	defer lift()
	for range o.slow {
		slow.Go(func() { besiege(siege, servers[0].plain, &open) })
	}
	for open.Load() < int64(o.slow)*9/10 {
		time.Sleep(100 * time.Millisecond)
	}
	took, failed := goodReader(servers[0].plain, o.seconds*100)
	during, err := residentKB(servers[0].pid)
	if err != nil {
		return err
	}
	slices.Sort(took)
	fmt.Printf("%d slow connections open; a good reader, new connection each time: %d asked, %d failed, p50 %v, p99 %v; memory %d MB, before %d MB\n",
		open.Load(), o.seconds*100, failed, took[len(took)/2], took[len(took)*99/100], during/1024, before/1024)
	return nil
}

func besiege(ctx context.Context, addr string, open *atomic.Int64) {
	for ctx.Err() == nil {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		open.Add(1)
		for _, err := c.Write([]byte("GET /en/ HTTP/1.1\r\nX: ")); err == nil && ctx.Err() == nil; _, err = c.Write([]byte("a")) {
			time.Sleep(2 * time.Second)
		}
		open.Add(-1)
		c.Close()
	}
}

// goodReader asks some times, each time on a connection of its own.
func goodReader(addr string, times int) (took []time.Duration, failed int) {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for range times {
		began := time.Now()
		res, err := client.Get("http://" + addr + storyPath)
		if err != nil || res.StatusCode != 200 {
			failed++
		}
		if err == nil {
			res.Body.Close()
		}
		took = append(took, time.Since(began))
		time.Sleep(10 * time.Millisecond)
	}
	return took, failed
}

// residentKB is the memory a process has in use.
func residentKB(pid int) (kb int, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	_, err = fmt.Sscan(rest, &kb)
	return kb, err
}
