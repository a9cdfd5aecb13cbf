package record

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/internal/durable"
	"stet.news/story"
)

// Act is one thing to be written into the record.
type Act struct {
	// ID is made by the client. An act with an ID that the record has seen is
	// not carried out again; its receipt is given again. Empty: never a twin.
	ID   string
	Kind Kind
	// Story is what a Retract or Erase is about; for the others it stands in
	// Revision. A first publishing with a zero story draws a fresh ID.
	Story story.ID
	// Base is the number of the revision that a Revise, Correct or Retract was
	// made on. If the story has a newer one by now, the act is refused.
	Base     int
	Revision story.Revision
	// Due makes the act conditional: it is refused (ErrNotDue) unless the record
	// has a draft of the story that is due then. Zero: no condition.
	Due time.Time
	// Reason is the public note of a retraction.
	Reason string
	// Erase names the pieces that lose text and salt, all of one revision.
	Erase Target
	Basis Basis
}

// Receipt is what a carried-out act came to.
type Receipt struct {
	Leaf     int64     `json:"leaf"`
	Story    story.ID  `json:"id"`
	Revision int       `json:"revision"`
	At       time.Time `json:"at"`
	Path     string    `json:"path"`
	Twin     bool      `json:"twin,omitempty"` // it had been carried out before
}

// Also is what somebody writes in the same transaction as acts, after their
// leaves. An error undoes all of it.
type Also func(tx Tx, receipts []Receipt) error

// Publish carries out acts in one transaction, all or none, and answers when
// leaves and signed checkpoint would survive a power cut. What one act did, the
// next one sees. An error of one act is an *ActError.
func (r *Record) Publish(ctx context.Context, acts ...Act) ([]Receipt, error) {
	return r.PublishAlso(ctx, acts, nil)
}

// PublishAlso is Publish with what must stand or fall with the acts; also may
// be nil.
func (r *Record) PublishAlso(ctx context.Context, acts []Act, also Also) ([]Receipt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.opts.Signer == nil || r.opts.Mending {
		return nil, ErrNoKey
	}
	if r.broken != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, r.broken)
	}
	var receipts []Receipt
	erased, refused := false, false
	err := r.store.Update(ctx, func(tx Tx) error {
		w := &writer{Record: r, tx: tx}
		var err error
		receipts, err = w.all(acts)
		erased = w.erased
		if err == nil && also != nil {
			err = also(tx, receipts)
			refused = err != nil
		}
		return err
	})
	if refused && !errors.Is(err, durable.ErrSync) {
		return nil, err // undone before anything was committed
	}
	if err != nil {
		return nil, r.failed(err)
	}
	// From here on the acts are public: whoever reads the log sees them. The
	// checkpoint follows; a crash before it is kept is mended by Open, which
	// signs whatever head it finds.
	if erased {
		if err := r.store.Scrub(context.WithoutCancel(ctx)); err != nil {
			return nil, r.failed(fmt.Errorf("erased, but not yet from the engine's free pages: %w", err))
		}
	}
	if err := r.signLocked(context.WithoutCancel(ctx)); err != nil {
		return nil, r.failed(err)
	}
	return receipts, nil
}

// failed keeps the record from going on after a write whose outcome is unsure.
func (r *Record) failed(err error) error {
	if errors.Is(err, durable.ErrSync) || !errNotFatal(err) {
		r.broken = err
	}
	return err
}

// writer is one publishing transaction.
type writer struct {
	*Record
	tx     Tx
	now    time.Time // of the whole transaction
	size   int64
	erased bool
}

func (w *writer) all(acts []Act) ([]Receipt, error) {
	if err := w.begin(); err != nil {
		return nil, err
	}
	receipts := make([]Receipt, len(acts))
	for i, act := range acts {
		var err error
		if receipts[i], err = w.act(act); err != nil {
			return nil, &ActError{Index: i, Err: err}
		}
	}
	return receipts, nil
}

// begin reads the clock and the log's end. The log's time never runs
// backwards, whatever the machine's clock does.
func (w *writer) begin() (err error) {
	w.now = w.opts.Now().UTC().Truncate(time.Second)
	if w.size, err = w.tx.Size(); err != nil || w.size == 0 {
		return err
	}
	_, last, err := RevisionAt(w.tx, w.size-1)
	if last.At.After(w.now) {
		w.now = last.At
	}
	return err
}

func (w *writer) act(act Act) (Receipt, error) {
	if act.ID != "" {
		if leaf, ok, err := w.tx.ActLeaf(act.ID); err != nil || ok {
			return w.again(leaf, err)
		}
	}
	if err := w.stillDue(act); err != nil {
		return Receipt{}, err
	}
	switch act.Kind {
	case Publish:
		return w.publish(act)
	case Revise, Correct:
		return w.revise(act)
	case Retract:
		return w.retract(act)
	case Erase:
		return w.erase(act)
	case Key:
		return w.key()
	}
	return Receipt{}, invalid("unknown act %q", act.Kind)
}

// stillDue holds an act against its condition.
func (w *writer) stillDue(act Act) error {
	if act.Due.IsZero() {
		return nil
	}
	d, ok, err := w.tx.Draft(act.Revision.Story)
	if err == nil && (!ok || !d.Due.Equal(act.Due)) {
		err = ErrNotDue
	}
	return err
}

// again answers an act that was carried out before.
func (w *writer) again(leaf int64, err error) (Receipt, error) {
	if err != nil {
		return Receipt{}, err
	}
	_, l, err := RevisionAt(w.tx, leaf)
	if err != nil {
		return Receipt{}, err
	}
	e, _, err := w.tx.Story(l.Story)
	return Receipt{Leaf: leaf, Story: l.Story, Revision: l.Revision, At: l.At, Path: pathIf(e), Twin: true}, err
}

func pathIf(e Entry) string {
	if e.Day == "" {
		return ""
	}
	return e.Path()
}

func (w *writer) publish(act Act) (Receipt, error) {
	rev := act.Revision.Clean()
	if rev.Story.IsZero() {
		rev.Story = story.NewID()
	}
	_, ok, err := w.tx.Story(rev.Story)
	if err != nil {
		return Receipt{}, err
	}
	if ok {
		return Receipt{}, fmt.Errorf("%w: %s", ErrExists, rev.Story)
	}
	if rev.Grade != story.GradeImported {
		rev.Grade = story.GradeNone
	}
	if rev.Published.IsZero() {
		rev.Published = w.now
	}
	rev.Published = w.wallTime(rev.Edition, rev.Published)
	if rev.Published.After(w.now) {
		return Receipt{}, invalid("its date %s is still to come", rev.Published.Format(time.RFC3339))
	}
	rev.Number = 1
	return w.put(act, Publish, rev, Entry{Leaf: -1})
}

func (w *writer) revise(act Act) (Receipt, error) {
	rev := act.Revision.Clean()
	e, err := w.entry(rev.Story, act.Base)
	if err != nil {
		return Receipt{}, err
	}
	if rev.Edition == "" {
		rev.Edition = e.Edition
	}
	if rev.Edition != e.Edition {
		return Receipt{}, invalid("a story stays in its edition (%s)", e.Edition)
	}
	if rev.Slug == "" {
		rev.Slug = e.Slug
	}
	kind := Revise
	switch rev.Grade {
	case story.GradeCorrection:
		kind = Correct
		if rev.Note == "" {
			return Receipt{}, invalid("a correction needs a note that says what was wrong")
		}
	case story.GradeMinor, story.GradeUpdate, story.GradeClarification:
	case story.GradeNone:
		rev.Grade = story.GradeUpdate
	default:
		return Receipt{}, invalid("%q is no grade of change", rev.Grade)
	}
	rev.Number = e.Revision + 1
	if rev.Published, err = w.firstPublished(e); err != nil {
		return Receipt{}, err
	}
	return w.put(act, kind, rev, e)
}

// retract publishes the tombstone: a revision that holds nothing but the
// address and the reason.
func (w *writer) retract(act Act) (Receipt, error) {
	e, err := w.entry(act.Story, act.Base)
	if err != nil {
		return Receipt{}, err
	}
	if e.Retracted {
		return Receipt{}, invalid("it is retracted already")
	}
	rev := story.Revision{
		Story: e.ID, Number: e.Revision + 1, Edition: e.Edition, Slug: e.Slug,
		TranslationOf: e.TranslationOf, Note: story.Line(act.Reason),
	}
	if rev.Published, err = w.firstPublished(e); err != nil {
		return Receipt{}, err
	}
	return w.commit(act, Retract, rev, e)
}

// firstPublished gives when the story was published first, in the wall time of
// that moment: a later revision says it in the same words.
func (w *writer) firstPublished(e Entry) (time.Time, error) {
	rev, _, err := RevisionAt(w.tx, e.RevisionLeaf)
	return rev.Published, err
}

// wallTime gives a moment in the time of the edition's readers, with its offset
// in whole minutes. It is written into the record like that because the day in
// a story's address hangs on it, and neither a change of the settings nor of
// the world's time zones may move a page.
func (w *writer) wallTime(edition string, t time.Time) time.Time {
	e, ok := w.editions[edition]
	if !ok {
		return t.UTC()
	}
	_, offset := t.In(e.loc).Zone()
	if offset -= offset % 60; offset == 0 {
		return t.UTC()
	}
	return t.In(time.FixedZone("", offset))
}

// entry gives the story an act is about, if it still is at its base.
func (w *writer) entry(id story.ID, base int) (Entry, error) {
	e, err := EntryOf(w.tx, id)
	if err != nil {
		return e, err
	}
	if e.Revision != base {
		return e, fmt.Errorf("%w: it is at revision %d, this was made on %d", ErrStale, e.Revision, base)
	}
	return e, nil
}

// put checks and completes a revision with words, then commits it.
func (w *writer) put(act Act, kind Kind, rev story.Revision, e Entry) (Receipt, error) {
	if _, ok := w.editions[rev.Edition]; !ok {
		return Receipt{}, fmt.Errorf("%w: %q", ErrNoEdition, rev.Edition)
	}
	if err := rev.Check(); err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	for i := range rev.Bylines {
		if b := &rev.Bylines[i]; b.Person == "" {
			b.Person = story.Key(b.Name)
		}
	}
	for i := range rev.Topics {
		if t := &rev.Topics[i]; t.Key == "" {
			t.Key = story.Key(t.Name)
		}
	}
	if err := w.linkTranslation(&rev); err != nil {
		return Receipt{}, err
	}
	if err := w.claimSlug(&rev); err != nil {
		return Receipt{}, err
	}
	return w.commit(act, kind, rev, e)
}

// linkTranslation makes a translation point at the original even when it was
// made from another translation, so that a group has one root.
func (w *writer) linkTranslation(rev *story.Revision) error {
	if rev.TranslationOf.IsZero() {
		return nil
	}
	of, ok, err := w.tx.Story(rev.TranslationOf)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w: %s, which this is a translation of", ErrNoStory, rev.TranslationOf)
	}
	if !of.TranslationOf.IsZero() {
		rev.TranslationOf = of.TranslationOf
		if of, _, err = w.tx.Story(rev.TranslationOf); err != nil {
			return err
		}
	}
	if rev.TranslationOf == rev.Story || of.Edition == rev.Edition {
		return invalid("a translation is a story of another edition")
	}
	return nil
}

// claimSlug finds the slug. One that a person chose must be free; one made
// from the headline gets a number when another story has it.
func (w *writer) claimSlug(rev *story.Revision) error {
	if rev.Slug != "" {
		owner, taken, err := w.tx.SlugOwner(rev.Edition, rev.Slug.Key())
		if err == nil && taken && owner != rev.Story {
			err = fmt.Errorf("%w: %q belongs to story %s", ErrSlugTaken, rev.Slug, owner)
		}
		return err
	}
	base := story.MakeSlug(rev.Headline, w.editions[rev.Edition].Slugs)
	if base == "" || isNumber(string(base)) { // numbers are a day's archive pages
		base = "story-" + base
		base = story.Slug(strings.TrimSuffix(string(base), "-"))
	}
	for n := 1; n <= 20; n++ {
		slug := base
		if n > 1 {
			slug = story.Slug(fmt.Sprintf("%s-%d", base, n))
		}
		owner, taken, err := w.tx.SlugOwner(rev.Edition, slug.Key())
		if err != nil {
			return err
		}
		if !taken || owner == rev.Story {
			rev.Slug = slug
			return nil
		}
	}
	// A headline used day after day: the id makes it unique at once, so the
	// cost does not grow with the archive.
	rev.Slug = base + "-" + story.Slug(rev.Story.String()[:8])
	return nil
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// commit writes the leaf of a finished revision and brings the index up to it.
func (w *writer) commit(act Act, kind Kind, rev story.Revision, e Entry) (Receipt, error) {
	pieces, err := Pieces(rev)
	if err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	l := Leaf{
		Kind: kind, Story: rev.Story, Revision: rev.Number, Previous: e.Leaf,
		Language: rev.Edition, At: w.now, Root: Root(pieces), Grade: rev.Grade,
	}
	now, keys, err := w.index(w.size, l, rev)
	if err != nil {
		return Receipt{}, err
	}
	if err := w.addLeaf(l, rev.Number, EncodePieces(pieces), act.ID, keys); err != nil {
		return Receipt{}, err
	}
	if err := w.tx.DropDraft(rev.Story); err != nil { // what was a draft is public now
		return Receipt{}, err
	}
	return Receipt{Leaf: w.size - 1, Story: l.Story, Revision: l.Revision, At: l.At, Path: pathIf(now)}, nil
}

// key writes the leaf that names the key the record now signs with.
func (w *writer) key() (Receipt, error) {
	l := Leaf{Kind: Key, Previous: -1, At: w.now, Key: w.opts.VerifierKey}
	l.Root = sha256.Sum256([]byte(l.Key))
	err := w.addLeaf(l, 0, nil, "", nil)
	return Receipt{Leaf: w.size - 1, At: w.now}, err
}

// addLeaf appends a leaf to the log.
func (w *writer) addLeaf(l Leaf, number int, blob []byte, act string, keys []string) error {
	text := l.Text()
	if len(text) > MaxLeaf {
		return fmt.Errorf("%w: %d bytes", ErrBadLeaf, len(text))
	}
	hashes, err := tlog.StoredHashes(w.size, text, w.tx)
	if err != nil {
		return err
	}
	err = w.tx.AddLeaf(NewLeaf{
		Index: w.size, Text: text, Story: l.Story, Number: number,
		Blob: blob, Hashes: hashes, Act: act, Keys: keys,
	})
	w.size++
	return err
}
