package recordtest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/internal/durable"
	"stet.news/record"
	"stet.news/story"
)

// origin is the name of every log here.
const origin = "example.org"

// editions are those of every office: one written to the left, one in an odd
// zone, so that days differ.
func editions() []story.Edition {
	return []story.Edition{
		{Tag: "en", Name: "English", Zone: "UTC", Slugs: story.SlugLatin},
		{Tag: "fa-AF", Name: "دری", Zone: "Asia/Kabul", Slugs: story.SlugNative},
	}
}

// office is a record over an engine, with all that a newsroom gives it.
type office struct {
	*testing.T
	open            Open
	dir             string
	private, public string
	store           record.Store
	rec             *record.Record
	now             time.Time
	wrap            func(record.Store) record.Store // put between record and engine
}

// newOffice opens a record over an empty store.
func newOffice(t *testing.T, open Open) *office {
	t.Helper()
	private, public, err := record.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{T: t, open: open, private: private, public: public}
	o.begin(t.TempDir())
	return o
}

// sibling is another office with the same key: another machine, another copy.
func (o *office) sibling() *office {
	o.Helper()
	s := &office{T: o.T, open: o.open, private: o.private, public: o.public}
	s.begin(o.TempDir())
	return s
}

func (o *office) begin(dir string) {
	o.Helper()
	o.dir, o.now = dir, time.Date(2026, 11, 23, 21, 0, 0, 0, time.UTC)
	o.wrap = func(s record.Store) record.Store { return s }
	o.Cleanup(func() { o.store.Close() })
	if err := o.start(); err != nil {
		o.Fatal(err)
	}
}

// start opens store and record; again if they were open.
func (o *office) start() error {
	o.Helper()
	if o.store != nil {
		if err := o.store.Close(); err != nil {
			o.Fatal(err)
		}
	}
	o.store = o.wrap(o.open(o.T, o.dir))
	rec, err := record.Open(context.Background(), o.store, o.options())
	o.rec = rec
	return err
}

func (o *office) options() record.Options {
	signer, err1 := note.NewSigner(o.private)
	verifier, err2 := note.NewVerifier(o.public)
	if err := errors.Join(err1, err2); err != nil {
		o.Fatal(err)
	}
	return record.Options{
		Editions: editions(), Signer: signer, Verifier: verifier, VerifierKey: o.public, Head: o.head(),
		Now: func() time.Time { return o.now },
	}
}

func (o *office) head() record.HeadFile { return record.HeadFile(filepath.Join(o.dir, "checkpoint")) }

// do carries acts out, a minute after the last ones.
func (o *office) do(acts ...record.Act) []record.Receipt {
	o.Helper()
	receipts, err := o.try(acts...)
	if err != nil {
		o.Fatalf("Publish: %v", err)
	}
	return receipts
}

func (o *office) try(acts ...record.Act) ([]record.Receipt, error) {
	o.now = o.now.Add(time.Minute)
	return o.rec.Publish(context.Background(), acts...)
}

// refused makes sure that an act is refused for the reason, and that nothing of
// it is in the record.
func (o *office) refused(want error, acts ...record.Act) {
	o.Helper()
	before := o.size()
	_, err := o.try(acts...)
	var act *record.ActError
	if !errors.Is(err, want) || !errors.As(err, &act) {
		o.Errorf("Publish: %v; want an ActError that is: %v", err, want)
	}
	if now := o.size(); now != before {
		o.Errorf("what was refused left %d leaves", now-before)
	}
}

func (o *office) size() (n int64) {
	o.Helper()
	o.view(func(rd record.Reader) (err error) { n, err = rd.Size(); return err })
	return n
}

func (o *office) view(f func(rd record.Reader) error) {
	o.Helper()
	view(o.T, o.store, f)
}

// publish makes a story with the headline and gives its first receipt.
func (o *office) publish(headline string) record.Receipt {
	o.Helper()
	return o.do(record.Act{Kind: record.Publish, Revision: revision(headline)})[0]
}

// current reads a story's state and newest revision.
func current(rd record.Reader, id story.ID) (record.Entry, story.Revision, error) {
	e, err := record.EntryOf(rd, id)
	if err != nil {
		return e, story.Revision{}, err
	}
	rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
	return e, rev, err
}

// current gives a story's state and newest revision.
func (o *office) current(id story.ID) (e record.Entry, rev story.Revision) {
	o.Helper()
	o.view(func(rd record.Reader) (err error) { e, rev, err = current(rd, id); return err })
	return e, rev
}

// changed gives the keys that leaves from first on changed.
func (o *office) changed(first int64) map[string]bool {
	o.Helper()
	all := map[string]bool{}
	o.view(func(rd record.Reader) error {
		return rd.Changed(first, func(_ int64, keys []string) error {
			for _, k := range keys {
				all[k] = true
			}
			return nil
		})
	})
	return all
}

// revision is a story about nothing, with something of every kind in it.
func revision(headline string) story.Revision {
	return story.Revision{
		Edition: "en", Section: "world", Headline: headline,
		Standfirst: "It was said so.", Dateline: "Kabul",
		Bylines: []story.Byline{{Name: "Farid Ahmadi"}, {Name: "Staff"}},
		Topics:  []story.Topic{{Name: "Rivers"}},
		Lead:    &story.Picture{SHA256: sha(headline), Type: "image/jpeg", Width: 1200, Height: 800, Alt: "A river.", Credit: "F. A.", FocalX: 300, FocalY: 1},
		Body: story.Body{
			story.Paragraph{Text: story.Text{
				{Text: "The river rose. "}, {Text: "Nobody", Marks: story.Marks{Strong: true}}, {Text: " was hurt, "},
				{Text: "می\u200cشود", Marks: story.Marks{Lang: "fa-AF", Dir: story.RightToLeft}}, {Text: " they said. Zarmina Safi lives there."},
			}},
			story.Heading{Level: 2, Text: story.Plain("After the rain")},
			story.List{Ordered: true, Items: []story.Text{story.Plain("One. And a half."), story.Plain("Two.")}},
			story.Quotation{Paragraphs: []story.Text{story.Plain("I saw it.")}, Attribution: story.Plain("Zarmina Safi")},
			story.Table{Caption: "Levels", Header: true, Rows: [][]story.Text{{story.Plain("Day"), story.Plain("m")}, {story.Plain("Monday"), nil}}},
			story.Divider{},
			story.Embed{URL: "https://example.org/film", Title: "A film", Provider: "example.org"},
			story.Embed{URL: "https://example.org/map", Title: "A map", Picture: &story.Picture{SHA256: sha("map"), Type: "image/jpeg", Width: 1200, Height: 630, Decorative: true}},
			story.PictureBlock{Picture: story.Picture{SHA256: sha("x"), Type: "image/png", Width: 10, Height: 10, Decorative: true}},
		},
	}
}

// sha is some SHA-256 in hex that depends on the text.
func sha(text string) string {
	h := record.Root([]record.Piece{{Type: "x", Text: text}})
	const hex = "0123456789abcdef"
	out := make([]byte, 0, 64)
	for _, b := range h {
		out = append(out, hex[b>>4], hex[b&15])
	}
	return string(out)
}

// faulty is an engine whose next Update fails: before it did anything, or after
// all of it was done.
type faulty struct {
	record.Store
	notDone, done error
}

func (f *faulty) Update(ctx context.Context, g func(record.Tx) error) error {
	if err := f.notDone; err != nil {
		f.notDone = nil
		return f.Store.Update(ctx, func(tx record.Tx) error { return errors.Join(g(tx), err) })
	}
	err := f.Store.Update(ctx, g)
	if err == nil && f.done != nil {
		err, f.done = f.done, nil
	}
	return err
}

var errUnsure = durable.ErrSync
