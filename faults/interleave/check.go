package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"stet.news/desk/draft"
	"stet.news/desk/prose"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// check holds what the editors say against what is in the database, read from
// there without anything that is kept in memory.
func check(ctx context.Context, n *newsroom.Newsroom, id story.ID, r result) error {
	if r.Problem != "" {
		return errors.New(r.Problem)
	}
	return n.Record.View(ctx, func(rd record.Reader) error {
		d, err := draft.Must(rd, id)
		if err != nil {
			return err
		}
		head, err := draft.At(rd, id, d.Version)
		if err != nil {
			return err
		}
		for i, text := range r.Docs {
			doc, err := prose.Parse(text)
			if err != nil {
				return fmt.Errorf("editor %d: %w", i+1, err)
			}
			if !doc.Equal(head.Doc) {
				return fmt.Errorf("editor %d has another document than the server", i+1)
			}
		}
		if err := named(head.Doc, r.Names); err != nil {
			return err
		}
		return found(rd, d, r.Typed)
	})
}

// named makes sure that the story has the topics and bylines that nobody took away.
func named(doc prose.Doc, names []string) error {
	rev := doc.Revision(story.Revision{})
	has := map[string]bool{}
	for _, t := range rev.Topics {
		has[t.Name] = true
	}
	for _, b := range rev.Bylines {
		has[b.Name] = true
	}
	var lost []string
	for _, name := range names {
		if !has[name] {
			lost = append(lost, name)
		}
	}
	if lost != nil {
		return fmt.Errorf("%d of %d names are gone from the topics and bylines: %s", len(lost), len(names), lost)
	}
	return nil
}

// found makes sure that each letter is in some version. A letter comes into a
// version by a step or with a document that was set aside.
func found(rd record.Reader, d draft.Draft, typed string) error {
	steps, err := draft.Since(rd, d, 0, d.Version)
	if err != nil {
		return err
	}
	var all strings.Builder
	for _, s := range steps {
		all.Write(s.Step)
	}
	asides, err := draft.Asides(rd, d.ID)
	if err != nil {
		return err
	}
	for _, a := range asides {
		text, err := json.Marshal(a.Doc)
		if err != nil {
			return err
		}
		all.Write(text)
		all.WriteString(a.Words)
	}
	lost := strings.Map(func(letter rune) rune {
		if strings.ContainsRune(all.String(), letter) {
			return -1
		}
		return letter
	}, typed)
	if lost != "" {
		return fmt.Errorf("%d of %d letters are in no version: %s", len([]rune(lost)), len([]rune(typed)), lost)
	}
	return nil
}
