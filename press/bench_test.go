package press

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkPublish is one publication, from the record's answer to the last of
// its pages, in a newsroom whose lists are full.
func BenchmarkPublish(b *testing.B) {
	r := newRoom(b)
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range 200 {
		r.enter(act(randomStory(rnd, testSite.Editions[i%3].Tag)))
	}
	r.ok(r.press.CatchUp(context.Background()))
	for b.Loop() {
		b.StopTimer()
		rev := canal("en")
		rev.Headline = fmt.Sprint("Story ", rnd.Uint64())
		r.enter(act(rev))
		b.StartTimer()
		r.ok(r.press.CatchUp(context.Background()))
	}
}

// BenchmarkStories is stories printed for the first time, with all that lists
// them, a thousand at once.
func BenchmarkStories(b *testing.B) {
	r := newRoom(b)
	rnd := rand.New(rand.NewPCG(1, 1))
	const batch = 1000
	for b.Loop() {
		b.StopTimer()
		for range batch {
			r.enter(act(randomStory(rnd, testSite.Editions[rnd.IntN(3)].Tag)))
		}
		b.StartTimer()
		r.ok(r.press.CatchUp(context.Background()))
	}
	b.ReportMetric(batch*float64(b.N)/b.Elapsed().Seconds(), "stories/s")
}

// BenchmarkGet is what the edge does for every request.
func BenchmarkGet(b *testing.B) {
	r := newRoom(b)
	path := r.publish(act(canal("fa-AF")))[0].Path
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := r.press.Page(path); err != nil {
				b.Error(err)
			}
		}
	})
}
