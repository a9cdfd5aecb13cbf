package proof

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"stet.news/record"
)

// maxFile is the most bytes of one file of a tree that are read.
const maxFile = 1 << 30

// ErrNoFile says that a tree lacks a file that it must have.
var ErrNoFile = errors.New("the file is missing")

// FromTree is an exported tree as a Source.
func FromTree(tree fs.FS) Source { return treeSource{tree} }

type treeSource struct{ fs fs.FS }

// readFile reads one file; Verify says which one, so the error does not.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoFile
	}
	if err != nil {
		return nil, unwrapPath(err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, unwrapPath(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a file")
	case info.Size() > maxFile:
		return nil, fmt.Errorf("it has %d bytes; at most %d are read", info.Size(), maxFile)
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, unwrapPath(err)
}

func unwrapPath(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func (t treeSource) Checkpoint() ([]byte, error)    { return readFile(t.fs, CheckpointFile) }
func (t treeSource) Size() (int64, error)           { return -1, nil }
func (t treeSource) Parts() (pictures, beside bool) { return true, true }

func (t treeSource) Leaves(first, end int64) ([][]byte, error) {
	width := int(end - first)
	data, err := readFile(t.fs, EntriesPath(first/TileWidth, width))
	if err != nil {
		return nil, err
	}
	return ParseEntries(data, width)
}

func (t treeSource) Tile(level int, n int64, width int) ([]byte, error) {
	return readFile(t.fs, TilePath(level, n, width))
}

func (t treeSource) Lists(first, end int64) func() ([][]record.Piece, error) {
	return func() ([][]record.Piece, error) {
		data, err := readFile(t.fs, ListsPath(first/TileWidth))
		if err != nil {
			return nil, err
		}
		return parseLists(string(data), first, end)
	}
}

// parseLists reads a bundle of piece lists.
func parseLists(data string, first, end int64) ([][]record.Piece, error) {
	lists := make([][]record.Piece, 0, end-first)
	for index := first; index < end; index++ {
		n := strings.IndexByte(data, '\n') + 1
		if n == 0 {
			return nil, fmt.Errorf("%w: it ends before leaf %d", ErrBadList, index)
		}
		l, err := ParseList(data[:n])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", index-first+1, err)
		}
		if l.Leaf != index || l.Entry != "" {
			return nil, fmt.Errorf("line %d: %w: it is of leaf %d", index-first+1, ErrBadList, l.Leaf)
		}
		lists = append(lists, l.Pieces)
		data = data[n:]
	}
	if data != "" {
		return nil, fmt.Errorf("%w: more than %d lines", ErrBadList, end-first)
	}
	return lists, nil
}

// Manifest is never nil for a tree: one without is not whole.
func (t treeSource) Manifest() ([]byte, error) { return readFile(t.fs, ManifestFile) }

func (t treeSource) Files(ctx context.Context, f func(File) error) error {
	return fs.WalkDir(t.fs, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || name == ManifestFile {
			return ctx.Err()
		}
		return f(File{Name: name, Path: pagePath(name), Read: func() ([]byte, error) { return readFile(t.fs, name) }})
	})
}
