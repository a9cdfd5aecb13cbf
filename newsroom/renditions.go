package newsroom

import (
	"context"
	"errors"
	"fmt"
	"os"

	"stet.news/internal/durable"
	"stet.news/picture"
	"stet.news/record"
	"stet.news/story"
)

// The folder of renditions is a projection of the record and the pictures. A
// mark in it says that it holds every JPEG that a printed page may name; without
// the mark, as in a restored newsroom, they are made before anything is printed.

// makeRenditions makes what pages will show of the pictures in acts that are
// about to be published. A picture that is not here shows on no page either,
// so its absence is logged and holds no story back.
func (n *Newsroom) makeRenditions(ctx context.Context, acts []record.Act) error {
	for _, act := range acts {
		for _, p := range act.Revision.Pictures() {
			if err := n.makeJPEGs(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *Newsroom) makeJPEGs(ctx context.Context, p story.Picture) error {
	err := n.Cabinet.Make(ctx, p, story.JPEG)
	if errors.Is(err, picture.ErrNoPicture) {
		n.opts.Log.Warn("a story shows a picture that is not in this newsroom", "picture", p.SHA256)
		return nil
	}
	return err
}

// completeRenditions makes every rendition that pages name, if it is not sure
// that they are there. A picture that is spoilt shows on its pages no more; it
// must not keep the newsroom from publishing. It is tried again at the next start.
func (n *Newsroom) completeRenditions(ctx context.Context) error {
	if _, err := os.Stat(n.Folder.renditionsMark()); err == nil {
		return nil
	}
	shown, err := n.publishedPictures(ctx)
	if err != nil {
		return err
	}
	done, spoilt := 0, 0
	for p := range shown {
		err := n.makeJPEGs(ctx, p)
		if picture.IsSpoilt(err) {
			n.opts.Log.Error("a published picture is spoilt; put its file back from a backup", "picture", p.SHA256, "error", err)
			spoilt++
			err = nil
		}
		if err := errors.Join(ctx.Err(), err); err != nil {
			return fmt.Errorf("make renditions: %w", err)
		}
		done++
		n.opts.Progress("pictures", done, len(shown))
	}
	if spoilt > 0 {
		return nil
	}
	if err := os.MkdirAll(n.Folder.Renditions(), 0o755); err != nil {
		return err
	}
	return durable.Write(n.Folder.renditionsMark(), nil, 0o644)
}

// forgetRenditions lets the next completeRenditions look at every picture.
func (f Folder) forgetRenditions() error {
	if err := os.Remove(f.renditionsMark()); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// publishedPictures gives the pictures of every published revision, each file
// once for each focal point.
func (n *Newsroom) publishedPictures(ctx context.Context) (map[story.Picture]bool, error) {
	shown := map[story.Picture]bool{}
	err := n.Record.View(ctx, func(rd record.Reader) error {
		return eachPublished(rd, func(p story.Picture) { shown[p.File()] = true })
	})
	return shown, err
}

// eachPublished gives every picture in the record.
func eachPublished(rd record.Reader, give func(story.Picture)) error {
	size, err := rd.Size()
	if err != nil {
		return err
	}
	return rd.Leaves(0, size, func(_ int64, text, blob []byte) error {
		rev, _, err := record.ReadRevision(text, blob)
		for _, p := range rev.Pictures() {
			give(p)
		}
		return err
	})
}
