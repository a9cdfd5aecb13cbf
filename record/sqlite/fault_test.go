package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/internal/durable"
	"stet.news/record"
)

// TestFull runs out of room in the middle of transactions, and goes on when
// there is room again.
func TestFull(t *testing.T) {
	s := openStore(t, t.TempDir())
	fill(t, s, "one")
	want := dump(t, s)
	big := words(strings.Repeat("x", 30<<10))
	for pages := 20; pages < 40; pages += 3 {
		if err := s.openWriter(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.writer.c.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
		err := s.Update(t.Context(), func(tx record.Tx) error {
			for range 100 {
				if err := add(tx, "x", record.NewLeaf{Blob: big}); err != nil {
					return err
				}
			}
			return nil
		})
		if !errors.Is(err, record.ErrFull) || !strings.Contains(err.Error(), s.path) {
			t.Errorf("with %d pages: %v; want %v", pages, err, record.ErrFull)
		}
		if got := dump(t, s); got != want {
			t.Errorf("with %d pages: something of it is there", pages)
		}
	}
	fill(t, s, "two") // the connection with the limit is gone
}

// fileLimit tells the test's own program, run again, to write into the folder
// until it may write no more.
const fileLimit = "STET_TEST_FILE_LIMIT"

// TestFileLimit lets a process publish until the kernel refuses to let a file
// grow, in the middle of writing the log or of carrying it over. The process
// must be told that it is unsure, and what it was told is durable must be there.
func TestFileLimit(t *testing.T) {
	if dir := os.Getenv(fileLimit); dir != "" {
		untilRefused(t, dir)
		return
	}
	dir := t.TempDir()
	s := openStore(t, dir)
	fill(t, s, "one")
	s.Close()
	for range 3 { // the second and third time there is less room still
		cmd := exec.Command(os.Args[0], "-test.run=^TestFileLimit$")
		cmd.Env = append(os.Environ(), fileLimit+"="+dir)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		var told int64
		if _, err := fmt.Sscanf(string(out), "told %d", &told); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		s = openStore(t, dir)
		var size int64
		err = s.View(t.Context(), func(rd record.Reader) (err error) {
			if size, err = rd.Size(); err != nil {
				return err
			}
			_, err = tlog.TreeHash(size, rd)
			return err
		})
		if err != nil || size < told || size > told+1 {
			t.Errorf("%d leaves where %d were told durable, %v", size, told, err)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Error(err)
		}
		fill(t, s, fmt.Sprint("again ", size))
		s.Close()
	}
}

func untilRefused(t *testing.T, dir string) {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 600 << 10, Max: 600 << 10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	s, err := Open(context.Background(), filepath.Join(dir, "record.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var told int64
	for err == nil {
		err = s.Update(context.Background(), func(tx record.Tx) error {
			size, err := tx.Size()
			told = size
			return errors.Join(err, add(tx, "x", record.NewLeaf{Blob: words(strings.Repeat("x", 5000))}))
		})
	}
	fmt.Printf("told %d\n%v\n", told, err)
	if !errors.Is(err, durable.ErrSync) && !errors.Is(err, record.ErrFull) {
		t.Errorf("the process was told no more than %v", err)
	}
}

// TestCarryOver makes sure that the log does not grow for ever, also when a View
// holds it for a while.
func TestCarryOver(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes a hundred megabytes")
	}
	s := openStore(t, t.TempDir())
	grow := func() {
		for range 4 {
			update(t, s, func(tx record.Tx) error {
				for range 100 {
					if err := add(tx, "x", record.NewLeaf{Blob: words(strings.Repeat("x", 3000))}); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	length := func(suffix string) int64 {
		info, err := os.Stat(s.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	err := s.View(t.Context(), func(rd record.Reader) error {
		_, err := rd.Size()
		for range 5 {
			grow()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	held := length("-wal")
	for range 15 {
		grow()
	}
	if now := length("-wal"); now > held+3*carryAt*4096 {
		t.Errorf("the log went on growing, from %d to %d bytes, when nobody held it", held, now)
	}
	if main := length(""); main < 10<<20 {
		t.Errorf("the main file has only %d bytes", main)
	}
}
