// Command typing measures how long a key takes to be seen in a long story: it
// serves a desk, pastes a story of many words into the editor, in Dari, and types
// in its first, middle and last paragraph.
//
//	go run ./bench/typing -words 10000 -keys 200
//
// It is the desk as people have it, sending and keeping what is typed, in
// Chromium without a screen. The time is that from the key's own timestamp to the
// task behind the frame that shows it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"text/tabwriter"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/picture/darkroom"
	"stet.news/story"
)

func main() {
	darkroom.Main()
	words := flag.Int("words", 10_000, "how long the story is")
	keys := flag.Int("keys", 200, "how many keys are typed in each place")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *words, *keys); err != nil {
		fmt.Fprintln(os.Stderr, "typing:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, words, keys int) error {
	dir, err := os.MkdirTemp("", "stet-typing-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	n, err := openRoom(ctx, filepath.Join(dir, "room"))
	if err != nil {
		return err
	}
	defer n.Close()
	return rig.ServeDesk(ctx, n, func(url string) error {
		who, err := rig.SignIn(ctx, n, "Zahra", policy.Editor)
		if err != nil {
			return err
		}
		d, err := n.Desk.Begin(ctx, policy.House, desk.Beginning{Edition: "fa-AF"})
		if err != nil {
			return err
		}
		w, err := open(ctx, filepath.Join(dir, "profile"), url, who.Cookie, "/story/"+d.ID.String())
		if err != nil {
			return err
		}
		defer w.close()
		return measure(w, words, keys)
	})
}

func openRoom(ctx context.Context, dir string) (*newsroom.Newsroom, error) {
	s := newsroom.Settings{Name: "Typing", URL: "https://typing.example", Sections: newsroom.DefaultSections(), Editions: []story.Edition{{Tag: "fa-AF", Zone: "Asia/Kabul"}}}
	if err := newsroom.Init(ctx, dir, s, time.Now); err != nil {
		return nil, err
	}
	return newsroom.Open(ctx, dir, newsroom.Options{})
}

// measure fills the story, then types in three places.
func measure(w *window, words, keys int) error {
	took, err := w.fill(words)
	if err != nil {
		return err
	}
	fmt.Printf("%d words pasted in %.0f ms\n\n", words, took)
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "place\tkeys\tmedian ms\tp95 ms\tlongest ms\t")
	for _, place := range []string{"first", "middle", "last"} {
		t, err := w.typeAt(place, keys)
		if err != nil {
			return fmt.Errorf("typing in the %s paragraph: %w", place, err)
		}
		fmt.Fprintf(out, "%s\t%d\t%.0f\t%.0f\t%.0f\t\n", place, t.Keys, t.Median, t.P95, t.Longest)
	}
	return out.Flush()
}
