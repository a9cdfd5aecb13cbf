package main

import (
	"context"

	"stet.news/newsroom"
	"stet.news/record"
)

type retractCmd struct {
	Dir    string `arg:"" help:"The newsroom's folder."`
	Story  string `arg:"" help:"The story: its id, its path or its address."`
	Reason string `required:"" help:"What readers are told in its place."`
}

func (c *retractCmd) Run(ctx context.Context, a *app) error {
	e, err := findEntry(ctx, a, c.Dir, c.Story)
	if err != nil {
		return err
	}
	office, err := newsroom.OpenOffice(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer office.Close()
	receipt, err := office.Retract(ctx, e.ID, c.Reason)
	if err != nil {
		return err
	}
	if a.json {
		return a.object(receipt)
	}
	a.print("Retracted %s, leaf %d.", receipt.Path, receipt.Leaf)
	return nil
}

// findEntry looks a published story up by what the person typed.
func findEntry(ctx context.Context, a *app, dir, name string) (e record.Entry, err error) {
	n, err := newsroom.OpenReading(ctx, dir, a.options)
	if err != nil {
		return e, err
	}
	defer n.Close()
	err = n.Record.View(ctx, func(rd record.Reader) (err error) {
		e, err = record.FindStory(rd, name)
		return err
	})
	return e, err
}
