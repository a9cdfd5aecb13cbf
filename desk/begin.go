package desk

import (
	"context"
	"fmt"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// Beginning is what a story begins with.
type Beginning struct {
	Edition, Section string
	// Headline is what the story says, or what an idea is called.
	Headline string
	// Idea: nobody writes yet; else whoever begins it does.
	Idea bool
	// Assignee is the account that should write it; empty for nobody yet. One
	// who begins a story, not an idea, has it themselves.
	Assignee string
	// Wanted is until when; zero for no hurry.
	Wanted time.Time
	// Brief says what it should become. It is the first note to the desk.
	Brief string
	// Translates is a published story of another edition that this one is to say
	// again; it is begun as a copy of it.
	Translates story.ID
}

// Begin begins a story.
func (d *Desk) Begin(ctx context.Context, who policy.Principal, b Beginning) (dr draft.Draft, err error) {
	b.Headline = story.Line(b.Headline)
	if err := d.checkBeginning(who, b); err != nil {
		return dr, err
	}
	err = d.act(ctx, who, policy.StoryBegin, func(tx record.Tx, e *trail.Entry) error {
		doc, err := d.firstDocument(tx, who, b)
		if err != nil {
			return err
		}
		dr = d.newDraft(who, b, doc)
		e.Story, e.Facts = dr.ID, trail.Facts{"edition": dr.Edition, "state": string(dr.State)}
		if err := d.start(tx, dr, doc); err != nil {
			return err
		}
		if err := d.note(tx, who, dr.ID, b.Brief); err != nil {
			return err
		}
		return d.tellHanded(tx, who, dr, b.Brief)
	})
	return dr, err
}

// checkBeginning asks the policy about a story that is not there yet.
func (d *Desk) checkBeginning(who policy.Principal, b Beginning) error {
	o := policy.Object{Edition: b.Edition, Section: b.Section, Mine: true}
	if err := policy.May(who, policy.StoryBegin, o, d.now()); err != nil {
		return err
	}
	if b.Assignee != "" && b.Assignee != who.Account {
		if err := policy.May(who, policy.StoryAssign, o, d.now()); err != nil {
			return err
		}
	}
	if !d.hasEdition(b.Edition) {
		return fmt.Errorf("%w: %q", record.ErrNoEdition, b.Edition)
	}
	if b.Section != "" && !d.hasSection(b.Section) {
		return fmt.Errorf("%w: there is no section %q", record.ErrInvalid, b.Section)
	}
	return checkNote(b.Brief)
}

// newDraft is the row of a story that begins.
func (d *Desk) newDraft(who policy.Principal, b Beginning, doc prose.Doc) draft.Draft {
	dr := draft.Draft{
		ID: story.NewID(), Edition: b.Edition, Section: doc.Section(), Headline: doc.Headline(), State: draft.Writing,
		Author: who.Account, Assignee: who.Account, Translates: b.Translates, Wanted: b.Wanted,
		Began: d.now(), Changed: d.now(), ChangedBy: who.Account,
	}
	if b.Idea {
		dr.State, dr.Assignee = draft.Idea, b.Assignee
	}
	return dr
}

// firstDocument is what a story begins as: empty but for what is known, or the
// words of the story that it is to translate.
func (d *Desk) firstDocument(rd record.Reader, who policy.Principal, b Beginning) (prose.Doc, error) {
	rev := story.Revision{Edition: b.Edition, Section: b.Section, Headline: b.Headline}
	if !b.Idea && b.Translates.IsZero() {
		rev.Bylines = []story.Byline{{Name: who.Name}}
	}
	if b.Translates.IsZero() {
		return prose.FromRevision(rev)
	}
	source, err := published(rd, b.Translates)
	if err != nil {
		return prose.Doc{}, err
	}
	if source.Edition == b.Edition {
		return prose.Doc{}, fmt.Errorf("%w: a translation is a story of another edition", record.ErrInvalid)
	}
	rev.Section = orElse(b.Section, source.Section)
	rev.Headline, rev.Standfirst = orElse(b.Headline, source.Headline), source.Standfirst
	rev.Dateline, rev.Lead, rev.Body = source.Dateline, source.Lead, source.Body
	for _, by := range source.Bylines {
		rev.Bylines = append(rev.Bylines, story.Byline{Name: by.Name}) // their page is the other edition's
	}
	return prose.FromRevision(rev)
}

// published gives the newest revision of a story that readers can read.
func published(rd record.Reader, id story.ID) (rev story.Revision, err error) {
	e, err := record.EntryOf(rd, id)
	if err != nil {
		return rev, err
	}
	if e.Retracted {
		return rev, words.Refuse(fmt.Errorf("%w: it was retracted", draft.ErrState), "refusal.retracted")
	}
	rev, _, err = record.RevisionAt(rd, e.RevisionLeaf)
	return rev, err
}

// start writes a new row with the first document of its journal.
func (d *Desk) start(tx record.Tx, dr draft.Draft, doc prose.Doc) error {
	if err := draft.Put(tx, dr); err != nil {
		return err
	}
	return draft.Start(tx, dr, doc)
}

func (d *Desk) hasEdition(tag string) bool {
	for _, e := range d.house.Editions() {
		if e.Tag == tag {
			return true
		}
	}
	return false
}

func (d *Desk) hasSection(key string) bool {
	for _, s := range d.house.Sections() {
		if s.Key == key {
			return true
		}
	}
	return false
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
