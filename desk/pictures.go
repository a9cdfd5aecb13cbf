package desk

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"stet.news/desk/draft"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/picture"
	"stet.news/record"
	"stet.news/story"
)

// Errors about pictures.
var (
	// ErrPictureUsed: some version of a story shows it, so it stays.
	ErrPictureUsed = errors.New("a story uses the picture")
	// ErrNoAlt: it has neither alternative text nor the word that it needs none.
	ErrNoAlt = errors.New("say what the picture shows, or that it is decorative")
)

// maxWords is how long each of a picture's texts may be, in code points: what a
// revision may hold.
const maxWords = 4000

// SmallWidth is how wide the pictures of lists are, in pixels.
const SmallWidth = 320

// Brought is what became of a file.
type Brought struct {
	library.Picture
	// Known: it was in the library before, perhaps with other metadata in its file.
	Known bool
	// Found are the kinds of metadata that were in this file and are not kept.
	Found []string
}

// askPicture asks the policy about a picture, which is of no edition.
func (d *Desk) askPicture(who policy.Principal, a policy.Action, p library.Picture) error {
	return policy.May(who, a, policy.Object{Mine: who.Account != "" && p.By == who.Account}, d.now())
}

// AddPicture takes a picture file into the library. The errors about the file are
// those of package darkroom.
func (d *Desk) AddPicture(ctx context.Context, who policy.Principal, data []byte) (Brought, error) {
	return d.bring(ctx, who, data, func(*story.Picture) {})
}

// bring is AddPicture for who knows more about a picture that is new than its file.
func (d *Desk) bring(ctx context.Context, who policy.Principal, data []byte, describe func(*story.Picture)) (b Brought, err error) {
	b.By, b.Name, b.Added = who.Account, who.Name, d.now()
	if err := d.askPicture(who, policy.PictureAdd, b.Picture); err != nil {
		return b, err
	}
	taken, err := d.house.Pictures().Take(data)
	if err != nil {
		return b, err
	}
	for _, k := range taken.Removed {
		b.Found = append(b.Found, string(k))
	}
	b.Picture.Picture, b.Caption, b.Removed = taken.Picture, taken.Caption, b.Found
	describe(&b.Picture.Picture)
	if b.Bytes, err = d.house.Pictures().Bytes(picture.FileName(taken.Picture)); err != nil {
		return b, err
	}
	if _, err := d.house.Pictures().Small(ctx, taken.Picture, SmallWidth); err != nil { // lists show it at once
		return b, err
	}
	there, known, err := d.known(ctx, b.SHA256)
	if known || err != nil {
		b.Picture, b.Known = there, known
		return b, err
	}
	err = d.act(ctx, who, policy.PictureAdd, func(tx record.Tx, e *trail.Entry) error {
		e.Object = b.SHA256
		if there, b.Known, err = library.Get(tx, b.SHA256); err == nil && !b.Known { // else somebody was quicker
			if err = library.Add(tx, b.Picture); err == nil {
				there, _, err = library.Get(tx, b.SHA256)
			}
		}
		b.Picture = there
		return err
	})
	return b, err
}

func (d *Desk) known(ctx context.Context, hash string) (p library.Picture, ok bool, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		p, ok, err = library.Get(rd, hash)
		return err
	})
	return p, ok, err
}

// Pictures gives pictures of the library, the newest first, and who brought any.
func (d *Desk) Pictures(ctx context.Context, who policy.Principal, q library.Query) (found []library.Picture, people []library.Person, err error) {
	if err := policy.Possible(who, policy.PictureRead, d.now()); err != nil {
		return nil, nil, err
	}
	if err := d.FollowRecord(ctx); err != nil {
		return nil, nil, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		if found, err = library.Find(rd, q); err != nil {
			return err
		}
		people, err = library.People(rd)
		return err
	})
	return found, people, err
}

// Picture gives one picture.
func (d *Desk) Picture(ctx context.Context, who policy.Principal, hash string) (p library.Picture, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if p, err = mustPicture(rd, hash); err != nil {
			return err
		}
		return d.askPicture(who, policy.PictureRead, p)
	})
	return p, err
}

func mustPicture(rd record.Reader, hash string) (library.Picture, error) {
	p, ok, err := library.Get(rd, hash)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %.12q is not in the library", picture.ErrNoPicture, hash)
	}
	return p, err
}

// PictureFile gives the file of a picture, or its rendition that is at least so
// wide; width 0 is the picture itself.
func (d *Desk) PictureFile(ctx context.Context, who policy.Principal, hash string, width int) (data []byte, media string, err error) {
	p, err := d.Picture(ctx, who, hash)
	if err != nil {
		return nil, "", err
	}
	if width == 0 {
		data, err = d.house.Pictures().Get(picture.FileName(p.Picture))
		return data, p.Type, err
	}
	data, err = d.house.Pictures().Small(ctx, p.File(), width)
	return data, story.JPEG.Media(), err
}

// ChangePicture changes a picture's words and focal point in the library. No story
// changes with it.
func (d *Desk) ChangePicture(ctx context.Context, who policy.Principal, hash string, to story.Picture) error {
	return d.act(ctx, who, policy.PictureEdit, func(tx record.Tx, e *trail.Entry) error {
		p, err := mustPicture(tx, hash)
		if err != nil {
			return err
		}
		if err := d.askPicture(who, policy.PictureEdit, p); err != nil {
			return err
		}
		e.Object = hash
		p.Alt, p.Decorative, p.Caption, p.Credit = story.Line(to.Alt), to.Decorative, story.Line(to.Caption), story.Line(to.Credit)
		p.FocalX, p.FocalY = min(max(to.FocalX, 0), 1000), min(max(to.FocalY, 0), 1000)
		if err := checkWords(p.Picture); err != nil {
			return err
		}
		return library.Change(tx, p)
	})
}

func checkWords(p story.Picture) error {
	if (p.Alt == "") != p.Decorative {
		return ErrNoAlt
	}
	for _, text := range []string{p.Alt, p.Caption, p.Credit} {
		if n := utf8.RuneCountInString(text); n > maxWords {
			return words.Refuse(fmt.Errorf("%w: a text has %d characters, at most %d", record.ErrInvalid, n, maxWords), "refusal.too_long", "Has", n, "Most", maxWords)
		}
	}
	return nil
}

// DropPicture takes a picture that nothing uses out of the library, with its file:
// ErrPictureUsed.
func (d *Desk) DropPicture(ctx context.Context, who policy.Principal, hash string) error {
	if err := d.FollowRecord(ctx); err != nil {
		return err
	}
	var p library.Picture
	err := d.act(ctx, who, policy.PictureDrop, func(tx record.Tx, e *trail.Entry) (err error) {
		if p, err = mustPicture(tx, hash); err != nil {
			return err
		}
		if err := d.askPicture(who, policy.PictureDrop, p); err != nil {
			return err
		}
		published, err := library.Uses(tx, hash)
		if err != nil {
			return err
		}
		drafted, err := d.Drafted(tx, hash)
		if err != nil {
			return err
		}
		if len(published) > 0 || drafted {
			return ErrPictureUsed
		}
		e.Object = hash
		return library.Remove(tx, p)
	})
	if err != nil {
		return err
	}
	// Should this not come about, a file is left that nobody can ask for.
	return d.house.Pictures().Delete(picture.FileName(p.Picture))
}

// Drafted reports whether any version of an unpublished story shows a picture.
func (d *Desk) Drafted(rd record.Reader, hash string) (bool, error) {
	ids, err := draft.UsersOf(rd, hash)
	if err != nil || len(ids) > 0 {
		return true, err
	}
	kept, err := rd.Drafts()
	for _, k := range kept {
		for _, p := range k.Revision.Pictures() {
			if p.SHA256 == hash {
				return true, err
			}
		}
	}
	return false, err
}

// FollowRecord brings the library up to the record; a large archive takes a while.
func (d *Desk) FollowRecord(ctx context.Context) error {
	return library.Follow(ctx, d.house, d.Drafted)
}
