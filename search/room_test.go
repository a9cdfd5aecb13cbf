package search

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

// room is a record for tests, with an index that follows it.
type room struct {
	t   testing.TB
	rec *record.Record
	x   *Index
	now time.Time
}

var editions = []story.Edition{
	{Tag: "en", Zone: "Asia/Kabul", Direction: story.LeftToRight},
	{Tag: "fa-AF", Zone: "Asia/Kabul", Direction: story.RightToLeft, Slugs: story.SlugNative},
	{Tag: "ps", Zone: "Asia/Kabul", Direction: story.RightToLeft, Slugs: story.SlugNative},
	{Tag: "ar", Zone: "Asia/Riyadh", Direction: story.RightToLeft, Slugs: story.SlugNative},
}

func newRoom(t testing.TB) *room {
	t.Helper()
	dir := t.TempDir()
	r := &room{t: t, now: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)}
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
		Editions: editions, Signer: signer, Verifier: verifier, VerifierKey: public,
		Head: record.HeadFile(filepath.Join(dir, "checkpoint")), Now: func() time.Time { return r.now },
	})
	r.ok(err)
	r.x = r.open(filepath.Join(dir, "search.db"))
	return r
}

func (r *room) open(path string) *Index {
	r.t.Helper()
	x, err := Open(path)
	r.ok(err)
	r.t.Cleanup(func() { x.Close() })
	r.ok(x.CatchUp(context.Background(), r.rec))
	return x
}

func (r *room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// do carries out acts and lets the index follow.
func (r *room) do(acts ...record.Act) []record.Receipt {
	r.t.Helper()
	r.now = r.now.Add(time.Hour)
	receipts, err := r.rec.Publish(context.Background(), acts...)
	r.ok(err)
	r.ok(r.x.CatchUp(context.Background(), r.rec))
	return receipts
}

// publish publishes a story and gives its ID.
func (r *room) publish(rev story.Revision) story.ID {
	r.t.Helper()
	return r.do(record.Act{Kind: record.Publish, Revision: rev})[0].Story
}

// publishAll publishes so many stories at once.
func (r *room) publishAll(n int, make func(int) story.Revision) []record.Receipt {
	r.t.Helper()
	var acts []record.Act
	for i := range n {
		acts = append(acts, record.Act{Kind: record.Publish, Revision: make(i)})
	}
	return r.do(acts...)
}

// enter puts stories into the index that the record knows nothing of.
func (r *room) enter(list ...present) {
	r.t.Helper()
	ctx := context.Background()
	tx, err := r.x.write.BeginTx(ctx, nil)
	r.ok(err)
	w, err := newWriter(ctx, tx)
	for _, s := range list {
		if err == nil {
			err = w.enter(ctx, s)
		}
	}
	r.ok(errors.Join(err, tx.Commit()))
}

// report is a story of a few words: headline, standfirst and paragraphs.
func report(edition, headline, standfirst string, paragraphs ...string) story.Revision {
	rev := story.Revision{Edition: edition, Headline: headline, Standfirst: standfirst}
	for _, p := range paragraphs {
		rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(p)})
	}
	return rev
}

// find gives what a query finds.
func (r *room) find(q Query) Result {
	r.t.Helper()
	res, err := r.x.Find(context.Background(), q)
	r.ok(err)
	return res
}

// headlines gives the headlines of what is found, in order.
func (r *room) headlines(edition, text string) string {
	r.t.Helper()
	return headlines(r.find(Query{Edition: edition, Text: text}))
}

func headlines(res Result) string {
	var all []string
	for _, h := range res.Hits {
		all = append(all, h.Headline.String())
	}
	return strings.Join(all, " | ")
}

// show writes marked text with brackets around its hits.
func show(m Marked) string {
	var b strings.Builder
	for _, p := range m {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}
