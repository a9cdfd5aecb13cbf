package newsroom_test

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// serve serves a newsroom until the test ends, or stop is called.
func serve(t *testing.T, n *newsroom.Newsroom) (site string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- n.Serve(ctx, newsroom.ServeOptions{
			Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(site, _ string) { ready <- "http://" + site },
		})
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		n.Close()
	})
	t.Cleanup(stop)
	return <-ready, stop
}

func fetch(t *testing.T, url string, want int) (*http.Response, []byte) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != want {
		t.Errorf("%s: %s, want %d", url, resp.Status, want)
	}
	return resp, body
}

var ogImage = regexp.MustCompile(`property="og:image" content="https?://[^/"]+([^"]+)"`)

// preview gives the path of the picture that a page names for previews.
func preview(t *testing.T, page []byte) string {
	t.Helper()
	found := ogImage.FindSubmatch(page)
	if found == nil {
		t.Fatalf("the page names no picture:\n%s", page)
	}
	return string(found[1])
}

// keptCards are the files in the folder of cards.
func keptCards(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "cards", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestCardsAreServed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	site, _ := serve(t, n)
	receipts, err := n.Publish(t.Context(), []record.Act{act(1)})
	if err != nil {
		t.Fatal(err)
	}
	_, page := fetch(t, site+receipts[0].Path, 200)
	at := preview(t, page)
	resp, card := fetch(t, site+at, 200)
	if kind := resp.Header.Get("Content-Type"); kind != "image/jpeg" || len(card) >= 300_000 {
		t.Errorf("%s of %d bytes", kind, len(card))
	}
	if conf, err := jpeg.DecodeConfig(bytes.NewReader(card)); err != nil || conf.Width != 1200 || conf.Height != 630 {
		t.Errorf("%+v, %v", conf, err)
	}
	if age := resp.Header.Get("Cache-Control"); !bytes.HasPrefix([]byte(age), []byte("public, max-age=86400")) {
		t.Errorf("Cache-Control: %s", age)
	}
	req, _ := http.NewRequestWithContext(t.Context(), "GET", site+at, nil)
	req.Header.Set("If-None-Match", resp.Header.Get("ETag"))
	if again, err := http.DefaultClient.Do(req); err != nil || again.StatusCode != 304 {
		t.Errorf("asked again: %v, %v", again, err)
	}
	fetch(t, site+"/card/"+story.NewID().String()+"-1.jpg", 404)
	fetch(t, site+"/card/en.jpg", 200)
	if len(keptCards(t, dir)) != 2 {
		t.Errorf("kept: %q", keptCards(t, dir))
	}
	if _, err := n.Retract(t.Context(), receipts[0].Story, "It was not so."); err != nil {
		t.Fatal(err)
	}
	fetch(t, site+at, 404)
	if len(keptCards(t, dir)) != 1 {
		t.Errorf("kept: %q", keptCards(t, dir))
	}
}

// An erasure takes the cards with it, and the next one shows no erased headline.
func TestErasureTakesTheCard(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	site, _ := serve(t, n)
	rev := rig.Revision(1)
	rev.Headline = "Gulcanary speaks"
	receipts, err := n.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}})
	if err != nil {
		t.Fatal(err)
	}
	_, page := fetch(t, site+receipts[0].Path, 200)
	_, before := fetch(t, site+preview(t, page), 200)
	if _, err := n.Erase(t.Context(), newsroom.EraseOrder{Story: receipts[0].Story, Words: "Gulcanary"}); err != nil {
		t.Fatal(err)
	}
	if kept := keptCards(t, dir); len(kept) > 0 {
		t.Errorf("kept: %q", kept)
	}
	if _, after := fetch(t, site+preview(t, page), 200); bytes.Equal(before, after) {
		t.Error("the card is as it was")
	}
}

// A card that a crash left behind its story's retraction is gone before the first
// reader comes. What is kept is served also when there is no record.
func TestCardsAfterACrash(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	site, stop := serve(t, n)
	receipts, err := n.Publish(t.Context(), []record.Act{act(1), act(2)})
	if err != nil {
		t.Fatal(err)
	}
	var cards []string
	for _, r := range receipts {
		_, page := fetch(t, site+r.Path, 200)
		cards = append(cards, preview(t, page))
		fetch(t, site+cards[len(cards)-1], 200)
	}
	left := map[string][]byte{}
	for _, name := range keptCards(t, dir) {
		left[name], _ = os.ReadFile(name)
	}
	if _, err := n.Retract(t.Context(), receipts[0].Story, "It was not so."); err != nil {
		t.Fatal(err)
	}
	stop()
	for name, data := range left {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n, why, err := newsroom.OpenServing(t.Context(), dir, newsroom.Options{})
	if err != nil || why != nil {
		t.Fatal(err, why)
	}
	site, stop = serve(t, n)
	fetch(t, site+cards[0], 404)
	fetch(t, site+cards[1], 200)
	stop()

	if n, err = newsroom.OpenPrinted(t.Context(), dir, newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	site, _ = serve(t, n)
	fetch(t, site+cards[0], 404)
	fetch(t, site+cards[1], 200)
	fetch(t, site+"/en/", 200)
}

// A flood of readers who want cards that are not drawn yet is shed; pages are
// served meanwhile, and every card that is given is whole.
func TestFloodOfCards(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	var acts []record.Act
	for seed := range uint64(30) {
		acts = append(acts, act(seed+1))
	}
	receipts, err := n.Publish(t.Context(), acts)
	if err != nil {
		t.Fatal(err)
	}
	var cards []string
	for _, r := range receipts {
		page, err := n.Press.Page(r.Path)
		if err != nil {
			t.Fatal(err)
		}
		cards = append(cards, preview(t, page.Body))
	}
	site, _ := serve(t, n)
	var group sync.WaitGroup
	var mu sync.Mutex
	answers := map[int]int{}
	for range 4 {
		for _, at := range cards {
			group.Go(func() {
				resp, err := http.Get(site + at)
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				if _, err := jpeg.Decode(resp.Body); resp.StatusCode == 200 && err != nil {
					t.Errorf("%s: %v", at, err)
				}
				if resp.StatusCode == 503 && resp.Header.Get("Retry-After") == "" {
					t.Errorf("%s: shed without Retry-After", at)
				}
				mu.Lock()
				answers[resp.StatusCode]++
				mu.Unlock()
			})
		}
	}
	fetch(t, site+"/en/", 200)
	group.Wait()
	if answers[200] == 0 || answers[503] == 0 || answers[200]+answers[503] != 4*len(cards) {
		t.Errorf("answers by status: %v", answers)
	}
}

// No page of an exported tree names a card that is not in it.
func TestExportHasTheCards(t *testing.T) {
	work := t.TempDir()
	dir, tree := filepath.Join(work, "room"), filepath.Join(work, "tree")
	makeRoom(t, dir)
	n := open(t, dir)
	defer n.Close()
	if _, err := n.Publish(t.Context(), []record.Act{act(1), act(2)}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Export(t.Context(), tree, nil); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for page, err := range n.Pages.All() {
		if err != nil {
			t.Fatal(err)
		}
		if found := ogImage.FindSubmatch(page.Body); found != nil {
			named[string(found[1])] = true
		}
	}
	for at := range named {
		data, err := os.ReadFile(filepath.Join(tree, filepath.FromSlash(at)))
		if err != nil {
			t.Error(err)
		}
		if _, err := jpeg.DecodeConfig(bytes.NewReader(data)); err != nil {
			t.Errorf("%s: %v", at, err)
		}
	}
	if len(named) < 3 {
		t.Errorf("the pages name %v", named)
	}
	verify(t, tree, 0)
}

// TestCardsWithoutAFolder: a folder of cards that cannot be used keeps nobody from
// reading and publishing, nor from being shown cards.
func TestCardsWithoutAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, "cards")), os.WriteFile(filepath.Join(dir, "cards"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	n, why, err := newsroom.OpenServing(t.Context(), dir, newsroom.Options{})
	if err != nil || why != nil {
		t.Fatal(err, why)
	}
	site, _ := serve(t, n)
	receipts, err := n.Publish(t.Context(), []record.Act{act(1)})
	if err != nil {
		t.Fatal(err)
	}
	_, page := fetch(t, site+receipts[0].Path, 200)
	fetch(t, site+preview(t, page), 200)
	if _, err := n.Erase(t.Context(), newsroom.EraseOrder{Story: receipts[0].Story, Revision: 1}); err == nil {
		t.Error("erased, and nobody knows which cards show it")
	}
}

// TestRetractedWhateverItsCard: a card that cannot be deleted is said, and keeps no
// page of a retracted story up.
func TestRetractedWhateverItsCard(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	site, _ := serve(t, n)
	receipts, err := n.Publish(t.Context(), []record.Act{act(1)})
	if err != nil {
		t.Fatal(err)
	}
	_, page := fetch(t, site+receipts[0].Path, 200)
	card := preview(t, page)
	fetch(t, site+card, 200)
	for _, kept := range keptCards(t, dir) {
		if err := errors.Join(os.Remove(kept), os.MkdirAll(filepath.Join(kept, "stuck"), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := n.Retract(t.Context(), receipts[0].Story, "It was not so."); err == nil {
		t.Error("nobody is told that the card is left")
	}
	fetch(t, site+receipts[0].Path, 410)
	fetch(t, site+card, 404)
}
