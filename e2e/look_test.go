package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/newsroom"
)

// ownLook is the look that docs/look.md shows, with the largest type there is.
const ownLook = `[look]
logo = "logo.png"
front = "grid"
type = 1.25
[look.light]
paper = "#f4efe4"
ink = "#22302c"
link = "#0b5d52"
accent = "#0b5d52"
[look.dark]
paper = "#10201d"
ink = "#e6efe9"
link = "#7fd1c1"
accent = "#f2b366"
`

// TestOwnLook: colours that the settings take, with all that is mixed of them,
// and another layout, are as good as ours to axe-core and on a narrow screen.
func TestOwnLook(t *testing.T) {
	rules := axe(t)
	b := newTab(t)
	dir := filepath.Join(t.TempDir(), "room")
	if err := newsroom.Sample(t.Context(), dir, home, newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "newsroom.toml")
	settings, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	usual, _, _ := strings.Cut(string(settings), "[look]")
	if err := os.WriteFile(path, []byte(usual+ownLook), 0o644); err != nil {
		t.Fatal(err)
	}
	n, err := newsroom.Open(t.Context(), dir, newsroom.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, served := make(chan string, 1), make(chan error, 1)
	go func() {
		served <- n.Serve(ctx, newsroom.ServeOptions{Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(site, _ string) { ready <- site }})
	}()
	b.site = "http://" + <-ready
	for _, page := range []string{"/en/", "/fa-AF/", "/fa-AF/latest/", "/ps/masthead/", "/en/section/world/"} {
		b.open(page)
		eval[int](b, rules+`;0`)
		for _, width := range []int64{320, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				b.As(width, scheme)
				fits(b, fmt.Sprintf("%s at %d px", page, width))
				for _, v := range violations(b) {
					t.Errorf("%s at %d px, %s: %s", page, width, scheme, v)
				}
			}
		}
	}
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
}
