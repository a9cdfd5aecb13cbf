package newsroom

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"stet.news/picture"
	"stet.news/record"
	"stet.news/story"
	"stet.news/wire"
)

// ImportOptions says what becomes of stories that come in.
type ImportOptions struct {
	Edition string // tag; empty: the file's own, or the only one
	Section string
	Publish bool // else they become drafts
	DryRun  bool // nothing is written, not even a picture
}

// ImportResult is what became of one file, or of one story in it.
type ImportResult struct {
	View
	Err  error // the file could not be read or the story was refused
	Twin bool  // it had come in before
}

// importBatch is how many stories share one transaction: enough that the disk
// is waited for seldom, few enough that memory stays flat.
const importBatch = 200

// Import reads files and folders and enters what they hold, telling each result
// in order. An error of one story does not stop the others.
func (n *Newsroom) Import(ctx context.Context, office Office, paths []string, o ImportOptions, tell func(ImportResult) error) error {
	edition, err := n.importEdition(o.Edition)
	if err != nil {
		return err
	}
	in := importer{n: n, office: office, o: o, tell: tell}
	if err := in.findDrafts(ctx); err != nil {
		return err
	}
	wo := wire.Options{Edition: edition, Section: o.Section, Now: n.opts.Now, Picture: n.Cabinet.Put}
	if o.DryRun {
		wo.Picture = func(data []byte) (story.Picture, error) {
			p, _, err := n.Pictures.Check(data)
			return p, err
		}
	}
	err = in.all(ctx, wire.Read(ctx, paths, wo))
	if in.entered { // what came in is public, also when the rest did not
		if e := office.Settle(context.WithoutCancel(ctx)); err == nil {
			err = e
		}
	}
	return err
}

// importEdition finds the edition that files without one belong to.
func (n *Newsroom) importEdition(tag string) (story.Edition, error) {
	if tag == "" && len(n.Settings.Editions) == 1 {
		return n.Settings.Editions[0], nil
	}
	if tag == "" {
		return story.Edition{}, nil
	}
	e, ok := n.Settings.Edition(tag)
	if !ok {
		return e, fmt.Errorf("%w: %q; this newsroom has %s", record.ErrNoEdition, tag, n.Settings.Tags())
	}
	return e, nil
}

// importer gathers stories into batches.
type importer struct {
	n      *Newsroom
	office Office
	o      ImportOptions
	tell   func(ImportResult) error
	batch  []wire.Item
	// drafts are those that came from files, by the name of the act.
	drafts  map[string]story.ID
	entered bool // something may be published that is to be printed
}

// findDrafts notes which files came in before as drafts: published now, they
// are the same stories.
func (in *importer) findDrafts(ctx context.Context) error {
	in.drafts = map[string]story.ID{}
	return in.n.Record.View(ctx, func(rd record.Reader) error {
		drafts, err := rd.Drafts()
		for _, d := range drafts {
			if d.ActID != "" {
				in.drafts[d.ActID] = d.ID
			}
		}
		return err
	})
}

func (in *importer) all(ctx context.Context, items iter.Seq2[wire.Item, error]) error {
	for item, err := range items {
		if err := in.item(ctx, item, err); err != nil {
			return err
		}
	}
	return in.flush(ctx)
}

func (in *importer) item(ctx context.Context, item wire.Item, err error) error {
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return in.tell(ImportResult{Err: err})
	}
	if item.Revision.Story.IsZero() {
		item.Revision.Story = in.drafts[item.ID]
	}
	in.dropMissing(&item)
	if err := in.check(item); err != nil {
		return in.refuse(item, err)
	}
	if in.batch = append(in.batch, item); len(in.batch) < importBatch {
		return nil
	}
	return in.flush(ctx)
}

// dropMissing leaves out pictures that a file names by their hash and that are
// not in this newsroom: a story shown in another one, say.
func (in *importer) dropMissing(item *wire.Item) {
	if in.o.DryRun {
		return // what would be stored first is not here yet
	}
	missing := func(p story.Picture) bool {
		_, err := in.n.Cabinet.Get(picture.FileName(p))
		if err != nil {
			item.Notes = append(item.Notes, fmt.Sprintf("the picture %.12s… is not in this newsroom and was left out", p.SHA256))
		}
		return err != nil
	}
	rev := &item.Revision
	if rev.Lead != nil && missing(*rev.Lead) {
		rev.Lead = nil
	}
	rev.Body = slices.DeleteFunc(slices.Clone(rev.Body), func(b story.Block) bool {
		p, ok := b.(story.PictureBlock)
		return ok && missing(p.Picture)
	})
	for i, b := range rev.Body {
		if card, ok := b.(story.Embed); ok && card.Picture != nil && missing(*card.Picture) {
			card.Picture = nil
			rev.Body[i] = card
		}
	}
}

// check refuses what could not be published, so that a draft is not kept of it either.
func (in *importer) check(item wire.Item) error {
	if item.Revision.Edition == "" {
		return fmt.Errorf("%s: it names no edition; add --edition with one of %s", item.File, in.n.Settings.Tags())
	}
	if _, ok := in.n.Settings.Edition(item.Revision.Edition); !ok {
		return fmt.Errorf("%s: %w: %q; this newsroom has %s", item.File, record.ErrNoEdition, item.Revision.Edition, in.n.Settings.Tags())
	}
	if err := item.Revision.Check(); err != nil {
		return fmt.Errorf("%s: %w: %w", item.File, record.ErrInvalid, err)
	}
	return nil
}

func (in *importer) refuse(item wire.Item, err error) error {
	return in.tell(ImportResult{View: viewItem(item), Err: err})
}

func viewItem(item wire.Item) View {
	return View{
		Revision: item.Revision, Text: story.PlainText(item.Revision.Body), State: StateDraft,
		File: item.File, Notes: item.Notes, Embargo: timeOrNil(item.Embargo),
	}
}

// flush enters the gathered batch.
func (in *importer) flush(ctx context.Context) error {
	batch := in.batch
	in.batch = nil
	if in.o.DryRun {
		for _, item := range batch {
			v := viewItem(item)
			v.Path = in.n.wouldBe(item.Revision)
			if err := in.tell(ImportResult{View: v}); err != nil {
				return err
			}
		}
		return nil
	}
	now := in.n.opts.Now()
	var open, later []wire.Item
	for _, item := range batch {
		if in.o.Publish && !item.Embargo.After(now) {
			open = append(open, item)
		} else {
			later = append(later, item)
		}
	}
	if err := in.publish(ctx, open); err != nil {
		return err
	}
	return in.draft(ctx, later)
}

// publish enters stories in one transaction; one that is refused is taken out
// and the others are tried again.
func (in *importer) publish(ctx context.Context, items []wire.Item) error {
	for len(items) > 0 {
		acts := make([]record.Act, len(items))
		for i, item := range items {
			acts[i] = actOf(item)
		}
		in.entered = true // perhaps also when the answer does not come
		receipts, err := in.office.Enter(ctx, acts)
		var refused *record.ActError
		if errors.As(err, &refused) {
			bad := items[refused.Index]
			if err := in.refuse(bad, fmt.Errorf("%s: %w", bad.File, refused.Err)); err != nil {
				return err
			}
			items = append(items[:refused.Index:refused.Index], items[refused.Index+1:]...)
			continue
		}
		if err != nil {
			return err
		}
		for i, item := range items {
			if err := in.tell(resultOf(item, receipts[i])); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

// actOf publishes an imported story. What has an older date came from another
// system, and its date is that system's claim.
func actOf(item wire.Item) record.Act {
	rev := item.Revision
	if !rev.Published.IsZero() {
		rev.Grade = story.GradeImported
	}
	return record.Act{ID: item.ID, Kind: record.Publish, Revision: rev}
}

func resultOf(item wire.Item, receipt record.Receipt) ImportResult {
	v := viewItem(item)
	v.Story, v.Number, v.Path, v.State = receipt.Story, receipt.Revision, receipt.Path, StatePublished
	v.Leaf, v.At = &receipt.Leaf, &receipt.At
	if v.Published.IsZero() {
		v.Published = receipt.At
	}
	return ImportResult{View: v, Twin: receipt.Twin}
}

// draft keeps stories that are not to be public yet.
func (in *importer) draft(ctx context.Context, items []wire.Item) error {
	items, err := in.publishedBefore(ctx, items)
	if err != nil {
		return err
	}
	var drafts []record.Draft
	for i := range items {
		item := &items[i]
		if item.Revision.Story.IsZero() {
			item.Revision.Story = story.NewID()
			in.drafts[item.ID] = item.Revision.Story
		}
		d := record.Draft{ID: item.Revision.Story, Revision: item.Revision, Embargo: item.Embargo, ActID: item.ID}
		if in.o.Publish {
			d.Due = item.Embargo
		}
		drafts = append(drafts, d)
	}
	if len(drafts) == 0 {
		return nil
	}
	if err := in.office.SaveDrafts(ctx, drafts); err != nil {
		return err
	}
	for i, item := range items {
		v := viewItem(item)
		v.Due = timeOrNil(drafts[i].Due)
		v.State = draftState(drafts[i])
		if err := in.tell(ImportResult{View: v}); err != nil {
			return err
		}
	}
	return nil
}

// publishedBefore tells of the stories that are published already, and gives
// the others.
func (in *importer) publishedBefore(ctx context.Context, items []wire.Item) (fresh []wire.Item, err error) {
	var twins []ImportResult
	err = in.n.Record.View(ctx, func(rd record.Reader) error {
		for _, item := range items {
			e, ok, err := published(rd, item)
			switch {
			case err != nil:
				return err
			case ok:
				v := viewItem(item)
				v.Story, v.Number, v.Path, v.State = e.ID, e.Revision, e.Path(), stateOf(e)
				twins = append(twins, ImportResult{View: v, Twin: true})
			default:
				fresh = append(fresh, item)
			}
		}
		return nil
	})
	for _, twin := range twins {
		if err == nil {
			err = in.tell(twin)
		}
	}
	return fresh, err
}

// published finds the story that an import was published as, by the name of
// the act or by the story's own id.
func published(rd record.Reader, item wire.Item) (e record.Entry, ok bool, err error) {
	id := item.Revision.Story
	leaf, ok, err := rd.ActLeaf(item.ID)
	if err != nil {
		return e, false, err
	}
	if ok {
		_, l, err := record.RevisionAt(rd, leaf)
		if err != nil {
			return e, false, err
		}
		id = l.Story
	}
	if id.IsZero() {
		return e, false, nil
	}
	return rd.Story(id)
}

// wouldBe is the address a story would get if it were published now.
func (n *Newsroom) wouldBe(rev story.Revision) string {
	e, ok := n.Settings.Edition(rev.Edition)
	if !ok {
		return ""
	}
	slug := rev.Slug
	if slug == "" {
		slug = story.MakeSlug(rev.Headline, e.Slugs)
	}
	at := rev.Published
	if at.IsZero() {
		at = n.opts.Now()
	}
	loc, err := time.LoadLocation(e.Zone)
	if err != nil {
		return ""
	}
	return record.Entry{Edition: e.Tag, Slug: slug, Day: at.In(loc).Format("2006-01-02")}.Path()
}
