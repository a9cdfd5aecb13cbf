package main

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// tree is an exported tree in memory: file → bytes. Tampering with one is a
// matter of microseconds, and the original stays as it is.
type tree map[string][]byte

// copied is a tree to tamper with; files are replaced in it, never written into.
func (t tree) copied() tree {
	out := make(tree, len(t)+8)
	for name, data := range t {
		out[name] = data
	}
	return out
}

// names gives the files that match, in order.
func (t tree) names(match func(string) bool) []string {
	var out []string
	for name := range t {
		if match(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// readTree reads an exported tree into memory.
func readTree(fsys fs.FS) (tree, error) {
	t := tree{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		t[name], err = fs.ReadFile(fsys, name)
		return err
	})
	return t, err
}

// fs makes a file system of the tree.
func (t tree) fs() fs.FS {
	m := memFS{files: t, dirs: map[string][]fs.DirEntry{".": nil}}
	for name, data := range t {
		m.enter(name, memInfo{name: path.Base(name), size: int64(len(data))})
	}
	for _, entries := range m.dirs {
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return m
}

// memFS is a tree with its folders.
type memFS struct {
	files tree
	dirs  map[string][]fs.DirEntry
}

// enter puts a name into its folder, and the folder into its own.
func (m memFS) enter(name string, info memInfo) {
	dir := path.Dir(name)
	_, known := m.dirs[dir]
	m.dirs[dir] = append(m.dirs[dir], info)
	if !known {
		m.enter(dir, memInfo{name: path.Base(dir), dir: true})
	}
}

// Open is there because fs.FS asks for it; proof uses the methods below.
func (m memFS) Open(name string) (fs.File, error) {
	info, err := m.Stat(name)
	if err != nil {
		return nil, err
	}
	return &memFile{info.(memInfo), strings.NewReader(string(m.files[name]))}, nil
}

func (m memFS) Stat(name string) (fs.FileInfo, error) {
	if data, ok := m.files[name]; ok {
		return memInfo{name: path.Base(name), size: int64(len(data))}, nil
	}
	if _, ok := m.dirs[name]; ok {
		return memInfo{name: path.Base(name), dir: true}, nil
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}

func (m memFS) ReadFile(name string) ([]byte, error) {
	if data, ok := m.files[name]; ok {
		return data, nil
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
}

func (m memFS) ReadDir(name string) ([]fs.DirEntry, error) { return m.dirs[name], nil }

// memInfo is a file or folder, as folders list it.
type memInfo struct {
	name string
	size int64
	dir  bool
}

func (i memInfo) Name() string               { return i.name }
func (i memInfo) Size() int64                { return i.size }
func (i memInfo) ModTime() time.Time         { return time.Time{} }
func (i memInfo) IsDir() bool                { return i.dir }
func (i memInfo) Sys() any                   { return nil }
func (i memInfo) Type() fs.FileMode          { return i.Mode().Type() }
func (i memInfo) Info() (fs.FileInfo, error) { return i, nil }
func (i memInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

type memFile struct {
	info memInfo
	io.Reader
}

func (f *memFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *memFile) Close() error               { return nil }
