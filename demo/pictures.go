package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/jpeg"
	"io/fs"
	"iter"
	"path"

	"stet.news/story"
)

// shelf knows the embedded pictures by the names of their files.
type shelf map[string]story.Picture

// openShelf hashes and measures every embedded picture, some milliseconds for
// all of them.
func openShelf() (shelf, error) {
	names, err := fs.Glob(files, "pictures/*.jpg")
	if err != nil {
		return nil, err
	}
	s := shelf{}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		conf, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sum := sha256.Sum256(data)
		s[path.Base(name)] = story.Picture{SHA256: hex.EncodeToString(sum[:]), Type: "image/jpeg", Width: conf.Width, Height: conf.Height}
	}
	return s, nil
}

// place puts hash, type and size of its pictures into a revision whose
// pictures name files.
func (s shelf) place(r *story.Revision) error {
	if r.Lead != nil {
		if err := s.fill(r.Lead); err != nil {
			return err
		}
	}
	for i, block := range r.Body {
		switch b := block.(type) {
		case story.PictureBlock:
			if err := s.fill(&b.Picture); err != nil {
				return err
			}
			r.Body[i] = b
		case story.Embed:
			if b.Picture == nil {
				continue
			}
			if err := s.fill(b.Picture); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s shelf) fill(p *story.Picture) error {
	if p.Type != "" {
		return nil // came filled from the revision before
	}
	known, ok := s[p.SHA256]
	if !ok {
		return fmt.Errorf("no file pictures/%s", p.SHA256)
	}
	p.SHA256, p.Type, p.Width, p.Height = known.SHA256, known.Type, known.Width, known.Height
	return nil
}

// Pictures gives every picture that revisions refer to, by the name of its
// file. A picture store keeps the bytes as they are.
func Pictures() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		names, _ := fs.Glob(files, "pictures/*.jpg") // the pattern is well formed
		for _, name := range names {
			data, _ := files.ReadFile(name) // what is embedded can be read
			if !yield(path.Base(name), data) {
				return
			}
		}
	}
}
