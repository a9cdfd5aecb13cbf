package desk

import (
	"context"
	"errors"

	"stet.news/desk/check"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/search"
	"stet.news/story"
)

// Check says what is missing or doubtful in a story as it stands.
func (d *Desk) Check(ctx context.Context, who policy.Principal, id story.ID) (found []check.Finding, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		dr, err := d.asked(rd, who, policy.StoryRead, id)
		if err != nil {
			return err
		}
		head, err := d.heads.Head(rd, dr)
		if err != nil {
			return err
		}
		facts, err := d.facts(ctx, rd, dr)
		if err != nil {
			return err
		}
		facts.Suggestions = len(head.Doc.Suggestions())
		rev := head.Doc.Revision(story.Revision{Story: id, Edition: dr.Edition}).Clean()
		found, err = check.Story(rev, facts)
		return err
	})
	return found, err
}

// facts gathers what the text of a story does not tell.
func (d *Desk) facts(ctx context.Context, rd record.Reader, dr draft.Draft) (f check.Facts, err error) {
	f = check.Facts{Now: d.now(), Embargo: dr.Embargo, Section: d.hasSection, Base: dr.Base, Leads: d.leads(rd)}
	e, _, err := rd.Story(dr.ID)
	if err != nil {
		return f, err
	}
	f.Newest = e.Revision
	if f.Comments, err = draft.OpenComments(rd, dr.ID); err != nil {
		return f, err
	}
	alerts, err := draft.Alerts(rd, dr.ID)
	for _, a := range alerts {
		f.SourceChanged = f.SourceChanged || a.Kind == draft.SourceChanged && a.About == dr.Translates.String()
	}
	f.Person = func(name string) (bool, error) {
		_, here, err := rd.Tally(record.PersonList(dr.Edition, story.Key(name)))
		return here > 0, err
	}
	if d.opts.Found != nil {
		f.Known = func(name string) (bool, error) { return d.occurred(ctx, dr.Edition, name) }
	}
	f.Archive = d.archive(ctx, dr.Edition)
	return f, err
}

// occurred reports whether a name has occurred in what an edition published. As long
// as the archive cannot be searched, all have.
func (d *Desk) occurred(ctx context.Context, edition, name string) (bool, error) {
	found, err := d.opts.Found(ctx, search.Query{Edition: edition, Text: search.Phrase(name)}, 0, 1)
	if errors.Is(err, search.ErrAway) {
		return true, nil
	}
	return len(found) > 0, err
}

// archive tells how an edition's published stories use words; nil: nobody can tell.
func (d *Desk) archive(ctx context.Context, edition string) prose.Archive {
	if d.opts.Usage == nil {
		return nil
	}
	return func(words, before []string) (prose.Usage, error) {
		u, err := d.opts.Usage(ctx, edition, words, before)
		if errors.Is(err, search.ErrAway) { // as if there were no archive yet
			return prose.Usage{}, nil
		}
		return prose.Usage(u), err
	}
}

// leads tells whether paths of the site lead anywhere: a story's by its slug,
// also one it had before, others by their page.
func (d *Desk) leads(rd record.Reader) func(string) (bool, error) {
	return func(path string) (bool, error) {
		_, err := record.FindStory(rd, path)
		if err == nil || !errors.Is(err, record.ErrNoStory) {
			return err == nil, err
		}
		if d.opts.Leads == nil {
			return true, nil
		}
		return d.opts.Leads(path)
	}
}
