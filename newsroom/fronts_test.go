package newsroom_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// frontRoom is a newsroom with six stories in English, the oldest first.
func frontRoom(t *testing.T) (n *newsroom.Newsroom, dir string, c *clock, ids []story.ID) {
	dir = filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	c = &clock{at: time.Now().Truncate(time.Second)}
	n = openAt(t, dir, c)
	for i := range 6 {
		rev := act(uint64(i)).Revision
		rev.Edition = "en"
		rev.Section = "afghanistan"
		rev.Headline = fmt.Sprintf("Number %d", i)
		receipts, err := n.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, receipts[0].Story)
		c.set(c.now().Add(time.Minute))
	}
	return n, dir, c, ids
}

// places gives the numbers of the stories on a page, in their order.
func places(t *testing.T, n *newsroom.Newsroom, path string) (order string) {
	t.Helper()
	page, err := n.Press.Page(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(page.Body), `data-piece="headline"`)[1:] {
		if _, after, ok := strings.Cut(part, ">Number "); ok && strings.Index(part, ">Number ") < 200 {
			order += after[:1]
		}
	}
	return order
}

func arrangeFront(t *testing.T, n *newsroom.Newsroom, f desk.Front, pins ...front.Pin) {
	t.Helper()
	had, err := n.Desk.Pins(t.Context(), policy.House, f)
	if err == nil {
		err = n.Desk.ArrangeFront(t.Context(), policy.House, desk.Arranging{Front: f, Pins: pins, Mark: front.Mark(had)})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A front is what was arranged: proven by verify, the same after a start, a
// rebuild, and in a restored backup.
func TestArrangedFrontIsKept(t *testing.T) {
	n, dir, c, ids := frontRoom(t)
	arrangeFront(t, n, desk.Front{Edition: "en"}, front.Pin{Story: ids[0], Place: 1}, front.Pin{Story: ids[2], Place: 3})
	arrangeFront(t, n, desk.Front{Edition: "en", Section: "afghanistan"}, front.Pin{Story: ids[1], Place: 2})
	check := func(when string, n *newsroom.Newsroom) {
		t.Helper()
		if got := places(t, n, "/en/"); got != "052431" {
			t.Errorf("%s the front shows %s", when, got)
		}
		if got := places(t, n, "/en/section/afghanistan/"); got != "514320" {
			t.Errorf("%s the section shows %s", when, got)
		}
	}
	check("first", n)
	verify(t, dir, 0)
	page, err := n.Press.Page("/en/")
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := n.Press.Page("/en/")
	if err != nil || again.Hash != page.Hash {
		t.Errorf("the front has other bytes after a rebuild: %v", err)
	}
	tree := dir + "-tree"
	if _, err := n.Export(t.Context(), tree, nil); err != nil {
		t.Fatal(err)
	}
	verify(t, tree, 0)
	if exported, err := os.ReadFile(filepath.Join(tree, "en", "index.html")); err != nil || string(exported) != string(page.Body) {
		t.Errorf("the export has another front: %v", err)
	}
	file, restored := dir+".tar", dir+"-again"
	if err := n.Backup(t.Context(), file, newsroom.BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	n.Close()
	n = openAt(t, dir, c)
	check("after a start", n)
	n.Close()
	if err := newsroom.Restore(t.Context(), file, restored, nil, newsroom.Options{Now: c.now}); err != nil {
		t.Fatal(err)
	}
	n = openAt(t, restored, c)
	defer n.Close()
	check("restored", n)
	verify(t, restored, 0)
}

// What is to come up at a time does, and goes at its own; a retracted story goes
// for good.
func TestArrangedFrontAtItsTime(t *testing.T) {
	n, _, c, ids := frontRoom(t)
	serve(t, n)
	at := c.now().Add(time.Hour).UTC()
	arrangeFront(t, n, desk.Front{Edition: "en"},
		front.Pin{Story: ids[0], Place: 1, Since: at, Until: at.Add(time.Hour)}, front.Pin{Story: ids[1], Place: 2})
	wait := func(want string) {
		t.Helper()
		for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			got := places(t, n, "/en/")
			if got == want {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("at %v the front shows %s, want %s", c.now(), got, want)
			}
		}
	}
	wait("514320")
	c.set(at.Add(-time.Second))
	time.Sleep(250 * time.Millisecond)
	wait("514320")
	c.set(at)
	wait("015432")
	c.set(at.Add(time.Hour))
	wait("514320")
	if _, err := n.Retract(t.Context(), ids[1], "It was not so."); err != nil {
		t.Fatal(err)
	}
	wait("54320")
	pins, err := n.Desk.Pins(t.Context(), policy.House, desk.Front{Edition: "en"})
	if err != nil || slices.ContainsFunc(pins, func(p front.Pin) bool { return p.Story == ids[1] }) {
		t.Errorf("a retracted story keeps its place: %v, %v", pins, err)
	}
}
