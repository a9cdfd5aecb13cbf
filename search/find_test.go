package search

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
	"stet.news/record"
	"stet.news/story"
)

func TestFind(t *testing.T) {
	r := newRoom(t)
	r.publish(report("en", "Canal repairs bring water", "Forty villages", "The river had been dry. Farmers dug canals for months.", "A well-known engineer paid."))
	r.publish(report("en", "Farmers wait for rain", "No river, no wheat", "Villages in the north hope. Canal water is far."))
	r.publish(story.Revision{Edition: "en", Headline: "Chess in the park", Bylines: []story.Byline{{Name: "Mina Canal"}}, Section: "culture",
		Topics: []story.Topic{{Name: "Games", Key: "games"}}, Body: report("", "", "", "Old men play.").Body})
	r.publish(report("fa-AF", "کتاب‌های تازه در کابل", "نمایشگاه", "۴۰ ناشر آمدند. دانش‌آموزان می‌روند."))
	r.publish(report("ps", "ښوونځي بېرته پرانیستل شول", "", "په کلي کې زده کوونکي خوشحاله دي."))
	r.publish(report("ar", "افتتاح المدرسة الجديدة", "", "حضر الصحفيون."))
	for _, c := range []struct{ edition, text, want string }{
		{"en", "canal", "Canal repairs bring water | Chess in the park | Farmers wait for rain"},
		{"en", "CANALS water", "Canal repairs bring water | Farmers wait for rain"},
		{"en", "mina", "Chess in the park"},
		{"en", "games", "Chess in the park"},
		{"en", `"dug canals"`, "Canal repairs bring water"},
		{"en", "“canals dug”", ""},
		{"en", "well-known", "Canal repairs bring water"},
		{"en", "river -canal", ""},
		{"en", "canal -wheat", "Canal repairs bring water | Chess in the park"},
		{"en", `canal -"canal water"`, "Canal repairs bring water | Chess in the park"},
		{"en", "-canal", ""},
		{"en", "کتاب", ""},
		{"fa-AF", "كتاب", "کتاب‌های تازه در کابل"},
		{"fa-AF", "کتابهاي كابل", "کتاب‌های تازه در کابل"},
		{"fa-AF", "40 ناشر", "کتاب‌های تازه در کابل"},
		{"fa-AF", "٤٠", "کتاب‌های تازه در کابل"},
		{"fa-AF", "دانشآموزان", "کتاب‌های تازه در کابل"},
		{"fa-AF", "دانش آموزان", "کتاب‌های تازه در کابل"},
		{"fa-AF", "«دانش آموزان می روند»", "کتاب‌های تازه در کابل"},
		{"fa-AF", "می‌روند", "کتاب‌های تازه در کابل"},
		{"ps", "شوونزي", "ښوونځي بېرته پرانیستل شول"},
		{"ps", "کلی", "ښوونځي بېرته پرانیستل شول"},
		{"ar", "مدرسه", "افتتاح المدرسة الجديدة"},
		{"ar", "صحفيين", "افتتاح المدرسة الجديدة"},
	} {
		if got := r.headlines(c.edition, c.text); got != c.want {
			t.Errorf("%s %q finds %q, want %q", c.edition, c.text, got, c.want)
		}
	}
}

func TestFilters(t *testing.T) {
	r := newRoom(t)
	for day := range 20 {
		rev := report("en", fmt.Sprintf("Report of day %d", day), "", "Something about rivers.")
		rev.Section = []string{"world", "culture"}[day%2]
		rev.Topics = []story.Topic{{Name: fmt.Sprint("Topic ", day%3), Key: fmt.Sprint("topic-", day%3)}}
		r.now = time.Date(2026, 11, 2+day, 8, 0, 0, 0, time.UTC)
		r.publish(rev)
	}
	on := func(day int) time.Time { return time.Date(2026, 11, 2+day, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		query Query
		want  int
	}{
		{Query{}, 20},
		{Query{Text: "rivers"}, 20},
		{Query{Section: "world"}, 10},
		{Query{Text: "river", Section: "world", Topic: "topic-0"}, 4},
		{Query{Topic: "topic-1"}, 7},
		{Query{Topic: "topic-x"}, 0},
		{Query{From: on(5)}, 15},
		{Query{From: on(5), To: on(6)}, 1},
		{Query{Text: "rivers", To: on(5)}, 5},
		{Query{Text: "rivers", To: on(-5)}, 0},
	} {
		c.query.Edition = "en"
		if got := r.find(c.query); got.Found != c.want {
			t.Errorf("%+v: found %d, want %d", c.query, got.Found, c.want)
		}
	}
	res := r.find(Query{Edition: "en", Text: "rivers", Page: 2, Newest: true})
	if res.Pages != 2 || res.Page != 2 || headlines(res) != "Report of day 4 | Report of day 3 | Report of day 2 | Report of day 1 | Report of day 0" {
		t.Errorf("the second page: %d of %d: %s", res.Page, res.Pages, headlines(res))
	}
	if len(res.Topics) != 3 {
		t.Errorf("topics: %v", res.Topics)
	}
	if res := r.find(Query{Edition: "en", Text: "rivers", Page: 99}); res.Page != 2 {
		t.Errorf("page 99 is page %d", res.Page)
	}
}

// TestFallBack: what is said when not all words are there.
func TestFallBack(t *testing.T) {
	r := newRoom(t)
	r.publish(report("en", "Water and wheat", "", "Rain."))
	r.publish(report("en", "Wheat and bread", "", "Sun."))
	res := r.find(Query{Edition: "en", Text: "water xyzzy"})
	if headlines(res) != "Water and wheat" || len(res.Missing) != 1 || res.Missing[0] != "xyzzy" || res.Some {
		t.Errorf("with a word that is nowhere: %+v", res)
	}
	res = r.find(Query{Edition: "en", Text: "water wheat bread"})
	if res.Found != 2 || !res.Some || res.Missing != nil {
		t.Errorf("with words that are never together: %+v", res)
	}
	res = r.find(Query{Edition: "en", Text: "xyzzy"})
	if res.Found != 0 || len(res.Missing) != 1 {
		t.Errorf("with nothing: %+v", res)
	}
	if res = r.find(Query{Edition: "xx", Text: "water"}); res.Found != 0 {
		t.Errorf("in an edition that is none: %+v", res)
	}
}

// TestRelevance: what a story is about comes before what it mentions, and the newer
// of two alike first.
func TestRelevance(t *testing.T) {
	r := newRoom(t)
	r.publish(report("en", "Budget talks end in Kabul", "", "Nothing was agreed."))
	r.publishAll(300, func(i int) story.Revision {
		return report("en", fmt.Sprint("Other news ", i), "", strings.Repeat("It went on. ", 200)+"The budget was mentioned.")
	})
	r.publish(report("en", "The ministers met", "The budget was discussed", "They talked."))
	r.publish(report("en", "A talk about a budget", "", "They talked."))
	got := r.headlines("en", "budget talks")
	if !strings.HasPrefix(got, "Budget talks end in Kabul | A talk about a budget | The ministers met") {
		t.Errorf("order: %s", got)
	}
	res := r.find(Query{Edition: "en", Text: "budget"})
	if res.Found != 303 || res.More {
		t.Errorf("found %d, more %v", res.Found, res.More)
	}
	seen := map[string]bool{}
	for page := 1; page <= res.Pages; page++ {
		for _, h := range r.find(Query{Edition: "en", Text: "budget", Page: page}).Hits {
			if seen[h.Path] {
				t.Errorf("%s is on two pages", h.Path)
			}
			seen[h.Path] = true
		}
	}
	if len(seen) != 303 {
		t.Errorf("the pages have %d stories", len(seen))
	}
}

// TestExtract: what matched is marked in the text as it was published.
func TestExtract(t *testing.T) {
	r := newRoom(t)
	r.publish(report("fa-AF", "خبر", "", strings.Repeat("حرف‌های دیگر. ", 60)+"در این جا كتاب‌هايِ تازه، ۴۰ جلد، فروخته شد. "+strings.Repeat("باز هم. ", 60)))
	res := r.find(Query{Edition: "fa-AF", Text: "کتاب 40"})
	if len(res.Hits) != 1 {
		t.Fatalf("found %+v", res)
	}
	got := show(res.Hits[0].Extract)
	if !strings.Contains(got, "[كتاب‌هايِ] تازه، [۴۰] جلد") || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") {
		t.Errorf("extract: %s", got)
	}
}

// TestFollowing: publish, revise, retract, erase; the index is what a rebuilt one is.
func TestFollowing(t *testing.T) {
	r := newRoom(t)
	id := r.publish(report("en", "Zebra crossing", "", "Stripes."))
	if r.headlines("en", "zebra") != "Zebra crossing" {
		t.Fatal("what was published is not found")
	}
	rev := report("en", "Horse crossing", "", "No stripes.")
	rev.Story, rev.Grade = id, story.GradeCorrection
	rev.Note = "It was a horse."
	r.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	if r.headlines("en", "zebra") != "" || r.headlines("en", "horse") != "Horse crossing" {
		t.Error("what was corrected is found by its old words, or not by its new ones")
	}
	r.do(record.Act{Kind: record.Retract, Story: id, Base: 2, Reason: "There was no crossing."})
	if r.headlines("en", "horse") != "" || r.find(Query{Edition: "en"}).Found != 0 {
		t.Error("what was retracted is found")
	}
}

func TestErasing(t *testing.T) {
	r := newRoom(t)
	id := r.publish(report("en", "Gulcanary speaks", "", "It rained. Gulcanary left."))
	r.publishAll(200, func(i int) story.Revision { return report("en", fmt.Sprint("News ", i), "", "It rained somewhere.") })
	var packed []byte // the text, as it is kept
	r.ok(r.x.write.QueryRow(`SELECT body FROM stories WHERE id = ?`, id[:]).Scan(&packed))
	var acts []record.Act
	r.ok(r.rec.View(context.Background(), func(rd record.Reader) (err error) {
		acts, err = record.EraseActs(rd, id, func(p record.Piece) bool { return strings.Contains(p.Text, "canary") }, record.BasisCourt)
		return err
	}))
	r.do(acts...)
	r.ok(r.x.Forget(context.Background(), r.rec))
	files, _ := filepath.Glob(r.x.path + "*")
	for _, f := range files {
		b, err := os.ReadFile(f)
		r.ok(err)
		if bytes.Contains(bytes.ToLower(b), []byte("canary")) || bytes.Contains(b, packed) {
			t.Errorf("%s still has what was erased", filepath.Base(f))
		}
	}
	if r.find(Query{Edition: "en", Text: "rained"}).Found != 201 {
		t.Error("the rest is not found any more")
	}
}

// TestRebuilt: an index that followed finds what a new one finds, in the same order.
func TestRebuilt(t *testing.T) {
	r := newRoom(t)
	words := strings.Fields("water wheat rain river canal village farmer road school bread")
	rapidly := func(n int) string {
		return words[n%len(words)] + " " + words[n/3%len(words)] + " " + words[n/7%len(words)]
	}
	revision := func(i int) story.Revision {
		rev := report("en", rapidly(i), rapidly(5*i), rapidly(11*i))
		rev.Published = time.Date(2020, 1, 1+i%5, 0, 0, 0, 0, time.UTC) // many at once
		return rev
	}
	var changes []record.Act
	for i, receipt := range r.publishAll(120, revision) {
		if i%4 == 0 {
			rev := revision(i)
			rev.Story, rev.Grade, rev.Headline = receipt.Story, story.GradeMinor, rapidly(i+1)
			changes = append(changes, record.Act{Kind: record.Revise, Base: 1, Revision: rev})
		}
	}
	r.do(changes...)
	again := r.open(filepath.Join(t.TempDir(), "search.db"))
	for _, text := range append(words, "water river", "bread -rain", "") {
		q := Query{Edition: "en", Text: text}
		want := r.find(q)
		got, err := again.Find(context.Background(), q)
		r.ok(err)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: rebuilt\n%v\nfollowed\n%v", text, headlines(got), headlines(want))
		}
	}
}

// TestDamaged: an index that is no database, or ahead of the record, is begun anew.
func TestDamaged(t *testing.T) {
	r := newRoom(t)
	r.publish(report("en", "News", "", "Words."))
	r.x.Close()
	r.ok(os.WriteFile(r.x.path, []byte(strings.Repeat("no database ", 1000)), 0o600))
	r.x = r.open(r.x.path)
	if r.headlines("en", "news") != "News" {
		t.Error("a damaged index was not fed anew")
	}
	_, err := r.x.write.Exec(setStateQuery, stateCursor, "99")
	r.ok(err)
	r.ok(r.x.CatchUp(context.Background(), r.rec))
	if r.headlines("en", "news") != "News" {
		t.Error("an index that was ahead was not fed anew")
	}
}

// TestAway: an index that has not seen all leaves says so.
func TestAway(t *testing.T) {
	x, err := Open(filepath.Join(t.TempDir(), "search.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if _, err := x.Find(t.Context(), Query{Edition: "en"}); err == nil {
		t.Error("an empty index answers")
	}
}

// TestFoundByItself: a word of any text, typed, finds the text.
func TestFoundByItself(t *testing.T) {
	r := newRoom(t)
	place := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		tag := rapid.SampledFrom(editions).Draw(rt, "edition").Tag
		text := story.Line(someText(rt))
		words := For(tag).Words(text)
		if len(words) == 0 {
			return
		}
		place = place.Add(time.Second)
		e := record.Entry{ID: story.NewID(), Edition: tag, Published: place, Day: "2026-01-01", Slug: story.Slug(place.Format("150405"))}
		r.enter(present{e, report(tag, "x", "", text)})
		w := rapid.SampledFrom(words).Draw(rt, "word")
		res := r.find(Query{Edition: tag, Text: text[w.Start:w.End], Newest: true})
		if len(res.Hits) == 0 || res.Hits[0].Path != e.Path() {
			rt.Fatalf("%q in %q does not find it: %+v", text[w.Start:w.End], text, res)
		}
	})
}

// FuzzFind: no query is an error, takes long or finds what is not there.
func FuzzFind(f *testing.F) {
	r := newRoom(f)
	r.publish(report("en", "Canal repairs", "Forty villages", "The river had been dry."))
	r.publish(report("fa-AF", "کتاب‌های تازه", "", "دانش‌آموزان می‌روند"))
	for _, s := range []string{"canal", `"canal rep`, "-", "--a", `a" OR "b`, "head:canal", "canal*", "NEAR(a b)", "^canal", "(", "{head} : x", "«کتاب‌های»", "a\x00b", "' OR 1=1 --", strings.Repeat("a ", 300), "\u202e-\u200fx", "AND OR NOT"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, tag := range []string{"en", "fa-AF"} {
			res, err := r.x.Find(t.Context(), Query{Edition: tag, Text: text})
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if res.Found > 1 || len(res.Hits) != res.Found {
				t.Errorf("%q finds %d of 1", text, res.Found)
			}
			if n := len(parse(For(tag), text)); n > termsMost {
				t.Errorf("%q has %d terms", text, n)
			}
		}
	})
}
