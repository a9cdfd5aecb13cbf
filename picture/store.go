package picture

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"stet.news/internal/durable"
	"stet.news/picture/darkroom"
	"stet.news/story"
)

// Errors of a Store.
var (
	// ErrNoPicture: the store has no picture of that name, or it is not a name.
	ErrNoPicture = fmt.Errorf("no such picture: %w", fs.ErrNotExist)
	// ErrDamaged: the bytes on disk are no longer those the name stands for.
	ErrDamaged = errors.New("picture file is damaged")
)

// IsSpoilt reports an error that says that a picture's file, not the disk or the
// moment, is why it cannot be shown.
func IsSpoilt(err error) bool {
	for _, spoilt := range []error{ErrDamaged, darkroom.ErrNotAPicture, darkroom.ErrTooLarge, darkroom.ErrBroken} {
		if errors.Is(err, spoilt) {
			return true
		}
	}
	return false
}

// Store is a folder of pictures.
type Store struct {
	dir string
}

// Open gives the store in dir. The folder is made with the first picture.
func Open(dir string) *Store { return &Store{dir: dir} }

// endings are how the files of pictures end, by media type.
var endings = map[string]string{
	"image/jpeg": ".jpg",
	"image/png":  ".png",
	"image/gif":  ".gif",
	"image/webp": ".webp",
}

// mediaOf is the media type of a picture, by its file name.
func mediaOf(name string) string {
	for media, ending := range endings {
		if strings.HasSuffix(name, ending) {
			return media
		}
	}
	return ""
}

// FileName is the name a picture is published under: its hash and the ending
// of its type, "9f86….jpg". It is empty for a picture of no type we take.
func FileName(p story.Picture) string {
	ending, ok := endings[p.Type]
	if !ok {
		return ""
	}
	return p.SHA256 + ending
}

// Put checks a picture file, strips it and keeps it. When it answers without
// error the picture is on the disk to stay; putting it again is harmless. The
// errors are those of darkroom.Room.Check, and durable.ErrSync. The picture's
// Credit is what the file says; its other words are the caller's to fill in.
func (s *Store) Put(data []byte) (story.Picture, error) {
	t, err := s.Take(data)
	return t.Picture, err
}

// Take is Put for those who tell people what was found in the file.
func (s *Store) Take(data []byte) (darkroom.Taken, error) {
	t, clean, err := darkroom.Now.Check(context.Background(), data)
	if err != nil {
		return t, err
	}
	return t, s.keep(FileName(t.Picture), clean)
}

// keep writes what Check gave under its name.
func (s *Store) keep(name string, clean []byte) error {
	folder := filepath.Join(s.dir, name[:2])
	err := makeFolder(folder)
	if err == nil {
		err = s.write(folder, name, clean)
	}
	if err != nil {
		return fmt.Errorf("keep picture %s: %w", name, err)
	}
	return nil
}

// Check gives what Put would keep, and keeps nothing.
func (s *Store) Check(data []byte) (story.Picture, []byte, error) {
	t, clean, err := darkroom.Now.Check(context.Background(), data)
	return t.Picture, clean, err
}

// write puts the bytes in place, whole or not at all. A file that is there
// already was synced before it got its name, but perhaps its name was not yet.
func (s *Store) write(folder, name string, data []byte) error {
	path := filepath.Join(folder, name)
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return durable.SyncDir(folder)
	}
	return durable.Write(path, data, 0o644)
}

// makeFolder makes the folder and the store's own, and syncs the folders that
// got a new entry.
func makeFolder(folder string) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	store := filepath.Dir(folder)
	if err := durable.SyncDir(store); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(store))
}

// Get reads a picture by its FileName and makes sure that it is what the name
// says: ErrNoPicture, ErrDamaged.
func (s *Store) Get(name string) ([]byte, error) {
	if !isName(name) {
		return nil, fmt.Errorf("%w: %q", ErrNoPicture, name)
	}
	data, err := os.ReadFile(filepath.Join(s.dir, name[:2], name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNoPicture, name)
	}
	if err != nil {
		return nil, fmt.Errorf("read picture %s: %w", name, err)
	}
	sum := sha256.Sum256(data)
	if hex.EncodeToString(sum[:]) != name[:64] {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, name)
	}
	return data, nil
}

// All gives the names of all pictures in order. An error ends it.
func (s *Store) All() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		folders, err := os.ReadDir(s.dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield("", fmt.Errorf("list pictures: %w", err))
			return
		}
		for _, folder := range folders {
			if folder.IsDir() && !s.names(folder.Name(), yield) {
				return
			}
		}
	}
}

// names gives the names in one folder; what is no picture of ours, such as a
// file a crash left half written, is passed over.
func (s *Store) names(folder string, yield func(string, error) bool) bool {
	files, err := os.ReadDir(filepath.Join(s.dir, folder))
	if err != nil {
		yield("", fmt.Errorf("list pictures: %w", err))
		return false
	}
	for _, f := range files {
		if isName(f.Name()) && f.Name()[:2] == folder && !yield(f.Name(), nil) {
			return false
		}
	}
	return true
}

// find gives the name of the picture whose hash begins so.
func (s *Store) find(hash string) (string, error) {
	files, err := os.ReadDir(filepath.Join(s.dir, hash[:2]))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	for _, f := range files {
		if isName(f.Name()) && strings.HasPrefix(f.Name(), hash) {
			return f.Name(), nil
		}
	}
	return "", fmt.Errorf("%w: %s…", ErrNoPicture, hash)
}

func (s *Store) has(name string) bool {
	_, err := os.Stat(filepath.Join(s.dir, name[:2], name))
	return err == nil
}

// isName reports whether name is a FileName: 64 lower-case hex digits and one
// of our endings. Nothing else ever becomes part of a path.
func isName(name string) bool {
	media := mediaOf(name)
	hash := strings.TrimSuffix(name, endings[media])
	return media != "" && len(hash) == 64 && strings.Trim(hash, "0123456789abcdef") == ""
}
