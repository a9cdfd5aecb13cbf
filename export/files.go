package export

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"stet.news/proof"
)

// files writes the tree's files and remembers what was written. Its methods may
// be called at once by many.
type files struct {
	dir string

	mu    sync.Mutex
	made  map[string]bool // folders
	sums  []proof.Sum
	bytes int64
	count int64
}

func newFiles(dir string) *files { return &files{dir: dir, made: map[string]bool{".": true}} }

// write writes one file, which must be new. Its name has been made from an
// address, so it is looked at once more before it becomes a path.
func (f *files) write(name string, data []byte) error {
	local, err := filepath.Localize(name)
	if err != nil {
		return fmt.Errorf("%q cannot be a file: %w", name, err)
	}
	if err := f.folder(path.Dir(name)); err != nil {
		return err
	}
	out, err := os.OpenFile(filepath.Join(f.dir, local), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	if e := out.Close(); err == nil {
		err = e
	}
	sum := proof.Sum{Path: strings.Clone(name), Hash: sha256.Sum256(data)}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sums = append(f.sums, sum)
	f.bytes += int64(len(data))
	f.count++
	return err
}

func (f *files) folder(name string) error {
	f.mu.Lock()
	made := f.made[name]
	f.mu.Unlock()
	if made {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(f.dir, filepath.FromSlash(name)), 0o755); err != nil {
		return err
	}
	f.mu.Lock()
	f.made[name] = true
	f.mu.Unlock()
	return nil
}
