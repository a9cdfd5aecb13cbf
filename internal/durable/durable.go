// Package durable writes files that survive a power cut: when Write returns
// nil, the file is there whole, under its name, after any crash; when it
// returns an error, the old file is untouched.
//
// The order is temporary file, write, fsync, rename, fsync of the folder. It
// relies on a local POSIX file system; on NFS and FUSE the promises are theirs.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrSync says that the disk would not promise to have kept what was written.
// After it nothing on that disk can be relied on: the process must end, and
// not try again, because a second fsync may report success over lost pages.
var ErrSync = errors.New("the disk did not confirm the write")

// Write puts data at path with the mode, replacing what is there.
func Write(path string, data []byte, mode fs.FileMode) error {
	dir := filepath.Dir(path)
	if err := place(dir, filepath.Base(path), data, mode); err != nil {
		return err
	}
	return SyncDir(dir)
}

// WriteAll puts several files into a folder, and syncs the folder once. When it
// fails, each file is there whole or not at all.
func WriteAll(dir string, files map[string][]byte, mode fs.FileMode) error {
	for name, data := range files {
		if err := place(dir, name, data, mode); err != nil {
			return err
		}
	}
	return SyncDir(dir)
}

// place writes a file whose name is not durable yet.
func place(dir, name string, data []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(dir, ".tmp-*")
	if err != nil {
		return err
	}
	tmp := f.Name()
	if err := fill(f, data, mode); err != nil {
		os.Remove(tmp)
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(tmp, filepath.Join(dir, name)); err != nil {
		os.Remove(tmp)
		return err
	}
	return nil
}

func fill(f *os.File, data []byte, mode fs.FileMode) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		if e := f.Sync(); e != nil {
			err = fmt.Errorf("%w: %w", ErrSync, e)
		}
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// SyncDir makes the names in a folder durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrSync, dir, err)
	}
	return nil
}
