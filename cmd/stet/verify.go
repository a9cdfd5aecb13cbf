package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"stet.news/newsroom"
	"stet.news/proof"
	"stet.news/record"
)

type verifyCmd struct {
	Path   string        `arg:"" help:"A newsroom's folder, or a tree that stet export wrote."`
	Last   string        `help:"A checkpoint you kept from an earlier time, or the folder or tree it lies in: the log must continue it." placeholder:"FILE"`
	Key    string        `help:"The newsroom's public key, or a file with it; for a tree, without it, the key the tree names." placeholder:"KEY"`
	MaxAge time.Duration `help:"Fail with code 4 when nothing was added for longer, such as 48h." placeholder:"DURATION"`
}

func (verifyCmd) Help() string {
	return `Every page is held against the pieces of its revision, every revision against
its leaf, every leaf against the signed checkpoint, and every story against its page.

Exit codes:
  0  everything is as it was published
  1  something is not what the record says
  2  a page shows a story that the record does not hold
  3  the log was rolled back, or tells another history than the one remembered
  4  nothing was added for longer than --max-age
  5  everything is as it was published, and pieces were erased (listed)
When several apply, the first of 3, 1, 2, 4, 5 is given.`
}

func (c *verifyCmd) Run(ctx context.Context, a *app) error {
	o := newsroom.VerifyOptions{Key: c.Key, MaxAge: c.MaxAge}
	o.Progress = func(stage string, done, total int64) { a.options.Progress("verifying "+stage, int(done), int(total)) }
	if b, err := os.ReadFile(c.Key); err == nil {
		o.Key = strings.TrimSpace(string(b))
	}
	if c.Last != "" {
		var err error
		if o.Last, err = newsroom.Checkpoint(c.Last); err != nil {
			return err
		}
	}
	began := a.now()
	report, err := newsroom.Verify(ctx, c.Path, o)
	if errors.Is(err, record.ErrRolledBack) {
		return &exitError{proof.Forked, err}
	}
	if err != nil {
		return err
	}
	if err := a.report(report, a.now().Sub(began)); err != nil {
		return err
	}
	if code := report.Code(); code != 0 {
		return &exitError{code: code}
	}
	return nil
}

// report tells what was found.
func (a *app) report(r *proof.Report, took time.Duration) error {
	if a.json {
		return a.object(struct {
			Code int `json:"code"`
			*proof.Report
		}{r.Code(), r})
	}
	for _, p := range r.Problems {
		a.print("%s", p)
	}
	if r.Unlisted > 0 {
		a.print("… and %d more", r.Unlisted)
	}
	for _, e := range r.Erased {
		a.print("%s", e)
	}
	a.print("%d leaves, %d stories, %d revisions, %d story pages, %d other files, %d teasers, %d feed entries: %s, in %s.",
		r.Head.Size, r.Stories, r.Revisions, r.Pages, r.Others, r.Teasers, r.Items, verdicts[r.Code()], took.Round(time.Millisecond))
	return nil
}

// verdicts says in words what the codes say in numbers.
var verdicts = map[int]string{
	proof.OK:           "all as published",
	proof.Mismatch:     "something is not what the record says",
	proof.Unrecorded:   "a page is not in the record",
	proof.Forked:       "the log was rolled back or rewritten",
	proof.Stale:        "nothing was added for too long",
	proof.ErasedPieces: "all as published, but for what was erased",
}
