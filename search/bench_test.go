package search

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

var (
	archiveSize = flag.Int("stories", 0, "how many stories TestArchive makes an index of")
	archiveFile = flag.String("index", "", "where TestArchive keeps the index, to measure it again")
)

// TestArchive measures an index of so many stories of 350 words, whose words are as
// common as those of a language (Zipf): feeding, the file, one more story, queries of
// common and rare words, how they are used. docs/performance.md has what it said.
func TestArchive(t *testing.T) {
	if *archiveSize == 0 {
		t.Skip("measures only with -stories")
	}
	path := *archiveFile
	if path == "" {
		path = filepath.Join(t.TempDir(), "search.db")
	}
	x, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	r, a := &room{t: t, x: x}, newArchive()
	if whole, err := x.isWhole(t.Context()); err != nil || !whole {
		a.feedAll(r)
	}
	one := times(200, func(int) { a.feed(r, 1) })
	fmt.Printf("one more: %s\n", one)
	for _, kind := range []struct{ name, text string }{
		{"the commonest word", "w0"}, {"two of the commonest", "w0 w1"}, {"five of the commonest", "w0 w1 w2 w3 w4"},
		{"sixteen of the commonest", wordsFrom(0, 16)}, {"a common and a rare word", "w3 w40000"}, {"two rare words", "w30000 w30001"},
		{"a phrase of common words", `"w1 w2"`}, {"a phrase of three", `"w1 w2 w3"`}, {"common, without the commonest", "w5 -w0"}, {"fifteen common and one that is nowhere", wordsFrom(0, 15) + " nowhere"},
		{"two of middling", "w300 w500"}, {"three never together", "w5000 w6000 w7000"}, {"sixteen middling", wordsFrom(1000, 16)},
	} {
		for _, newest := range []bool{false, true} {
			var found Result
			took := times(20, func(int) {
				found, err = x.Find(t.Context(), Query{Edition: "en", Text: kind.text, Newest: newest})
				if err != nil {
					t.Fatal(err)
				}
			})
			fmt.Printf("%-40s newest %-5v found %5d: %s\n", kind.name, newest, found.Found, took)
		}
	}
	for _, first := range []int{0, 1000, 30000} {
		few, many := strings.Fields(wordsFrom(first, 5)), strings.Fields(wordsFrom(first, 100))
		counted := times(20, func(int) { usage(t, x, many, nil) })
		called := times(20, func(int) { usage(t, x, few, many[:40]) })
		fmt.Printf("usage from w%d: of 100 words %s; of 5 behind 40 others %s\n", first, counted, called)
	}
	began := time.Now()
	if err := x.scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("scrub: %.1f s\n", time.Since(began).Seconds())
}

func usage(t *testing.T, x *Index, words, before []string) {
	t.Helper()
	if _, err := x.Usage(t.Context(), "en", words, before); err != nil {
		t.Fatal(err)
	}
}

func wordsFrom(first, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%d ", first+i)
	}
	return b.String()
}

// spread is how long something took, several times, and what processor time each
// took, which others that work on the machine change less.
type spread struct {
	took      []time.Duration
	processor time.Duration
}

func (s spread) String() string {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return fmt.Sprintf("median %.1f ms, most %.1f ms, processor time %.1f ms", ms(s.took[len(s.took)/2]), ms(s.took[len(s.took)-1]), ms(s.processor))
}

func times(n int, f func(int)) (s spread) {
	before := processorTime()
	for i := range n {
		began := time.Now()
		f(i)
		s.took = append(s.took, time.Since(began))
	}
	s.processor = (processorTime() - before) / time.Duration(n)
	slices.Sort(s.took)
	return s
}

func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// feedAll enters the archive and tells what that took.
func (a *archive) feedAll(r *room) {
	began, before := time.Now(), processorTime()
	for from := 0; from < *archiveSize; from += stepLeaves {
		a.feed(r, min(stepLeaves, *archiveSize-from))
	}
	r.ok(r.x.setWhole(context.Background()))
	took, processor := time.Since(began), processorTime()-before
	info, err := os.Stat(r.x.path)
	r.ok(err)
	fmt.Printf("%d stories in %.1f s, processor time %.2f ms each; %d MB, %d bytes each\n", *archiveSize, took.Seconds(),
		float64(processor.Milliseconds())/float64(*archiveSize), info.Size()>>20, info.Size()/int64(*archiveSize))
}

type archive struct {
	rnd  *rand.Rand
	zipf *rand.Zipf
	at   time.Time
}

func newArchive() *archive {
	rnd := rand.New(rand.NewPCG(7, 7))
	return &archive{rnd: rnd, zipf: rand.NewZipf(rnd, 1.07, 4, 60_000), at: time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func (a *archive) words(n int) string {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "w%d ", a.zipf.Uint64())
	}
	return b.String()
}

func (a *archive) story() present {
	a.at = a.at.Add(20 * time.Minute)
	rev := story.Revision{Headline: a.words(8), Standfirst: a.words(20), Body: story.Body{story.Paragraph{Text: story.Plain(a.words(320))}}}
	return present{record.Entry{ID: story.NewID(), Edition: "en", Section: "world", Published: a.at, Day: a.at.Format(time.DateOnly), Slug: "slug"}, rev}
}

func (a *archive) feed(r *room, n int) {
	list := make([]present, n)
	for i := range list {
		list[i] = a.story()
	}
	r.enter(list...)
}
