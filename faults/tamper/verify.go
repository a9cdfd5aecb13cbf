package main

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/press"
	"stet.news/proof"
	"stet.news/record"
	"stet.news/record/sqlite"
)

// asked is what a verifier has beside what it verifies.
type asked struct {
	key    note.Verifier
	last   []byte
	maxAge time.Duration
	now    time.Time
}

func (a asked) options() proof.Options {
	return proof.Options{
		Key: a.key, Last: a.last, MaxAge: a.maxAge, Furniture: press.Furniture,
		Now: func() time.Time { return a.now },
	}
}

func verifyTree(ctx context.Context, t tree, a asked) (*proof.Report, error) {
	return proof.Verify(ctx, proof.FromTree(t.fs()), a.options())
}

// folder is a newsroom's folder to tamper with.
type folder struct {
	path     string // of the database, a copy
	head     []byte
	pages    []*press.Page
	pictures map[string][]byte
}

// copied copies the folder's database into a working folder; the pages are
// replaced in the copy's list, never written into.
func (s *sample) copied(dir string) (*folder, error) {
	f := &folder{path: filepath.Join(dir, "tampered.db"), head: s.head, pages: append([]*press.Page(nil), s.pages...), pictures: s.pictures}
	for _, leftover := range []string{"-wal", "-shm"} {
		os.Remove(f.path + leftover)
	}
	return f, os.WriteFile(f.path, s.database, 0o600)
}

func verifyFolder(ctx context.Context, f *folder, a asked) (rep *proof.Report, err error) {
	store, err := sqlite.Open(ctx, f.path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	err = store.View(ctx, func(rd record.Reader) error {
		rep, err = proof.Verify(ctx, proof.Opened{Reader: rd, Signed: f.head, Site: f.site(), Pictures: true}, a.options())
		return err
	})
	return rep, err
}

// site gives the pages and pictures of a folder as proof wants them.
func (f *folder) site() iter.Seq2[proof.File, error] {
	return func(yield func(proof.File, error) bool) {
		for _, p := range f.pages {
			file := proof.File{Name: p.Path, Path: p.Path, Redirect: p.Location, Read: func() ([]byte, error) { return p.Body, nil }}
			if !yield(file, nil) {
				return
			}
		}
		for name, data := range f.pictures {
			path := "/" + proof.PictureDir + "/" + name
			if !yield(proof.File{Name: path, Path: path, Read: func() ([]byte, error) { return data, nil }}, nil) {
				return
			}
		}
	}
}
