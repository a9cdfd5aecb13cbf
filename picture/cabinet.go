package picture

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"stet.news/internal/durable"
	"stet.news/picture/darkroom"
	"stet.news/story"
)

// Cabinet is all pictures of a newsroom, in two places of the same shape: those
// that readers may have, and those that no published story shows yet. A picture's
// address follows from its bytes, so whoever holds a copy knows it; only that the
// file lies elsewhere keeps them from learning that the newsroom has it, too.
type Cabinet struct {
	Public  *Renditions
	Waiting *Renditions
}

// Take is Store.Take. A picture that readers have already is not kept a second time.
func (c *Cabinet) Take(data []byte) (darkroom.Taken, error) {
	t, clean, err := darkroom.Now.Check(context.Background(), data)
	if err != nil || c.Public.pictures.has(FileName(t.Picture)) {
		return t, err
	}
	return t, c.Waiting.pictures.keep(FileName(t.Picture), clean)
}

// Put is Take for those who tell nobody what was found.
func (c *Cabinet) Put(data []byte) (story.Picture, error) {
	t, err := c.Take(data)
	return t.Picture, err
}

// Get reads a picture wherever it lies.
func (c *Cabinet) Get(name string) (data []byte, err error) {
	err = c.either(func(r *Renditions) error {
		data, err = r.pictures.Get(name)
		return err
	})
	return data, err
}

// Make makes renditions beside the picture: before it is published, nobody can
// have them either.
func (c *Cabinet) Make(ctx context.Context, p story.Picture, formats ...story.Format) error {
	return c.either(func(r *Renditions) error { return r.Make(ctx, p, formats...) })
}

// Small gives the JPEG of the picture scaled to the first of the usual widths
// that is no less than width, or to the widest there is; it is made when it is
// not there. It is for the desk: readers can have nothing made.
func (c *Cabinet) Small(ctx context.Context, p story.Picture, width int) (data []byte, err error) {
	one := scaled(p, width)
	err = c.either(func(r *Renditions) error {
		if !r.has(one) {
			if err := r.make(ctx, &darkroom.Now, FileName(p), []story.Rendition{one}); err != nil {
				return err
			}
		}
		data, err = os.ReadFile(r.path(one))
		return err
	})
	return data, err
}

// scaled gives the narrowest scaled JPEG that is no less than so wide, or the widest.
func scaled(p story.Picture, width int) (one story.Rendition) {
	for _, r := range p.Renditions(story.JPEG) {
		if r.Cut {
			break // the scaled ones come first, the narrowest before the others
		}
		if one = r; r.Width >= width {
			break
		}
	}
	return one
}

// either does something where the picture lies. It may be on its way from the one
// place to the other, so the first is looked at again.
func (c *Cabinet) either(do func(r *Renditions) error) (err error) {
	for _, r := range []*Renditions{c.Public, c.Waiting, c.Public} {
		if err = do(r); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return err
}

// Release lets readers have a picture, by its file name, with what was made of it.
// It may be asked again, and of one that is public or nowhere. The picture itself
// moves last: as long as it is here, there is something left to do.
func (c *Cabinet) Release(name string) error {
	made, err := c.Waiting.moveTo(c.Public, name)
	if made {
		c.Public.finishLater(name[:32])
	}
	return err
}

// Withdraw takes a picture from readers that a draft still needs.
func (c *Cabinet) Withdraw(name string) error {
	r := c.Public
	if !isName(name) {
		return fmt.Errorf("%w: %q", ErrNoPicture, name)
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	if err := r.deleteAll(name[:64]); err != nil {
		return err
	}
	return r.pictures.moveTo(c.Waiting.pictures, name)
}

// Delete removes a picture for good, wherever it lies.
func (c *Cabinet) Delete(name string) error {
	return errors.Join(c.Public.DeletePicture(name), c.Waiting.DeletePicture(name))
}

// Bytes is how large a picture's file is.
func (c *Cabinet) Bytes(name string) (n int64, err error) {
	err = c.either(func(r *Renditions) error {
		path, err := r.pictures.Path(name)
		if err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err == nil {
			n = info.Size()
		}
		return err
	})
	return n, err
}

// All gives the names of all pictures, first of those that readers may have.
func (c *Cabinet) All() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, s := range []*Store{c.Public.pictures, c.Waiting.pictures} {
			for name, err := range s.All() {
				if !yield(name, err) {
					return
				}
			}
		}
	}
}

// Left gives the names of the pictures that no reader may have.
func (c *Cabinet) Left() iter.Seq2[string, error] { return c.Waiting.pictures.All() }

// moveTo moves a picture's renditions, then the picture. made says that there
// were renditions.
func (r *Renditions) moveTo(to *Renditions, name string) (made bool, err error) {
	if !isName(name) {
		return false, fmt.Errorf("%w: %q", ErrNoPicture, name)
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	list, err := renditionsIn(filepath.Join(r.dir, name[:2]))
	if err != nil {
		return false, err
	}
	var files []string
	for _, one := range list {
		if one.Hash == name[:32] {
			files = append(files, one.Name())
		}
	}
	if err := moveFiles(filepath.Join(r.dir, name[:2]), filepath.Join(to.dir, name[:2]), files); err != nil {
		return false, err
	}
	return len(files) > 0, r.pictures.moveTo(to.pictures, name)
}

func (s *Store) moveTo(to *Store, name string) error {
	if !s.has(name) {
		return nil
	}
	return moveFiles(filepath.Join(s.dir, name[:2]), filepath.Join(to.dir, name[:2]), []string{name})
}

// moveFiles moves files from folder to folder; each is in one of them, whole, at
// every moment, and all are in the new one to stay when it answers.
func moveFiles(from, to string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	if err := makeFolder(to); err != nil {
		return err
	}
	for _, name := range names {
		if err := os.Rename(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	return errors.Join(durable.SyncDir(to), durable.SyncDir(from))
}
