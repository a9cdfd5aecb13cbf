package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"stet.news/desk/check"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// Publishing is what a person decides when they publish a story, or a change of
// one. Times at which nothing is published are refusals, each with its own
// error, and asking again with what it wants is the answer.
type Publishing struct {
	// Version is the one they have seen. If the story was written on since, it is
	// refused (MovedOn).
	Version int `json:"version"`
	// Grade and Note are of a change; a correction and a clarification need a
	// note, which readers see.
	Grade story.Grade `json:"grade,omitempty"`
	Note  string      `json:"note,omitempty"`
	// Act names the act; the form makes it, so that a double click is one act.
	Act string `json:"act"`
	// Move: the story may get another address; the old one leads there (Moves).
	Move bool `json:"move,omitempty"`
	// Insist: the change is a minor one though it alters facts (Questioned).
	Insist bool `json:"insist,omitempty"`
}

// Went is what a publishing came to.
type Went struct {
	record.Receipt
	// Durable is how long it took until the record had it, Printed until readers
	// did.
	Durable, Printed time.Duration
}

// ErrNote: a correction or clarification without its note.
var ErrNote = fmt.Errorf("%w: a correction or clarification needs a note that tells readers what was changed", record.ErrInvalid)

// The refusals that a person can answer.
type (
	// MovedOn: the story was written on since it was seen.
	MovedOn struct{ Seen, Now int }
	// Blocked: something is missing without which nothing is published.
	Blocked struct{ Findings []check.Finding }
	// Moves: the story would get another address.
	Moves struct{ From, To string }
	// Questioned: the change is called minor, and alters facts.
	Questioned struct{ Altered []prose.Alteration }
)

func (e *MovedOn) Error() string {
	return fmt.Sprintf("the story has version %d by now; what you saw is version %d", e.Now, e.Seen)
}
func (e *MovedOn) Unwrap() error { return record.ErrStale }
func (e *Blocked) Error() string {
	for _, f := range e.Findings {
		if f.Level == check.Block {
			return fmt.Sprintf("the story cannot be published yet: %s", f.Kind)
		}
	}
	return "the story cannot be published yet"
}
func (e *Blocked) Unwrap() error { return record.ErrInvalid }
func (e *Moves) Error() string {
	return fmt.Sprintf("the story would move from %s to %s", e.From, e.To)
}
func (e *Moves) Unwrap() error { return record.ErrInvalid }
func (e *Questioned) Error() string {
	return fmt.Sprintf("a change that is called minor and alters %d facts", len(e.Altered))
}
func (e *Questioned) Unwrap() error { return record.ErrInvalid }

// Publish makes a story, or a change of one, public now. It returns when readers
// have it.
func (d *Desk) Publish(ctx context.Context, who policy.Principal, id story.ID, p Publishing) (Went, error) {
	return d.publish(ctx, who, id, p, nil)
}

func (d *Desk) publish(ctx context.Context, who policy.Principal, id story.ID, p Publishing, c *Consent) (went Went, err error) {
	if went, done, err := d.wentBefore(ctx, who, p.Act); done || err != nil {
		return went, err
	}
	o, err := d.decide(ctx, who, id, &p)
	if err != nil {
		return went, err
	}
	if d.overwrites(who, o, c) {
		return went, d.askSecond(ctx, who, draft.Request{Action: policy.StoryChange, Story: id, Says: string(p.Grade)}, p)
	}
	if err := o.waits(d.now()); err != nil {
		return went, err
	}
	began := time.Now()
	receipts, err := d.house.EnterAlso(ctx, []record.Act{o.act(p)}, d.alsoPublished(who, o, p, c))
	if err != nil && len(receipts) == 0 {
		return went, err
	}
	went.Receipt, went.Durable = receipts[0], time.Since(began)
	d.TellState(id, draft.Published)
	err = errors.Join(err, d.house.Settle(ctx))
	went.Printed = time.Since(began)
	return went, err
}

// wentBefore answers an act that was done before: a double click.
func (d *Desk) wentBefore(ctx context.Context, who policy.Principal, act string) (went Went, done bool, err error) {
	if act == "" {
		return went, false, fmt.Errorf("%w: the form has no name for the act", record.ErrInvalid)
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		var leaf int64
		if leaf, done, err = rd.ActLeaf(act); err != nil || !done {
			return err
		}
		_, l, err := record.RevisionAt(rd, leaf)
		if err != nil {
			return err
		}
		went.Receipt = record.Receipt{Leaf: leaf, Story: l.Story, Revision: l.Revision, At: l.At, Twin: true}
		o, err := d.objectOf(rd, who, l.Story)
		if err != nil {
			return err
		}
		return policy.May(who, policy.StoryRead, o, d.now())
	})
	return went, done, err
}

// decide holds a decision to publish, now or later, against the story as it is:
// who may, what was seen, and what the decision must say.
func (d *Desk) decide(ctx context.Context, who policy.Principal, id story.ID, p *Publishing) (o Outlook, err error) {
	p.Note = story.Line(p.Note)
	err = d.house.View(ctx, func(rd record.Reader) error {
		dr, err := draft.Must(rd, id)
		if err != nil {
			return err
		}
		// First of all: who may not do it is not told either what is in its way.
		if err := d.ask(who, Outlook{Draft: dr}.Act(), dr); err != nil {
			return err
		}
		if o, err = d.outlook(ctx, rd, dr); err != nil {
			return err
		}
		if o.To != "" { // before anything is asked of them that they may not do
			if err := d.ask(who, policy.StorySlug, dr); err != nil {
				return err
			}
		}
		if err := o.refuse(p); err != nil {
			return err
		}
		if check.Blocks(o.Findings) && !who.House { // the operator brings archives, which are as they are
			return &Blocked{o.Findings}
		}
		return nil
	})
	return o, err
}

// refuse gives what the decision lacks.
func (o Outlook) refuse(p *Publishing) error {
	switch {
	case o.Draft.State == draft.Published:
		return words.Refuse(fmt.Errorf("%w: readers have it", draft.ErrState), "publish.problem_out")
	case o.Draft.State == draft.Idea:
		return words.Refuse(fmt.Errorf("%w: nobody has written it yet", draft.ErrState), "refusal.idea")
	case o.Draft.State == draft.Spiked:
		return notSpiked(o.Draft)
	case p.Version != o.Version:
		return &MovedOn{p.Version, o.Version}
	case o.To != "" && !p.Move:
		return &Moves{o.From, o.To}
	}
	if !o.Changes() {
		p.Grade, p.Note = story.GradeNone, ""
		return nil
	}
	return o.refuseGrade(p)
}

func (o Outlook) refuseGrade(p *Publishing) error {
	switch p.Grade {
	case story.GradeMinor:
		if len(o.Altered) > 0 && !p.Insist {
			return &Questioned{o.Altered}
		}
		return nil
	case story.GradeUpdate:
		return nil
	case story.GradeClarification, story.GradeCorrection:
		if p.Note == "" {
			return ErrNote
		}
		return nil
	}
	return words.Refuse(fmt.Errorf("%w: say how much the change changes", record.ErrInvalid), "refusal.grade")
}

// waits gives the embargo's error as long as it holds.
func (o Outlook) waits(until time.Time) error {
	if until.Before(o.Draft.Embargo) {
		return embargoed(o.Draft.Embargo)
	}
	return nil
}

// act is the record's act for what was decided.
func (o Outlook) act(p Publishing) record.Act {
	rev := o.After
	rev.Note = p.Note
	if !o.Changes() {
		return record.Act{ID: p.Act, Kind: record.Publish, Story: rev.Story, Revision: rev}
	}
	rev.Grade = p.Grade
	return record.Act{ID: p.Act, Kind: record.Revise, Story: rev.Story, Base: o.Draft.Base, Revision: rev}
}

// alsoPublished is what the desk writes beside the leaf: it makes sure that the
// story is still what was decided on, and writes the trail.
func (d *Desk) alsoPublished(who policy.Principal, o Outlook, p Publishing, c *Consent) record.Also {
	return func(tx record.Tx, receipts []record.Receipt) error {
		r := receipts[0]
		if r.Twin {
			return nil
		}
		dr, err := draft.Must(tx, r.Story)
		if err != nil {
			return err
		}
		if dr.Version != o.Version || dr.Base != o.Draft.Base {
			return &MovedOn{o.Version, dr.Version}
		}
		if err := notSpiked(dr); err != nil { // while the form was sent
			return err
		}
		e := trail.Entry{Action: o.Act(), Story: r.Story, Facts: p.facts(o)}
		for k, v := range receiptFacts(r) {
			e.Facts[k] = v
		}
		if err := c.use(tx, d, who, &e); err != nil {
			return err
		}
		if err := trail.Add(tx, d.now(), who, e); err != nil {
			return err
		}
		return d.tellTranslations(tx, r)
	}
}

// facts is what the trail says of a decision.
func (p Publishing) facts(o Outlook) trail.Facts {
	f := trail.Facts{"version": strconv.Itoa(o.Version), "state": string(o.Draft.State)}
	if o.Changes() {
		f["grade"] = string(p.Grade)
	}
	if p.Grade == story.GradeMinor && len(o.Altered) > 0 {
		f["insisted"] = fmt.Sprint(len(o.Altered), " facts altered")
	}
	if o.To != "" {
		f["from"], f["to"] = o.From, o.To
	}
	return f
}

// overwrites reports whether a change waits for a second person because readers
// have had the story for long.
func (d *Desk) overwrites(who policy.Principal, o Outlook, c *Consent) bool {
	return o.Changes() && o.Age > d.opts.OverwriteAfter && d.needsSecond(who, "overwrite", c)
}

// publishAsked is Publish with a second person.
func (d *Desk) publishAsked(ctx context.Context, who policy.Principal, c *Consent) (string, error) {
	var p Publishing
	if err := c.decode(&p); err != nil {
		return "", err
	}
	went, err := d.publish(ctx, who, c.request.Story, p, c)
	return went.Page(), err
}

// Page is the desk's page that shows what a publishing came to.
func (w Went) Page() string {
	return fmt.Sprintf("/story/%s/published?leaf=%d&durable=%d&printed=%d", w.Story, w.Leaf, w.Durable.Milliseconds(), w.Printed.Milliseconds())
}
