// Command tamper tries to deceive stet verify. It makes small newsrooms by the
// real code, with random stories in three editions, revisions, corrections,
// retractions and erasures; tampers with their exported trees and their folders
// in several dozen ways, as somebody would who has the disk, and sometimes the
// signing key; and asks of package proof the right exit code for every one of
// them. It also verifies newsrooms that nobody touched, which must give no alarm.
//
//	go run ./faults/tamper -n 10000 -untouched 1000 -seed 1
//
// It writes to the folder for temporary files; TMPDIR=/dev/shm makes it several
// times faster, because the real code waits for the disk. Where the tamperer
// holds the key, the manifest is signed anew, so that each layer below it has
// to see the tampering by itself. Story IDs, keys and salts are the system's own
// random ones: a seed repeats the kinds of tampering and the words, not the bytes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"stet.news/picture/darkroom"
	"time"
)

func main() {
	darkroom.Main()
	c := campaign{perSample: 100}
	flag.IntVar(&c.tries, "n", 10_000, "tamperings")
	flag.IntVar(&c.untouched, "untouched", 1000, "newsrooms to verify as they are")
	flag.Uint64Var(&c.seed, "seed", 1, "seed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	began := time.Now()
	err := c.run(ctx)
	c.print(os.Stdout)
	fmt.Printf("took %s\n", time.Since(began).Round(time.Second))
	if err != nil {
		fmt.Fprintln(os.Stderr, "tamper:", err)
	}
	if err != nil || !c.ok() {
		os.Exit(1)
	}
}
