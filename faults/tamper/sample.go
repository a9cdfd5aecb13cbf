package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/export"
	"stet.news/picture"
	"stet.news/press"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

const origin = "newsroom.example"

var site = press.Site{
	Name: "The Newsroom", URL: "https://" + origin,
	Editions: []story.Edition{story.TagInfo("en"), story.TagInfo("fa-AF"), story.TagInfo("ps")},
	Sections: []story.Section{{Key: "afghanistan"}, {Key: "world"}, {Key: "culture"}},
}

// sample is a small newsroom made by the real code, with random stories and a
// random history, as an attacker would find it: the exported tree and the
// folder's database and pages. early is the tree as it was halfway.
type sample struct {
	signer   note.Signer
	verifier note.Verifier
	vkey     string
	now      time.Time

	tree, early tree
	head, then  []byte // checkpoints
	database    []byte
	pages       []*press.Page
	pictures    map[string][]byte // by file name

	erased []lost
}

// lost is a piece that was erased, as it was.
type lost struct {
	story    story.ID
	revision int
	number   int
	piece    record.Piece
}

// newsroom is one while it is being made.
type newsroom struct {
	*sample
	writer
	dir     string
	store   *sqlite.Store
	rec     *record.Record
	printed *press.Store
	press   *press.Press
	archive *picture.Store
	stories []told
}

// told is a story in its present state.
type told struct {
	rev       story.Revision
	number    int
	retracted bool
}

// makeSample makes a newsroom in a folder, which is left to the caller.
func makeSample(ctx context.Context, dir string, seed uint64) (*sample, error) {
	n := &newsroom{sample: &sample{now: time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)}, dir: dir}
	n.Rand = rand.New(rand.NewPCG(seed, 0x7374657431))
	if err := n.open(ctx); err != nil {
		return nil, err
	}
	err := n.live(ctx)
	if err := errors.Join(err, n.press.Close(), n.printed.Close(), n.store.Close()); err != nil {
		return nil, err
	}
	n.database, err = os.ReadFile(filepath.Join(dir, "record.db"))
	return n.sample, err
}

func (n *newsroom) open(ctx context.Context) error {
	private, public, err := record.NewKey(origin)
	if err != nil {
		return err
	}
	n.vkey = public
	if n.signer, err = note.NewSigner(private); err != nil {
		return err
	}
	if n.verifier, err = note.NewVerifier(public); err != nil {
		return err
	}
	if n.store, err = sqlite.Create(ctx, filepath.Join(n.dir, "record.db"), sqlite.Options{}); err != nil {
		return err
	}
	n.rec, err = record.Open(ctx, n.store, record.Options{
		Editions: site.Editions, Signer: n.signer, Verifier: n.verifier, VerifierKey: public,
		Head: record.HeadFile(filepath.Join(n.dir, "checkpoint")), Now: n.clock,
	})
	if err != nil {
		return err
	}
	if n.printed, err = press.OpenStore(filepath.Join(n.dir, "pages"), 1<<20); err != nil {
		return err
	}
	n.press, err = press.New(n.rec, site, n.printed, nil)
	n.archive = picture.Open(filepath.Join(n.dir, "pictures"))
	return err
}

// clock goes on by some minutes or hours each time it is looked at.
func (n *newsroom) clock() time.Time {
	n.now = n.now.Add(time.Duration(1+n.IntN(300)) * time.Minute)
	return n.now
}

// live lets the newsroom publish for a while, and looks at it halfway.
func (n *newsroom) live(ctx context.Context) error {
	for range n.IntN(3) {
		p, err := n.archive.Put(drawing(byte(n.IntN(256))))
		if err != nil {
			return err
		}
		n.writer.pictures = append(n.writer.pictures, p)
	}
	if err := n.work(ctx, 3+n.IntN(6)); err != nil {
		return err
	}
	var err error
	if n.early, err = n.export(ctx, "early"); err != nil {
		return err
	}
	n.then = n.rec.Checkpoint()
	if err := n.work(ctx, 4+n.IntN(16)); err != nil {
		return err
	}
	if n.tree, err = n.export(ctx, "tree"); err != nil {
		return err
	}
	n.head = n.rec.Checkpoint()
	return n.keep()
}

// keep takes pages and pictures into memory.
func (n *newsroom) keep() error {
	for p, err := range n.printed.All() {
		if err != nil {
			return err
		}
		n.sample.pages = append(n.sample.pages, p)
	}
	n.sample.pictures = map[string][]byte{}
	for name, err := range n.archive.All() {
		if err != nil {
			return err
		}
		if n.sample.pictures[name], err = n.archive.Get(name); err != nil {
			return err
		}
	}
	return nil
}

func (n *newsroom) export(ctx context.Context, name string) (tree, error) {
	if err := n.press.CatchUp(ctx); err != nil {
		return nil, err
	}
	out := filepath.Join(n.dir, name)
	_, err := export.Write(ctx, export.Options{
		Record: n.rec, Pages: n.printed, Pictures: n.archive,
		Renditions: picture.OpenRenditions(filepath.Join(n.dir, "renditions"), n.archive), Signer: n.signer, VerifierKey: n.vkey, Out: out,
	})
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(out)
	return readTree(os.DirFS(out))
}

// work publishes some acts, a few at a time.
func (n *newsroom) work(ctx context.Context, acts int) error {
	for acts > 0 {
		batch := make([]record.Act, 0, 4)
		for range min(acts, 1+n.IntN(4)) {
			if act, ok := n.act(); ok {
				batch = append(batch, act)
			}
			acts--
		}
		if len(batch) == 0 {
			continue
		}
		if _, err := n.rec.Publish(ctx, batch...); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		if n.IntN(3) == 0 {
			if err := n.erase(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// act makes up something to publish.
func (n *newsroom) act() (record.Act, bool) {
	if len(n.stories) == 0 || n.IntN(5) < 2 {
		return n.first(), true
	}
	s := &n.stories[n.IntN(len(n.stories))]
	if n.IntN(8) == 0 {
		if s.retracted {
			return record.Act{}, false
		}
		s.number++
		s.retracted = true
		return record.Act{Kind: record.Retract, Story: s.rev.Story, Base: s.number - 1, Reason: n.reason(s.rev.Edition)}, true
	}
	return n.later(s), true
}

func (n *newsroom) reason(edition string) string {
	if n.IntN(3) == 0 {
		return ""
	}
	return n.sentences(edition, 1)
}

func (n *newsroom) first() record.Act {
	tags := []string{"en", "fa-AF", "ps"}
	edition := tags[n.IntN(3)]
	rev := n.revision(edition)
	rev.Story = story.NewID()
	if len(n.stories) > 0 && n.IntN(3) == 0 {
		of := n.stories[n.IntN(len(n.stories))].rev
		if of.Edition != edition {
			rev.TranslationOf = of.Story
			if !of.TranslationOf.IsZero() {
				rev.TranslationOf = of.TranslationOf
			}
			if n.editionOf(rev.TranslationOf) == edition {
				rev.TranslationOf = story.ID{}
			}
		}
	}
	if n.IntN(6) == 0 {
		rev.Grade, rev.Published, rev.Source = story.GradeImported, n.now.AddDate(0, -n.IntN(30), 0), "https://old.example/story"
	}
	n.stories = append(n.stories, told{rev: rev, number: 1})
	return record.Act{Kind: record.Publish, Revision: rev}
}

func (n *newsroom) editionOf(id story.ID) string {
	i := slices.IndexFunc(n.stories, func(s told) bool { return s.rev.Story == id })
	return n.stories[i].rev.Edition
}

// later changes a story, or gives it new words altogether.
func (n *newsroom) later(s *told) record.Act {
	rev := s.rev
	fresh := n.revision(rev.Edition)
	switch n.IntN(4) {
	case 0:
		rev.Headline, rev.Standfirst = fresh.Headline, fresh.Standfirst
	case 1:
		rev.Body = fresh.Body
	case 2:
		fresh.Story, fresh.TranslationOf = rev.Story, rev.TranslationOf
		rev = fresh
	case 3:
		rev.Slug = story.MakeSlug(fresh.Headline+" "+rev.Story.String()[:6], story.SlugNative)
	}
	rev.Grade = story.Grades[n.IntN(len(story.Grades))]
	rev.Note = ""
	kind := record.Revise
	if rev.Grade == story.GradeCorrection {
		kind = record.Correct
	}
	if kind == record.Correct || n.IntN(2) == 0 {
		rev.Note = n.sentences(rev.Edition, 1)
	}
	s.rev = rev
	s.number++
	s.retracted = false
	return record.Act{Kind: kind, Base: s.number - 1, Revision: rev}
}

// erase erases a random piece of a random revision, and keeps what it was.
func (n *newsroom) erase(ctx context.Context) error {
	s := n.stories[n.IntN(len(n.stories))]
	number := 1 + n.IntN(s.number)
	var pieces []record.Piece
	err := n.rec.View(ctx, func(rd record.Reader) (err error) {
		pieces, _, err = record.PiecesOf(rd, s.rev.Story, number)
		return err
	})
	if err != nil {
		return err
	}
	var can []int
	for i, p := range pieces {
		if !p.Erased && !slices.Contains([]string{"published", "section", "translation"}, p.Type) {
			can = append(can, i)
		}
	}
	if len(can) == 0 {
		return nil
	}
	i := can[n.IntN(len(can))]
	n.erased = append(n.erased, lost{s.rev.Story, number, i, pieces[i]})
	_, err = n.rec.Publish(ctx, record.Act{
		Kind: record.Erase, Story: s.rev.Story, Erase: record.Target{Revision: number, Pieces: []int{i}},
		Basis: []record.Basis{"", record.BasisCourt, record.BasisSafety}[n.IntN(3)],
	})
	return err
}
