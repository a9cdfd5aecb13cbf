package egress

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestNamed: the service that was named may be on this machine; where it leads to
// may not.
func TestNamed(t *testing.T) {
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, strings.Replace("http://"+r.Host+"/", "127.0.0.1", "127.0.0.2", 1), http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/long":
			w.Write(make([]byte, MaxBytes+1000))
		}
	}))
	t.Cleanup(home.Close)
	c, err := Named(home.URL)
	if err != nil {
		t.Fatal(err)
	}
	for path, ok := range map[string]bool{"/": true, "/away": false, "/round": false} {
		resp, err := c.Get(home.URL + path)
		if (err == nil) != ok {
			t.Errorf("%s: %v", path, err)
		}
		if err == nil {
			resp.Body.Close()
		}
	}
	resp, err := c.Get(home.URL + "/long")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); len(body) != MaxBytes || err != nil {
		t.Errorf("read %d bytes, %v", len(body), err)
	}
}
