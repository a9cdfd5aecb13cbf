package newsroom

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/internal/durable"
	"stet.news/record"
	"stet.news/story"
)

// Office is every act that writes. A Newsroom is one, and so is a Remote,
// which has the serving process do it.
type Office interface {
	// Publish carries out acts, all or none, and returns when they are durable
	// and printed, so that every reader sees them.
	Publish(ctx context.Context, acts []record.Act) ([]record.Receipt, error)
	// Enter is Publish for an archive: durable, but printed at the next Settle.
	Enter(ctx context.Context, acts []record.Act) ([]record.Receipt, error)
	Settle(ctx context.Context) error
	// SaveDrafts keeps unpublished stories; one with a Due time is published
	// by itself while stet serve runs.
	SaveDrafts(ctx context.Context, drafts []record.Draft) error
	// PublishDraft publishes a draft now, or, when at is to come, then.
	PublishDraft(ctx context.Context, id story.ID, at time.Time) (record.Receipt, error)
	Retract(ctx context.Context, id story.ID, reason string) (record.Receipt, error)
	Erase(ctx context.Context, order EraseOrder) ([]record.Receipt, error)
	// SetBreaking puts a story over its edition's front, latest and section pages
	// until a time, in the place of what was there.
	SetBreaking(ctx context.Context, id story.ID, until time.Time) (Breaking, error)
	// EndBreaking takes an edition's breaking news down.
	EndBreaking(ctx context.Context, edition string) error
	// People gives who has an account, and the links that are open.
	People(ctx context.Context) (staff.People, error)
	// Invite and RecoverPerson give the address of a link that opens once: for an
	// account, for a new way into one. A second factor that is not lost is asked
	// for there.
	Invite(ctx context.Context, i Invitation) (address string, err error)
	RecoverPerson(ctx context.Context, login string, lost bool) (address string, err error)
	// Disable shuts an account out at once, Enable lets it in again.
	Disable(ctx context.Context, login string) error
	Enable(ctx context.Context, login string) error
	// Rebuild makes the index and all pages again from the record.
	Reindex(ctx context.Context) error
	Close() error
}

// EraseOrder says what is to be erased from a story.
type EraseOrder = desk.EraseOrder

// Publish implements Office.
func (n *Newsroom) Publish(ctx context.Context, acts []record.Act) ([]record.Receipt, error) {
	return n.publishAlso(ctx, acts, n.Desk.ByHouse(acts))
}

// publishAlso is Publish with what the desk writes in the same transaction.
func (n *Newsroom) publishAlso(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error) {
	receipts, err := n.enterAlso(ctx, acts, also)
	if err != nil && receipts == nil {
		return nil, err
	}
	n.cards.soon(receipts) // whatever else went wrong, this is in the record now
	return receipts, errors.Join(err, n.Settle(ctx))
}

// Enter implements Office.
func (n *Newsroom) Enter(ctx context.Context, acts []record.Act) ([]record.Receipt, error) {
	return n.enterAlso(ctx, acts, n.Desk.ByHouse(acts))
}

// enterAlso is Enter with what the desk writes in the same transaction.
func (n *Newsroom) enterAlso(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error) {
	if err := n.makeRenditions(ctx, acts); err != nil {
		n.watch(err)
		return nil, err
	}
	return n.enter(ctx, acts, also)
}

// enter is enterAlso for acts whose pictures have their renditions.
func (n *Newsroom) enter(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error) {
	receipts, err := n.Record.PublishAlso(ctx, acts, func(tx record.Tx, receipts []record.Receipt) error {
		if err := also(tx, receipts); err != nil { // sees the desk's rows as they were
			return err
		}
		return n.Desk.MarkPublished(tx, receipts)
	})
	if len(receipts) > 0 {
		err = errors.Join(err, n.releasePictures(acts))
	}
	n.watch(err)
	n.pokeSearch()
	for _, r := range receipts {
		n.due.set(r.Story, time.Time{}) // what was scheduled is public now
	}
	for i, r := range receipts {
		if acts[i].Kind == record.Retract {
			err = errors.Join(err, n.cards.forget(r.Story))
		}
	}
	return receipts, err
}

// watch ends the serving after a write whose outcome is unsure. Nothing is
// tried again on a disk that does not confirm: a new process begins from what
// is really there.
func (n *Newsroom) watch(err error) {
	if (errors.Is(err, durable.ErrSync) || errors.Is(err, record.ErrBroken)) && n.fatal != nil {
		n.fatal(err)
	}
}

// Settle implements Office. Once published, a story is public: the printing is
// finished even if whoever asked has gone.
func (n *Newsroom) Settle(ctx context.Context) error {
	tell := func(done, total int) { n.opts.Progress("printing", done, total) }
	if err := n.Press.CatchUpTelling(context.WithoutCancel(ctx), tell); err != nil {
		n.watch(err)
		return fmt.Errorf("published and in the record, but not yet printed: %w", err)
	}
	return nil
}

// SaveDrafts implements Office.
func (n *Newsroom) SaveDrafts(ctx context.Context, drafts []record.Draft) error {
	var ids []story.ID
	for _, d := range drafts {
		if d.ID.IsZero() {
			d.ID = story.NewID()
		}
		if err := n.Record.SaveDraft(ctx, d); err != nil {
			return err
		}
		n.due.set(d.ID, d.Due)
		if !d.Due.IsZero() {
			n.prepare(ctx, d.ID)
		}
		ids = append(ids, d.ID)
	}
	return n.Desk.Adopt(ctx, ids...)
}

// PublishDraft implements Office. A story that people write at the desk goes out
// as it stands there; a draft that is only kept, or scheduled, as it is kept.
func (n *Newsroom) PublishDraft(ctx context.Context, id story.ID, at time.Time) (record.Receipt, error) {
	if r, done, err := n.Desk.PublishForHouse(ctx, id, at); done || err != nil {
		return r, err
	}
	d, err := n.draft(ctx, id)
	if err != nil {
		return record.Receipt{}, err
	}
	now := n.opts.Now()
	if at.After(now) {
		if at.Before(d.Embargo) {
			return record.Receipt{}, fmt.Errorf("%w until %s", record.ErrEmbargoed, d.Embargo.Format(time.RFC3339))
		}
		d.Due = at.UTC()
		err := n.SaveDrafts(ctx, []record.Draft{d})
		return record.Receipt{Story: id, At: d.Due}, errors.Join(err, n.Desk.NoteSchedule(ctx, id, d.Due))
	}
	act, err := d.Act(now)
	if err != nil {
		return record.Receipt{}, err
	}
	receipts, err := n.Publish(ctx, []record.Act{act})
	if err != nil {
		return record.Receipt{}, err
	}
	return receipts[0], nil
}

func (n *Newsroom) draft(ctx context.Context, id story.ID) (d record.Draft, err error) {
	err = n.Record.View(ctx, func(rd record.Reader) error {
		var ok, public bool
		if d, ok, err = rd.Draft(id); err != nil || ok {
			return err
		}
		if _, public, err = rd.Story(id); err == nil {
			err = fmt.Errorf("%w: no draft %s", record.ErrNoStory, id)
			if public {
				err = fmt.Errorf("%w: %s", record.ErrExists, id)
			}
		}
		return err
	})
	return d, err
}

// Retract implements Office.
func (n *Newsroom) Retract(ctx context.Context, id story.ID, reason string) (record.Receipt, error) {
	if story.Line(reason) == "" {
		return record.Receipt{}, fmt.Errorf("%w: a retraction needs a reason that readers are told", record.ErrInvalid)
	}
	var e record.Entry
	err := n.Record.View(ctx, func(rd record.Reader) (err error) {
		e, err = record.EntryOf(rd, id)
		return err
	})
	if err != nil {
		return record.Receipt{}, err
	}
	receipts, err := n.Publish(ctx, []record.Act{{Kind: record.Retract, Story: id, Base: e.Revision, Reason: reason}})
	if err != nil {
		return record.Receipt{}, err
	}
	return receipts[0], nil
}

// Erase implements Office.
func (n *Newsroom) Erase(ctx context.Context, order EraseOrder) ([]record.Receipt, error) {
	return n.Desk.Erase(ctx, policy.House, order)
}

// eraseAlso erases, with what the desk writes in the same transaction. A picture
// that is erased, and that no other piece of the record shows, is deleted with
// it.
func (n *Newsroom) eraseAlso(ctx context.Context, order EraseOrder, also record.Also) ([]record.Receipt, error) {
	var acts []record.Act
	var lost desk.Lost
	err := n.Record.View(ctx, func(rd record.Reader) error {
		match, err := matchOrder(order, rd, n.Settings)
		if err != nil {
			return err
		}
		var pieces []record.Piece
		acts, err = record.EraseActs(rd, order.Story, func(p record.Piece) bool {
			if !match(p) {
				return false
			}
			pieces = append(pieces, p)
			return true
		}, order.Basis)
		lost = desk.NewLost(order.Words, pieces)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := n.Folder.noteErasing(maps.Clone(lost.Pictures)); err != nil {
		return nil, err
	}
	receipts, err := n.publishAlso(ctx, acts, func(tx record.Tx, receipts []record.Receipt) error {
		if err := also(tx, receipts); err != nil { // sees the desk's rows as they were
			return err
		}
		return n.Desk.Forget(tx, order.Story, lost)
	})
	if err != nil {
		return receipts, err
	}
	return receipts, n.finishErasing(context.WithoutCancel(ctx), receipts[len(receipts)-1].Leaf+1)
}

// matchOrder gives the test for the pieces that the order means.
func matchOrder(o EraseOrder, rd record.Reader, s Settings) (func(record.Piece) bool, error) {
	if o.Words != "" {
		return matchWords(o, rd, s)
	}
	pieces, _, err := record.PiecesOf(rd, o.Story, o.Revision)
	if err != nil {
		return nil, err
	}
	if o.Piece < 0 || o.Piece >= len(pieces) {
		return nil, fmt.Errorf("%w: revision %d has pieces 0 to %d", record.ErrNoStory, o.Revision, len(pieces)-1)
	}
	want := pieces[o.Piece]
	if want.Erased {
		return nil, fmt.Errorf("%w: piece %d of revision %d is erased already", record.ErrInvalid, o.Piece, o.Revision)
	}
	hash, words := want.PictureHash(), want.Words()
	if hash == "" && words == "" { // a pause between parts
		return func(p record.Piece) bool { return p.Type == want.Type && p.Text == want.Text }, nil
	}
	// A picture goes wherever it stands, whatever is said of it there.
	return func(p record.Piece) bool {
		return hash != "" && p.PictureHash() == hash || words != "" && p.Words() == words
	}, nil
}

// matchWords means every piece that holds the words, and the addresses that
// were made of them.
func matchWords(o EraseOrder, rd record.Reader, s Settings) (func(record.Piece) bool, error) {
	words := story.Line(o.Words)
	if words == "" {
		return nil, fmt.Errorf("%w: no words to erase were given", record.ErrInvalid)
	}
	e, err := record.EntryOf(rd, o.Story)
	if err != nil {
		return nil, err
	}
	edition, _ := s.Edition(e.Edition)
	slug := "-" + string(story.MakeSlug(words, edition.Slugs)) + "-"
	return func(p record.Piece) bool {
		return strings.Contains(p.Text, words) || (slug != "--" && strings.Contains("-"+string(p.Slug())+"-", slug))
	}, nil
}

// sortDrafts puts the newest change first, for lists.
func sortDrafts(drafts []record.Draft) {
	slices.SortFunc(drafts, func(a, b record.Draft) int { return b.Changed.Compare(a.Changed) })
}
