package proof

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"stet.news/record"
	"stet.news/story"
)

// TreeKey gives the key an exported tree names itself. It proves that a tree is
// whole, not whose it is.
func TreeKey(tree fs.FS) (note.Verifier, error) {
	text, err := readFile(tree, KeyFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", KeyFile, err)
	}
	key, err := note.NewVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", KeyFile, err)
	}
	return key, nil
}

// Log is the log of an exported tree, verified as far as its leaves go: what
// stet recover takes lost leaves from. The piece lists are for
// record.Record.Graft to hold against their leaves.
type Log struct {
	tree treeSource
	head record.Checkpoint
}

// ErrNotWhole says that an exported tree's log does not verify.
var ErrNotWhole = errors.New("the log does not verify")

// OpenLog opens the log of an exported tree and verifies checkpoint, leaves and
// tiles by the key.
func OpenLog(ctx context.Context, tree fs.FS, key note.Verifier) (*Log, error) {
	l := &Log{tree: treeSource{tree}}
	v := newVerifier(l.tree, Options{Key: key})
	if v.checkpoint() {
		if _, err := v.log(ctx); err != nil {
			return nil, err
		}
	}
	if len(v.rep.Problems) > 0 {
		return nil, fmt.Errorf("%w: %s", ErrNotWhole, v.rep.Problems[0])
	}
	l.head = v.rep.Head
	return l, nil
}

// Head is the tree's checkpoint.
func (l *Log) Head() record.Checkpoint { return l.head }

// Leaves gives the leaves from number first on, with their piece lists.
func (l *Log) Leaves(ctx context.Context, first int64) iter.Seq2[record.Grafted, error] {
	return func(yield func(record.Grafted, error) bool) {
		for at := first / TileWidth * TileWidth; at < l.head.Size; at += TileWidth {
			leaves, err := l.bundle(at, min(at+TileWidth, l.head.Size))
			if err = errors.Join(err, ctx.Err()); err != nil {
				yield(record.Grafted{}, err)
				return
			}
			for _, g := range leaves {
				if g.Index >= first && !yield(g, nil) {
					return
				}
			}
		}
	}
}

func (l *Log) bundle(first, end int64) ([]record.Grafted, error) {
	texts, err := l.tree.Leaves(first, end)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", leavesName(first, end), err)
	}
	lists, err := l.tree.Lists(first, end)()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ListsPath(first/TileWidth), err)
	}
	out := make([]record.Grafted, len(texts))
	for i := range texts {
		out[i] = record.Grafted{Index: first + int64(i), Text: texts[i], Pieces: lists[i]}
	}
	return out, nil
}

// Pictures gives the names of the tree's pictures, without their renditions.
func (l *Log) Pictures() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		files, err := fs.ReadDir(l.tree.fs, PictureDir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield("", err)
			return
		}
		for _, f := range files {
			if _, ok := story.ParseRendition(f.Name()); ok {
				continue // made again from its picture
			}
			if !yield(f.Name(), nil) {
				return
			}
		}
	}
}

// Picture reads a picture and makes sure that its bytes are those its name says.
func (l *Log) Picture(name string) ([]byte, error) {
	data, err := readFile(l.tree.fs, PictureDir+"/"+name)
	if err == nil && !isPicture(name, data) {
		err = errors.New("its bytes are not those its name says")
	}
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", PictureDir, name, err)
	}
	return data, nil
}
