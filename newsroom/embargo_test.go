package newsroom_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/walltime"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// canary is a word that is nowhere but in the story under embargo.
const canary = "gulnarcanary"

// TestEmbargoLeaksNothing keeps a story under embargo through all that the desk
// does with one, while others are published, and then looks for its words, its
// picture and its address wherever readers and machines could. After the minute
// it must be found in the same places: a search that finds nothing proves nothing.
func TestEmbargoLeaksNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	n, err := newsroom.Open(t.Context(), dir, newsroom.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Publish(t.Context(), []record.Act{act(1), act(2)}); err != nil {
		t.Fatal(err)
	}
	p, err := n.Cabinet.Put(pngOf(t))
	if err != nil {
		t.Fatal(err)
	}
	p.Alt, p.Caption = "Gulnarcanary at work", "Gulnarcanary, last year"
	d := record.Draft{ID: story.NewID(), Revision: story.Revision{
		Edition: "en", Section: "world", Headline: "Gulnarcanary speaks", Standfirst: "What Gulnarcanary said.", Lead: &p,
		Bylines: []story.Byline{{Name: "Gulnarcanary Popal"}}, Topics: []story.Topic{{Name: "Gulnarcanary"}},
		Body: story.Body{story.Paragraph{Text: story.Plain("It rained. Gulnarcanary left.")}},
	}}
	if err := n.SaveDrafts(t.Context(), []record.Draft{d}); err != nil {
		t.Fatal(err)
	}
	until := now().UTC().Truncate(time.Minute).Add(2 * time.Minute)
	for name, do := range map[string]func() error{
		"embargo": func() error { return n.Desk.SetEmbargo(t.Context(), policy.House, d.ID, until) },
		"schedule": func() error {
			return n.Desk.Schedule(t.Context(), policy.House, d.ID, desk.Scheduling{
				Publishing: desk.Publishing{Act: "canary"}, Wall: until.Format(walltime.Layout), Zone: "UTC", At: until,
			})
		},
	} {
		if err := do(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	site, _ := serve(t, n)
	heard := listen(t, site+"/en/live")
	if _, err := n.PublishDraft(t.Context(), d.ID, time.Time{}); err == nil {
		t.Fatal("the operator publishes it before its minute")
	}
	if _, err := n.Publish(t.Context(), []record.Act{act(3)}); err != nil {
		t.Fatal(err)
	}
	places := []string{
		"/", "/en/", "/en/latest/", "/en/section/world/", "/en/archive/", "/en/rss.xml", "/en/atom.xml", "/en/feed.json", "/sitemap.xml", "/sitemap/en/0.xml",
		"/news-sitemap.xml", "/en/search/?q=" + canary, "/en/topic/" + canary + "/", "/en/by/" + canary + "-popal/", "/picture/" + p.SHA256 + ".png",
		"/card/" + d.ID.String() + "-1.jpg",
	}
	if where := find(t, n, site, places, p.SHA256); len(where) != 0 {
		t.Errorf("the story under embargo is in %v", where)
	}
	if text := heard(); strings.Contains(text, canary) || strings.Contains(text, d.ID.String()) {
		t.Errorf("the stream told of it: %s", text)
	}

	ahead.Store(int64(2 * time.Minute)) // the clock fires
	for range 600 {
		if resp, err := http.Get(site + "/en/topic/" + canary + "/"); err == nil && resp.Body.Close() == nil && resp.StatusCode == 200 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := n.SettleSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	where := find(t, n, site, places, p.SHA256)
	for _, place := range []string{"/en/", "/en/rss.xml", "/sitemap/en/0.xml", "/en/search/?q=" + canary, "/picture/" + p.SHA256 + ".png", "search.db", "export"} {
		if !strings.Contains(strings.Join(where, " "), place) {
			t.Errorf("after its minute it is not found in %s, but in %v", place, where)
		}
	}
}

// find gives the places that hold the canary, or answer for its picture and card.
func find(t *testing.T, n *newsroom.Newsroom, site string, places []string, picture string) (where []string) {
	t.Helper()
	for _, place := range places {
		resp, err := http.Get(site + place)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		// A search says again what was searched for; it has found something when
		// it links to it.
		text := strings.ReplaceAll(strings.ToLower(string(body)), "?q="+canary, "")
		marks := []string{canary}
		if strings.Contains(place, "/search/") {
			marks = []string{canary + "-speaks"}
		}
		image := strings.HasPrefix(place, "/picture/") || strings.HasPrefix(place, "/card/")
		if image && resp.StatusCode == 200 || resp.StatusCode == 200 && holds(text, marks) {
			where = append(where, place)
		}
	}
	tree := filepath.Join(t.TempDir(), "export")
	if _, err := n.Export(t.Context(), tree, nil); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{tree, n.Folder.Pages(), string(n.Folder) + "/cards", string(n.Folder) + "/renditions", string(n.Folder) + "/pictures"} {
		where = append(where, holding(t, folder, canary, picture[:32])...)
	}
	return where
}

func holds(text string, marks []string) bool {
	for _, m := range marks {
		if strings.Contains(text, m) {
			return true
		}
	}
	return false
}

// holding gives the files of a folder that hold a mark, or have it in their name.
func holding(t *testing.T, folder string, marks ...string) (where []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if holds(strings.ToLower(string(b)), marks) || holds(strings.ToLower(path), marks) {
			where = append(where, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return where
}

// listen hears a stream of events until heard is called.
func listen(t *testing.T, address string) (heard func() string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	all := make(chan string, 1)
	go func() {
		var b strings.Builder
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			b.WriteString(strings.ToLower(lines.Text()) + "\n")
		}
		all <- b.String()
	}()
	return func() string {
		time.Sleep(300 * time.Millisecond)
		stop()
		resp.Body.Close()
		return <-all
	}
}
