package edge

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"stet.news/press"
)

// once leaves no connection open.
var once = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

// statusOf asks and gives the status; a 503 must say when to come back.
func statusOf(t *testing.T, url string) int {
	resp, err := once.Get(url)
	if err != nil {
		t.Error(err)
		return 0
	}
	resp.Body.Close()
	if resp.StatusCode == 503 && resp.Header.Get("Retry-After") == "" {
		t.Error("turned away without a word when to come back")
	}
	return resp.StatusCode
}

// slowSearch is a site whose searches take until open is closed.
func slowSearch() (o Options, open func(), began chan struct{}) {
	o = testSite()
	o.Limits.SearchTime = time.Minute
	hold := make(chan struct{})
	began = make(chan struct{}, 100)
	o.Search = func(ctx context.Context, path, query string) (*press.Page, error) {
		began <- struct{}{}
		<-hold
		return &press.Page{Status: 200, Type: errorType, Body: []byte("found " + query)}, nil
	}
	return o, sync.OnceFunc(func() { close(hold) }), began
}

// TestSearchFlood: of many searches at once as many are answered as may be, others
// wait for a moment, the rest is turned away at once; pages are served meanwhile.
func TestSearchFlood(t *testing.T) {
	o, open, began := slowSearch()
	o.Limits.Searches, o.Limits.SearchQueue, o.Limits.SearchWait = 2, 3, time.Minute
	addr, _ := start(t, o)
	statuses := make(chan int, 100)
	for range 20 {
		go func() { statuses <- statusOf(t, "http://"+addr+"/en/search/?q=a") }()
	}
	<-began
	<-began
	for range 15 {
		if s := <-statuses; s != 503 {
			t.Errorf("status %d while all places are taken", s)
		}
	}
	if s := statusOf(t, "http://"+addr+"/en/"); s != 200 {
		t.Errorf("status %d for a page during a flood", s)
	}
	open()
	for range 5 {
		if s := <-statuses; s != 200 {
			t.Errorf("status %d for one who waited", s)
		}
	}
}

// TestSearchWait: who waits too long is turned away.
func TestSearchWait(t *testing.T) {
	o, open, began := slowSearch()
	defer open()
	o.Limits.Searches, o.Limits.SearchWait = 1, 20*time.Millisecond
	addr, _ := start(t, o)
	first := make(chan int)
	go func() { first <- statusOf(t, "http://"+addr+"/en/search/?q=a") }()
	<-began
	if s := statusOf(t, "http://"+addr+"/en/search/?q=b"); s != 503 {
		t.Errorf("status %d for one who waited too long", s)
	}
	open()
	if s := <-first; s != 200 {
		t.Errorf("status %d for the first", s)
	}
}

func searchHead(q string) []string {
	return []string{":method", "GET", ":scheme", "http", ":path", "/en/search/?q=" + q, ":authority", "a"}
}

// TestModernSearch: on a connection of HTTP/2 nobody waits for a search but who
// searches; it comes by the windows it has by then, and not at all to who took it back.
func TestModernSearch(t *testing.T) {
	o, open, began := slowSearch()
	o.Limits.Searches = 3
	addr, _ := start(t, o)
	k := talk(t, addr, http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0})
	k.ask(1, true, searchHead("one")...)
	k.ask(3, true, searchHead("two")...)
	<-began
	<-began
	k.WriteRSTStream(3, http2.ErrCodeCancel)
	k.WriteWindowUpdate(1, 4)
	k.ask(5, true, goodHead...)
	k.want("a page", func(f http2.Frame) bool {
		if f.Header().StreamID != 5 && f.Header().StreamID != 0 {
			t.Errorf("first %v", f)
		}
		return f.Header().StreamID == 5 && status(f) == "200"
	})
	open()
	var got string
	k.want("the search", func(f http2.Frame) bool {
		if f.Header().StreamID == 3 {
			t.Errorf("an answer to who took the request back: %v", f)
		}
		d, ok := f.(*http2.DataFrame)
		if ok && d.StreamID == 1 {
			if got += string(d.Data()); got == "foun" {
				k.WriteWindowUpdate(1, 100)
			}
		}
		return ok && d.StreamID == 1 && d.StreamEnded()
	})
	if got != "found q=one" {
		t.Errorf("got %q", got)
	}
}

// TestModernSearchFlood: searches on one connection are bounded like all requests on
// it, and all are answered in the end.
func TestModernSearchFlood(t *testing.T) {
	o, open, began := slowSearch()
	o.Limits.Searches, o.Limits.Streams, o.Limits.SearchWait = 1, 5, time.Minute
	addr, _ := start(t, o)
	k := talk(t, addr)
	for i := range uint32(8) {
		k.ask(1+2*i, true, searchHead(fmt.Sprint(i))...)
	}
	<-began
	refused := 0
	k.want("three refusals", func(f http2.Frame) bool {
		if r, ok := f.(*http2.RSTStreamFrame); ok && r.ErrCode == http2.ErrCodeRefusedStream {
			refused++
		}
		return refused == 3
	})
	open()
	answered := 0
	k.want("five answers", func(f http2.Frame) bool {
		if status(f) == "200" {
			answered++
		}
		return answered == 5
	})
}

// TestSearchStopping: a search under way is answered before the server goes.
func TestSearchStopping(t *testing.T) {
	o, open, began := slowSearch()
	addr, stop := start(t, o)
	k := talk(t, addr)
	k.ask(1, true, searchHead("last")...)
	<-began
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	time.AfterFunc(150*time.Millisecond, open)
	k.want("the answer", func(f http2.Frame) bool { return f.Header().StreamID == 1 && status(f) == "200" })
	k.conn.Close()
	<-stopped
}
