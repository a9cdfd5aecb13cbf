// Command uploads measures how much memory the desk takes, at most, while many
// photographs come in at once, each file as large as it may be.
//
//	go run ./bench/uploads -at 32
//
// The peak is the process's that serves, and here also sends. Pictures are decoded
// in another, one at a time and under a bound of its own, so these have few pixels
// and long remarks.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"stet.news/desk/policy"
	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/picture/darkroom"
)

func main() {
	darkroom.Main()
	at := flag.Int("at", 32, "how many come in at once")
	flag.Parse()
	if err := measure(context.Background(), *at); err != nil {
		fmt.Fprintln(os.Stderr, "uploads:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, at int) error {
	n, done, err := rig.Room(ctx, "uploads", newsroom.Options{})
	if err != nil {
		return err
	}
	defer done()
	photo := drawn()
	return rig.ServeDesk(ctx, n, func(url string) error {
		who, err := rig.SignIn(ctx, n, "Zahra", policy.Editor)
		if err != nil {
			return err
		}
		before, began := peak(), time.Now()
		var taken, again atomic.Int64
		var group sync.WaitGroup
		for range at {
			group.Go(func() {
				for !send(ctx, url, who, photo) {
					again.Add(1)
					time.Sleep(2 * time.Second)
				}
				taken.Add(1)
			})
		}
		group.Wait()
		fmt.Printf("%d photographs of %d bytes, %d taken in after %.0f s, %d times sent again; peak before %s, after %s\n",
			at, len(photo), taken.Load(), time.Since(began).Seconds(), again.Load(), before, peak())
		return nil
	})
}

// drawn is a grey photograph in a file that is nearly the largest there may be.
func drawn() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 640, 480)), nil); err != nil {
		panic(err)
	}
	remark := append([]byte{0xff, 0xfe, 0xff, 0xff}, make([]byte, 0xfffd)...)
	fill := bytes.Repeat(remark, max(0, darkroom.MaxBytes-b.Len())/len(remark))
	return append(append(bytes.Clone(b.Bytes()[:2]), fill...), b.Bytes()[2:]...)
}

// send sends a file without holding a copy of it, and reports whether it was taken.
func send(ctx context.Context, url string, who rig.Person, photo []byte) bool {
	var head bytes.Buffer
	form := multipart.NewWriter(&head)
	if _, err := form.CreateFormFile("file", "a.jpg"); err != nil {
		panic(err)
	}
	body := io.MultiReader(&head, bytes.NewReader(photo), strings.NewReader("\r\n--"+form.Boundary()+"--\r\n"))
	r, err := http.NewRequestWithContext(ctx, "POST", url+"/pictures", body)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Cookie", who.Cookie)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", form.FormDataContentType())
	resp, err := http.DefaultClient.Do(r)
	if err != nil { // hung up on
		return false
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusServiceUnavailable {
		panic(fmt.Sprintf("an upload: %s %s", resp.Status, answer))
	}
	return resp.StatusCode == http.StatusOK
}

// peak is the most memory that this process had.
func peak() string {
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		if kB, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(kB)
		}
	}
	return "unknown"
}
