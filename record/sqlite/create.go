package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"stet.news/internal/durable"
)

// Create makes an empty record at path, where nothing may be, and opens it.
// The file appears whole under its name or not at all. Only its owner may read
// it: it holds what is not published yet.
func Create(ctx context.Context, path string, o Options) (*Store, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	tmp, err := tempBeside(path)
	if err != nil {
		return nil, err
	}
	defer removeDatabase(tmp)
	if err := lay(ctx, tmp); err != nil {
		return nil, (&Store{path: path}).explain(err)
	}
	if err := settle(tmp, path); err != nil {
		return nil, err
	}
	return Open(ctx, path, o)
}

// lay makes the tables in an empty file.
func lay(ctx context.Context, path string) error {
	db, err := dial(path, "rw")
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := connect(ctx, db, append(pragmas("FULL"),
		pragma{"application_id", strconv.Itoa(applicationID), strconv.Itoa(applicationID)},
		pragma{"user_version", strconv.Itoa(schemaVersion), strconv.Itoa(schemaVersion)}))
	if err != nil {
		return err
	}
	if _, err := c.c.ExecContext(ctx, "BEGIN; "+schema+"COMMIT;"); err != nil {
		c.close()
		return err
	}
	// Last, so that there is no log beside the file when it gets its name.
	err = pragma{"journal_mode", "WAL", "wal"}.apply(ctx, c.c)
	return errors.Join(err, c.close())
}

// tempBeside makes an empty file of ours in the folder of path.
func tempBeside(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-"+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// settle gives a finished database file its name, durably, and refuses to put
// it in the place of another.
func settle(tmp, path string) error {
	if err := syncFile(tmp); err != nil {
		return err
	}
	// Unlike Rename, Link does not replace; but not every file system has links.
	err := os.Link(tmp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(path))
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("%w: %s: %w", durable.ErrSync, path, err)
	}
	return nil
}

func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		os.Remove(path + suffix)
	}
}
