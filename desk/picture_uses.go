package desk

import (
	"context"
	"errors"

	"stet.news/desk/draft"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// PictureUse is a story that shows a picture, in its present state or an earlier one.
type PictureUse struct {
	Story    story.ID
	Headline string
	// Path is its page on the site; empty when readers have none.
	Path string
	// State is how far it is at the desk; empty when it is not there.
	State draft.State
}

// PictureUses lists the stories that show a picture and that who may read, and how
// many more there are.
func (d *Desk) PictureUses(ctx context.Context, who policy.Principal, hash string) (uses []PictureUse, hidden int, err error) {
	if err := d.FollowRecord(ctx); err != nil {
		return nil, 0, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		ids, err := usersOf(rd, hash)
		for _, id := range ids {
			if err != nil {
				return err
			}
			var u PictureUse
			u, err = d.pictureUse(rd, who, id)
			if errors.Is(err, policy.ErrDenied) || errors.Is(err, policy.ErrSignIn) {
				hidden, err = hidden+1, nil
				continue
			}
			uses = append(uses, u)
		}
		return err
	})
	return uses, hidden, err
}

// usersOf lists the stories of record and desk that show a picture, each once.
func usersOf(rd record.Reader, hash string) (ids []story.ID, err error) {
	published, err := library.Uses(rd, hash)
	if err != nil {
		return nil, err
	}
	drafted, err := draft.UsersOf(rd, hash)
	seen := map[story.ID]bool{}
	for _, id := range append(published, drafted...) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, err
}

func (d *Desk) pictureUse(rd record.Reader, who policy.Principal, id story.ID) (u PictureUse, err error) {
	u.Story = id
	dr, atDesk, err := draft.Get(rd, id)
	if err != nil {
		return u, err
	}
	if atDesk {
		u.Headline, u.State = dr.Headline, dr.State
	}
	e, public, err := rd.Story(id)
	if err != nil || !public {
		if err == nil {
			err = d.ask(who, policy.StoryRead, dr)
		}
		return u, err
	}
	u.Path = e.Path()
	rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
	u.Headline = rev.Headline
	return u, err
}
