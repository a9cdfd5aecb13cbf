package press

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
	"stet.news/internal/durable"
)

// Settle returns when every page that was put before would survive a power cut.
// One syncfs for all of them costs about as much as one fsync for each of a few.
func (s *Store) Settle() error {
	d, err := os.Open(s.dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := unix.Syncfs(int(d.Fd())); err != nil {
		return fmt.Errorf("%w: %s: %w", durable.ErrSync, s.dir, err)
	}
	return nil
}

func isNotDir(err error) bool {
	return errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENAMETOOLONG)
}
