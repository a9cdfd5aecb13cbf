package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"time"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// batch is how many acts go into one transaction.
const batch = 500

// build makes a newsroom and its exported tree.
func build(ctx context.Context, dir string, stories, revisions int) error {
	folder := folderIn(dir)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := rig.Init(ctx, folder); err != nil {
		return err
	}
	b := builder{Rand: rand.New(rand.NewPCG(1, 3)), now: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
	n, err := newsroom.Open(ctx, folder, newsroom.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return b.now }})
	if err != nil {
		return err
	}
	defer n.Close()
	began := time.Now()
	for made := 0; made < revisions; {
		acts := b.acts(min(batch, revisions-made), stories, revisions)
		if _, err := n.Enter(ctx, acts); err != nil {
			return err
		}
		made += len(acts)
		progress("in the record", made, revisions, began)
	}
	if err := b.erase(ctx, n); err != nil {
		return err
	}
	if err := n.Settle(ctx); err != nil {
		return err
	}
	fmt.Printf("printed after %s\n", time.Since(began).Round(time.Second))
	sum, err := n.Export(ctx, treeIn(dir), nil)
	if err != nil {
		return err
	}
	fmt.Printf("exported after %s: %d files, %d MiB\n", time.Since(began).Round(time.Second), sum.Files, sum.Bytes>>20)
	return nil
}

func progress(what string, done, total int, began time.Time) {
	if done%(40*batch) == 0 || done == total {
		fmt.Printf("%d of %d %s after %s\n", done, total, what, time.Since(began).Round(time.Second))
	}
}

// builder makes up the life of a newsroom: stories that are revised some times,
// mostly soon after they came.
type builder struct {
	*rand.Rand
	now     time.Time
	stories []told
	seed    uint64
}

type told struct {
	rev    story.Revision
	number int
}

// acts makes the next acts. Half an hour passes with each story, so that five
// years of a busy newsroom go by.
func (b *builder) acts(n, stories, revisions int) []record.Act {
	var out []record.Act
	for range n {
		b.seed++
		if len(b.stories) == 0 || len(b.stories) < stories && b.IntN(revisions) < stories {
			out = append(out, b.first())
		} else {
			out = append(out, b.later())
		}
	}
	return out
}

func (b *builder) first() record.Act {
	b.now = b.now.Add(26 * time.Minute)
	rev := rig.Revision(b.seed)
	rev.Story = story.NewID()
	rev.Published = b.now
	b.stories = append(b.stories, told{rev, 1})
	return record.Act{Kind: record.Publish, Revision: rev}
}

// later changes a paragraph of one of the newest thousand stories.
func (b *builder) later() record.Act {
	s := &b.stories[len(b.stories)-1-b.IntN(min(1000, len(b.stories)))]
	rev := s.rev
	rev.Body = append(story.Body(nil), rev.Body...)
	// Words of another story, perhaps in another language; it is the size that counts.
	rev.Body[b.IntN(len(rev.Body))] = rig.Revision(b.seed).Body[0]
	rev.Grade, rev.Note = story.GradeUpdate, ""
	kind := record.Revise
	if b.IntN(10) == 0 {
		kind, rev.Grade, rev.Note = record.Correct, story.GradeCorrection, "An earlier version named the wrong district."
	}
	s.rev = rev
	s.number++
	return record.Act{Kind: kind, Base: s.number - 1, Revision: rev}
}

// erase erases a standfirst here and there.
func (b *builder) erase(ctx context.Context, n *newsroom.Newsroom) error {
	for range 20 {
		s := b.stories[b.IntN(len(b.stories))]
		_, err := n.Enter(ctx, []record.Act{{
			Kind: record.Erase, Story: s.rev.Story, Erase: record.Target{Revision: s.number, Pieces: []int{1}}, Basis: record.BasisPrivacy,
		}})
		if err != nil {
			return err
		}
	}
	return nil
}
