package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// edition is the one whose stream is read.
const edition = "en"

// reader is an open page: it comes back at once whenever its stream ends.
type reader struct {
	addr string
	stop context.CancelFunc

	mu    sync.Mutex
	heard []int64
	wrong error
}

func listen(ctx context.Context, addr string) *reader {
	ctx, stop := context.WithCancel(ctx)
	r := &reader{addr: addr, stop: stop}
	go func() {
		for last := "0"; ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
			last = r.stream(ctx, last)
		}
	}()
	return r
}

// stream reads one stream to its end, and gives the id that was heard last.
func (r *reader) stream(ctx context.Context, last string) string {
	q, err := http.NewRequestWithContext(ctx, "GET", "http://"+r.addr+"/"+edition+"/live", nil)
	if err != nil {
		return last
	}
	q.Header.Set("Last-Event-ID", last)
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		return last // nobody serves just now
	}
	defer res.Body.Close()
	id, kind := "", ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "event":
			kind = value
		case "": // the end of a message, which counts only when it is whole
			if id != "" {
				last = id
				r.hear(kind, id)
			}
			id, kind = "", ""
		}
	}
	return last
}

func (r *reader) hear(kind, id string) {
	leaf, err := strconv.ParseInt(id, 10, 64)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil || kind == "reset":
		r.wrong = fmt.Errorf("heard %s %s", kind, id)
	case kind == "story" || kind == "change":
		r.heard = append(r.heard, leaf)
	}
}

// wait waits until the reader has heard all, and says what is wrong with it.
func (r *reader) wait(want []int64) error {
	for late := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		r.mu.Lock()
		heard, wrong := slices.Clone(r.heard), r.wrong
		r.mu.Unlock()
		switch {
		case wrong != nil:
			return wrong
		case slices.Equal(heard, want):
			return nil
		case len(heard) > len(want) || time.Now().After(late):
			return fmt.Errorf("the record has %d events, %d were heard:\n%d\n%d", len(want), len(heard), want, heard)
		}
	}
}
