package desk

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/front"
	"stet.news/desk/hub"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/desk/trail"
	"stet.news/picture"
	"stet.news/press"
	"stet.news/record"
	"stet.news/search"
	"stet.news/story"
)

// House is what the desk needs of the newsroom it works for.
type House interface {
	// View and Update are those of the record's store. After an Update that
	// left it unsure what the disk holds, the House ends the process.
	View(ctx context.Context, f func(record.Reader) error) error
	Update(ctx context.Context, f func(record.Tx) error) error
	// EnterAlso carries out acts with what the desk writes in the same transaction:
	// when it returns they are durable, and when Settle does they are printed.
	EnterAlso(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error)
	// EraseAlso carries out an erasure, with the files and pages that go with it.
	// It calls Desk.Forget in the same transaction.
	EraseAlso(ctx context.Context, order EraseOrder, also record.Also) ([]record.Receipt, error)
	Settle(ctx context.Context) error
	// Head is the log's last signed checkpoint, verified.
	Head() (signed []byte, head record.Checkpoint, err error)
	// Scheduled tells the House when a record.Draft is due, after the Update
	// that wrote it; the zero time: not any more.
	Scheduled(id story.ID, due time.Time)
	// Arrange has fronts and breaking news printed as the desk's tables now say,
	// before it returns.
	Arrange(ctx context.Context) error
	// Rehearse is the record's, and Press what prints: together they show what
	// would be.
	Rehearse(ctx context.Context, acts []record.Rehearsal, f func(record.Reader, []record.Receipt) error) error
	Press() *press.Press
	// Pictures are the files of pictures, published and not.
	Pictures() *picture.Cabinet
	Editions() []story.Edition
	Sections() []story.Section
}

// Desk is the desk of a newsroom. Its methods may be called at once by many.
type Desk struct {
	// Staff is who works here and how they come in.
	Staff *staff.Staff

	house House
	opts  Options
	heads draft.Heads // of stories being written
	saves saves       // their steps on the way to the disk
	hub   *hub.Hub
	cards chan struct{} // one for each page that is asked for a card now
	// outsiders has one for each outsider who opens a link now.
	outsiders chan struct{}
	// listing is held by who brings the listing up to date.
	listing sync.Mutex
	// rehearsing is held by who looks at what would be.
	rehearsing sync.Mutex
}

// Options of a desk.
type Options struct {
	Now func() time.Time
	Log *slog.Logger
	// Staff is how people come in; its clock and log are the desk's.
	Staff staff.Options
	// People gives those whom a story can be handed to; nil: all who work here,
	// as Staff has them.
	People func(rd record.Reader) ([]policy.Principal, error)
	// AskLate holds what should have been published more than LateAfter ago,
	// until a person decides; else it is published as soon as it can be.
	AskLate bool
	// Found searches what is published, as search.Index.Newest does; nil: the
	// archive is not searched.
	Found func(ctx context.Context, q search.Query, before int64, limit int) ([]search.Found, error)
	// Usage tells how what is published uses words, as search.Index.Usage does; nil:
	// nobody can tell.
	Usage func(ctx context.Context, edition string, words, before []string) (search.Usage, error)
	// Web asks other sites; nil: nobody is asked.
	Web Web
	// Leads reports whether readers find a page at a path; nil: nobody can tell.
	Leads func(path string) (bool, error)
	// TwoPerson names what waits for a second person: of the policy's table, the
	// column for it. OverwriteAfter is how long readers have had a story whose
	// change counts as "overwrite".
	TwoPerson      []string
	OverwriteAfter time.Duration
}

// Open makes the desk of a house, and its tables if they are not there.
func Open(ctx context.Context, h House, o Options) (*Desk, error) {
	o.Staff.Now, o.Staff.Log = o.Now, o.Log
	d := &Desk{
		Staff: staff.New(h, o.Staff), house: h, opts: o, hub: hub.New(),
		cards: make(chan struct{}, cardsAtOnce), outsiders: make(chan struct{}, outsidersAtOnce),
	}
	if o.People == nil {
		d.opts.People = d.Staff.Working
	}
	err := h.Update(ctx, func(tx record.Tx) error {
		for _, schema := range schemas {
			if _, err := tx.SQL().Exec(schema); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open the desk: %w", err)
	}
	return d, nil
}

// schemas of the rooms below.
var schemas = []string{trail.Schema, draft.Schema, front.Schema, library.Schema, staff.Schema}

func (d *Desk) now() time.Time { return d.opts.Now().UTC() }

// act is the frame of every act that writes and does not publish: f asks the
// policy and writes, the trail's row follows, and all of it stands or falls
// together. f fills in of the entry what it learns.
func (d *Desk) act(ctx context.Context, who policy.Principal, a policy.Action, f func(tx record.Tx, e *trail.Entry) error) error {
	return d.house.Update(ctx, func(tx record.Tx) error {
		e := trail.Entry{Action: a}
		if err := f(tx, &e); err != nil {
			return err
		}
		return trail.Add(tx, d.now(), who, e)
	})
}

// onStory is act for one story at the desk: it reads the row, asks the policy
// about it, and writes it again after f.
func (d *Desk) onStory(ctx context.Context, who policy.Principal, a policy.Action, id story.ID, f func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error) error {
	return d.house.Update(ctx, func(tx record.Tx) error {
		return d.onStoryIn(tx, who, a, id, func(dr *draft.Draft, e *trail.Entry) error { return f(tx, dr, e) })
	})
}

// onStoryIn is onStory as a part of a transaction.
func (d *Desk) onStoryIn(tx record.Tx, who policy.Principal, a policy.Action, id story.ID, f func(dr *draft.Draft, e *trail.Entry) error) error {
	dr, err := d.asked(tx, who, a, id)
	if err != nil {
		return err
	}
	e := trail.Entry{Action: a, Story: id}
	if err := f(&dr, &e); err != nil {
		return err
	}
	if err := draft.Put(tx, dr); err != nil {
		return err
	}
	return trail.Add(tx, d.now(), who, e)
}

// asked reads the row of a story to which who may do a. Whoever reads a story for
// somebody reads it so.
func (d *Desk) asked(rd record.Reader, who policy.Principal, a policy.Action, id story.ID) (draft.Draft, error) {
	dr, err := draft.Must(rd, id)
	if err == nil {
		err = d.ask(who, a, dr)
	}
	return dr, err
}

// ask asks the policy about a story at the desk.
func (d *Desk) ask(who policy.Principal, a policy.Action, dr draft.Draft) error {
	return policy.May(who, a, ObjectOf(who, dr), d.now())
}

// ObjectOf is a draft as the policy sees it.
func ObjectOf(who policy.Principal, dr draft.Draft) policy.Object {
	return policy.Object{
		Edition: dr.Edition, Section: dr.Section, Published: dr.Base > 0 || dr.State == draft.Published,
		Mine: who.Account != "" && (dr.Author == who.Account || dr.Assignee == who.Account),
	}
}

// See gives the row of a story that who may read.
func (d *Desk) See(ctx context.Context, who policy.Principal, id story.ID) (dr draft.Draft, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		dr, err = d.asked(rd, who, policy.StoryRead, id)
		return err
	})
	return dr, err
}

// Trail gives rows of the trail, newest first.
func (d *Desk) Trail(ctx context.Context, who policy.Principal, q trail.Query) (entries []trail.Entry, err error) {
	if err := policy.Possible(who, policy.TrailRead, d.now()); err != nil {
		return nil, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		entries, err = trail.List(rd, q)
		return err
	})
	return entries, err
}
