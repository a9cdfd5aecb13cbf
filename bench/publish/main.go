// Command publish measures what one publish costs in a small and in a large
// archive: from the call to the moment it is durable, logged, signed and
// printed on every page, feed and sitemap it belongs to. Both newsrooms are
// open at once and publish in turns, so a noisy machine is noisy to both.
//
//	go run ./bench/publish -small 2000 -large 200000 -n 400
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
)

func main() {
	small := flag.Int("small", 2_000, "stories in the small archive")
	large := flag.Int("large", 200_000, "stories in the large one")
	n := flag.Int("n", 400, "publishes measured in each")
	perDay := flag.Int("per-day", 120, "stories a day in the archives")
	flag.Parse()
	if err := measure(context.Background(), *small, *large, *n, *perDay); err != nil {
		fmt.Fprintln(os.Stderr, "publish:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, small, large, n, perDay int) error {
	work, err := os.MkdirTemp("", "stet-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	var rooms [2]*newsroom.Newsroom
	for i, stories := range []int{small, large} {
		if rooms[i], err = archive(ctx, filepath.Join(work, fmt.Sprint(stories)), stories, perDay); err != nil {
			return err
		}
		defer rooms[i].Close()
	}
	var took [2][]time.Duration
	for k := range n {
		for i, room := range rooms {
			act := record.Act{ID: fmt.Sprint("measured-", k), Kind: record.Publish, Revision: rig.Revision(uint64(1<<40 + k))}
			began := time.Now()
			if _, err := room.Publish(ctx, []record.Act{act}); err != nil {
				return err
			}
			took[i] = append(took[i], time.Since(began))
		}
	}
	medians := [2]time.Duration{}
	for i, stories := range []int{small, large} {
		slices.Sort(took[i])
		medians[i] = took[i][n/2]
		fmt.Printf("%7d stories: publish median %s, p90 %s, p99 %s\n", stories,
			medians[i].Round(10*time.Microsecond), took[i][n*9/10].Round(10*time.Microsecond), took[i][n*99/100].Round(10*time.Microsecond))
	}
	fmt.Printf("ratio of medians %.2f (must stay below 1.3)\n", float64(medians[1])/float64(medians[0]))
	return nil
}

// archive makes a newsroom with so many stories, spread over days.
func archive(ctx context.Context, dir string, stories, perDay int) (*newsroom.Newsroom, error) {
	if err := rig.Init(ctx, dir); err != nil {
		return nil, err
	}
	n, err := newsroom.Open(ctx, dir, newsroom.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	began := time.Now()
	first := began.Add(-time.Duration(stories/perDay+1) * 24 * time.Hour)
	const batch = 500
	for from := 0; from < stories; from += batch {
		var acts []record.Act
		for i := from; i < min(from+batch, stories); i++ {
			rev := rig.Revision(uint64(i + 1))
			rev.Published = first.Add(time.Duration(i) * 24 * time.Hour / time.Duration(perDay)).UTC().Truncate(time.Second)
			rev.Grade = "imported"
			acts = append(acts, record.Act{ID: fmt.Sprint("archive-", i), Kind: record.Publish, Revision: rev})
		}
		if _, err := n.Enter(ctx, acts); err != nil {
			return nil, err
		}
	}
	entered := time.Since(began)
	if err := n.Settle(ctx); err != nil {
		return nil, err
	}
	fmt.Printf("%7d stories: in the record after %s, printed after %s\n", stories, entered.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	return n, nil
}
