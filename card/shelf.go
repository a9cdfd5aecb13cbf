package card

import (
	"container/list"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"stet.news/internal/durable"
)

// Shelf keeps files in a folder up to a number of bytes; the one that nobody
// asked for longest goes first. Its methods may be called by many goroutines at
// once, but a folder belongs to one Shelf.
type Shelf struct {
	dir   string
	limit int64

	shut error // why what is in the folder is not known

	mu    sync.Mutex
	order *list.List // of *kept, the last asked for at the front
	named map[string]*list.Element
	bytes int64
}

type kept struct {
	name string
	size int64
}

// OpenShelf opens the shelf in a folder, which it makes if need be. What it
// finds there counts as asked for when it was written. When the folder cannot be
// read, the shelf that comes with the error knows of nothing in it.
func OpenShelf(dir string, limit int64) (*Shelf, error) {
	s := &Shelf{dir: dir, limit: limit, order: list.New(), named: map[string]*list.Element{}}
	err := os.MkdirAll(dir, 0o755)
	var entries []fs.DirEntry
	if err == nil {
		entries, err = os.ReadDir(dir)
	}
	if err != nil {
		s.shut = fmt.Errorf("cards: %w", err)
		return s, s.shut
	}
	var infos []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && filepath.Ext(e.Name()) == ".jpg" {
			infos = append(infos, info)
		} else {
			os.Remove(filepath.Join(dir, e.Name())) // half written, before a crash
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range infos {
		s.note(info.Name(), info.Size())
	}
	return s, nil
}

// Get gives a file, or fs.ErrNotExist.
func (s *Shelf) Get(name string) ([]byte, error) {
	s.mu.Lock()
	e := s.named[name]
	if e != nil {
		s.order.MoveToFront(e)
	}
	s.mu.Unlock()
	if e == nil {
		return nil, fs.ErrNotExist
	}
	return os.ReadFile(filepath.Join(s.dir, name))
}

// Put keeps a file, whole or not at all, and makes room for it.
func (s *Shelf) Put(name string, data []byte) error {
	if err := durable.Write(filepath.Join(s.dir, name), data, 0o644); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note(name, int64(len(data)))
	return nil
}

// note counts a file, and drops others if it is one too many.
func (s *Shelf) note(name string, size int64) {
	if e := s.named[name]; e != nil {
		s.forget(e)
	}
	s.named[name] = s.order.PushFront(&kept{name, size})
	s.bytes += size
	for s.bytes > s.limit && s.order.Len() > 1 {
		s.drop(s.order.Back())
	}
}

// Drop deletes the files whose names are unwanted. It fails when the folder could
// not be read: nobody knows then what is left there.
func (s *Shelf) Drop(unwanted func(name string) bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	errs := []error{s.shut}
	for name, e := range s.named {
		if unwanted(name) {
			errs = append(errs, s.drop(e))
		}
	}
	return errors.Join(errs...)
}

func (s *Shelf) drop(e *list.Element) error {
	s.forget(e)
	err := os.Remove(filepath.Join(s.dir, e.Value.(*kept).name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (s *Shelf) forget(e *list.Element) {
	k := s.order.Remove(e).(*kept)
	delete(s.named, k.name)
	s.bytes -= k.size
}
