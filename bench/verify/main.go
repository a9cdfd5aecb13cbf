// Command verify measures stet verify on a large newsroom: how long it takes
// and how much memory, for the folder with its database and for the exported
// tree. It makes the newsroom by the real code, so that takes longer by far than
// what is measured; -dir keeps it for the next time.
//
//	go run ./bench/verify -stories 100000 -revisions 360000 -dir /var/tmp/stet-bench
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"stet.news/newsroom"
	"stet.news/proof"
)

func main() {
	stories := flag.Int("stories", 100_000, "stories in the newsroom")
	revisions := flag.Int("revisions", 360_000, "revisions of them")
	dir := flag.String("dir", "", "where the newsroom is made and kept; empty: made in a temporary folder and removed")
	step := flag.String("step", "", "do one step in this process: build, or the folder or tree to verify")
	flag.Parse()
	ctx := context.Background()
	var err error
	switch *step {
	case "":
		err = measure(*dir, *stories, *revisions)
	case "build":
		err = build(ctx, *dir, *stories, *revisions)
	default:
		err = verify(ctx, *step)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}

// measure does each step in a process of its own: what a process is said to
// have used at most counts in the one that started it.
func measure(dir string, stories, revisions int) error {
	if dir == "" {
		tmp, err := os.MkdirTemp("", "stet-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	if _, err := os.Stat(treeIn(dir)); errors.Is(err, fs.ErrNotExist) {
		if err := child("-step", "build", "-dir", dir, "-stories", fmt.Sprint(stories), "-revisions", fmt.Sprint(revisions)); err != nil {
			return err
		}
	}
	for _, path := range []string{folderIn(dir), treeIn(dir), folderIn(dir), treeIn(dir)} {
		if err := child("-step", path); err != nil {
			return err
		}
	}
	return nil
}

func folderIn(dir string) string { return filepath.Join(dir, "newsroom") }
func treeIn(dir string) string   { return filepath.Join(dir, "tree") }

func child(args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c := exec.Command(self, args...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%q: %w", args, err)
	}
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("this system does not tell what a process used")
	}
	fmt.Printf("  user %s, system %s, peak memory %d MiB\n",
		c.ProcessState.UserTime().Round(time.Millisecond), c.ProcessState.SystemTime().Round(time.Millisecond), usage.Maxrss>>10)
	return nil
}

// verify verifies once, and tells how long each stage took.
func verify(ctx context.Context, path string) error {
	began := time.Now()
	stage, since := "", began
	o := newsroom.VerifyOptions{Progress: func(s string, done, total int64) {
		if s != stage {
			if stage != "" {
				fmt.Printf("  %s %s\n", stage, time.Since(since).Round(time.Millisecond))
			}
			stage, since = s, time.Now()
		}
	}}
	rep, err := newsroom.Verify(ctx, path, o)
	if err != nil {
		return err
	}
	fmt.Printf("  %s %s\n", stage, time.Since(since).Round(time.Millisecond))
	fmt.Printf("%s: code %d, %d leaves, %d stories, %d revisions, %d pages, %d other files, %d teasers, %d feed items: %s on %d processors\n",
		filepath.Base(path), rep.Code(), rep.Head.Size, rep.Stories, rep.Revisions, rep.Pages, rep.Others, rep.Teasers, rep.Items,
		time.Since(began).Round(time.Millisecond), runtime.GOMAXPROCS(0))
	for _, p := range rep.Problems {
		fmt.Println(p)
	}
	if code := rep.Code(); code != proof.OK && code != proof.ErasedPieces {
		return fmt.Errorf("code %d", code)
	}
	return nil
}
