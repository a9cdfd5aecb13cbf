package press

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stet.news/story"
)

func testPage(path, body string) *Page {
	return &Page{
		Path: path, Status: 200, Type: typeHTML, MaxAge: 30, Body: []byte(body), Hash: sha256.Sum256([]byte(body)),
		Gzip: []byte("gz" + body), Modified: time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC),
	}
}

var oddPaths = []string{
	"/", "/en/", "/en/rss.xml", "/en/rss.xml/", "/en", "/a=page/", "/a=page", "/%/", "/%41/", "/.git/config", "/en/.tmp-1/",
	"/fa-AF/2026/11/23/می‌رود/", "/a b/", "/A/", "/a/", "/con/", "/\\/", "/a:b?c*d/", "/%~ab/", "/=root", "/-/_/~/",
	"/" + strings.Repeat("a", 300) + "/", "/" + strings.Repeat("a", 301) + "/", "/" + strings.Repeat("ښ", 120) + "/x.xml", "/a/" + strings.Repeat("%", 90) + "/",
}

func TestStore(t *testing.T) {
	s, err := OpenStore(t.TempDir(), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for i, path := range oddPaths {
		if _, err := s.Get(path); !errors.Is(err, ErrNoPage) || errors.Is(err, ErrCorrupt) {
			t.Fatalf("%s: %v before it was put", path, err)
		}
		if err := s.Put(testPage(path, fmt.Sprint("body ", i))); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	for i, path := range oddPaths {
		p, err := s.Get(path)
		if err != nil || string(p.Body) != fmt.Sprint("body ", i) || p.Path != path || string(p.Gzip) != "gz"+string(p.Body) || p.Brotli != nil {
			t.Errorf("%s: %v %v", path, p, err)
		}
		again, _ := s.Get(path)
		if again != p {
			t.Errorf("%s: not kept in memory", path)
		}
	}
	if all := pages(t, s); len(all) != len(oddPaths) {
		t.Errorf("%d pages listed, want %d", len(all), len(oddPaths))
	}
	if err := s.Put(testPage("/en/", "new")); err != nil {
		t.Fatal(err)
	}
	if p, _ := s.Get("/en/"); string(p.Body) != "new" {
		t.Error("the old page is still served")
	}
	for _, path := range append(oddPaths, "/nothing/") {
		if err := s.Delete(path); err != nil {
			t.Error(err)
		}
		if _, err := s.Get(path); !errors.Is(err, ErrNoPage) {
			t.Errorf("%s: %v after it was deleted", path, err)
		}
	}
	for _, path := range []string{"", "en", "//", "/a//b/", "/../x", "/a\x00", "/é/"} {
		if _, err := s.Get(path); !errors.Is(err, ErrNoPage) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// Every single damaged byte of a page's file is found.
func TestDamagedPage(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenStore(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(testPage("/en/", "hello, reader")); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, fileName("/en/"))
	good, _ := os.ReadFile(name)
	try := func(what string, b []byte) {
		os.WriteFile(name, b, 0o644)
		if _, err := s.Get("/en/"); !errors.Is(err, ErrNoPage) || !errors.Is(err, ErrCorrupt) {
			t.Fatalf("%s: %v", what, err)
		}
		n := 0
		for _, err := range s.All() {
			if err != nil {
				n++
			}
		}
		if n != 1 {
			t.Fatalf("%s: listed with %d errors", what, n)
		}
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		try(fmt.Sprint("byte ", i), bad)
		try(fmt.Sprint("cut at ", i), good[:i])
	}
	other := encodePage(testPage("/fa/", "hello"))
	try("another page's file", other)
}

func FuzzPageFile(f *testing.F) {
	f.Add(encodePage(testPage("/en/", "x")))
	f.Add([]byte(pageMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := decodePage(b)
		if err == nil && !bytes.Equal(encodePage(p), b) {
			t.Errorf("read something else than what is there")
		}
	})
}

func FuzzFileName(f *testing.F) {
	for _, p := range oddPaths {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if !goodPath(path) {
			return
		}
		name := fileName(path)
		for part := range strings.SplitSeq(name, "/") {
			if len(part) > 240 || part == "" || part[0] == '.' {
				t.Errorf("%q: file %q", path, name)
			}
		}
		if got, ok := pathOf(name); ok && got != path {
			t.Errorf("%q: read back as %q", path, got)
		}
	})
}

// A reader who comes while a page is replaced never leaves the old one in memory.
func TestStoreIsCoherent(t *testing.T) {
	s, err := OpenStore(t.TempDir(), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	s.Put(testPage("/p/", "0"))
	stop := make(chan struct{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if _, err := s.Get("/p/"); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for i := range 60 {
		want := fmt.Sprint(i)
		if err := s.Put(testPage("/p/", want)); err != nil {
			t.Fatal(err)
		}
		if p, _ := s.Get("/p/"); string(p.Body) != want {
			t.Fatalf("got %s after %s was put", p.Body, want)
		}
	}
	close(stop)
	group.Wait()
}

func TestCacheIsBounded(t *testing.T) {
	c := newCache[int](16*100, func(int) int64 { return 10 })
	for i := range 10_000 {
		_, epoch, _ := c.get(i)
		c.add(i, i, epoch)
		c.get(7)
	}
	total := int64(0)
	for i := range c.shards {
		s := &c.shards[i]
		total += s.bytes
		n := 0
		for x := s.oldest; x != nil; x = x.newer {
			n++
		}
		if n != len(s.m) || int64(n)*10 != s.bytes {
			t.Errorf("a shard lists %d values, knows %d, counts %d bytes", n, len(s.m), s.bytes)
		}
	}
	if total > 16*100 || total < 16*80 {
		t.Errorf("%d bytes", total)
	}
	if _, _, ok := c.get(7); !ok {
		t.Error("what was asked for all the time was forgotten")
	}
}

// snapshot gives when each file of the store was last changed.
func snapshot(t testing.TB, s *Store) map[string]string {
	out := map[string]string{}
	paths, _, err := s.paths()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		info, err := os.Stat(filepath.Join(s.dir, fileName(p)))
		if err != nil {
			t.Fatal(err)
		}
		out[p] = fmt.Sprint(info.ModTime().UnixNano())
	}
	return out
}

// copyFolder is what a crash leaves: the files as they are now.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// After a crash, pages that were printed but not yet settled may be missing,
// empty or old. The next start prints them again.
func TestUnsettledPagesAreMended(t *testing.T) {
	r := newRoom(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	r.publish(act(randomStory(rnd, "en")))
	r.ok(r.press.Close())
	var err error
	r.press, err = New(r.rec, testSite, r.store, nil)
	r.ok(err)
	r.press.settler.stop() // the power goes before it comes by
	before := pages(t, r.store)
	for range 5 {
		r.publish(act(randomStory(rnd, "en")))
	}
	want := pages(t, r.store)
	dir := filepath.Join(t.TempDir(), "after")
	copyFolder(t, r.store.dir, dir)
	lost := 0
	for path, page := range want {
		if before[path] == page {
			continue
		}
		name := filepath.Join(dir, fileName(path))
		switch lost++; lost % 3 {
		case 0:
			os.Remove(name)
		case 1:
			os.WriteFile(name, nil, 0o644)
		case 2:
			if old, ok := before[path]; ok {
				os.WriteFile(name, []byte(old), 0o644)
			}
		}
	}
	s, p := r.open(dir)
	r.ok(p.CatchUp(context.Background()))
	compare(t, pages(t, s), want)
	if lost < 20 {
		t.Errorf("only %d pages were lost", lost)
	}
	r.ok(r.press.Close())
}

// Without its index, or with one that is damaged, a press prints everything.
func TestLostIndex(t *testing.T) {
	for _, damage := range []func(path string) error{
		os.Remove,
		func(path string) error {
			return os.WriteFile(path, []byte("no database at all, but long enough for one"), 0o644)
		},
	} {
		r := newRoom(t)
		got := r.publish(act(canal("en")))[0]
		want := pages(t, r.store)
		r.ok(r.press.Close())
		r.ok(damage(filepath.Join(r.store.dir, "press.db")))
		r.ok(r.store.Put(testPage("/en/2026/11/23/never-was/", "stale")))
		r.ok(r.store.Delete(got.Path))
		_, p := r.open(r.store.dir)
		if !p.Stale() {
			t.Error("it does not know that it knows nothing")
		}
		r.ok(p.CatchUp(context.Background()))
		compare(t, pages(t, p.store), want)
	}
}

func TestDamagedPageIsPrintedAgain(t *testing.T) {
	r := newRoom(t)
	got := r.publish(act(canal("en")))[0]
	want := r.page(got.Path, 200)
	r.ok(os.WriteFile(filepath.Join(r.store.dir, fileName(got.Path)), []byte("rust"), 0o644))
	r.store.pages.drop(got.Path)
	if r.page(got.Path, 200) != want {
		t.Error("printed otherwise")
	}
}

// A change of settings changes the fingerprint, and then every page is printed.
func TestNewSettings(t *testing.T) {
	r := newRoom(t)
	got := r.publish(act(canal("en")))[0]
	r.ok(r.press.Close())
	other := testSite
	other.Name = "Another Name"
	p, err := New(r.rec, other, r.store, nil)
	r.ok(err)
	defer p.Close()
	if p.Fingerprint() == r.press.Fingerprint() || !p.Stale() {
		t.Fatal("the press did not notice")
	}
	r.ok(p.CatchUp(context.Background()))
	page, err := p.Page(got.Path)
	r.ok(err)
	if !strings.Contains(string(page.Body), "Another Name") {
		t.Error("the page has the old name")
	}
}

// Publishing goes on while everything is printed again.
func TestPublishDuringRebuild(t *testing.T) {
	r := newRoom(t)
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 60 {
		r.enter(act(randomStory(rnd, "en")))
	}
	r.publish(act(randomStory(rnd, "ps")))
	var group sync.WaitGroup
	group.Go(func() {
		if err := r.press.Rebuild(context.Background(), nil); err != nil {
			t.Error(err)
		}
	})
	for range 5 {
		rev := randomStory(rnd, "en")
		path := r.publish(act(rev))[0].Path
		r.page(path, 200)
	}
	group.Wait()
	got := pages(t, r.store)
	s, p := r.open(filepath.Join(t.TempDir(), "again"))
	r.ok(p.Rebuild(context.Background(), nil))
	compare(t, got, pages(t, s))
}

// One story that cannot be read keeps no other from being printed, and is
// printed when it can be read.
func TestPageThatFails(t *testing.T) {
	r := newRoom(t)
	first := r.publish(act(canal("en")))[0]
	broken := &brokenRecord{Record: r.rec, story: first.Story}
	r.press.rec = broken
	r.press.items.drop(first.Story)
	other := r.enter(act(canal("ps")))[0]
	change := canal("en")
	change.Story, change.Grade, change.Headline = first.Story, story.GradeUpdate, "Changed"
	r.enter(recordRevise(change, 1))
	third := r.enter(act(canal("fa-AF")))[0]
	if err := r.press.CatchUp(context.Background()); !errors.Is(err, errBroken) {
		t.Fatalf("got %v", err)
	}
	r.page(other.Path, 200)
	r.page(third.Path, 200)
	broken.story = story.ID{}
	r.ok(r.press.CatchUp(context.Background()))
	if !strings.Contains(r.page(first.Path, 200), "Changed") {
		t.Error("not printed again")
	}
}

// Callers who come together to a press that must print everything are served
// together, and none of them goes before it is done.
func TestTogetherFromNothing(t *testing.T) {
	r := newRoom(t)
	got := r.enter(act(canal("en")))[0]
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if err := r.press.CatchUp(context.Background()); err != nil {
				t.Error(err)
			}
			if p, err := r.press.Page(got.Path); err != nil || p.Status != 200 {
				t.Errorf("%v, %v", p, err)
			}
		})
	}
	group.Wait()
}
