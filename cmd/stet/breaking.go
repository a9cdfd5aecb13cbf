package main

import (
	"context"
	"errors"
	"time"

	"stet.news/newsroom"
)

type breakingCmd struct {
	Dir     string        `arg:"" help:"The newsroom's folder."`
	Story   string        `arg:"" optional:"" help:"The story: its id, its path or its address. Without it, list what is up."`
	For     time.Duration `help:"How long it stays up; 3h unless --until is given." placeholder:"3h"`
	Until   time.Time     `help:"When it comes down." placeholder:"2026-11-23T18:00:00+04:30"`
	Off     bool          `help:"Take the breaking news of --edition down now."`
	Edition string        `help:"The edition, with --off." placeholder:"TAG"`
}

func (breakingCmd) Help() string {
	return `One story of each edition may be up, over its front, latest and section pages. It comes down
by itself, when it is retracted, or when another goes up.

Examples:
  stet breaking herald /en/2026/11/23/bridge-opens/ --for 90m
  stet breaking herald --off --edition en
  stet breaking herald`
}

func (c *breakingCmd) Run(ctx context.Context, a *app) error {
	if err := c.check(); err != nil {
		return &exitError{exitUsage, err}
	}
	switch {
	case c.Off:
		return c.end(ctx, a)
	case c.Story != "":
		return c.set(ctx, a)
	}
	return c.list(ctx, a)
}

// check refuses what could be meant in two ways.
func (c *breakingCmd) check() error {
	switch {
	case c.Off && c.Story != "":
		return errors.New("--off takes the edition's breaking news down, whichever it is; leave the story out")
	case c.Off != (c.Edition != ""):
		return errors.New("--off and --edition go together")
	case c.For != 0 && !c.Until.IsZero():
		return errors.New("give --for or --until, not both")
	case c.Story == "" && (c.For != 0 || !c.Until.IsZero()):
		return errors.New("--for and --until go with a story")
	case c.For < 0:
		return errors.New("--for: give a time to come, such as 3h or 90m")
	}
	return nil
}

func (c *breakingCmd) set(ctx context.Context, a *app) error {
	e, err := findEntry(ctx, a, c.Dir, c.Story)
	if err != nil {
		return err
	}
	until := c.Until
	if until.IsZero() {
		if c.For == 0 {
			c.For = 3 * time.Hour
		}
		until = a.now().Add(c.For)
	}
	office, err := newsroom.OpenOffice(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer office.Close()
	b, err := office.SetBreaking(ctx, e.ID, until)
	if err != nil {
		return err
	}
	if a.json {
		return a.object(b)
	}
	a.print("%s is breaking news of %s until %s.", e.Path(), b.Edition, b.Until.Format(time.RFC3339))
	return nil
}

func (c *breakingCmd) end(ctx context.Context, a *app) error {
	office, err := newsroom.OpenOffice(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer office.Close()
	if err := office.EndBreaking(ctx, c.Edition); err != nil {
		return err
	}
	a.print("The breaking news of %s is down.", c.Edition)
	return nil
}

func (c *breakingCmd) list(ctx context.Context, a *app) error {
	n, err := newsroom.OpenReading(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer n.Close()
	lines, err := n.Breaking(ctx)
	for _, l := range lines {
		if a.json {
			err = errors.Join(err, a.object(l))
			continue
		}
		a.print("%s  %s  until %s  %s", l.Edition, l.Story, l.Until.Format(time.RFC3339), l.Headline)
	}
	return err
}
