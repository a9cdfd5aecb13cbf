package newsroom_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"stet.news/newsroom"
	"stet.news/record"
)

// renditions reads the folder of renditions.
func renditions(t *testing.T, n *newsroom.Newsroom) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(n.Folder.Renditions(), "??", "*"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = string(data)
	}
	return out
}

// TestRenditionsAreAProjection publishes a story with a picture: its JPEGs are
// there at once, come back the same when they are lost, and go with the picture.
func TestRenditionsAreAProjection(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	id, _ := withPicture(t, n)
	made := renditions(t, n)
	if len(made) != 2 { // 64 scaled and 64 cut
		t.Fatalf("%d renditions", len(made))
	}
	lose := func() {
		if err := os.RemoveAll(n.Folder.Renditions()); err != nil {
			t.Fatal(err)
		}
	}
	lose()
	if err := n.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, "rebuilt", made, renditions(t, n))
	lose()
	n.Close()
	n = open(t, dir)
	same(t, "opened again", made, renditions(t, n))
	if _, err := n.Erase(t.Context(), newsroom.EraseOrder{Story: id, Words: "Gulcanary"}); err != nil {
		t.Fatal(err)
	}
	if left := renditions(t, n); len(left) > 0 {
		t.Errorf("%d renditions of an erased picture", len(left))
	}
}

func same(t *testing.T, when string, want, got map[string]string) {
	t.Helper()
	for name, data := range want {
		if got[name] != data {
			t.Errorf("%s: %s is other bytes", when, name)
		}
	}
}

// TestSpoiltPicture opens a newsroom that has to make its renditions, of which one
// cannot be made: it publishes all the same, and the picture comes back when its
// file does.
func TestSpoiltPicture(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	withPicture(t, n)
	made := renditions(t, n)
	file, err := filepath.Glob(filepath.Join(n.Folder.Pictures(), "??", "*"))
	if err != nil || len(file) != 1 {
		t.Fatal(file, err)
	}
	whole, err := os.ReadFile(file[0])
	if err != nil {
		t.Fatal(err)
	}
	n.Close()
	write := func(data []byte) {
		if err := errors.Join(os.RemoveAll(n.Folder.Renditions()), os.WriteFile(file[0], data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write(whole[:len(whole)/2])
	n = open(t, dir)
	if _, err := n.Publish(t.Context(), []record.Act{act(1)}); err != nil {
		t.Error(err)
	}
	n.Close()
	write(whole)
	n = open(t, dir)
	same(t, "put back", made, renditions(t, n))
}
