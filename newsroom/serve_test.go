package newsroom_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"stet.news/newsroom"
	"stet.news/record"
)

// TestServedWithDamage: a record of which the last revision cannot be read is served
// as it was printed.
func TestServedWithDamage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	receipts, err := n.Publish(t.Context(), []record.Act{act(1)})
	if err != nil {
		t.Fatal(err)
	}
	n.Close()
	db, err := sql.Open("sqlite", n.Folder.Database())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`DROP TRIGGER pieces_update; UPDATE pieces SET blob = x'01ffff'`); err != nil {
		t.Fatal(err)
	}
	n, why, err := newsroom.OpenServing(t.Context(), dir, newsroom.Options{})
	if err != nil || why != nil {
		t.Fatal(err, why)
	}
	site, _ := serve(t, n)
	fetch(t, site+receipts[0].Path, 200)
}
