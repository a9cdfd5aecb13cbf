// Command serve measures how fast the edge answers with a story's page, beside
// nginx answering with the same bytes from a file. The servers run on one core
// and the load on another, and they take turns, so that a noisy machine is noisy
// to both. It needs two cores, nginx, wrk and, for HTTP/2, h2load:
//
//	go run ./bench/serve
//	go run ./bench/serve -over h1tls,h2 -rounds 3
//	go run ./bench/serve -slow 10000
//
// nginx is spared all work it can be spared: one worker, open_file_cache, no
// log, and no choice of encoding, since the compressed bytes are the file. Its
// answers carry no security fields unless -same-fields asks for ours.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
)

func main() {
	o := options{}
	flag.StringVar(&o.over, "over", "h1,h1tls,h2", "what to measure: HTTP/1.1 plain and over TLS, HTTP/2 over TLS")
	flag.IntVar(&o.rounds, "rounds", 5, "rounds")
	flag.IntVar(&o.seconds, "seconds", 3, "how long each server is loaded in a round")
	flag.IntVar(&o.connections, "c", 64, "connections (HTTP/2: half of them, with 8 requests at once each)")
	flag.BoolVar(&o.browser, "browser", false, "send the header fields of a browser")
	flag.BoolVar(&o.sameFields, "same-fields", false, "give nginx's answers our security fields")
	flag.StringVar(&o.profile, "profile", "", "write the edge's CPU profile to this file")
	flag.IntVar(&o.slow, "slow", 0, "instead, tell how a good reader fares beside so many slow connections")
	child := flag.String("child", "", "serve as the edge on this address (used by itself)")
	dir := flag.String("dir", "", "folder of the child's page and certificate")
	flag.Parse()
	task := compare
	if o.slow > 0 {
		task = underSiege
	}
	run := func() error {
		ctx := context.Background()
		return withServers(ctx, o, func(servers []*server) error { return task(ctx, o, servers) })
	}
	if *child != "" {
		run = func() error { return serveEdge(*child, *dir, o.profile) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

type options struct {
	over        string
	rounds      int
	seconds     int
	connections int
	browser     bool
	sameFields  bool
	profile     string
	slow        int
}

// round is one server's part of a round.
type round struct {
	perSecond float64
	cpu       float64 // microseconds a request
	busy      float64 // of the server's core
}

// withServers starts the servers before one page, for as long as f runs.
func withServers(ctx context.Context, o options, f func(servers []*server) error) error {
	dir, err := os.MkdirTemp("", "stet-bench-serve-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := lay(dir); err != nil {
		return err
	}
	servers, stop, err := startServers(ctx, dir, o)
	defer stop()
	if err != nil {
		return err
	}
	return f(servers)
}

func compare(ctx context.Context, o options, servers []*server) error {
	for over := range strings.SplitSeq(o.over, ",") {
		if err := turns(ctx, servers, over, o); err != nil {
			return err
		}
	}
	return nil
}

// turns loads the servers in turns and prints the medians.
func turns(ctx context.Context, servers []*server, over string, o options) error {
	rounds := make([][]round, len(servers))
	for range o.rounds {
		for i, s := range servers {
			r, err := s.load(ctx, over, o)
			if err != nil {
				return fmt.Errorf("%s over %s: %w", s.name, over, err)
			}
			rounds[i] = append(rounds[i], r)
		}
	}
	fmt.Printf("%-8s %-8s %10s %19s %9s %6s\n", over, "", "req/s", "(min-max)", "CPU µs", "busy")
	for i, s := range servers {
		low, high := ends(rounds[i], perSecond)
		fmt.Printf("%-8s %-8s %10.0f %19s %9.2f %5.0f%%\n", "", s.name, median(rounds[i], perSecond),
			fmt.Sprintf("(%.0f-%.0f)", low, high), median(rounds[i], cpu), 100*median(rounds[i], busy))
	}
	fmt.Printf("%-8s stet : nginx   requests/s %.2f   CPU a request %.2f\n\n", "",
		median(rounds[0], perSecond)/median(rounds[1], perSecond), median(rounds[0], cpu)/median(rounds[1], cpu))
	return nil
}

func perSecond(r round) float64 { return r.perSecond }
func cpu(r round) float64       { return r.cpu }
func busy(r round) float64      { return r.busy }

func sorted(rounds []round, of func(round) float64) []float64 {
	var all []float64
	for _, r := range rounds {
		all = append(all, of(r))
	}
	slices.Sort(all)
	return all
}

func median(rounds []round, of func(round) float64) float64 {
	return sorted(rounds, of)[len(rounds)/2]
}

func ends(rounds []round, of func(round) float64) (low, high float64) {
	all := sorted(rounds, of)
	return all[0], all[len(all)-1]
}
