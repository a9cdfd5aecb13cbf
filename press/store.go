package press

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/text/unicode/norm"
)

// ErrNoPage says that the store has no page with that path.
var ErrNoPage = errors.New("there is no such page")

// Store keeps printed pages in a folder, a file each, and the ones asked for
// last in memory. A page is replaced by rename: readers get the old one or the
// new one, whole. It may be used by many goroutines at once, but by one process:
// another's changes are not seen in memory.
//
// Put returns when the page is visible, not when it would survive a power cut:
// that is for Settle.
type Store struct {
	dir    string
	pages  *cache[string, *Page]
	number atomic.Uint64 // names temporary files
}

// tmpPrefix begins the names of files that are being written. Names of pages
// never begin with a dot.
const tmpPrefix = ".tmp-"

// OpenStore opens the page store in a folder, which it makes if need be. It
// keeps at most cacheBytes of pages in memory. A page given to a reader stays
// with them until they drop it.
func OpenStore(dir string, cacheBytes int64) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("page store: %w", err)
	}
	return &Store{dir: dir, pages: newCache[string](cacheBytes, (*Page).Size)}, nil
}

// Close makes what was put survive a power cut.
func (s *Store) Close() error { return s.Settle() }

// Get gives the page at a path, percent-decoded. ErrNoPage: there is none. An
// error that is also ErrCorrupt: its file is damaged, and there is none.
func (s *Store) Get(path string) (*Page, error) {
	p, epoch, ok := s.pages.get(path)
	if ok {
		return p, nil
	}
	p, err := s.peek(path)
	if err != nil {
		return nil, err
	}
	s.pages.add(path, p, epoch)
	return p, nil
}

// peek reads a page's file and keeps nothing in memory.
func (s *Store) peek(path string) (*Page, error) {
	if !goodPath(path) {
		return nil, ErrNoPage
	}
	p, err := s.read(fileName(path))
	if err != nil {
		return nil, err
	}
	if p.Path != path {
		return nil, fmt.Errorf("%w: %s: %w: it is the page %s", ErrNoPage, path, ErrCorrupt, p.Path)
	}
	return p, nil
}

// goodPath reports whether a path can be a page's: two spellings of one path
// would be two entries in memory for one file.
func goodPath(path string) bool {
	return strings.HasPrefix(path, "/") && !strings.Contains(path, "//") && strings.IndexByte(path, 0) < 0 && norm.NFC.IsNormalString(path)
}

func (s *Store) read(name string) (*Page, error) {
	b, err := os.ReadFile(filepath.Join(s.dir, name))
	if missing(err) {
		return nil, ErrNoPage
	}
	if err != nil {
		return nil, err
	}
	p, err := decodePage(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoPage, name, err)
	}
	return p, nil
}

// missing reports that there is no such file: neither it, nor its folder, nor
// could there be.
func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || isNotDir(err)
}

// Put puts pages into the store, each in place of the one with its path.
func (s *Store) Put(pages ...*Page) error {
	for _, p := range pages {
		if err := s.write(fileName(p.Path), encodePage(p)); err != nil {
			return fmt.Errorf("page %s: %w", p.Path, err)
		}
		s.pages.drop(p.Path)
	}
	return nil
}

func (s *Store) write(name string, data []byte) error {
	path := filepath.Join(s.dir, name)
	tmp := filepath.Join(s.dir, fmt.Sprintf("%s%d", tmpPrefix, s.number.Add(1)))
	err := os.WriteFile(tmp, data, 0o644)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(filepath.Dir(path), 0o755); err == nil {
			err = os.Rename(tmp, path)
		}
	}
	if err != nil {
		os.Remove(tmp)
	}
	return err
}

// Delete takes the page at a path out of the store. That there was none is no
// error.
func (s *Store) Delete(path string) error {
	err := os.Remove(filepath.Join(s.dir, fileName(path)))
	s.pages.drop(path)
	if missing(err) {
		return nil
	}
	return err
}

// All gives every page, in the order of their paths, each read when it comes.
// A damaged file is given as an error, and All goes on. Pages that are put or
// deleted meanwhile may or may not be among them.
func (s *Store) All() iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		paths, damaged, err := s.paths()
		if err != nil {
			damaged = append(damaged, err)
		}
		for _, err := range damaged {
			if !yield(nil, err) {
				return
			}
		}
		for _, path := range paths {
			p, err := s.peek(path)
			if errors.Is(err, ErrNoPage) && !errors.Is(err, ErrCorrupt) {
				continue // deleted meanwhile
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// paths gives the path of every file in the store, sorted, and what is wrong
// with files whose name is a hash and whose path cannot be read.
func (s *Store) paths() (paths []string, damaged []error, err error) {
	err = filepath.WalkDir(s.dir, func(name string, d fs.DirEntry, err error) error {
		if missing(err) {
			return nil
		}
		if err != nil {
			return err
		}
		name, err = filepath.Rel(s.dir, name)
		if err != nil || d.IsDir() || !strings.Contains(name, "=") {
			return err
		}
		name = filepath.ToSlash(name)
		path, ok := pathOf(name)
		if !ok {
			p, err := s.read(name)
			if err != nil {
				damaged = append(damaged, err)
				return nil
			}
			path = p.Path
		}
		paths = append(paths, path)
		return nil
	})
	slices.Sort(paths)
	return paths, damaged, err
}

// sweep removes what a crash left half-written.
func (s *Store) sweep() error {
	left, err := filepath.Glob(filepath.Join(s.dir, tmpPrefix+"*"))
	for _, name := range left {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}
