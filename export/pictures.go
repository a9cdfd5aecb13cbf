package export

import (
	"context"

	"stet.news/picture"
	"stet.news/proof"
	"stet.news/story"
)

// pictures copies the pictures that revisions show, and their renditions.
func (w *logWalk) pictures(ctx context.Context) error {
	written := map[string]bool{}
	done := int64(0)
	for p := range w.shown {
		if err := ctx.Err(); err != nil {
			return err
		}
		done++
		w.Progress(StagePictures, done, int64(len(w.shown)))
		if err := w.renditions(ctx, p, written); err != nil {
			return err
		}
		name := picture.FileName(p)
		if written[name] { // the same with another focal point
			continue
		}
		written[name] = true
		data, err := w.Pictures.Get(name)
		if err != nil {
			return err
		}
		if err := w.files.write(proof.PictureDir+"/"+name, data); err != nil {
			return err
		}
		w.sum.Pictures++
	}
	return nil
}

// renditions writes every format of a picture. A page names them all, and
// a tree of files has nobody who puts the JPEG in another's place.
func (w *logWalk) renditions(ctx context.Context, p story.Picture, written map[string]bool) error {
	if err := w.Renditions.Make(ctx, p, story.Formats[:]...); err != nil {
		return err
	}
	for _, f := range story.Formats {
		for _, one := range p.Renditions(f) {
			name := one.Name()
			if written[name] {
				continue
			}
			written[name] = true
			data, _, err := w.Renditions.Get(name)
			if err != nil {
				return err
			}
			if err := w.files.write(proof.PictureDir+"/"+name, data); err != nil {
				return err
			}
		}
	}
	return nil
}
