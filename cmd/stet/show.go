package main

import (
	"context"
	"fmt"
	"strings"

	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

type showCmd struct {
	Dir      string `arg:"" help:"The newsroom's folder."`
	Story    string `arg:"" help:"The story: its id, its path or its address."`
	Revision int    `help:"An earlier revision." placeholder:"N"`
	Pieces   bool   `help:"The revision as the record keeps it: numbered pieces, for stet erase."`
	Markdown bool   `help:"The body as Markdown."`
}

func (c *showCmd) Run(ctx context.Context, a *app) error {
	n, err := newsroom.OpenReading(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer n.Close()
	view, pieces, err := n.Show(ctx, c.Story, c.Revision)
	switch {
	case err != nil:
		return err
	case c.Pieces:
		return c.pieces(a, pieces)
	case a.json:
		return a.object(view)
	}
	a.story(view, c.Markdown)
	return nil
}

// pieces prints the piece list.
func (c *showCmd) pieces(a *app, pieces []record.Piece) error {
	for i, p := range pieces {
		if a.json {
			if err := a.object(map[string]any{"piece": i, "type": p.Type, "text": p.Text, "erased": p.Erased}); err != nil {
				return err
			}
			continue
		}
		words := p.Words()
		if p.Erased {
			words = story.ErasedText
		}
		a.print("%4d  %-28s %s", i, p.Type, words)
	}
	return nil
}

// story prints a story for a person to read.
func (a *app) story(v newsroom.View, markdown bool) {
	a.print("%s", v.Headline)
	if v.Standfirst != "" {
		a.print("%s", v.Standfirst)
	}
	var names []string
	for _, b := range v.Bylines {
		names = append(names, b.Name)
	}
	facts := []string{strings.Join(names, ", "), v.Dateline}
	if !v.Published.IsZero() {
		facts = append(facts, v.Published.UTC().Format("2006-01-02 15:04 UTC"))
	}
	facts = append(facts, fmt.Sprintf("revision %d", v.Number), v.State, v.Path)
	a.print("%s", strings.Join(nonEmpty(facts), " · "))
	text := v.Text
	if markdown {
		text = story.Markdown(v.Body)
	}
	a.print("\n%s", text)
}

func nonEmpty(list []string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
