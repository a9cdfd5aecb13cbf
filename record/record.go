package record

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/story"
)

// Options is what a Record is given.
type Options struct {
	// Editions the newsroom has: their zones make the days of addresses.
	Editions []story.Edition
	// Signer signs checkpoints. Without it the record can only be read.
	Signer note.Signer
	// Verifier is the public half; its name is the log's origin.
	Verifier note.Verifier
	// VerifierKey is the verifier's text, which the log's first leaf names.
	VerifierKey string
	// Head is where the last signed checkpoint is kept outside the database.
	Head HeadFile
	// Mending opens a record that was rolled back, to Graft what it lost. It
	// must then be opened again without before it publishes.
	Mending bool
	// Now is the clock. It is read once for each transaction.
	Now func() time.Time
}

// Record is one newsroom's record. Its methods may be called at once by many.
type Record struct {
	store    Store
	opts     Options
	editions map[string]zoned

	mu     sync.Mutex // one publishing at a time; guards what is below
	signed []byte     // the last signed checkpoint
	broken error      // set when it is unsure what the disk holds
}

// zoned is an edition with its zone loaded.
type zoned struct {
	story.Edition
	loc *time.Location
}

// Open opens the record over a store. With a signer it makes sure that the
// store is not behind the kept checkpoint (else ErrRolledBack), writes the
// first key leaf into an empty log, and signs the head.
func Open(ctx context.Context, store Store, o Options) (*Record, error) {
	r := &Record{store: store, opts: o, editions: map[string]zoned{}}
	for _, e := range o.Editions {
		loc, err := time.LoadLocation(e.Zone)
		if err != nil {
			return nil, fmt.Errorf("edition %s: unknown zone %q", e.Tag, e.Zone)
		}
		r.editions[e.Tag] = zoned{e, loc}
	}
	if o.Mending {
		return r, nil
	}
	if err := r.checkHead(ctx); err != nil {
		return nil, err
	}
	if o.Signer == nil {
		return r, nil
	}
	if err := r.firstKey(ctx); err != nil {
		return nil, err
	}
	return r, r.signHead(ctx)
}

// checkHead holds the store against the checkpoint kept outside it.
func (r *Record) checkHead(ctx context.Context) error {
	signed, err := r.opts.Head.Load()
	if err != nil || signed == nil {
		return err
	}
	head, err := OpenCheckpoint(signed, r.opts.Verifier)
	if err != nil {
		return fmt.Errorf("%s: %w", r.opts.Head, err)
	}
	r.signed = signed
	return r.View(ctx, func(rd Reader) error { return within(rd, head) })
}

// within makes sure that a checkpoint is a state the log has been in.
func within(rd Reader, head Checkpoint) error {
	size, err := rd.Size()
	if err != nil {
		return err
	}
	if size < head.Size {
		return fmt.Errorf("%w: it has %d leaves, the checkpoint %d", ErrRolledBack, size, head.Size)
	}
	root, err := tlog.TreeHash(head.Size, rd)
	if err != nil {
		return err
	}
	if root != head.Root {
		return fmt.Errorf("%w: its first %d leaves are not those that were signed", ErrRolledBack, head.Size)
	}
	return nil
}

// firstKey begins an empty log with the leaf that names its key.
func (r *Record) firstKey(ctx context.Context) error {
	size, err := r.Size(ctx)
	if err != nil || size > 0 {
		return err
	}
	_, err = r.Publish(ctx, Act{Kind: Key})
	return err
}

// View runs f over one unchanging state of the record.
func (r *Record) View(ctx context.Context, f func(Reader) error) error {
	return r.store.View(ctx, f)
}

// Size is how many leaves the log has.
func (r *Record) Size(ctx context.Context) (size int64, err error) {
	err = r.View(ctx, func(rd Reader) (err error) {
		size, err = rd.Size()
		return err
	})
	return size, err
}

// Checkpoint is the last signed checkpoint; nil when there is none yet.
func (r *Record) Checkpoint() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.signed
}

// Head is the last signed checkpoint with what it says, verified by the
// record's own key.
func (r *Record) Head() (signed []byte, head Checkpoint, err error) {
	signed = r.Checkpoint()
	head, err = OpenCheckpoint(signed, r.opts.Verifier)
	return signed, head, err
}

// Edition gives an edition of the newsroom by its tag.
func (r *Record) Edition(tag string) (story.Edition, bool) {
	e, ok := r.editions[tag]
	return e.Edition, ok
}

// signHead signs the present head and keeps it outside the database.
func (r *Record) signHead(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.signLocked(ctx)
}

func (r *Record) signLocked(ctx context.Context) error {
	var head Checkpoint
	err := r.View(ctx, func(rd Reader) (err error) { head, err = headOf(rd, r.opts.Signer.Name()); return err })
	if err != nil {
		return err
	}
	signed, err := head.Sign(r.opts.Signer)
	if err != nil {
		return err
	}
	if string(signed) == string(r.signed) {
		return nil
	}
	err = r.opts.Head.Save(signed)
	if errors.Is(err, syscall.ENOSPC) { // whoever tries again finds the act done, and the next head covers it
		return fmt.Errorf("%w: the checkpoint could not be kept: %w", ErrFull, err)
	}
	if err != nil {
		return fmt.Errorf("keep the checkpoint: %w", err)
	}
	r.signed = signed
	return nil
}

func headOf(rd Reader, origin string) (Checkpoint, error) {
	size, err := rd.Size()
	if err != nil {
		return Checkpoint{}, err
	}
	root, err := tlog.TreeHash(size, rd)
	return Checkpoint{Origin: origin, Size: size, Root: root}, err
}

// RevisionAt gives the whole revision that a leaf made, and the leaf. For a
// leaf that made none the revision is empty.
func RevisionAt(rd Reader, leaf int64) (rev story.Revision, l Leaf, err error) {
	found := false
	err = rd.Leaves(leaf, leaf+1, func(_ int64, text, blob []byte) error {
		found = true
		rev, l, err = ReadRevision(text, blob)
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("%w: leaf %d", ErrNoStory, leaf)
	}
	return rev, l, err
}

// ReadRevision reads a revision from a leaf's text and its stored piece list.
func ReadRevision(text, blob []byte) (rev story.Revision, l Leaf, err error) {
	if l, err = ParseLeaf(text); err != nil || blob == nil {
		return rev, l, err
	}
	pieces, err := DecodePieces(blob)
	if err != nil {
		return rev, l, err
	}
	if rev, err = Revision(pieces); err != nil {
		return rev, l, err
	}
	rev.Story, rev.Number, rev.Edition, rev.Grade = l.Story, l.Revision, l.Language, l.Grade
	return rev, l, nil
}

// EntryOf gives the present state of a story that must be there, else ErrNoStory.
func EntryOf(rd Reader, id story.ID) (Entry, error) {
	e, ok, err := rd.Story(id)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s", ErrNoStory, id)
	}
	return e, err
}

// FindStory looks a story up by what a person has at hand: its ID or the path
// of its page, present or past.
func FindStory(rd Reader, name string) (Entry, error) {
	id, err := story.ParseID(name)
	if err != nil {
		if id, err = storyOfPath(rd, name); err != nil {
			return Entry{}, err
		}
	}
	return EntryOf(rd, id)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// errNotFatal reports whether a failed write surely changed nothing, so that
// the record may go on.
func errNotFatal(err error) bool {
	var act *ActError
	return errors.As(err, &act) || errors.Is(err, ErrFull) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
