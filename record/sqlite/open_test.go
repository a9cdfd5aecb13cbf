package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	lib "modernc.org/sqlite/lib"
	"stet.news/internal/durable"
	"stet.news/record"
)

var l1970 = time.Unix(0, 0)

// TestOpenRefuses hands Open what is no record of ours.
func TestOpenRefuses(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "record.db")
	s := openStore(t, filepath.Dir(whole))
	fill(t, s, "one", strings.Repeat("long ", 70))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		make func(path string) error
		want error
	}{
		"missing": {func(string) error { return nil }, ErrMissing},
		"empty":   {func(p string) error { return os.WriteFile(p, nil, 0o600) }, ErrForeign},
		"text":    {func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("a diary\n", 900)), 0o600) }, ErrForeign},
		"another database": {func(p string) error {
			return sqlInto(p, `CREATE TABLE t (a)`)
		}, ErrForeign},
		"newer": {func(p string) error {
			return errors.Join(os.WriteFile(p, good, 0o600), sqlInto(p, `PRAGMA user_version = 2`))
		}, ErrNewer},
		"cut short": {func(p string) error { return os.WriteFile(p, good[:5000], 0o600) }, ErrCorrupt},
		"scribbled over": {func(p string) error {
			bad := append([]byte{}, good...)
			copy(bad[100:], strings.Repeat("\xee", 4000))
			return os.WriteFile(p, bad, 0o600)
		}, ErrCorrupt},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "record.db")
			if err := c.make(path); err != nil {
				t.Fatal(err)
			}
			for _, o := range []Options{{}, {ReadOnly: true}} {
				s, err := Open(t.Context(), path, o)
				if err == nil {
					s.Close()
				}
				if !errors.Is(err, c.want) {
					t.Errorf("%+v: %v; want %v", o, err, c.want)
				}
				if err != nil && (strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), path)) {
					t.Errorf("not one line that names the file: %q", err)
				}
			}
		})
	}
	if _, err := Create(t.Context(), whole, Options{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a record: %v", err)
	}
	if _, err := Create(t.Context(), filepath.Join(t.TempDir(), "no", "folder", "r.db"), Options{}); err == nil {
		t.Error("Create in a folder that is not there")
	}
}

func sqlInto(path, query string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(query)
	return err
}

// TestOddPath opens a record under a name that means something in an address.
func TestOddPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "50% of a?b#c&mode=ro کابل")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	fill(t, openStore(t, dir), "one")
	if names, _ := os.ReadDir(dir); names[0].Name() != "record.db" {
		t.Errorf("the record went to %q", names)
	}
}

func TestCreatedMode(t *testing.T) {
	dir := t.TempDir()
	fill(t, openStore(t, dir), "one")
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v: it holds what is not published yet", f.Name(), info.Mode())
		}
	}
	if len(files) > 3 {
		t.Errorf("more files than the record's: %v", files)
	}
}

// TestSettings looks at what the connections really run with.
func TestSettings(t *testing.T) {
	s := openStore(t, t.TempDir())
	check := func(c *conn) {
		t.Helper()
		for _, p := range []pragma{{name: "journal_mode", want: "wal"}, {name: "synchronous", want: "2"}, {name: "secure_delete", want: "1"},
			{name: "foreign_keys", want: "1"}, {name: "trusted_schema", want: "0"}, {name: "wal_autocheckpoint", want: "0"}} {
			if err := p.apply(t.Context(), c.c); err != nil {
				t.Error(err)
			}
		}
	}
	check(s.writer)
	check(s.idle[0])
	if err := (pragma{"synchronous", "OFF", "2"}).apply(t.Context(), s.writer.c); err == nil {
		t.Error("a setting that was not taken was not noticed")
	}
	if _, err := s.idle[0].c.ExecContext(t.Context(), `DELETE FROM story`); err == nil {
		t.Error("a View's connection can write")
	}
	weak, err := Open(t.Context(), s.path, Options{Synchronous: "NORMAL"})
	if err != nil {
		t.Fatal(err)
	}
	defer weak.Close()
	if err := (pragma{name: "synchronous", want: "1"}).apply(t.Context(), weak.writer.c); err != nil {
		t.Error(err)
	}
	if _, err := Open(t.Context(), s.path, Options{Synchronous: "MAYBE"}); err == nil {
		t.Error("an unknown level of synchronous was taken")
	}
}

// TestReadOnly reads a record while another store writes it, and when nobody has
// it open.
func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	fill(t, s, "one")
	size := func(rd *Store) (n int64) {
		t.Helper()
		err := rd.View(t.Context(), func(r record.Reader) (err error) { n, err = r.Size(); return err })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	ro, err := Open(t.Context(), s.path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, "two")
	if n := size(ro); n != 2 {
		t.Errorf("the reader sees %d leaves", n)
	}
	for what, err := range map[string]error{
		"Update": ro.Update(t.Context(), func(record.Tx) error { return nil }),
		"Scrub":  ro.Scrub(t.Context()),
	} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s of a store opened to read: %v", what, err)
		}
	}
	if err := ro.Backup(t.Context(), filepath.Join(dir, "copy.db")); err != nil {
		t.Error(err)
	}
	s.Close()
	if n := size(ro); n != 2 {
		t.Errorf("the reader sees %d leaves after the writer went", n)
	}
	ro.Close()
	ro, err = Open(t.Context(), s.path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	if n := size(ro); n != 2 {
		t.Errorf("the reader alone sees %d leaves", n)
	}
}

// TestBackupOpens opens a copy as a record and writes into it.
func TestBackupOpens(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	fill(t, s, "one", "two")
	copied := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v", info.Mode(), err)
	}
	c, err := Open(t.Context(), copied, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if a, b := dump(t, s), dump(t, c); a != b {
		t.Errorf("the copy holds\n%s\ninstead of\n%s", b, a)
	}
	fill(t, c, "three")
	if _, err := c.writer.c.ExecContext(t.Context(), `DELETE FROM leaf`); err == nil {
		t.Error("the copy has no triggers")
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestBusy has another process's write lock in the way.
func TestBusy(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	fill(t, s, "one")
	other, err := raw(t, dir).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	exec := func(query string) {
		t.Helper()
		if _, err := other.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	exec(`BEGIN IMMEDIATE`)
	s.settings[0] = pragma{"busy_timeout", "50", "50"} // rather than five seconds
	s.dropWriter()
	if err := s.Update(t.Context(), func(record.Tx) error { return nil }); !errors.Is(err, ErrBusy) {
		t.Errorf("Update beside another writer: %v", err)
	}
	s.settings[0] = pragma{"busy_timeout", "60000", "60000"}
	s.dropWriter()
	soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := s.Update(soon, func(record.Tx) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Update that gave up waiting: %v", err)
	}
	exec(`COMMIT`)
	fill(t, s, "two")
}

// TestKinds sorts what SQLite reports.
func TestKinds(t *testing.T) {
	for code, want := range map[int]error{
		lib.SQLITE_FULL:             record.ErrFull,
		lib.SQLITE_IOERR_FSYNC:      durable.ErrSync,
		lib.SQLITE_IOERR_DIR_FSYNC:  durable.ErrSync,
		lib.SQLITE_BUSY_SNAPSHOT:    ErrBusy,
		lib.SQLITE_CORRUPT_INDEX:    ErrCorrupt,
		lib.SQLITE_NOTADB:           ErrForeign,
		lib.SQLITE_READONLY_DBMOVED: ErrReadOnly,
		lib.SQLITE_IOERR_READ:       nil,
		lib.SQLITE_CONSTRAINT:       nil,
	} {
		if got := kindOf(code); got != want {
			t.Errorf("code %d is %v instead of %v", code, got, want)
		}
	}
}
