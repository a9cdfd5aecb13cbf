package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
	"stet.news/wire"
)

type publishCmd struct {
	Dir   string    `arg:"" help:"The newsroom's folder."`
	Story string    `arg:"" help:"The draft's id; with --from, the published story's id, path or address."`
	At    time.Time `help:"Publish the draft at this time instead of now, while stet serve runs." placeholder:"2026-11-23T18:00:00+04:30"`
	From  string    `help:"File with the new version of a published story." type:"existingfile" placeholder:"FILE"`
	Grade string    `help:"How much the new version changes: ${enum}." enum:"minor,update,clarification,correction" default:"update"`
	Note  string    `help:"What readers are told of the change; a correction needs it."`
	Base  int       `help:"Number of the revision the new version was made on; if there is a newer one, it is refused." placeholder:"N"`
	ID    string    `help:"A name for this publishing made by you: trying again with the same name makes no twin." placeholder:"TEXT"`
}

func (publishCmd) Help() string {
	return `Examples:
  stet publish herald 7k2vq6h3m5x4n2w7c3b5a6d2eq
  stet publish herald 7k2vq6h3m5x4n2w7c3b5a6d2eq --at 2026-11-23T18:00:00+04:30
  stet publish herald /en/2026/11/23/bridge-opens/ --from bridge.json --grade correction --note "The bridge is 40 metres long, not 400."`
}

func (c *publishCmd) Run(ctx context.Context, a *app) error {
	if err := c.check(); err != nil {
		return &exitError{exitUsage, err}
	}
	office, err := newsroom.OpenOffice(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer office.Close()
	began := a.now()
	var receipt record.Receipt
	if c.From == "" {
		id, err := story.ParseID(c.Story)
		if err != nil {
			return fmt.Errorf("%q: %w; stet list %s --drafts lists them", c.Story, err, c.Dir)
		}
		receipt, err = office.PublishDraft(ctx, id, c.At)
		if err != nil {
			return err
		}
	} else if receipt, err = c.revise(ctx, a, office); err != nil {
		return err
	}
	return a.receipt(receipt, began)
}

// check refuses flags that would be passed over in silence: a story that was
// meant for later must not come out now.
func (c *publishCmd) check() error {
	if c.From != "" && !c.At.IsZero() {
		return errors.New("--at goes with a draft; a new version from a file is published at once")
	}
	if c.From == "" && (c.Note != "" || c.Base != 0 || c.ID != "") {
		return errors.New("--note, --base and --id go with --from")
	}
	return nil
}

// revise publishes a new version from a file.
func (c *publishCmd) revise(ctx context.Context, a *app, office newsroom.Office) (record.Receipt, error) {
	n, err := newsroom.OpenReading(ctx, c.Dir, a.options)
	if err != nil {
		return record.Receipt{}, err
	}
	defer n.Close()
	old, _, err := n.Show(ctx, c.Story, 0)
	if err != nil {
		return record.Receipt{}, err
	}
	edition, _ := n.Settings.Edition(old.Edition)
	item, err := readOne(ctx, c.From, wire.Options{Edition: edition, Section: old.Section, Now: a.now, Picture: n.Cabinet.Put})
	if err != nil {
		return record.Receipt{}, err
	}
	if item.Embargo.After(a.now()) {
		return record.Receipt{}, fmt.Errorf("%s: %w until %s", c.From, record.ErrEmbargoed, item.Embargo.Format(time.RFC3339))
	}
	rev := item.Revision
	rev.Story, rev.Edition, rev.Grade, rev.Note = old.Story, old.Edition, story.Grade(c.Grade), c.Note
	if rev.TranslationOf.IsZero() {
		rev.TranslationOf = old.TranslationOf
	}
	base := c.Base
	if base == 0 {
		base = old.Number
	}
	receipts, err := office.Publish(ctx, []record.Act{{ID: c.ID, Kind: record.Revise, Base: base, Revision: rev}})
	if err != nil {
		return record.Receipt{}, err
	}
	return receipts[0], nil
}

// readOne reads a file that holds one story.
func readOne(ctx context.Context, path string, o wire.Options) (only wire.Item, err error) {
	count := 0
	for item, err := range wire.Read(ctx, []string{path}, o) {
		if err != nil {
			return only, err
		}
		only = item
		count++
	}
	if count != 1 {
		return only, fmt.Errorf("%s holds %d stories; one is needed", path, count)
	}
	return only, nil
}

// receipt tells what a publishing came to.
func (a *app) receipt(r record.Receipt, began time.Time) error {
	if a.json {
		return a.object(r)
	}
	switch {
	case r.Path == "":
		a.print("Scheduled %s for %s.", r.Story, r.At.Format(time.RFC3339))
	case r.Twin:
		a.print("It had been published before: %s, leaf %d.", r.Path, r.Leaf)
	default:
		a.print("Published %s, revision %d, leaf %d, in %s.", r.Path, r.Revision, r.Leaf, a.now().Sub(began).Round(time.Millisecond))
	}
	return nil
}
