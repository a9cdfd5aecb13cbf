package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// measure says how late stories come out that are due one by one, a second apart,
// and then all at once, in a newsroom of two thousand stories with a true clock.
func measure(ctx context.Context, n int) error {
	late := &delays{}
	room, done, err := rig.Room(ctx, "schedule", newsroom.Options{Log: slog.New(late)})
	if err != nil {
		return err
	}
	defer done()
	for batch := range 4 {
		var acts []record.Act
		for i := range 500 {
			acts = append(acts, record.Act{Kind: record.Publish, Revision: rig.Revision(uint64(batch*500 + i))})
		}
		if _, err := room.Publish(ctx, acts); err != nil {
			return err
		}
	}
	// Everything must be saved before the first is due: how long one takes tells.
	began := time.Now()
	far := func(int) time.Time { return began.Add(time.Hour) }
	if err := dueAt(ctx, room, 4, far); err != nil {
		return err
	}
	// On a whole second, which is what the record keeps.
	start := time.Now().Add(6*time.Second + time.Since(began)*time.Duration(n)).Truncate(time.Second)
	if err := dueAt(ctx, room, n, func(i int) time.Time { return start.Add(time.Duration(i) * time.Second) }); err != nil {
		return err
	}
	together := start.Add(time.Duration(n+2) * time.Second)
	if err := dueAt(ctx, room, n, func(int) time.Time { return together }); err != nil {
		return err
	}
	ctx, stop := context.WithDeadline(ctx, together.Add(10*time.Second))
	defer stop()
	if err := room.Serve(ctx, newsroom.ServeOptions{Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0"}); err != nil && ctx.Err() == nil {
		return err
	}
	late.print(n)
	return nil
}

func dueAt(ctx context.Context, room *newsroom.Newsroom, n int, at func(i int) time.Time) error {
	var drafts []record.Draft
	for i := range n {
		drafts = append(drafts, record.Draft{ID: story.NewID(), Revision: rig.Revision(uint64(1e6 + i)), Due: at(i)})
	}
	return room.SaveDrafts(ctx, drafts)
}

// delays is a log handler that keeps how late things were published.
type delays struct {
	slog.TextHandler
	mu               sync.Mutex
	durable, printed []time.Duration
	stories          []int64
}

func (d *delays) Enabled(context.Context, slog.Level) bool { return true }
func (d *delays) WithAttrs([]slog.Attr) slog.Handler       { return d }
func (d *delays) WithGroup(string) slog.Handler            { return d }

func (d *delays) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "published on schedule" {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "durable":
			d.durable = append(d.durable, a.Value.Duration())
		case "printed":
			d.printed = append(d.printed, a.Value.Duration())
		case "stories":
			d.stories = append(d.stories, a.Value.Int64())
		}
		return true
	})
	return nil
}

func (d *delays) print(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, x := range []struct {
		what string
		all  []time.Duration
	}{{"in the record", d.durable}, {"with readers", d.printed}} {
		one := slices.Sorted(slices.Values(x.all[:min(n, len(x.all))]))
		if len(one) == 0 {
			continue
		}
		at := func(share float64) time.Duration { return one[min(len(one)-1, int(share*float64(len(one))))] }
		fmt.Printf("one at a time, %s: p50 %s, p99 %s, max %s\n", x.what, at(.5), at(.99), one[len(one)-1])
	}
	for i := n; i < len(d.durable); i++ {
		fmt.Printf("%d at once: %s in the record, %s with readers\n", d.stories[i], d.durable[i], d.printed[i])
	}
}
