package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/demo"
	"stet.news/press"
	"stet.news/record"
	"stet.news/record/sqlite"
)

// room is a newsroom without a folder of its own: a record and a press.
type room struct {
	store   *sqlite.Store
	rec     *record.Record
	printed *press.Store
	press   *press.Press
}

const origin = "archive.example"

func open(ctx context.Context, dir string) (*room, error) {
	name, editions, sections := demo.Newsroom()
	private, public, err := record.NewKey(origin)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return nil, err
	}
	r := &room{}
	if r.store, err = sqlite.Create(ctx, filepath.Join(dir, "record.db"), sqlite.Options{Synchronous: "NORMAL"}); err != nil {
		return nil, err
	}
	r.rec, err = record.Open(ctx, r.store, record.Options{
		Editions: editions, Signer: signer, Verifier: verifier, VerifierKey: public, Head: record.HeadFile(filepath.Join(dir, "checkpoint")), Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	if r.printed, err = press.OpenStore(filepath.Join(dir, "pages"), 1<<20); err != nil {
		return nil, err
	}
	site := press.Site{Name: name, URL: "https://" + origin, Editions: editions, Sections: sections}
	r.press, err = press.New(r.rec, site, r.printed, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	return r, err
}

func (r *room) close() error {
	return errors.Join(r.press.Close(), r.printed.Close(), r.store.Close())
}

// fill publishes stories as an import does, the newest of them today.
func (r *room) fill(ctx context.Context, w *writer, stories, perDay int) error {
	const batch = 500
	step := 24 * time.Hour / time.Duration(perDay)
	first := time.Now().Add(-time.Duration(stories) * step).UTC().Truncate(time.Second)
	for from := 0; from < stories; from += batch {
		var acts []record.Act
		for i := from; i < min(from+batch, stories); i++ {
			rev := w.revision(i)
			rev.Published, rev.Grade = first.Add(time.Duration(i)*step).Truncate(time.Second), "imported"
			acts = append(acts, record.Act{ID: fmt.Sprint("story-", i), Kind: record.Publish, Revision: rev})
		}
		if _, err := r.rec.Publish(ctx, acts...); err != nil {
			return err
		}
	}
	return nil
}
