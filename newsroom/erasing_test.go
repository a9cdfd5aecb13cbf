package newsroom_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

func pngOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withPicture publishes a story with a picture and gives it and its hash.
func withPicture(t *testing.T, n *newsroom.Newsroom) (story.ID, string) {
	t.Helper()
	p, err := n.Pictures.Put(pngOf(t))
	if err != nil {
		t.Fatal(err)
	}
	p.Alt = "Gulcanary at work"
	rev := story.Revision{Edition: "en", Headline: "A picture", Lead: &p}
	rev.Body = story.Body{story.Paragraph{Text: story.Plain("It rained.")}}
	receipts, err := n.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}})
	if err != nil {
		t.Fatal(err)
	}
	return receipts[0].Story, p.SHA256
}

func pictures(t *testing.T, n *newsroom.Newsroom) (count int) {
	t.Helper()
	for _, err := range n.Pictures.All() {
		if err != nil {
			t.Fatal(err)
		}
		count++
	}
	return count
}

// TestErasingResumed finds a picture that a crash left behind its erasure.
func TestErasingResumed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	id, hash := withPicture(t, n)
	data, err := os.ReadFile(filepath.Join(dir, "pictures", hash[:2], hash+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Erase(t.Context(), newsroom.EraseOrder{Story: id, Words: "Gulcanary"}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(n.Folder.Erasing()); err == nil || pictures(t, n) > 0 {
		t.Fatalf("after the erasure: %d pictures, note: %v", pictures(t, n), err)
	}
	// As a crash leaves it: the leaf is written, the file and the note are there.
	if _, err := n.Pictures.Put(data); err != nil {
		t.Fatal(err)
	}
	note, _ := json.Marshal(map[string]bool{hash: true})
	if err := os.WriteFile(n.Folder.Erasing(), note, 0o600); err != nil {
		t.Fatal(err)
	}
	n.Close()
	n = open(t, dir)
	defer n.Close()
	if _, err := os.Stat(n.Folder.Erasing()); err == nil || pictures(t, n) > 0 {
		t.Errorf("after opening: %d pictures, note: %v", pictures(t, n), err)
	}
	// The note deletes nothing that is in use.
	withPicture(t, n)
	if err := os.WriteFile(n.Folder.Erasing(), note, 0o600); err != nil {
		t.Fatal(err)
	}
	n.Close()
	n = open(t, dir)
	defer n.Close()
	if pictures(t, n) != 1 {
		t.Error("a picture in use was deleted")
	}
	verify(t, dir, 5)
}

// TestRecoverErases restores a backup from before an erasure, and lets the
// lost leaves erase again, with the picture.
func TestRecoverErases(t *testing.T) {
	work := t.TempDir()
	dir, again := filepath.Join(work, "room"), filepath.Join(work, "again")
	makeRoom(t, dir)
	n := open(t, dir)
	id, _ := withPicture(t, n)
	// The desk has it too, opened for a change and talked about.
	if _, err := n.Desk.Open(t.Context(), policy.House, id); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Desk.Comment(t.Context(), policy.House, id, desk.Remark{Text: "Is Gulcanary her name?"}); err != nil {
		t.Fatal(err)
	}
	if err := n.Backup(t.Context(), filepath.Join(work, "room.tar"), newsroom.BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Erase(t.Context(), newsroom.EraseOrder{Story: id, Words: "Gulcanary"}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Export(t.Context(), filepath.Join(work, "tree"), nil); err != nil {
		t.Fatal(err)
	}
	head := n.Record.Checkpoint()
	n.Close()
	err := newsroom.Restore(t.Context(), filepath.Join(work, "room.tar"), again, []byte("no checkpoint"), newsroom.Options{})
	if err == nil {
		t.Fatal("restored with a checkpoint that is none")
	}
	if err := newsroom.Restore(t.Context(), filepath.Join(work, "room.tar"), again, head, newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := newsroom.Recover(t.Context(), again, filepath.Join(work, "tree"), newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	n = open(t, again)
	defer n.Close()
	if pictures(t, n) > 0 {
		t.Error("the erased picture came back")
	}
	database, err := os.ReadFile(filepath.Join(again, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(database, []byte("Gulcanary")) {
		t.Error("the erased word is still in a table of the desk")
	}
	verify(t, again, 5)
}

// TestErasedPictureOfACard: a picture goes by its piece out of all revisions, wherever
// they show it, and with it its file; the cards stay.
func TestErasedPictureOfACard(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	defer n.Close()
	p, err := n.Pictures.Put(pngOf(t))
	if err != nil {
		t.Fatal(err)
	}
	p = p.ForCard()
	card, text := story.Embed{URL: "https://example.org/", Title: "A map", Picture: &p}, story.Paragraph{Text: story.Plain("Text.")}
	rev := story.Revision{Story: story.NewID(), Edition: "en", Headline: "Later"}
	kinds := []record.Kind{record.Publish, record.Revise}
	for base, body := range []story.Body{{card, text}, {text, card}} {
		rev.Body = body
		if _, err := n.Publish(t.Context(), []record.Act{{Kind: kinds[base], Revision: rev, Base: base}}); err != nil {
			t.Fatal(err)
		}
	}
	order := newsroom.EraseOrder{Story: rev.Story, Revision: 2, Piece: pieceOf(t, n, rev.Story, 2, p.SHA256)}
	if _, err := n.Erase(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	if err := n.Record.View(t.Context(), func(rd record.Reader) error {
		for number := 1; number <= 2; number++ {
			leaf, _, err := rd.RevisionLeaf(rev.Story, number)
			if err != nil {
				return err
			}
			if got, _, err := record.RevisionAt(rd, leaf); err != nil || len(got.Pictures()) > 0 || len(got.Body) != 2 {
				t.Errorf("revision %d shows %v of %d blocks, %v", number, got.Pictures(), len(got.Body), err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if left := pictures(t, n); left > 0 {
		t.Errorf("%d pictures are left", left)
	}
}

// pieceOf gives the number of the piece of a revision that shows a picture.
func pieceOf(t *testing.T, n *newsroom.Newsroom, id story.ID, revision int, hash string) (piece int) {
	t.Helper()
	if err := n.Record.View(t.Context(), func(rd record.Reader) error {
		pieces, _, err := record.PiecesOf(rd, id, revision)
		piece = slices.IndexFunc(pieces, func(p record.Piece) bool { return p.PictureHash() == hash })
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return piece
}
