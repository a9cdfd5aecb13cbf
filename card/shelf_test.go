package card

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func openShelf(t *testing.T, dir string, limit int64) *Shelf {
	t.Helper()
	s, err := OpenShelf(dir, limit)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// has gives the names that are kept, of those asked for.
func has(s *Shelf, names ...string) string {
	var there []string
	for _, name := range names {
		if _, err := s.Get(name); err == nil {
			there = append(there, name)
		} else if !errors.Is(err, fs.ErrNotExist) {
			there = append(there, err.Error())
		}
	}
	return strings.Join(there, " ")
}

func put(t *testing.T, s *Shelf, name string, size int) {
	t.Helper()
	if err := s.Put(name, make([]byte, size)); err != nil {
		t.Fatal(err)
	}
}

func TestShelfDropsWhatNobodyAskedFor(t *testing.T) {
	s := openShelf(t, t.TempDir(), 1000)
	put(t, s, "a.jpg", 400)
	put(t, s, "b.jpg", 400)
	has(s, "a.jpg")
	put(t, s, "c.jpg", 400)
	if got := has(s, "a.jpg", "b.jpg", "c.jpg"); got != "a.jpg c.jpg" {
		t.Errorf("kept: %s", got)
	}
	put(t, s, "a.jpg", 500) // in its own place
	if got := has(s, "a.jpg", "c.jpg"); got != "a.jpg c.jpg" {
		t.Errorf("kept: %s", got)
	}
	if err := s.Drop(func(name string) bool { return name == "a.jpg" }); err != nil {
		t.Fatal(err)
	}
	if got := has(s, "a.jpg", "c.jpg"); got != "c.jpg" {
		t.Errorf("kept: %s", got)
	}
}

// What was kept is kept after a restart, within the bounds; what a crash left
// half written goes.
func TestShelfOpensAgain(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir, 1000)
	for i, name := range []string{"a.jpg", "b.jpg", "c.jpg"} {
		put(t, s, name, 300)
		at := time.Now().Add(time.Duration(i-10) * time.Minute)
		os.Chtimes(filepath.Join(dir, name), at, at)
	}
	if err := os.WriteFile(filepath.Join(dir, ".tmp-1"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s = openShelf(t, dir, 700)
	if got := has(s, "a.jpg", "b.jpg", "c.jpg"); got != "b.jpg c.jpg" {
		t.Errorf("kept: %s", got)
	}
	if files, _ := os.ReadDir(dir); len(files) != 2 {
		t.Errorf("%d files", len(files))
	}
	os.Remove(filepath.Join(dir, "b.jpg")) // by somebody else
	if got := has(s, "b.jpg", "c.jpg"); got != "c.jpg" {
		t.Errorf("kept: %s", got)
	}
}
