//go:build !linux

package press

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"stet.news/internal/durable"
)

// Settle returns when every page that was put before would survive a power cut.
// Where there is no syncfs, every file and folder is synced.
func (s *Store) Settle() error {
	return filepath.WalkDir(s.dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return nil // replaced meanwhile
		}
		defer f.Close()
		if err := f.Sync(); err != nil {
			return fmt.Errorf("%w: %s: %w", durable.ErrSync, name, err)
		}
		return nil
	})
}

func isNotDir(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
