package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"stet.news/record"
	"stet.news/record/recordtest"
)

func TestContract(t *testing.T) { recordtest.Run(t, openIn) }

// openIn opens the record of a folder, which it makes first if need be.
func openIn(t *testing.T, dir string) record.Store {
	t.Helper()
	return openStore(t, dir)
}

func openStore(t testing.TB, dir string) *Store {
	t.Helper()
	path := filepath.Join(dir, "record.db")
	open := Open
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		open = Create
	}
	s, err := open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
