// Command interleave lets two and three editors write in one story at once, at
// random, with networks that lose requests and answers or are away and browsers
// that are killed, through the desk's own client against a serving newsroom. In
// the end all must have the same document, the server's, every letter that anybody
// typed must be in some version of the story, and it must have every topic and
// byline that nobody took away.
//
//	go run ./faults/interleave -n 1000
//	go run ./faults/interleave -seed 4711 -n 1           one of them again
//	go run ./faults/interleave -n 20 -saboteur silent    must fail
//
// It runs in node, with the packages of the desk's scripts in node_modules.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	n := flag.Int("n", 1000, "how many interleavings")
	seed := flag.Uint64("seed", uint64(time.Now().Unix()), "seed of the first; the others count on")
	acts := flag.Int("acts", 60, "how many things are done in each")
	at := flag.Int("at", 12, "how many run at a time")
	saboteur := flag.String("saboteur", "", "break the client so that this must fail: silent, late, forgetful or melting")
	flag.Parse()
	c := campaign{n: *n, seed: *seed, acts: *acts, at: *at, saboteur: *saboteur}
	if err := c.run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "interleave:", err)
		os.Exit(1)
	}
}
