package picture

import (
	"bytes"
	"errors"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"stet.news/story"
)

// open gives a store and its renditions in a new folder.
func open(t *testing.T) (*Store, *Renditions) {
	dir := t.TempDir()
	s := Open(filepath.Join(dir, "pictures"))
	return s, OpenRenditions(filepath.Join(dir, "renditions"), s)
}

func TestRenditionsAreMadeAsTheirNamesSay(t *testing.T) {
	s, r := open(t)
	p, err := s.Put(jpegOf(t, 1000, 700))
	if err != nil {
		t.Fatal(err)
	}
	p.FocalX, p.FocalY = 900, 100
	if err := r.Make(t.Context(), p, story.JPEG); err != nil {
		t.Fatal(err)
	}
	for _, one := range p.Renditions(story.JPEG) {
		data, media, err := r.Get(one.Name())
		if err != nil || media != "image/jpeg" {
			t.Fatalf("%s: %s, %v", one.Name(), media, err)
		}
		conf, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		height := p.ScaledHeight(one.Width)
		if one.Cut {
			height = p.CutHeight(one.Width)
		}
		if conf.Width != one.Width || conf.Height != height {
			t.Errorf("%s is %d × %d, want %d × %d", one.Name(), conf.Width, conf.Height, one.Width, height)
		}
	}
}

func TestRenditionsAreTheSameWhenMadeAgain(t *testing.T) {
	s, r := open(t)
	p, err := s.Put(jpegOf(t, 700, 500))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Make(t.Context(), p, story.JPEG); err != nil {
		t.Fatal(err)
	}
	for _, one := range p.Renditions(story.JPEG) {
		before, _, err := r.Get(one.Name())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(r.path(one)); err != nil { // then it is made alone
			t.Fatal(err)
		}
		if err := r.Make(t.Context(), p, story.JPEG); err != nil {
			t.Fatal(err)
		}
		if after, _, _ := r.Get(one.Name()); !bytes.Equal(before, after) {
			t.Errorf("%s: made alone it is other bytes", one.Name())
		}
	}
}

func TestTheJPEGStandsIn(t *testing.T) {
	s, r := open(t)
	p, err := s.Put(jpegOf(t, 700, 500))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Get(p.Renditions(story.AVIF)[0].Name()); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("before anything is made: %v", err)
	}
	if err := r.Make(t.Context(), p, story.JPEG); err != nil {
		t.Fatal(err)
	}
	for _, f := range story.Formats {
		for _, one := range p.Renditions(f) {
			data, media, err := r.Get(one.Name())
			if err != nil || media != "image/jpeg" || len(data) == 0 {
				t.Errorf("%s: %d bytes of %s, %v", one.Name(), len(data), media, err)
			}
		}
	}
	if err := r.DeletePicture(FileName(p)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Get(p.Renditions(story.JPEG)[0].Name()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after deleting: %v", err)
	}
}
