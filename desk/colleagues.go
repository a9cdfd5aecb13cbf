package desk

import (
	"context"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
)

// colleagues are the people to whom a story can be handed: all who could then
// write in it.
func (d *Desk) colleagues(rd record.Reader, dr draft.Draft) (able []policy.Principal, err error) {
	all, err := d.opts.People(rd)
	for _, p := range all {
		dr.Assignee = p.Account
		if d.ask(p, policy.StoryEdit, dr) == nil {
			able = append(able, p)
		}
	}
	return able, err
}

// Colleagues gives the people to whom who can hand a story; for nobody who may
// not hand it over.
func (d *Desk) Colleagues(ctx context.Context, who policy.Principal, dr draft.Draft) (able []policy.Principal, err error) {
	if d.ask(who, policy.StoryAssign, dr) != nil {
		return nil, nil
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		able, err = d.colleagues(rd, dr)
		return err
	})
	return able, err
}

// Writers gives everybody who works on stories, some or all.
func (d *Desk) Writers(ctx context.Context) (all []policy.Principal, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		people, err := d.opts.People(rd)
		for _, p := range people {
			if policy.Possible(p, policy.StoryEdit, d.now()) == nil {
				all = append(all, p)
			}
		}
		return err
	})
	return all, err
}

// Names gives what everybody is or was called, by account.
func (d *Desk) Names(ctx context.Context) (map[string]string, error) {
	names, err := d.Staff.Names(ctx)
	if err != nil {
		return nil, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		all, err := d.opts.People(rd)
		for _, p := range all {
			names[p.Account] = p.Name
		}
		return err
	})
	return names, err
}
