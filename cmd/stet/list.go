package main

import (
	"context"
	"text/tabwriter"

	"fmt"

	"stet.news/newsroom"
)

type listCmd struct {
	Dir     string `arg:"" help:"The newsroom's folder."`
	Edition string `help:"Only this edition." placeholder:"TAG"`
	Section string `help:"Only this section." placeholder:"KEY"`
	Limit   int    `help:"At most so many; 0 for all." default:"0" placeholder:"N"`
	Drafts  bool   `help:"List what is not published, with when it is due."`
}

func (c *listCmd) Run(ctx context.Context, a *app) error {
	if c.Limit < 0 {
		return &exitError{exitUsage, fmt.Errorf("--limit %d: give a number, or 0 for all", c.Limit)}
	}
	n, err := newsroom.OpenReading(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer n.Close()
	if c.Edition != "" {
		if _, ok := n.Settings.Edition(c.Edition); !ok {
			return fmt.Errorf("there is no edition %q; this newsroom has %s", c.Edition, n.Settings.Tags())
		}
	}
	table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	defer table.Flush()
	line := func(l newsroom.Line) error {
		if a.json {
			return a.object(l)
		}
		at := l.Published
		if l.Due != nil {
			at = *l.Due
		}
		_, err := fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", at.UTC().Format("2006-01-02 15:04"), l.ID, l.Edition, l.Headline)
		return err
	}
	query := newsroom.ListQuery{Edition: c.Edition, Section: c.Section, Limit: c.Limit}
	if !c.Drafts {
		return n.List(ctx, query, line)
	}
	drafts, err := n.Drafts(ctx, query)
	for _, l := range drafts {
		if err := line(l); err != nil {
			return err
		}
	}
	return err
}
