// Command kill publishes in a child process, kills it with SIGKILL at a random
// moment, and holds what is left to what was acknowledged: every acknowledged
// publish present, the record verifying, no page without a leaf, and no twin
// when what was under way is tried again. Then it goes on in the same folder.
//
//	go run ./faults/kill -n 300
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
)

func main() {
	n := flag.Int("n", 300, "how many kills")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the moments")
	longest := flag.Duration("longest", 400*time.Millisecond, "a child is killed at a random time up to this after its start or its first act")
	child := flag.String("child", "", "internal: be the child in this folder")
	flag.Parse()
	ctx := context.Background()
	var err error
	if *child != "" {
		err = publish(ctx, *child, *seed)
	} else {
		err = campaign(ctx, *n, *seed, *longest)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kill:", err)
		os.Exit(1)
	}
}

// publish is the child.
func publish(ctx context.Context, dir string, seed uint64) error {
	n, err := newsroom.Open(ctx, dir, newsroom.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return rig.Child(ctx, n, seed, os.Stdout)
}

func campaign(ctx context.Context, n int, seed uint64, longest time.Duration) error {
	dir, remove, err := rig.Temporary(ctx, "kill")
	if err != nil {
		return err
	}
	defer remove()
	fmt.Printf("seed %d, %d kills in %s\n", seed, n, dir)
	r := rand.New(rand.NewPCG(seed, 3))
	oracle := rig.NewOracle()
	began := time.Now()
	total := 0
	for i := range n {
		before := oracle.Acked()
		if err := killOne(oracle, dir, uint64(i+1)<<32, time.Duration(r.Int64N(int64(longest)))); err != nil {
			return err
		}
		total += oracle.Acked() - before
		if err := oracle.Hold(ctx, dir, newsroom.Options{}); err != nil {
			return fmt.Errorf("after kill %d (seed %d): %w", i+1, seed, err)
		}
		oracle.Forget(400)
		if (i+1)%50 == 0 || i+1 == n {
			fmt.Printf("%d kills, %d publishes acknowledged, 0 lost, %s\n", i+1, total, time.Since(began).Round(time.Second))
		}
	}
	return nil
}

// killOne runs a child until it has begun to publish, waits, and kills it.
func killOne(oracle *rig.Oracle, dir string, seed uint64, wait time.Duration) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, "-child", dir, "-seed", strconv.FormatUint(seed, 10))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	// Half the moments count from the start, where what the last kill left is
	// mended, the others from the first act.
	words := io.Reader(out)
	if wait%2 == 0 {
		words = rig.FirstWord(out)
	}
	timer := time.AfterFunc(wait, func() { cmd.Process.Kill() })
	defer timer.Stop()
	oracle.Listen(words)
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return fmt.Errorf("the child ended by itself: %w", err)
	}
	return nil
}
