package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"stet.news/newsroom"
	"stet.news/picture/darkroom"
)

// home is the address that the sample's pages give themselves. They are read
// from another one, of this machine.
const home = "http://karez.example"

// room is the sample newsroom, served for all tests of the package: to fill and
// print it takes longer than most of them.
type room struct {
	*newsroom.Newsroom
	at  string          // where it is served, "http://127.0.0.1:40123"
	ctx context.Context // its life
}

var (
	closing []func()   // what TestMain does at the end, the last first
	started sync.Mutex // guards closing
)

func atEnd(f func()) {
	started.Lock()
	defer started.Unlock()
	closing = append(closing, f)
}

func TestMain(m *testing.M) {
	darkroom.Main()
	atEnd(chromium.Close)
	code := m.Run()
	for i := len(closing) - 1; i >= 0; i-- {
		closing[i]()
	}
	os.Exit(code)
}

// served gives the room, which the first to ask starts.
func served(t testing.TB) *room {
	t.Helper()
	r, err := theRoom()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var theRoom = sync.OnceValues(func() (*room, error) {
	dir, err := os.MkdirTemp("", "stet-e2e-")
	if err != nil {
		return nil, err
	}
	atEnd(func() { os.RemoveAll(dir) })
	ctx, stop := context.WithCancel(context.Background())
	if err := newsroom.Sample(ctx, filepath.Join(dir, "room"), home, newsroom.Options{}); err != nil {
		stop()
		return nil, err
	}
	n, err := newsroom.Open(ctx, filepath.Join(dir, "room"), newsroom.Options{})
	if err != nil {
		stop()
		return nil, err
	}
	if err := breakNews(ctx, n); err != nil {
		stop()
		return nil, err
	}
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- n.Serve(ctx, newsroom.ServeOptions{
			Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0",
			Ready: func(site, _ string) { ready <- site },
		})
	}()
	select {
	case err := <-ended:
		stop()
		return nil, fmt.Errorf("serve the sample: %w", err)
	case at := <-ready:
		atEnd(func() { stop(); <-ended; n.Close() })
		return &room{n, "http://" + at, ctx}, nil
	}
})

// breakNews puts a story up as breaking news in one edition, so that every judge
// of its pages judges the banner too.
func breakNews(ctx context.Context, n *newsroom.Newsroom) error {
	return n.List(ctx, newsroom.ListQuery{Edition: "ps", Limit: 1}, func(l newsroom.Line) error {
		_, err := n.SetBreaking(ctx, l.ID, time.Now().Add(time.Hour))
		return err
	})
}
