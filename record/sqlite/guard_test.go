package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// raw is a connection such as anybody's sqlite3 prompt has: no setting of ours.
func raw(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// TestTriggers tries to rewrite the record at an SQL prompt.
func TestTriggers(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	fill(t, s, "one", "two", "three")
	want := dump(t, s)
	for _, recursive := range []string{"OFF", "ON"} {
		db := raw(t, dir)
		if _, err := db.Exec("PRAGMA recursive_triggers = " + recursive); err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{
			`UPDATE leaf SET text = 'x'`,
			`UPDATE leaf SET n = 9 WHERE n = 2`,
			`UPDATE OR REPLACE leaf SET n = 0 WHERE n = 2`,
			`UPDATE OR IGNORE leaf SET act = 'x' WHERE n = 2`,
			`DELETE FROM leaf`,
			`DELETE FROM leaf WHERE n = 2`,
			`REPLACE INTO leaf (n, text, story, number) VALUES (1, 'x', zeroblob(16), 0)`,
			`INSERT OR REPLACE INTO leaf (n, text, story, number) VALUES (2, 'x', zeroblob(16), 0)`,
			`INSERT OR REPLACE INTO leaf (n, text, story, number) SELECT 3, 'x', story, number FROM leaf WHERE n = 0`,
			`INSERT INTO leaf (n, text, story, number) VALUES (2, 'x', zeroblob(16), 0) ON CONFLICT DO UPDATE SET text = 'x'`,
			`INSERT INTO leaf (n, text, story, number) VALUES (4, 'x', zeroblob(16), 0)`,
			`INSERT INTO leaf (n, text, story, number) VALUES (-1, 'x', zeroblob(16), 0)`,
			`UPDATE pieces SET blob = x'0100'`,
			`UPDATE OR REPLACE pieces SET leaf = 0 WHERE leaf = 1`,
			`DELETE FROM pieces`,
			`REPLACE INTO pieces (leaf, blob) VALUES (2, x'0100')`,
			`INSERT OR REPLACE INTO pieces (leaf, blob) VALUES (1, x'0100')`,
			`INSERT INTO pieces (leaf, blob) VALUES (2, x'0100') ON CONFLICT DO UPDATE SET blob = x'0100'`,
			`INSERT INTO pieces (leaf, blob) VALUES (7, x'0100')`,
			`UPDATE hash SET hash = zeroblob(32)`,
			`DELETE FROM hash WHERE n = 3`,
			`REPLACE INTO hash (n, hash) VALUES (3, zeroblob(32))`,
			`INSERT OR REPLACE INTO hash (n, hash) VALUES (0, zeroblob(32))`,
			`INSERT INTO hash (n, hash) VALUES (9, zeroblob(32))`,
			`BEGIN; INSERT INTO erasing VALUES (1); UPDATE pieces SET blob = x'0100' WHERE leaf = 2; COMMIT`,
			`BEGIN; INSERT INTO erasing VALUES (1); UPDATE pieces SET leaf = 9 WHERE leaf = 1; COMMIT`,
			`BEGIN; INSERT INTO erasing VALUES (1); DELETE FROM pieces WHERE leaf = 1; COMMIT`,
			`BEGIN; INSERT INTO erasing VALUES (1); UPDATE pieces SET blob = 'words' WHERE leaf = 1; COMMIT`,
			`PRAGMA foreign_keys = ON; INSERT INTO erasing VALUES (1)`,
			`PRAGMA foreign_keys = ON; BEGIN; INSERT INTO erasing VALUES (1); COMMIT`,
			`INSERT INTO never VALUES (1)`,
		} {
			if _, err := db.Exec(query); err == nil {
				t.Errorf("recursive_triggers %s: taken: %s", recursive, query)
			}
			db.Exec(`ROLLBACK`)
		}
		db.Close()
	}
	if got := dump(t, s); got != want {
		t.Errorf("the record became\n%s\ninstead of\n%s", got, want)
	}
	fill(t, s, "four") // and it still grows
}

func dump(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	err := s.View(t.Context(), func(rd record.Reader) error {
		size, err := rd.Size()
		if err != nil {
			return err
		}
		root, err := tlog.TreeHash(size, rd)
		fmt.Fprintln(&b, size, root)
		return errors.Join(err, rd.Leaves(0, 1<<40, func(i int64, text, blob []byte) error {
			fmt.Fprintf(&b, "%d %q %x\n", i, text, blob)
			return nil
		}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestScrub erases words and looks for them in every byte of every file.
func TestScrub(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	stories := 400
	if testing.Short() {
		stories = 80
	}
	secret := func(i int) string { return fmt.Sprintf("secret-word-%d-", i) }
	var texts []string
	for i := range stories {
		texts = append(texts, fmt.Sprint("leaf ", i))
	}
	fill(t, s, texts...)
	var pieces [][]record.Piece
	update(t, s, func(tx record.Tx) error { // words of many lengths, over many pages
		for i := range stories {
			list := []record.Piece{{Type: "headline", Text: secret(i)}, {Type: "body 0 paragraph", Text: strings.Repeat(secret(i), 1+i*3%500)}, {Type: "note", Text: "kept"}}
			pieces = append(pieces, list)
			l := record.NewLeaf{Story: story.ID{0xfe, byte(i >> 8), byte(i)}, Number: 1,
				Blob: record.EncodePieces(list), Keys: []string{"list/en/by/" + secret(i)}}
			err := errors.Join(add(tx, "x", l),
				tx.PutStory(record.Entry{ID: l.Story, Edition: "en", Slug: story.Slug(secret(i)), Day: "2026-11-23"}),
				tx.PutSlug("en", fmt.Sprintf("%x%s", i*7919%256, secret(i)), story.Slug(secret(i)), l.Story),
				tx.PutDraft(record.Draft{ID: l.Story, Revision: story.Revision{Headline: strings.Repeat(secret(i), 1+i%60)}}))
			if _, joinErr := tx.JoinList("en/by/"+secret(i), l.Story, l1970); err == nil {
				err = joinErr
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	backup := filepath.Join(dir, "before.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if found := grep(t, dir, "secret-word-"); len(found) == 0 {
		t.Fatal("the words are in no file, so this test proves nothing")
	}
	os.Remove(backup)
	for i := range stories {
		if i%50 == 0 { // erasures come in several transactions, with writes between
			fill(t, s, fmt.Sprint("between ", i))
		}
		update(t, s, func(tx record.Tx) error {
			who := story.ID{0xfe, byte(i >> 8), byte(i)}
			list := pieces[i]
			list[0], list[1] = list[0].Erase(), list[1].Erase()
			_, err := tx.LeaveList("en/by/"+secret(i), who)
			return errors.Join(err,
				tx.EraseBlob(int64(stories+i), record.EncodePieces(list)),
				tx.PutStory(record.Entry{ID: who, Edition: "en", Slug: "x", Day: "2026-11-23"}),
				tx.DropSlug("en", fmt.Sprintf("%x%s", i*7919%256, secret(i))),
				tx.DropDraft(who))
		})
	}
	update(t, s, func(tx record.Tx) error { return tx.ForgetChanged(int64(stories) * 2) })
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "after.db")); err != nil {
		t.Fatal(err)
	}
	if found := grep(t, dir, "secret-word-"); len(found) > 0 {
		t.Errorf("erased words are left in %q", found)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestScrubHeld has a View that reads from the log in the way.
func TestScrubHeld(t *testing.T) {
	s := openStore(t, t.TempDir())
	fill(t, s, "one")
	err := s.View(t.Context(), func(rd record.Reader) error {
		if _, err := rd.Size(); err != nil {
			return err
		}
		soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := s.Scrub(soon); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Scrub beside a View: %v", err)
		}
		fill(t, s, "two") // nobody else was kept from writing
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Errorf("Scrub when the View has ended: %v", err)
	}
}

// grep gives the places of a word in the files of a folder.
func grep(t *testing.T, dir, word string) (found []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if i := bytes.Index(b, []byte(word)); i >= 0 {
			found = append(found, fmt.Sprintf("%s at %d: %q", f.Name(), i, b[i:min(i+30, len(b))]))
		}
	}
	return found
}
