// Command typing kills a browser with SIGKILL again and again while somebody
// types in it, ten letters a second, and opens the story anew with the same
// profile. It counts what is missing in time: from when the first missing letter
// was typed until the kill. In some rounds the server is killed at the same
// moment, in some a while before, so that only the device can have what was
// typed since. What the page knew to be acknowledged must be at the server.
//
//	go run ./faults/typing -n 100
//	go run ./faults/typing -n 10 -saboteur     keeps nothing on the device: must fail
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	if isServer() {
		return
	}
	n := flag.Int("n", 100, "how many kills")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the moments")
	saboteur := flag.Bool("saboteur", false, "keep nothing on the device, so that this must fail")
	flag.Parse()
	if err := campaign(context.Background(), *n, *seed, *saboteur); err != nil {
		fmt.Fprintln(os.Stderr, "typing:", err)
		os.Exit(1)
	}
}
