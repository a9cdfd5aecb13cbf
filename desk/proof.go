package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// Proof is a page of a story that is not published like that, as readers would
// have it, with the address it would have.
type Proof struct {
	*press.Page
	// Story is the address of the story's first page.
	Story string
}

// Proofing says which page of a story is wanted.
type Proofing struct {
	// Version of the document; negative for the newest.
	Version int
	// Part is the page of a divided story, from 1.
	Part int
	// Feed asks for the item that feeds would have, as an element of HTML.
	Feed bool
}

// ProofStory prints a page of a story as it would be if its document were
// published now, for who may read the story.
func (d *Desk) ProofStory(ctx context.Context, who policy.Principal, id story.ID, p Proofing) (Proof, error) {
	dr, head, err := d.Document(ctx, who, id, p.Version)
	if err != nil {
		return Proof{}, err
	}
	return d.proof(ctx, dr, head, p)
}

// proof prints what publishing a document now would make.
func (d *Desk) proof(ctx context.Context, dr draft.Draft, head draft.Head, p Proofing) (out Proof, err error) {
	act, err := d.proofAct(ctx, dr, head)
	if err != nil {
		return out, err
	}
	err = d.onRehearsal(ctx, []record.Rehearsal{{Act: act, At: d.now()}}, func(rd record.Reader, receipts []record.Receipt) error {
		out.Story = receipts[0].Path
		if p.Feed {
			out.Page, err = d.house.Press().ProofItem(rd, dr.ID)
			return err
		}
		path := out.Story
		if p.Part > 1 {
			path += strconv.Itoa(p.Part) + "/"
		}
		out.Page, err = d.house.Press().Proof(rd, press.Arrangement{}, path)
		if err == nil && out.Page == nil {
			err = fmt.Errorf("%w: the story has no page %d", record.ErrNoStory, p.Part)
		}
		return err
	})
	return out, err
}

// onRehearsal is the House's Rehearse, for one at a time: a rehearsal keeps others from
// writing while it prints, and between two of them whoever waits has a turn.
func (d *Desk) onRehearsal(ctx context.Context, acts []record.Rehearsal, f func(record.Reader, []record.Receipt) error) error {
	d.rehearsing.Lock()
	defer d.rehearsing.Unlock()
	if err := ctx.Err(); err != nil { // whoever asked has gone meanwhile
		return err
	}
	return d.house.Rehearse(ctx, acts, f)
}

// proofAct is the act that would publish a document. What is not written yet is
// shown as missing rather than keep the rest from being seen.
func (d *Desk) proofAct(ctx context.Context, dr draft.Draft, head draft.Head) (act record.Act, err error) {
	act = record.Act{Kind: record.Publish, Story: dr.ID}
	base := story.Revision{Story: dr.ID, Edition: dr.Edition, TranslationOf: dr.Translates}
	err = d.house.View(ctx, func(rd record.Reader) error {
		if dr.Base > 0 {
			e, err := record.EntryOf(rd, dr.ID)
			if err != nil {
				return err
			}
			act.Kind, act.Base = record.Revise, e.Revision
			base, _, err = record.RevisionAt(rd, e.RevisionLeaf)
			return err
		}
		kept, _, err := rd.Draft(dr.ID)
		base.Published, base.Source = kept.Revision.Published, kept.Revision.Source
		if act.Base == 0 && !base.TranslationOf.IsZero() {
			if _, public, err := rd.Story(base.TranslationOf); err != nil || !public {
				base.TranslationOf = story.ID{} // of a story that readers do not have yet
				return err
			}
		}
		return err
	})
	act.Revision = presentable(head.Doc.Revision(base).Clean())
	if act.Kind == record.Revise {
		act.Revision.Grade, act.Revision.Note = story.GradeMinor, ""
	}
	return act, err
}

// missing stands where a document has nothing yet that a page must have.
const missing = "…"

// presentable fills in what keeps a revision from being printed, and nothing
// that is wrong with it otherwise.
func presentable(rev story.Revision) story.Revision {
	if rev.Headline == "" {
		rev.Headline = missing
	}
	if len(rev.Body) == 0 {
		rev.Body = story.Body{story.Paragraph{Text: story.Plain(missing)}}
	}
	if rev.Lead != nil {
		lead := described(*rev.Lead)
		rev.Lead = &lead
	}
	for i, b := range rev.Body {
		if p, ok := b.(story.PictureBlock); ok {
			p.Picture = described(p.Picture)
			rev.Body[i] = p
		}
	}
	return rev
}

// described is a picture that may be printed though nobody has said yet what it
// shows.
func described(p story.Picture) story.Picture {
	p.Decorative = p.Alt == ""
	return p
}

// File is a file that a page shows.
type File struct {
	Data  []byte
	Media string
}

// ProofFile gives a file that a proof of a story shows, by the file's address
// on the site: what readers have anyway, and the pictures of that document.
func (d *Desk) ProofFile(ctx context.Context, who policy.Principal, id story.ID, version int, path string) (File, error) {
	_, head, err := d.Document(ctx, who, id, version)
	if err != nil {
		return File{}, err
	}
	return d.proofFile(ctx, head, path)
}

func (d *Desk) proofFile(ctx context.Context, head draft.Head, path string) (File, error) {
	return d.fileOf(ctx, head.Doc.Revision(story.Revision{}).Pictures(), path)
}

// ProofFrontFile is ProofFile for a front: the pictures of what is scheduled in
// its edition are among what it may show.
func (d *Desk) ProofFrontFile(ctx context.Context, who policy.Principal, f Front, path string) (File, error) {
	if err := d.askFront(who, f); err != nil {
		return File{}, err
	}
	var pictures []story.Picture
	err := d.house.View(ctx, func(rd record.Reader) error {
		drafts, err := rd.Drafts()
		for _, dr := range drafts {
			if !dr.Due.IsZero() && dr.Revision.Edition == f.Edition {
				pictures = append(pictures, dr.Revision.Pictures()...)
			}
		}
		return err
	})
	if err != nil {
		return File{}, err
	}
	return d.fileOf(ctx, pictures, path)
}

// fileOf gives a file by its address: one that readers have, or that belongs to
// one of the pictures.
func (d *Desk) fileOf(ctx context.Context, pictures []story.Picture, path string) (f File, err error) {
	name, isPicture := strings.CutPrefix(path, "/picture/")
	if !isPicture {
		page, err := d.house.Press().Page(path) // the site's mark
		if err != nil || page.Status != 200 || !strings.HasPrefix(page.Type, "image/") {
			return f, fmt.Errorf("%w: %s", record.ErrNoStory, path)
		}
		return File{page.Body, page.Type}, nil
	}
	f.Data, f.Media, err = d.house.Pictures().Public.File(name)
	for _, p := range pictures {
		if err == nil {
			break
		}
		f.Data, f.Media, err = d.house.Pictures().File(ctx, p, name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: no picture %s", record.ErrNoStory, name)
	}
	return f, err
}
