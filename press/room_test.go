package press

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

// room is a newsroom for tests: a real record, a clock of its own, a press.
type room struct {
	t     testing.TB
	rec   *record.Record
	store *Store
	press *Press
	now   time.Time
}

var testSite = Site{
	Name: "The Hindu Kush Courier", URL: "https://courier.example",
	Editions: []story.Edition{
		{Tag: "en", Name: "English", Direction: story.LeftToRight, Zone: "Asia/Kabul", Calendar: story.Gregorian, Slugs: story.SlugNative},
		{Tag: "fa-AF", Name: "دری", Title: "پیک هندوکش", Direction: story.RightToLeft, Zone: "Asia/Kabul", Calendar: story.SolarHijri, Slugs: story.SlugNative},
		{Tag: "ps", Name: "پښتو", Title: "د هندوکش پیک", Direction: story.RightToLeft, Zone: "Asia/Kabul", Calendar: story.SolarHijri, Slugs: story.SlugNative},
	},
	Sections: []story.Section{
		{Key: "afghanistan", Names: map[string]string{"en": "Afghanistan", "fa-AF": "افغانستان", "ps": "افغانستان"}},
		{Key: "world", Names: map[string]string{"en": "World", "fa-AF": "جهان", "ps": "نړۍ"}},
		{Key: "culture", Names: map[string]string{"en": "Culture", "fa-AF": "فرهنگ", "ps": "کلتور"}},
	},
}

func newRoom(t testing.TB) *room {
	t.Helper()
	dir := t.TempDir()
	r := &room{t: t, now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	private, public, err := record.NewKey("courier.example")
	r.ok(err)
	signer, err := note.NewSigner(private)
	r.ok(err)
	verifier, err := note.NewVerifier(public)
	r.ok(err)
	db, err := sqlite.Create(context.Background(), filepath.Join(dir, "record.db"), sqlite.Options{Synchronous: "NORMAL"})
	r.ok(err)
	t.Cleanup(func() { db.Close() })
	r.rec, err = record.Open(context.Background(), db, record.Options{
		Editions: testSite.Editions, Signer: signer, Verifier: verifier, VerifierKey: public,
		Head: record.HeadFile(filepath.Join(dir, "checkpoint")), Now: func() time.Time { return r.now },
	})
	r.ok(err)
	r.store, r.press = r.open(filepath.Join(dir, "pages"))
	return r
}

// open opens a press over a folder of pages.
func (r *room) open(dir string) (*Store, *Press) {
	r.t.Helper()
	s, err := OpenStore(dir, 4<<20)
	r.ok(err)
	p, err := New(r.rec, testSite, s, nil)
	r.ok(err)
	r.t.Cleanup(func() { p.Close() })
	return s, p
}

func (r *room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// publish publishes and prints.
func (r *room) publish(acts ...record.Act) []record.Receipt {
	r.t.Helper()
	receipts := r.enter(acts...)
	r.ok(r.press.CatchUp(context.Background()))
	return receipts
}

// enter publishes and prints nothing.
func (r *room) enter(acts ...record.Act) []record.Receipt {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	receipts, err := r.rec.Publish(context.Background(), acts...)
	r.ok(err)
	return receipts
}

// page gives the text of a page, which must be there with this status.
func (r *room) page(path string, status int) string {
	r.t.Helper()
	p, err := r.press.Page(path)
	if err != nil {
		r.t.Fatalf("%s: %v", path, err)
	}
	if p.Status != status {
		r.t.Fatalf("%s: status %d, want %d", path, p.Status, status)
	}
	return string(p.Body)
}

// lacks makes sure that there is no page.
func (r *room) lacks(path string) {
	r.t.Helper()
	if _, err := r.press.Page(path); err == nil {
		r.t.Errorf("%s: there is a page", path)
	}
}

// pages gives every page of a store by its path, as its file's bytes.
func pages(t testing.TB, s *Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	last := ""
	for p, err := range s.All() {
		if err != nil {
			t.Fatal(err)
		}
		if p.Path <= last {
			t.Fatalf("%s comes after %s", p.Path, last)
		}
		last = p.Path
		all[p.Path] = string(encodePage(p))
	}
	return all
}

func act(rev story.Revision) record.Act { return record.Act{Kind: record.Publish, Revision: rev} }

var latinWords = strings.Fields("river council school market bridge winter harvest border minister doctors city village road water power trade talks report teachers students women cricket team snow valley season price wheat rice power line dam visit court ruling")
var dariWords = strings.Fields("کابل رودخانه مکتب بازار پل زمستان حاصل مرز وزیر داکتران شهر قریه سرک آب برق تجارت گفتگو گزارش معلمان شاگردان زنان کریکت تیم برف دره فصل قیمت گندم برنج بند می‌رود کتاب‌ها")
var pashtoWords = strings.Fields("کابل سیند ښوونځی بازار پل ژمی فصل پوله وزیر ډاکټران ښار کلی سړک اوبه برېښنا سوداګري خبرې راپور ښوونکي زده‌کوونکي ښځې کرېکټ لوبډله واوره دره بیه غنم وریجې")

func wordsOf(edition string) []string {
	switch edition {
	case "fa-AF":
		return dariWords
	case "ps":
		return pashtoWords
	}
	return latinWords
}

func phrase(rnd *rand.Rand, edition string, n int) string {
	w := wordsOf(edition)
	out := make([]string, n)
	for i := range out {
		out[i] = w[rnd.IntN(len(w))]
	}
	return strings.Join(out, " ")
}

// randomStory makes a story that uses everything pages show.
func randomStory(rnd *rand.Rand, edition string) story.Revision {
	rev := story.Revision{
		Edition: edition, Headline: phrase(rnd, edition, 6) + fmt.Sprint(" ", rnd.IntN(1e6)), Standfirst: phrase(rnd, edition, 12) + ".",
		Section: []string{"afghanistan", "world", "culture", "", "unlisted"}[rnd.IntN(5)],
	}
	for range rnd.IntN(3) {
		rev.Bylines = append(rev.Bylines, story.Byline{Name: phrase(rnd, edition, 1) + " " + []string{"Karimi", "Rahimi", "Ahmadzai"}[rnd.IntN(3)]})
	}
	for range rnd.IntN(3) {
		rev.Topics = append(rev.Topics, story.Topic{Name: phrase(rnd, edition, 1)})
	}
	if rnd.IntN(2) == 0 {
		rev.Dateline = phrase(rnd, edition, 1)
	}
	if rnd.IntN(2) == 0 {
		pic := randomPicture(rnd, edition)
		rev.Lead = &pic
	}
	for range 2 + rnd.IntN(5) {
		rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(phrase(rnd, edition, 20) + ". " + phrase(rnd, edition, 15) + ".")})
	}
	if rnd.IntN(3) == 0 {
		rev.Body = append(rev.Body, story.PictureBlock{Picture: randomPicture(rnd, edition)})
	}
	return rev
}

func randomPicture(rnd *rand.Rand, edition string) story.Picture {
	return story.Picture{
		SHA256: fmt.Sprintf("%064x", rnd.Uint64()), Type: "image/jpeg", Width: 1200, Height: 800,
		Alt: phrase(rnd, edition, 4), Caption: phrase(rnd, edition, 5) + ".", Credit: "Courier", FocalX: rnd.IntN(1000), FocalY: rnd.IntN(1000),
	}
}
