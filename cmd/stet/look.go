package main

import (
	"context"
	"strings"

	"stet.news/newsroom"
)

type lookCmd struct {
	Dir   string   `arg:"" help:"The newsroom's folder."`
	Write []string `help:"Write this template of ours, or base.css, into the folder, to be changed. Once for each." placeholder:"NAME"`
}

func (lookCmd) Help() string {
	return `Looks at the [look] of newsroom.toml, at the folder look/ and at standing/, as
stet serve does when they change, and says in one line what is wrong, and where.
Nothing is printed. docs/look.md says what can be changed, and how.

Example:
  stet look herald --write story --write base.css`
}

func (c *lookCmd) Run(_ context.Context, a *app) error {
	for _, name := range c.Write {
		path, err := newsroom.WriteLook(c.Dir, name)
		if err != nil {
			return err
		}
		if !a.json {
			a.print("Wrote %s.", path)
		}
	}
	own, err := newsroom.CheckLook(c.Dir)
	if err != nil {
		return err
	}
	if a.json {
		return a.object(own)
	}
	a.print("The look is good. Of the newsroom's own:")
	a.print("  templates       %s", orNone(own.Templates))
	a.print("  style           %s", orNone(own.Styles))
	a.print("  standing pages  %s", orNone(own.Standing))
	return nil
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
