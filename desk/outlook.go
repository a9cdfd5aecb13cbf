package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stet.news/desk/check"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// Outlook is what publishing a story would come to: all that whoever decides
// must see before.
type Outlook struct {
	Draft draft.Draft
	// Version is the one that would be published.
	Version int
	// Before is what readers have, the zero Revision for nothing; After what they
	// would have.
	Before, After story.Revision
	// Doc is the document that After was made of.
	Doc prose.Doc
	// From and To are the addresses when the story would move; else empty.
	From, To string
	// Age is for how long readers have had Before.
	Age time.Duration
	// Findings are what is missing or doubtful.
	Findings []check.Finding
	// Altered is what of facts is altered: whoever calls that minor is asked.
	Altered []prose.Alteration
}

// Changes reports whether readers have the story already.
func (o Outlook) Changes() bool { return o.Before.Number > 0 }

// Act is what the policy calls publishing it.
func (o Outlook) Act() policy.Action {
	if o.Changes() {
		return policy.StoryChange
	}
	return policy.StoryPublish
}

// Outlook says what publishing a story as it is now would come to.
func (d *Desk) Outlook(ctx context.Context, who policy.Principal, id story.ID) (o Outlook, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		dr, err := d.asked(rd, who, policy.StoryRead, id)
		if err != nil {
			return err
		}
		o, err = d.outlook(ctx, rd, dr)
		return err
	})
	return o, err
}

func (d *Desk) outlook(ctx context.Context, rd record.Reader, dr draft.Draft) (o Outlook, err error) {
	head, err := d.heads.Head(rd, dr)
	if err != nil {
		return o, err
	}
	o = Outlook{Draft: dr, Version: head.Version, Doc: head.Doc}
	base := story.Revision{Story: dr.ID, Edition: dr.Edition, TranslationOf: dr.Translates}
	if dr.Base > 0 {
		if err := d.lookBack(rd, &o); err != nil {
			return o, err
		}
		base = o.Before
	} else if kept, ok, err := rd.Draft(dr.ID); err != nil {
		return o, err
	} else if ok { // as it came in: its date and where it came from
		base.Published, base.Source, base.Grade = kept.Revision.Published, kept.Revision.Source, kept.Revision.Grade
	}
	o.After = head.Doc.Revision(base).Clean()
	o.After.Note = ""
	if o.Changes() {
		if o.Altered, err = prose.Alterations(o.Before, o.After, o.Before.Edition, d.archive(ctx, dr.Edition)); err != nil {
			return o, err
		}
	}
	if o.From != "" && o.After.Slug != "" && o.After.Slug != o.Before.Slug {
		o.To = o.From[:len(o.From)-len(o.Before.Slug)-1] + string(o.After.Slug) + "/"
	} else {
		o.From = ""
	}
	return o, d.findings(ctx, rd, &o)
}

// findings has the story checked. The embargo is not among them: it is asked
// about with the time at hand.
func (d *Desk) findings(ctx context.Context, rd record.Reader, o *Outlook) error {
	facts, err := d.facts(ctx, rd, o.Draft)
	if err != nil {
		return err
	}
	facts.Suggestions = len(o.Doc.Suggestions())
	found, err := check.Story(o.After, facts)
	o.Findings = slices.DeleteFunc(found, func(f check.Finding) bool { return f.Kind == check.Embargoed })
	return err
}

// lookBack reads what readers have of a story.
func (d *Desk) lookBack(rd record.Reader, o *Outlook) error {
	e, err := record.EntryOf(rd, o.Draft.ID)
	if err != nil {
		return err
	}
	if e.Retracted {
		return words.Refuse(fmt.Errorf("%w: it was retracted", draft.ErrState), "refusal.retracted")
	}
	var leaf record.Leaf
	if o.Before, leaf, err = record.RevisionAt(rd, e.RevisionLeaf); err != nil {
		return err
	}
	o.Before.Slug, o.From, o.Age = e.Slug, e.Path(), d.now().Sub(leaf.At)
	return nil
}
