package newsroom

import (
	"context"
	"errors"
	"strings"

	"stet.news/picture"
	"stet.news/record"
	"stet.news/story"
)

// releasePictures lets readers have the pictures of acts that were published. It
// comes after the transaction, so that no picture is public before its story, and
// before anything is printed, so that no page is without its pictures.
func (n *Newsroom) releasePictures(acts []record.Act) error {
	var errs []error
	for _, act := range acts {
		for _, p := range act.Revision.Pictures() {
			if name := picture.FileName(p); name != "" {
				errs = append(errs, n.Cabinet.Release(name))
			}
		}
	}
	return errors.Join(errs...)
}

// prepare makes what pages will show of the pictures of a story that is due, so
// that nothing is waited for in its minute. They lie with the unpublished pictures
// until then. What fails here is made when the story is published.
func (n *Newsroom) prepare(ctx context.Context, id story.ID) {
	d, err := n.draft(ctx, id)
	if err == nil {
		err = n.makeRenditions(ctx, []record.Act{{Revision: d.Revision}})
	}
	if err != nil {
		n.opts.Log.Warn("the pictures of a scheduled story could not be made ready", "story", id, "error", err)
	}
}

// releaseLeft does what a crash left of that. The newsroom has just been opened
// and nobody else publishes.
func (n *Newsroom) releaseLeft(ctx context.Context) error {
	waiting := map[string]bool{}
	for name, err := range n.Cabinet.Left() {
		if err != nil {
			return err
		}
		waiting[name] = true
	}
	if len(waiting) == 0 {
		return nil
	}
	var errs []error
	err := n.Record.View(ctx, func(rd record.Reader) error {
		return eachPublished(rd, func(p story.Picture) {
			if name := picture.FileName(p); waiting[name] {
				errs = append(errs, n.Cabinet.Release(name))
				delete(waiting, name)
			}
		})
	})
	return errors.Join(append(errs, err)...)
}

// dropPictures takes pictures, by hash, that no published piece names any more
// from readers: their files are deleted, or, when somebody works on a story with
// one, put back among the unpublished.
func (n *Newsroom) dropPictures(ctx context.Context, lost map[string]bool) error {
	published, err := n.usedPictures(ctx)
	if err != nil {
		return err
	}
	drafted, err := n.draftedPictures(ctx, lost)
	if err != nil {
		return err
	}
	var errs []error
	for name, err := range n.Cabinet.All() {
		if err != nil {
			return err
		}
		hash, _, _ := strings.Cut(name, ".")
		switch {
		case !lost[hash] || published[name]:
		case drafted[hash]:
			errs = append(errs, n.Cabinet.Withdraw(name))
		default:
			errs = append(errs, n.Cabinet.Delete(name))
		}
	}
	return errors.Join(errs...)
}

// usedPictures gives the file names of all pictures in the record.
func (n *Newsroom) usedPictures(ctx context.Context) (map[string]bool, error) {
	used := map[string]bool{}
	err := n.Record.View(ctx, func(rd record.Reader) error {
		return eachPublished(rd, func(p story.Picture) { used[picture.FileName(p)] = true })
	})
	return used, err
}

// draftedPictures gives, of some hashes, those that a story at the desk shows.
func (n *Newsroom) draftedPictures(ctx context.Context, hashes map[string]bool) (map[string]bool, error) {
	drafted := map[string]bool{}
	err := n.Record.View(ctx, func(rd record.Reader) (err error) {
		for hash := range hashes {
			if drafted[hash], err = n.Desk.Drafted(rd, hash); err != nil {
				return err
			}
		}
		return nil
	})
	return drafted, err
}

// fillLibrary lets the desk know what pictures the record shows, so that the first
// who asks after a large import need not wait for it.
func (n *Newsroom) fillLibrary(ctx context.Context) {
	if err := n.Desk.FollowRecord(ctx); err != nil && ctx.Err() == nil {
		n.opts.Log.Error("the desk's library of pictures is behind the record", "error", err)
	}
}
