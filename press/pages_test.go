package press

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

func TestStoryPage(t *testing.T) {
	r := newRoom(t)
	first := r.publish(act(canal("en")))[0]
	dari := canal("fa-AF")
	dari.TranslationOf = first.Story
	second := r.publish(act(dari))[0]

	rev := canal("en")
	rev.Story, rev.Grade, rev.Note = first.Story, story.GradeCorrection, "It was 40 villages, not 50."
	r.publish(record.Act{Kind: record.Correct, Base: 1, Revision: rev})
	rev.Grade, rev.Note = story.GradeUpdate, "The ministry answered."
	got := r.publish(record.Act{Kind: record.Revise, Base: 2, Revision: rev})[0]

	d := parse(t, first.Path, r.page(first.Path, 200))
	d.sound()
	article := d.one("data-story", first.Story.String())
	for key, want := range map[string]string{
		"data-revision": "3", "data-leaf": fmt.Sprint(got.Leaf), "lang": "en", "dir": "ltr",
	} {
		if v := attrOf(article, key); v != want {
			t.Errorf("%s = %q, want %q", key, v, want)
		}
	}
	whole := text(d.root)
	for _, once := range []string{
		rev.Headline, rev.Standfirst, "The water came at four in the morning.", "We had forgotten the sound.",
		"Farid Ahmadzai", "Jalalabad", rev.Note, "It was 40 villages, not 50.", "Work in the canal.",
		fmt.Sprintf("Revision 3, leaf %d of the record", got.Leaf),
	} {
		if n := strings.Count(whole, once); n != 1 {
			t.Errorf("the page says %q %d times", once, n)
		}
	}
	if strings.Index(whole, rev.Note) > strings.Index(whole, "It was 40") {
		t.Error("the newest note is not first")
	}
	for piece, want := range map[string]string{
		"headline": rev.Headline, "standfirst": rev.Standfirst, "dateline": "Jalalabad", "section": "Afghanistan",
	} {
		if got := text(d.one("data-piece", piece)); got != want {
			t.Errorf("%s: %q, want %q", piece, got, want)
		}
	}
	if n := len(d.all("data-piece", "byline")); n != 2 {
		t.Errorf("%d bylines", n)
	}
	if key := attrOf(d.all("data-piece", "topic")[1], "data-key"); key != "farming" {
		t.Errorf("topic's key %q", key)
	}
	if at := attrOf(d.one("data-piece", "published"), "datetime"); at != "2026-11-23T12:31:00+04:30" {
		t.Errorf("published %q", at)
	}
	if hash := attrOf(d.one("data-piece", "lead"), "data-sha256"); hash != rev.Lead.SHA256 {
		t.Errorf("lead %q", hash)
	}
	if text(d.one("data-part", "caption")) != rev.Lead.Caption || text(d.one("data-part", "credit")) != "Mina Rahimi" {
		t.Error("caption or credit")
	}
	if !strings.Contains(r.page(first.Path, 200), story.WriteHTML(rev.Body, story.HTMLOptions{})) {
		t.Error("the body is not as it was written")
	}
	if a := d.alternates(); a["fa-AF"] != r.press.site.url(second.Path) || a["en"] != a["x-default"] || a["en"] == "" || len(a) != 3 {
		t.Errorf("alternates %v", a)
	}
	checkData(t, d, rev)
	for name, want := range map[string]string{
		"og:type": "article", "og:title": rev.Headline, "og:url": r.press.site.url(first.Path), "og:locale": "en_US",
		"og:image": "https://courier.example/card/" + first.Story.String() + "-3.jpg", "og:image:width": "1200", "og:image:alt": rev.Headline, "og:locale:alternate": "fa_IR",
		"twitter:card": "summary_large_image", "article:section": "Afghanistan", "article:published_time": "2026-11-23T12:31:00+04:30",
		"article:author": "https://courier.example/en/by/mina-rahimi/", "description": rev.Standfirst,
	} {
		if got := d.meta(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func checkData(t *testing.T, d doc, rev story.Revision) {
	t.Helper()
	data := d.data()
	for key, want := range map[string]any{
		"@type": "NewsArticle", "headline": rev.Headline, "inLanguage": "en", "datePublished": "2026-11-23T12:31:00+04:30",
		"dateModified": "2026-11-23T12:34:00+04:30", "version": 3.0, "dateline": "Jalalabad", "isAccessibleForFree": true,
	} {
		if data[key] != want {
			t.Errorf("JSON-LD %s = %v, want %v", key, data[key], want)
		}
	}
	if n := len(data["author"].([]any)); n != 2 {
		t.Errorf("JSON-LD: %d authors", n)
	}
	if n := len(data["correction"].([]any)); n != 2 {
		t.Errorf("JSON-LD: %d corrections", n)
	}
	if n := len(data["workTranslation"].([]any)); n != 1 {
		t.Errorf("JSON-LD: %d translations", n)
	}
}

func TestDariPage(t *testing.T) {
	r := newRoom(t)
	got := r.publish(act(canal("fa-AF")))[0]
	d := parse(t, got.Path, r.page(got.Path, 200))
	d.sound()
	whole := text(d.root)
	for _, want := range []string{"۲ قوس ۱۴۰۵ (۲۳ نومبر ۲۰۲۶)، ۱۲:۳۱", "جلال‌آباد", "رفتن به متن", "بازنگری ۱، برگ ۱ از دفتر ثبت"} {
		if !strings.Contains(whole, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	foreign := d.one("lang", "de")
	if text(foreign) != "Wasserbau" || attrOf(foreign, "dir") != "ltr" {
		t.Error("the foreign word is not marked")
	}
	html := attrOf(d.tags("html")[0], "dir")
	if html != "rtl" {
		t.Errorf("dir %s", html)
	}
}

func TestRetractedMovedGone(t *testing.T) {
	r := newRoom(t)
	rev := canal("en")
	rev.Slug = "first-name"
	got := r.publish(act(rev))[0]
	rev.Story, rev.Slug, rev.Grade = got.Story, "second-name", story.GradeMinor
	moved := r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: rev})[0]
	p, err := r.press.Page(got.Path)
	r.ok(err)
	if p.Status != 301 || p.Location != moved.Path {
		t.Errorf("old address: %d to %s", p.Status, p.Location)
	}
	parse(t, got.Path, string(p.Body)).sound()
	r.page("/en/topic/water/", 200)
	r.page("/en/topic/water/rss.xml", 200)

	r.publish(record.Act{Kind: record.Retract, Story: got.Story, Base: 2, Reason: "The canal does not exist."})
	d := parse(t, moved.Path, r.page(moved.Path, 410))
	d.sound()
	if attrOf(d.one("data-story", got.Story.String()), "data-revision") != "3" || len(d.all("data-retracted", "")) != 1 {
		t.Error("the tombstone does not say what it is")
	}
	if text(d.one("data-piece", "note")) != "The canal does not exist." || strings.Contains(text(d.root), "water") {
		t.Error("the tombstone says too little or too much")
	}
	for _, path := range []string{"/en/topic/water/", "/en/topic/water/rss.xml", "/en/topic/water/feed.json", "/en/by/mina-rahimi/", "/en/2026/11/23/", "/en/2026/11/", "/sitemap/en/0.xml"} {
		r.lacks(path)
	}
	if strings.Contains(r.page("/sitemap.xml", 200), "/sitemap/en/") {
		t.Error("the index lists the sitemap of an edition without stories")
	}
	for _, path := range []string{"/en/", "/en/section/afghanistan/", "/en/rss.xml", "/sitemap/pages.xml"} {
		if strings.Contains(r.page(path, 200), "second-name") {
			t.Errorf("%s still leads to the retracted story", path)
		}
	}
	if p, _ := r.press.Page(got.Path); p.Status != 301 {
		t.Error("the old address forgot where it leads")
	}
}

func TestErased(t *testing.T) {
	r := newRoom(t)
	rev := canal("en")
	got := r.publish(act(rev))[0]
	r.erase(got.Story, "Farid Ahmadzai")
	r.lacks("/en/by/farid-ahmadzai/")
	page := r.page(got.Path, 200)
	for p, err := range r.store.All() {
		r.ok(err)
		if strings.Contains(string(p.Body), "Ahmadzai") {
			t.Errorf("%s: still names who was erased", p.Path)
		}
	}
	d := parse(t, got.Path, page)
	if !strings.Contains(text(d.root), "words were erased") || text(d.all("data-piece", "byline")[1]) != story.ErasedText {
		t.Error("the page does not say what is missing")
	}
	if n := len(d.data()["author"].([]any)); n != 1 {
		t.Errorf("%d authors", n)
	}
	r.erase(got.Story, "canal-repairs")
	r.lacks(got.Path)
	p, err := r.press.Page("/en/2026/11/23/" + got.Story.String() + "/")
	r.ok(err)
	if p.Status != 200 {
		t.Errorf("status %d", p.Status)
	}
}

func TestLists(t *testing.T) {
	r := newRoom(t)
	rnd := rand.New(rand.NewPCG(5, 5))
	for range 40 {
		rev := randomStory(rnd, "en")
		rev.Section = "world"
		r.enter(act(rev))
	}
	r.publish(act(canal("en")))
	for path, want := range map[string]int{
		"/en/": frontNewest + frontBlock, "/en/latest/": 41, "/en/section/world/": listLength, "/en/section/afghanistan/": 1,
		"/en/section/culture/": 0, "/en/topic/water/": 1, "/en/by/mina-rahimi/": 1, "/fa-AF/": 0, "/en/2026/11/23/": listLength,
	} {
		d := parse(t, path, r.page(path, 200))
		d.sound()
		all := d.all("data-teaser", "")
		seen := map[string]bool{}
		for _, n := range all {
			seen[attrOf(n, "data-teaser")] = true
		}
		if len(all) != want || len(seen) != want {
			t.Errorf("%s: %d teasers of %d stories, want %d", path, len(all), len(seen), want)
		}
	}
	if !strings.Contains(r.page("/en/2026/11/", 200), ">(41)<") || !strings.Contains(r.page("/en/archive/", 200), "November 2026") {
		t.Error("the archive does not count")
	}
	for _, path := range []string{"/en/section/nothing/", "/en/topic/nothing/", "/en/2026/11/24/", "/en/2026/11/23/6/", "/xx/", "/en/by/", "/en/2026/13/", "/sitemap/en/1.xml", "/sitemap/en/00.xml"} {
		r.lacks(path)
	}
}

// A day with more stories than a page shows: its own page has the newest, and all
// stand on parts of it, which then stay as they are.
func TestDayParts(t *testing.T) {
	r := newRoom(t)
	more := func(n int) {
		var acts []record.Act
		for range n {
			acts = append(acts, act(story.Revision{Edition: "en", Headline: "Another of the day", Body: body("One.")}))
		}
		r.publish(acts...)
	}
	count := func(path string) int {
		d := parse(t, path, r.page(path, 200))
		d.sound()
		return len(d.all("data-teaser", ""))
	}
	const day = "/en/2026/11/23/"
	more(dayPart)
	r.lacks(day + "1/")
	more(1)
	if a, b, c := count(day), count(day+"1/"), count(day+"2/"); a != dayPart+1 || b != dayPart || c != 1 {
		t.Errorf("%d, %d, %d stories", a, b, c)
	}
	first := r.page(day+"1/", 200)
	more(2 * record.RunSize)
	last := (dayPart + 1 + 2*record.RunSize + dayPart - 1) / dayPart
	for n := 1; n <= last; n++ {
		if !strings.Contains(r.page(day, 200), fmt.Sprintf("%s%d/", day, n)) {
			t.Errorf("the day does not lead to part %d", n)
		}
	}
	if count(day) != listLength || count(day+"6/") != dayPart || count(fmt.Sprint(day, last, "/")) != 1 || r.page(day+"1/", 200) != first {
		t.Error("the parts shifted")
	}
	r.lacks(fmt.Sprint(day, last+1, "/"))
	r.page("/sitemap/en/2.xml", 200)
	r.lacks("/sitemap/en/3.xml")
	got := pages(t, r.store)
	r.ok(r.press.Rebuild(context.Background(), nil))
	compare(t, got, pages(t, r.store))
}

func TestNewsSitemapWindow(t *testing.T) {
	r := newRoom(t)
	r.publish(act(story.Revision{Edition: "en", Headline: "Three days ago", Body: body("One.")}))
	r.now = r.now.Add(24 * time.Hour)
	r.publish(act(story.Revision{Edition: "fa-AF", Headline: "دیروز", Body: body("یک.")}))
	r.now = r.now.Add(36 * time.Hour)
	r.publish(act(story.Revision{Edition: "en", Headline: "Today", Body: body("One.")}))
	got := r.page("/news-sitemap.xml", 200)
	if strings.Contains(got, "Three days ago") || !strings.Contains(got, "دیروز") || !strings.Contains(got, "Today") {
		t.Error(got)
	}
}

// A draft is in no byte of any page, whatever is printed around it.
func TestDraftsAreNowhere(t *testing.T) {
	r := newRoom(t)
	const canary = "Zanbaqcanary"
	rev := canal("en")
	rev.Headline, rev.Section = canary+" headline", "world"
	rev.Topics = append(rev.Topics, story.Topic{Name: canary + " topic"})
	rev.Body = append(rev.Body, story.Paragraph{Text: plain(canary + " body.")})
	draft := record.Draft{ID: story.NewID(), Revision: rev, Embargo: r.now.Add(time.Hour), Due: r.now.Add(time.Hour)}
	r.ok(r.rec.SaveDraft(context.Background(), draft))
	public := r.publish(act(canal("en")))[0]
	change := rev
	change.Story = public.Story
	r.ok(r.rec.SaveDraft(context.Background(), record.Draft{ID: public.Story, Revision: change, Base: 1}))
	r.publish(act(canal("ps")))
	r.ok(r.press.Rebuild(context.Background(), nil))
	for p, err := range r.store.All() {
		r.ok(err)
		if strings.Contains(strings.ToLower(string(encodePage(p))), strings.ToLower(canary)) {
			t.Errorf("%s: shows a draft", p.Path)
		}
	}
}

func TestErrorPages(t *testing.T) {
	r := newRoom(t)
	for _, tag := range []string{"en", "fa-AF", "ps", "unknown"} {
		for _, status := range []int{404, 500, 503} {
			p := r.press.ErrorPage(status, tag)
			d := parse(t, tag, string(p.Body))
			d.sound()
			d.styled(p)
			if p.Brotli == nil || p.Gzip == nil {
				t.Errorf("%s: the page for %d has no compressed form", tag, status)
			}
		}
	}
	if !strings.Contains(string(r.press.ErrorPage(404, "ps").Body), "پاڼه ونه موندل شوه") {
		t.Error("not in Pashto")
	}
	s, err := OpenStore(t.TempDir(), 1<<20)
	r.ok(err)
	p, err := New(nil, testSite, s, nil)
	r.ok(err)
	defer p.Close()
	if len(p.ErrorPage(500, "en").Body) == 0 || p.CatchUp(context.Background()) == nil {
		t.Error("a press without a record prints, or says nothing when it fails")
	}
}

// Publishing costs the same in a full archive as in an empty one: it prints the
// same number of pages.
func TestCostDoesNotGrow(t *testing.T) {
	r := newRoom(t)
	rnd := rand.New(rand.NewPCG(9, 9))
	cost := func() int {
		before := snapshot(t, r.store)
		rev := canal("en")
		rev.Headline = fmt.Sprint("Cost ", rnd.Uint64())
		r.publish(act(rev))
		n := 0
		for path, at := range snapshot(t, r.store) {
			if before[path] != at {
				n++
			}
		}
		return n
	}
	fill := func(n int) {
		var acts []record.Act
		for range n {
			rev := randomStory(rnd, "en")
			rev.Published = r.now.Add(-time.Duration(rnd.IntN(24*300)) * time.Hour)
			rev.Topics = append(rev.Topics, story.Topic{Name: "Water"})
			acts = append(acts, act(rev))
		}
		r.publish(acts...)
		acts = nil
		for range 35 { // so that every list is full
			acts = append(acts, act(canal("en")))
		}
		r.publish(acts...)
	}
	fill(40)
	few := cost()
	fill(350)
	many := cost()
	if few != many || few < 15 || few > 40 {
		t.Errorf("a publication printed %d pages among few stories, %d among many", few, many)
	}
	t.Logf("a publication prints %d pages", many)
}

// An edition that the settings no longer have is nowhere, and leads nowhere.
func TestEditionGivenUp(t *testing.T) {
	r := sampleRoom(t)
	fewer := testSite
	fewer.Editions = testSite.Editions[:2]
	s, err := OpenStore(t.TempDir(), 1<<20)
	r.ok(err)
	p, err := New(r.rec, fewer, s, nil)
	r.ok(err)
	defer p.Close()
	r.ok(p.CatchUp(context.Background()))
	n := 0
	for page, err := range s.All() {
		r.ok(err)
		if n++; strings.Contains(string(page.Body), "/ps/") {
			t.Errorf("%s: leads to an edition that is no more", page.Path)
		}
	}
	if n < 100 {
		t.Errorf("%d pages", n)
	}
}
