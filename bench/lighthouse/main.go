// Command lighthouse measures pages as Lighthouse sees them on a phone: it
// serves the sample newsroom and loads, in each edition, the front and the newest
// story with a picture, some times each.
//
//	npm install --no-save lighthouse@12.8.2
//	go run ./bench/lighthouse
//
// It is Lighthouse's own mobile profile: a mid-range phone (the processor slowed
// four times) on slow 4G (1.6 Mbit/s, 150 ms each way), simulated from what was
// loaded without limits. Printed are the medians: largest contentful paint,
// cumulative layout shift, total blocking time, bytes, the time in which the
// server answered, and the worst score of each category.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"stet.news/newsroom"
	"stet.news/picture/darkroom"
	"stet.news/story"
)

func main() {
	darkroom.Main()
	runs := flag.Int("runs", 5, "how often each page is loaded")
	chromium := flag.String("chromium", "/usr/bin/chromium", "the browser")
	only := flag.String("url", "", "measure this address and nothing else")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Setenv("CHROME_PATH", *chromium)
	run := measureSample
	if *only != "" {
		run = func(ctx context.Context, runs int) error {
			return measure(ctx, []target{{"", *only}}, runs)
		}
	}
	if err := run(ctx, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "lighthouse:", err)
		os.Exit(1)
	}
}

// target is a page to measure.
type target struct{ name, url string }

// measureSample serves the sample newsroom and measures its pages.
func measureSample(ctx context.Context, runs int) error {
	dir, err := os.MkdirTemp("", "stet-lighthouse-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	room := filepath.Join(dir, "room")
	if err := newsroom.Sample(ctx, room, "http://karez.example", newsroom.Options{}); err != nil {
		return err
	}
	n, err := newsroom.Open(ctx, room, newsroom.Options{})
	if err != nil {
		return err
	}
	defer n.Close()
	ctx, stop := context.WithCancel(ctx)
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- n.Serve(ctx, newsroom.ServeOptions{
			Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(site, _ string) { ready <- site },
		})
	}()
	var site string
	select {
	case site = <-ready:
	case err := <-ended:
		stop()
		return err
	}
	targets, err := targetsOf(ctx, n, "http://"+site)
	if err == nil {
		err = measure(ctx, targets, runs)
	}
	stop()
	<-ended
	return err
}

// targetsOf gives each edition's front and its newest story with a picture.
func targetsOf(ctx context.Context, n *newsroom.Newsroom, site string) (out []target, err error) {
	for _, e := range n.Settings.Editions {
		out = append(out, target{e.Tag + " front", site + "/" + e.Tag + "/"})
		found := false
		err := n.List(ctx, newsroom.ListQuery{Edition: e.Tag}, func(l newsroom.Line) error {
			v, _, err := n.Show(ctx, l.ID.String(), 0)
			if err == nil {
				err = finish(ctx, n, v)
			}
			if err == nil && v.Lead != nil && !found {
				found = true
				out = append(out, target{e.Tag + " story", site + v.Path})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// finish makes the AVIF of a story's pictures, which a serving newsroom does in
// the minutes after it was published. What is measured is the site as it stays.
func finish(ctx context.Context, n *newsroom.Newsroom, v newsroom.View) error {
	for _, p := range v.Pictures() {
		if err := n.Renditions.Make(ctx, p, story.AVIF); err != nil {
			return err
		}
	}
	return nil
}

// measure loads the pages by turns, so that a noisy moment is shared, and prints
// the medians.
func measure(ctx context.Context, targets []target, runs int) error {
	all := make([][]result, len(targets))
	for range runs {
		for i, t := range targets {
			r, err := load(ctx, t.url)
			if err != nil {
				return fmt.Errorf("%s: %w", t.url, err)
			}
			all[i] = append(all[i], r)
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "page\tLCP ms\t(min–max)\tFCP ms\tCLS\tTBT ms\tkB\trequests\tserver ms\tperf.\ta11y\tbest pr.\tSEO\t")
	for i, t := range targets {
		of := func(f func(result) float64) (low, median, high float64) {
			var list []float64
			for _, r := range all[i] {
				list = append(list, f(r))
			}
			slices.Sort(list)
			return list[0], list[len(list)/2], list[len(list)-1]
		}
		low, lcp, high := of(func(r result) float64 { return r.LCP })
		_, fcp, _ := of(func(r result) float64 { return r.FCP })
		_, _, cls := of(func(r result) float64 { return r.CLS })
		_, tbt, _ := of(func(r result) float64 { return r.TBT })
		_, bytes, _ := of(func(r result) float64 { return r.Bytes })
		_, requests, _ := of(func(r result) float64 { return r.Requests })
		_, server, _ := of(func(r result) float64 { return r.Server })
		fmt.Fprintf(w, "%s\t%.0f\t(%.0f–%.0f)\t%.0f\t%.3f\t%.0f\t%.1f\t%.0f\t%.1f\t", t.name, lcp, low, high, fcp, cls, tbt, bytes/1000, requests, server)
		for _, category := range categories {
			worst, _, _ := of(func(r result) float64 { return r.Scores[category] })
			fmt.Fprintf(w, "%.0f\t", 100*worst)
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}
