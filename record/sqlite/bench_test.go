package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/record"
	"stet.news/story"
)

// benchRecord is a record with so many stories, of three sections, four people
// and fifty topics, a hundred a day.
func benchRecord(b *testing.B, stories int) *record.Record {
	b.Helper()
	dir := b.TempDir()
	private, public, err := record.NewKey("example.org")
	if err != nil {
		b.Fatal(err)
	}
	signer, _ := note.NewSigner(private)
	verifier, _ := note.NewVerifier(public)
	rec, err := record.Open(b.Context(), openStore(b, dir), record.Options{
		Editions: []story.Edition{{Tag: "en", Zone: "Asia/Kabul", Slugs: story.SlugLatin}},
		Signer:   signer, Verifier: verifier, VerifierKey: public,
		Head: record.HeadFile(filepath.Join(dir, "checkpoint")), Now: time.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	for n := 0; n < stories; {
		var acts []record.Act
		for range min(500, stories-n) {
			acts = append(acts, record.Act{Kind: record.Publish, Revision: benchRevision(n, stories)})
			n++
		}
		if _, err := rec.Publish(context.Background(), acts...); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d stories made in %v", stories, time.Since(start).Round(time.Second))
	return rec
}

// benchRevision is 5 KB in about 25 pieces.
func benchRevision(n, of int) story.Revision {
	rev := story.Revision{
		Edition: "en", Headline: fmt.Sprintf("The river %d rose for the %d. time", n, n%7),
		Standfirst: "It was said so, and seen.", Dateline: "Kabul", Section: fmt.Sprint("section-", n%3),
		Bylines:   []story.Byline{{Name: fmt.Sprint("Person ", n%4)}},
		Topics:    []story.Topic{{Name: fmt.Sprint("Topic ", n%50)}},
		Published: time.Now().AddDate(0, 0, (n-of)/100-1), Grade: story.GradeImported,
	}
	sentence := strings.Repeat("words of the river ", 13) + "here. "
	for range 6 {
		rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(strings.Repeat(sentence, 3))})
	}
	return rev
}

// BenchmarkPublish is one durable publish, with its checkpoint signed and kept,
// into a record of so many stories. Look at the median: the mean carries the
// pages that every few hundredth publish carries over into the main file.
func BenchmarkPublish(b *testing.B) {
	for _, stories := range []int{2_000, 200_000} {
		b.Run(fmt.Sprint(stories), func(b *testing.B) {
			if testing.Short() && stories > 2_000 {
				b.Skip("it takes minutes to make")
			}
			rec := benchRecord(b, stories)
			var took []time.Duration
			for n := 0; b.Loop(); n++ {
				start := time.Now()
				act := record.Act{ID: story.NewID().String(), Kind: record.Publish, Revision: benchRevision(stories+n, stories+n)}
				if _, err := rec.Publish(b.Context(), act); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-median")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
		})
	}
}

// BenchmarkPublishBatch is two hundred stories in one transaction.
func BenchmarkPublishBatch(b *testing.B) {
	rec := benchRecord(b, 2_000)
	for n := 0; b.Loop(); n++ {
		var acts []record.Act
		for i := range 200 {
			acts = append(acts, record.Act{Kind: record.Publish, Revision: benchRevision(i, 200)})
		}
		if _, err := rec.Publish(b.Context(), acts...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*200), "µs/story")
}

// BenchmarkWalk reads leaves with their piece lists, as verifying does.
func BenchmarkWalk(b *testing.B) {
	rec := benchRecord(b, 2_000)
	for b.Loop() {
		err := rec.View(b.Context(), func(rd record.Reader) error {
			return rd.Leaves(0, 2_000, func(int64, []byte, []byte) error { return nil })
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*2000), "ns/leaf")
}
