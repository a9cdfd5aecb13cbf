package picture

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"stet.news/story"
)

// File gives a picture or one of its renditions by the file's name, wherever it
// lies, with its media type. Renditions that are not there are made. It is for
// previews at the desk: readers can have nothing made.
func (c *Cabinet) File(ctx context.Context, p story.Picture, name string) (data []byte, media string, err error) {
	if name == FileName(p) {
		data, err = c.Get(name)
		return data, p.Type, err
	}
	if !strings.HasPrefix(name, p.SHA256[:32]) {
		return nil, "", fs.ErrNotExist
	}
	get := func(r *Renditions) error {
		data, media, err = r.Get(name)
		return err
	}
	if err = c.either(get); errors.Is(err, fs.ErrNotExist) {
		if err = c.Make(ctx, p, story.JPEG); err == nil {
			err = c.either(get)
		}
	}
	return data, media, err
}

// File gives a picture that readers may have, or one of its renditions, by the
// file's name, with its media type.
func (r *Renditions) File(name string) (data []byte, media string, err error) {
	if isName(name) {
		data, err = r.pictures.Get(name)
		return data, mediaOf(name), err
	}
	return r.Get(name)
}
