package main

import (
	"context"
	"fmt"

	"stet.news/newsroom"
	"stet.news/wire"
)

type importCmd struct {
	Dir     string   `arg:"" help:"The newsroom's folder."`
	Paths   []string `arg:"" name:"path" help:"Files or folders: .html, .txt, .md, .json, .jsonl."`
	Edition string   `help:"Edition of stories that name none." placeholder:"TAG"`
	Section string   `help:"Section of stories that name none." placeholder:"KEY"`
	Publish bool     `help:"Publish at once; else the stories become drafts."`
	DryRun  bool     `help:"Only show what would come in."`
}

func (importCmd) Help() string {
	return `Examples:
  stet import herald page.txt --edition en --section afghanistan --publish
  stet import herald archive/ --edition fa-AF --dry-run --json

docs/import.md says what is recognised. A file that cannot be read gets one line
and the others go on; the exit code is then 1. Importing a file twice makes no
twin. A story with a date of its own keeps it, as its old site's claim.`
}

func (c *importCmd) Run(ctx context.Context, a *app) error {
	total, err := wire.Count(c.Paths)
	if err != nil {
		return err
	}
	reading, office, err := c.open(ctx, a)
	if err != nil {
		return err
	}
	defer reading.Close()
	if office != nil {
		defer office.Close()
	}
	t := importTally{a: a, total: total, dry: c.DryRun}
	err = reading.Import(ctx, office, c.Paths, newsroom.ImportOptions{
		Edition: c.Edition, Section: c.Section, Publish: c.Publish, DryRun: c.DryRun,
	}, t.tell)
	if err != nil {
		return err
	}
	return t.end()
}

// open opens the newsroom to read settings and pictures, and, unless nothing is
// to be written, the office that writes.
func (c *importCmd) open(ctx context.Context, a *app) (*newsroom.Newsroom, newsroom.Office, error) {
	var office newsroom.Office
	var err error
	if !c.DryRun {
		if office, err = newsroom.OpenOffice(ctx, c.Dir, a.options); err != nil {
			return nil, nil, err
		}
	}
	reading, err := newsroom.OpenReading(ctx, c.Dir, a.options)
	if err != nil && office != nil {
		office.Close()
	}
	return reading, office, err
}

// importTally tells each result and counts them.
type importTally struct {
	a                      *app
	dry                    bool
	total                  int
	done, in, twin, failed int
}

func (t *importTally) tell(r newsroom.ImportResult) error {
	t.done++
	t.a.options.Progress("importing", t.done, max(t.total, t.done))
	switch {
	case r.Err != nil:
		t.failed++
		fmt.Fprintln(t.a.stderr, "stet:", r.Err)
		return nil
	case r.Twin:
		t.twin++
	default:
		t.in++
	}
	if t.a.json {
		return t.a.object(r.View)
	}
	if t.total <= 20 {
		t.describe(r)
	}
	return nil
}

func (t *importTally) describe(r newsroom.ImportResult) {
	state := r.State
	switch {
	case t.dry:
		state = "would be"
	case r.Twin:
		state = "is in already"
	}
	where := r.Path
	if where == "" {
		where = r.Story.String()
	}
	t.a.print("%-10s %s  %s", state, where, r.Headline)
	for _, note := range r.Notes {
		t.a.print("           %s", note)
	}
}

func (t *importTally) end() error {
	if !t.a.json && t.done != 1 {
		t.a.print("%d came in, %d were in already, %d refused.", t.in, t.twin, t.failed)
	}
	if t.failed > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}
