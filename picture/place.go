package picture

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"stet.news/internal/durable"
)

// Path gives the file a picture of this name lies in, for a backup to be
// unpacked; whatever is no FileName is ErrNoPicture.
func (s *Store) Path(name string) (string, error) {
	if !isName(name) {
		return "", fmt.Errorf("%w: %q", ErrNoPicture, name)
	}
	return filepath.Join(s.dir, name[:2], name), nil
}

// Delete removes a picture for good: what an erasure does to a picture that
// nothing shows any more. One that is not there is no error.
func (s *Store) Delete(name string) error {
	path, err := s.Path(name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("delete picture %s: %w", name, err)
	}
	return durable.SyncDir(filepath.Dir(path))
}
