package newsroom_test

import (
	"path/filepath"
	"testing"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// TestRecoverAtTheDesk: a story that was being written in the backup and is public
// in the leaves that come back goes on at the desk from what readers have.
func TestRecoverAtTheDesk(t *testing.T) {
	work := t.TempDir()
	dir, again := filepath.Join(work, "room"), filepath.Join(work, "again")
	makeRoom(t, dir)
	c := &clock{at: time.Now().Truncate(time.Second)}
	n := openAt(t, dir, c)
	kept := record.Draft{ID: story.NewID(), Revision: act(3).Revision, Due: c.now().Add(time.Hour)}
	kept.Revision.Story = kept.ID
	if err := n.SaveDrafts(t.Context(), []record.Draft{kept}); err != nil {
		t.Fatal(err)
	}
	if err := n.Backup(t.Context(), filepath.Join(work, "room.tar"), newsroom.BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.PublishDraft(t.Context(), kept.ID, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Export(t.Context(), filepath.Join(work, "tree"), nil); err != nil {
		t.Fatal(err)
	}
	head := n.Record.Checkpoint()
	n.Close()
	if err := newsroom.Restore(t.Context(), filepath.Join(work, "room.tar"), again, head, newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := newsroom.Recover(t.Context(), again, filepath.Join(work, "tree"), newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	n = openAt(t, again, c)
	defer n.Close()
	dr, err := n.Desk.See(t.Context(), policy.House, kept.ID)
	if err != nil || dr.Base != 1 || dr.State != draft.Published || !dr.DueAt.IsZero() {
		t.Errorf("the desk has %+v, %v", dr, err)
	}
}
