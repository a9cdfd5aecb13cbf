package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"stet.news/newsroom"
	"stet.news/record"
)

type eraseCmd struct {
	Dir   string `arg:"" help:"The newsroom's folder."`
	Story string `arg:"" help:"The story: its id, its path or its address."`
	Words string `help:"Erase every sentence, caption, byline … that holds these words." placeholder:"TEXT"`
	Piece string `help:"Erase what says or shows the same as this piece; stet show --pieces numbers them." placeholder:"REVISION:PIECE"`
	Basis string `help:"Why: court, privacy, safety, licence or unlawful. Leave it out where an order forbids to say." enum:",court,privacy,safety,licence,unlawful" default:""`
}

func (eraseCmd) Help() string {
	return `Text and salt are removed from every revision of the story, from the pages, and
from backups and exports made from now on. A hash stays, so everything else can
still be proved. Whoever kept an old copy still has the words. There is no way back.

Examples:
  stet erase herald 7k2vq6h3m5x4n2w7c3b5a6d2eq --words "Jawad Rahimi" --basis court
  stet erase herald 7k2vq6h3m5x4n2w7c3b5a6d2eq --piece 1:6 --basis safety`
}

func (c *eraseCmd) Run(ctx context.Context, a *app) error {
	if (c.Words == "") == (c.Piece == "") {
		return &exitError{exitUsage, fmt.Errorf("say what to erase: either --words or --piece")}
	}
	order := newsroom.EraseOrder{Words: c.Words, Basis: record.Basis(c.Basis)}
	if c.Piece != "" {
		revision, piece, ok := strings.Cut(c.Piece, ":")
		var err1, err2 error
		order.Revision, err1 = strconv.Atoi(revision)
		order.Piece, err2 = strconv.Atoi(piece)
		if !ok || err1 != nil || err2 != nil {
			return &exitError{exitUsage, fmt.Errorf("--piece %q: write REVISION:PIECE, such as 1:6", c.Piece)}
		}
	}
	e, err := findEntry(ctx, a, c.Dir, c.Story)
	if err != nil {
		return err
	}
	order.Story = e.ID
	office, err := newsroom.OpenOffice(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer office.Close()
	receipts, err := office.Erase(ctx, order)
	if err != nil {
		return err
	}
	for _, r := range receipts {
		if a.json {
			if err := a.object(r); err != nil {
				return err
			}
			continue
		}
		a.print("Erased from revision %d, leaf %d.", r.Revision, r.Leaf)
	}
	return nil
}
