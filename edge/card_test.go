package edge

import (
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/http2"
)

// easel gives cards as the test says.
type easel func(name string) ([]byte, error)

func (e easel) Get(name string) ([]byte, error) { return e(name) }

func TestCards(t *testing.T) {
	o := testSite()
	o.Cards = easel(func(name string) ([]byte, error) {
		switch name {
		case "one.jpg":
			return []byte("JPEG"), nil
		case "busy.jpg":
			return nil, fmt.Errorf("card: %w", ErrBusy)
		case "broken.jpg":
			return nil, fmt.Errorf("the disk is on fire")
		}
		return nil, fmt.Errorf("card %q: %w", name, fs.ErrNotExist)
	})
	addr, _ := start(t, o)
	for name, want := range map[string]int{
		"one.jpg": 200, "busy.jpg": 503, "broken.jpg": 500, "two.jpg": 404, "": 404, "..%2fone.jpg": 400, "a/one.jpg": 404,
	} {
		resp, err := http.Get("http://" + addr + cardFolder + name)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", name, resp.StatusCode, want)
		}
		caching := resp.Header.Get("Cache-Control")
		if want == 200 != strings.HasPrefix(caching, "public, max-age=86400") {
			t.Errorf("%s: Cache-Control: %s", name, caching)
		}
		if want >= 500 && resp.Header.Get("Retry-After") == "" {
			t.Errorf("%s: not told when to come back", name)
		}
	}
}

// On a connection of HTTP/2 nobody waits for a card but who asked for it.
func TestModernCard(t *testing.T) {
	o := testSite()
	drawn := make(chan struct{})
	o.Cards = easel(func(string) ([]byte, error) {
		<-drawn
		return []byte("JPEG"), nil
	})
	addr, _ := start(t, o)
	k := talk(t, addr)
	k.ask(1, true, ":method", "GET", ":scheme", "http", ":path", "/card/one.jpg", ":authority", "a")
	k.ask(3, true, goodHead...)
	k.want("a page", func(f http2.Frame) bool {
		if f.Header().StreamID == 1 {
			t.Errorf("first %v", f)
		}
		return f.Header().StreamID == 3 && status(f) == "200"
	})
	close(drawn)
	k.want("the card", func(f http2.Frame) bool { return f.Header().StreamID == 1 && status(f) == "200" })
}
