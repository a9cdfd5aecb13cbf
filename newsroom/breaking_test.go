package newsroom_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// openAt opens a newsroom whose clock a test sets.
func openAt(t testing.TB, dir string, c *clock) *newsroom.Newsroom {
	t.Helper()
	n, err := newsroom.Open(t.Context(), dir, newsroom.Options{Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func hasBanner(t *testing.T, n *newsroom.Newsroom, path string) bool {
	t.Helper()
	page, err := n.Press.Page(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(page.Body), `class="breaking"`)
}

// breakingRoom is a newsroom with a story in English that is breaking news for an
// hour.
func breakingRoom(t *testing.T) (n *newsroom.Newsroom, dir string, c *clock, id story.ID) {
	dir = filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	c = &clock{at: time.Now().Truncate(time.Second)}
	n = openAt(t, dir, c)
	rev := act(1).Revision
	rev.Edition = "en"
	receipts, err := n.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}})
	if err != nil {
		t.Fatal(err)
	}
	id = receipts[0].Story
	b, err := n.SetBreaking(t.Context(), id, c.now().Add(time.Hour))
	if err != nil || b.Edition != "en" || !hasBanner(t, n, "/en/") {
		t.Fatalf("%+v, %v", b, err)
	}
	return n, dir, c, id
}

// It comes down by itself, at its second.
func TestBreakingNewsIsOver(t *testing.T) {
	n, dir, c, _ := breakingRoom(t)
	serve(t, n)
	verify(t, dir, 0)
	c.set(c.now().Add(time.Hour - time.Second))
	time.Sleep(300 * time.Millisecond)
	if !hasBanner(t, n, "/en/") {
		t.Error("it is down a second too early")
	}
	c.set(c.now().Add(time.Second))
	deadline := time.Now().Add(10 * time.Second)
	for _, path := range []string{"/en/", "/en/latest/", "/en/section/afghanistan/"} {
		for ; hasBanner(t, n, path); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("it is still up on %s", path)
			}
		}
	}
	verify(t, dir, 0)
}

// It stands over a restart, and one that is over by then does not; however the
// process ended.
func TestBreakingNewsAfterARestart(t *testing.T) {
	n, dir, c, _ := breakingRoom(t)
	n.Close()
	n = openAt(t, dir, c)
	if !hasBanner(t, n, "/en/") {
		t.Error("it is down after a restart")
	}
	n.Close()
	c.set(c.now().Add(2 * time.Hour))
	n = openAt(t, dir, c)
	if hasBanner(t, n, "/en/") {
		t.Error("it is up after its time")
	}
	if lines, err := n.Breaking(t.Context()); err != nil || len(lines) > 0 {
		t.Errorf("%v, %v", lines, err)
	}
	n.Close()
	verify(t, dir, 0)
}

// A crash between the act and the pages: the next start prints them.
func TestBreakingNewsAfterACrash(t *testing.T) {
	n, dir, c, _ := breakingRoom(t)
	mend := stick(t, n, "en=page")
	if err := n.EndBreaking(t.Context(), "en"); err == nil {
		t.Error("it is down, on a page that cannot be written")
	}
	mend()
	if !hasBanner(t, n, "/en/") {
		t.Fatal("it was taken down, on a page that could not be written")
	}
	n.Close()
	n = openAt(t, dir, c)
	defer n.Close()
	if hasBanner(t, n, "/en/") {
		t.Error("it was taken down, and is up after a start")
	}
}

func TestBreakingNewsIsRefused(t *testing.T) {
	n, _, c, id := breakingRoom(t)
	defer n.Close()
	if _, err := n.SetBreaking(t.Context(), id, c.now()); !errors.Is(err, record.ErrInvalid) {
		t.Errorf("over already: %v", err)
	}
	if _, err := n.SetBreaking(t.Context(), story.NewID(), c.now().Add(time.Hour)); !errors.Is(err, record.ErrNoStory) {
		t.Errorf("no story: %v", err)
	}
	if err := n.EndBreaking(t.Context(), "ps"); !errors.Is(err, record.ErrInvalid) {
		t.Errorf("nothing to end: %v", err)
	}
	if _, err := n.Retract(t.Context(), id, "It was not so."); err != nil {
		t.Fatal(err)
	}
	if lines, err := n.Breaking(t.Context()); err != nil || len(lines) > 0 || hasBanner(t, n, "/en/") {
		t.Errorf("after the retraction: %v, %v", lines, err)
	}
	if _, err := n.SetBreaking(t.Context(), id, c.now().Add(time.Hour)); !errors.Is(err, record.ErrInvalid) {
		t.Errorf("retracted: %v", err)
	}
}

// It is in a backup.
func TestBreakingNewsIsRestored(t *testing.T) {
	n, dir, c, _ := breakingRoom(t)
	file, again := dir+".tar", dir+"-again"
	if err := n.Backup(t.Context(), file, newsroom.BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	n.Close()
	if err := newsroom.Restore(t.Context(), file, again, nil, newsroom.Options{Now: c.now}); err != nil {
		t.Fatal(err)
	}
	n = openAt(t, again, c)
	defer n.Close()
	if !hasBanner(t, n, "/en/") {
		t.Error("the restored newsroom has no breaking news")
	}
}

// stick keeps a page from being written until it is mended.
func stick(t *testing.T, n *newsroom.Newsroom, name string) (mend func()) {
	t.Helper()
	page := filepath.Join(n.Folder.Pages(), name)
	if err := errors.Join(os.Rename(page, page+"-kept"), os.MkdirAll(filepath.Join(page, "full"), 0o755)); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(os.RemoveAll(page), os.Rename(page+"-kept", page)); err != nil {
			t.Fatal(err)
		}
	}
}

// Pages that cannot be printed: whoever asked is told, and they are printed when
// they can be.
func TestBreakingNewsAfterAFullDisk(t *testing.T) {
	n, _, c, _ := breakingRoom(t)
	serve(t, n)
	mend := stick(t, n, "en=page")
	if err := n.EndBreaking(t.Context(), "en"); err == nil {
		t.Error("it is down, on a page that cannot be written")
	}
	mend()
	for deadline := time.Now().Add(30 * time.Second); hasBanner(t, n, "/en/"); time.Sleep(20 * time.Millisecond) {
		c.set(c.now().Add(time.Second)) // however long a try takes, the next is due
		if time.Now().After(deadline) {
			t.Fatal("it is still up")
		}
	}
}
