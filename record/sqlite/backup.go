package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Backup writes a whole copy to path, where nothing may be. The copy is made
// from the live rows alone, so nothing that was erased is in it, and it is
// checked before it gets its name. It needs as much room as the record; nobody
// waits for it.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	tmp, err := tempBeside(path)
	if err != nil {
		return err
	}
	defer removeDatabase(tmp)
	c, err := s.takeReader(ctx)
	if err != nil {
		return s.explain(err)
	}
	_, err = c.c.ExecContext(ctx, `VACUUM INTO ?`, tmp)
	s.giveReader(c, err == nil)
	copied := &Store{path: path} // names the copy in errors
	if err != nil {
		return copied.explain(err)
	}
	if err := checkFile(ctx, tmp); err != nil {
		return copied.explain(err)
	}
	return settle(tmp, path)
}

// checkFile reads every page of a database file, index against table.
func checkFile(ctx context.Context, path string) error {
	db, err := dial(path, "rw") // turning the log on writes to it
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := connect(ctx, db, append(pragmas("FULL"), pragma{"journal_mode", "WAL", "wal"}))
	if err != nil {
		return err
	}
	return errors.Join(ask(ctx, c.c, `PRAGMA integrity_check(1)`), c.close())
}

// Check looks for damage in the file. It reads all of it.
func (s *Store) Check(ctx context.Context) error {
	c, err := s.takeReader(ctx)
	if err != nil {
		return s.explain(err)
	}
	err = ask(ctx, c.c, `PRAGMA quick_check(1)`)
	s.giveReader(c, err == nil)
	return s.explain(err)
}

// ask runs one of SQLite's own checks, which answer "ok" or what is wrong.
func ask(ctx context.Context, c *sql.Conn, query string) error {
	var answer string
	if err := c.QueryRowContext(ctx, query).Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		return fmt.Errorf("%w: %s", ErrCorrupt, answer)
	}
	return nil
}
