package newsroom_test

import (
	"path/filepath"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// TestAdoptLeft: a draft that the record has and the desk has not, from before
// there was a desk, is in the desk's list after the next start.
func TestAdoptLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	c := &clock{at: time.Now().Truncate(time.Second)}
	n := openAt(t, dir, c)
	kept := record.Draft{ID: story.NewID(), Revision: act(3).Revision, Due: c.now().Add(time.Hour)}
	kept.Revision.Story = kept.ID
	if err := n.Record.SaveDraft(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	n.Close()
	n = openAt(t, dir, c)
	defer n.Close()
	page, err := n.Desk.List(t.Context(), policy.House, desk.Filter{}, "", 10)
	if err != nil || len(page.Cards) != 1 || page.Cards[0].ID != kept.ID || !page.Cards[0].DueAt.Equal(kept.Due) {
		t.Errorf("the desk's list is %+v, %v", page.Cards, err)
	}
}
