// Command weight measures how heavy the pages of an archive are: it makes
// stories in every edition of the demo, ordinary ones, very long ones and some
// with headlines and standfirsts as long as the record takes them, prints them,
// and tells of each kind of page how many there are, how many compressed bytes
// (brotli, as served) the largest has, and how many are over the budget.
//
//	go run ./bench/weight -stories 20000 -data ../shared/data/archive
//	go run ./bench/weight -pages ROOM/pages
//
// With -pages it makes nothing and weighs the pages of a newsroom's folder.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"stet.news/press"
)

func main() {
	stories := flag.Int("stories", 20_000, "stories to make")
	perDay := flag.Int("per-day", 60, "stories a day")
	data := flag.String("data", "", "folder of shared archive texts, for more kinds of sentences")
	pages := flag.String("pages", "", "weigh this page store instead")
	flag.Parse()
	if err := run(context.Background(), *stories, *perDay, *data, *pages); err != nil {
		fmt.Fprintln(os.Stderr, "weight:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, stories, perDay int, data, pages string) error {
	if pages == "" {
		work, err := os.MkdirTemp("", "stet-weight-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(work)
		if err := archive(ctx, work, stories, perDay, data); err != nil {
			return err
		}
		pages = filepath.Join(work, "pages")
	}
	store, err := press.OpenStore(pages, 0)
	if err != nil {
		return err
	}
	return weigh(store)
}

// archive makes a newsroom of many stories and prints it twice: as a press does
// that catches up, and all again.
func archive(ctx context.Context, work string, stories, perDay int, data string) error {
	w, err := newWriter(data)
	if err != nil {
		return err
	}
	room, err := open(ctx, work)
	if err != nil {
		return err
	}
	defer room.close()
	began := time.Now()
	if err := room.fill(ctx, w, stories, perDay); err != nil {
		return err
	}
	fmt.Printf("%d stories in the record after %s\n", stories, time.Since(began).Round(time.Second))
	began = time.Now()
	if err := room.press.CatchUp(ctx); err != nil {
		return err
	}
	fmt.Printf("printed in %s, %d pages over their budget\n", time.Since(began).Round(time.Second), room.press.Heavy())
	return nil
}
