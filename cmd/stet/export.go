package main

import (
	"context"

	"stet.news/newsroom"
)

type exportCmd struct {
	Dir string `arg:"" help:"The newsroom's folder."`
	Out string `arg:"" help:"The new folder."`
}

func (exportCmd) Help() string {
	return `All pages, feeds and pictures as plain files that any web server can serve, and
below log/ what proves them: checkpoint, tiles, piece lists, signed manifest.
stet verify OUT checks it without a database.`
}

func (c *exportCmd) Run(ctx context.Context, a *app) error {
	n, err := newsroom.OpenReading(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer n.Close()
	summary, err := n.Export(ctx, c.Out, func(stage string, done, total int64) {
		a.options.Progress("writing "+stage, int(done), int(total))
	})
	if err != nil {
		return err
	}
	if a.json {
		return a.object(summary)
	}
	a.print("Wrote %d stories, %d pages and %d pictures to %s: %d files, %.1f MB.",
		summary.Stories, summary.Pages, summary.Pictures, c.Out, summary.Files, float64(summary.Bytes)/1e6)
	return nil
}
