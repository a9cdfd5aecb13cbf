package picture

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"stet.news/internal/durable"
	"stet.news/picture/darkroom"
	"stet.news/story"
)

// Renditions is the folder of smaller copies of pictures, made from those in a
// Store. Nothing in it is kept for good: what is deleted is made again.
//
//	renditions/ab/<first 32 digits of the hash>-640.avif
//
// The JPEG of each rendition is made by Make, before a page may name it. Each
// JPEG asks for the other formats of itself, which Finish makes in its own
// time: so the folder alone says what is left to do, and no crash loses it.
type Renditions struct {
	dir      string
	pictures *Store

	// writing keeps an erasure and a making of the same picture apart.
	writing sync.Mutex

	mu   sync.Mutex
	todo []string      // hashes of pictures to finish; the last comes first
	more chan struct{} // there is something to do
}

// OpenRenditions gives the renditions in dir of the pictures in a store. The
// folder is made with the first of them.
func OpenRenditions(dir string, pictures *Store) *Renditions {
	return &Renditions{dir: dir, pictures: pictures, more: make(chan struct{}, 1)}
}

// Make makes those renditions of a picture that are not there, in the formats,
// and returns when they are on the disk.
func (r *Renditions) Make(ctx context.Context, p story.Picture, formats ...story.Format) error {
	var wanted []story.Rendition
	for _, f := range formats {
		for _, one := range p.Renditions(f) {
			if !r.has(one) {
				wanted = append(wanted, one)
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	if err := r.make(ctx, &darkroom.Now, FileName(p), wanted); err != nil {
		return err
	}
	r.finishLater(wanted[0].Hash)
	return nil
}

// make makes renditions of the picture of that file name.
func (r *Renditions) make(ctx context.Context, room *darkroom.Room, name string, wanted []story.Rendition) error {
	data, err := r.pictures.Get(name)
	if err != nil {
		return err
	}
	made, err := room.Print(ctx, mediaOf(name), data, wanted)
	if err != nil {
		return fmt.Errorf("renditions of %s: %w", name, err)
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	if !r.pictures.has(name) { // erased meanwhile
		return fmt.Errorf("%w: %s", ErrNoPicture, name)
	}
	folder := filepath.Dir(r.path(wanted[0]))
	if err := makeFolder(folder); err != nil {
		return err
	}
	files := map[string][]byte{}
	for i, one := range wanted {
		files[one.Name()] = made[i]
	}
	return durable.WriteAll(folder, files, 0o644)
}

func (r *Renditions) path(one story.Rendition) string {
	return filepath.Join(r.dir, one.Hash[:2], one.Name())
}

func (r *Renditions) has(one story.Rendition) bool {
	_, err := os.Stat(r.path(one))
	return err == nil
}

// Get reads a rendition by its name. While the asked format is not made yet it
// gives the JPEG, so the media type it gives may differ from the name's. It
// never makes anything. The error wraps fs.ErrNotExist when there is none.
func (r *Renditions) Get(name string) (data []byte, media string, err error) {
	one, ok := story.ParseRendition(name)
	if !ok {
		return nil, "", fmt.Errorf("%w: %q", ErrNoPicture, name)
	}
	data, err = os.ReadFile(r.path(one))
	if errors.Is(err, fs.ErrNotExist) && one.Format != story.JPEG {
		one.Format = story.JPEG
		data, err = os.ReadFile(r.path(one))
	}
	return data, one.Format.Media(), err
}

// DeletePicture removes a picture for good, by its file name, and all its
// renditions before it: what an erasure does to one that nothing shows any more.
func (r *Renditions) DeletePicture(name string) error {
	if !isName(name) {
		return fmt.Errorf("%w: %q", ErrNoPicture, name)
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	if err := r.deleteAll(name[:64]); err != nil {
		return err
	}
	return r.pictures.Delete(name)
}

func (r *Renditions) deleteAll(hash string) error {
	dir := filepath.Join(r.dir, hash[:2])
	names, err := renditionsIn(dir)
	if err != nil {
		return err
	}
	deleted := false
	for _, one := range names {
		if !strings.HasPrefix(hash, one.Hash) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, one.Name())); err != nil {
			return err
		}
		deleted = true
	}
	if !deleted {
		return nil
	}
	return durable.SyncDir(dir)
}

// renditionsIn reads one folder of renditions.
func renditionsIn(dir string) (list []story.Rendition, err error) {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, f := range files {
		if one, ok := story.ParseRendition(f.Name()); ok {
			list = append(list, one)
		}
	}
	return list, err
}
