package newsroom

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock is the right to write in a newsroom's folder. The kernel takes it back
// when the process dies, however it dies, so no lock is ever left behind.
type lock struct{ file *os.File }

func (f Folder) lock() (*lock, error) {
	if _, err := os.Stat(f.Settings()); err != nil {
		return nil, fmt.Errorf("%w: %s has no newsroom.toml; stet init makes a newsroom", ErrNoNewsroom, string(f))
	}
	file, err := os.OpenFile(f.Lock(), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		file.Close()
		return nil, fmt.Errorf("%w: %s", ErrInUse, string(f))
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("lock %s: %w", f.Lock(), err)
	}
	return &lock{file}, nil
}

func (l *lock) release() error { return l.file.Close() }
