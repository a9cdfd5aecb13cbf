package picture

import (
	"bytes"
	"context"
	"image"
	"log/slog"
	"os"
	"testing"
	"time"

	"golang.org/x/image/webp"

	"stet.news/picture/darkroom"
	"stet.news/story"
)

// TestFinishGoesOnWhereItWasStopped lets the first process make the JPEGs alone,
// as one that was killed, and another finish them.
func TestFinishGoesOnWhereItWasStopped(t *testing.T) {
	s, killed := open(t)
	p, err := s.Put(jpegOf(t, 64, 48))
	if err != nil {
		t.Fatal(err)
	}
	if err := killed.Make(t.Context(), p, story.JPEG); err != nil {
		t.Fatal(err)
	}
	r := OpenRenditions(killed.dir, s)
	finished := finishing(t, r)
	for _, f := range []story.Format{story.AVIF, story.WebP} {
		for _, one := range p.Renditions(f) {
			waitFor(t, r, one)
			checkSize(t, r, one, p)
		}
	}
	finished()
	if hash, ok := r.next(); ok {
		t.Errorf("%s is still to do", hash)
	}
}

// finishing runs Finish until the function it gives is called.
func finishing(t *testing.T, r *Renditions) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		r.Finish(ctx, slog.New(slog.DiscardHandler))
		close(done)
	}()
	return func() { cancel(); <-done }
}

func waitFor(t *testing.T, r *Renditions, one story.Rendition) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if r.has(one) {
			return
		}
	}
	t.Fatalf("%s was not made", one.Name())
}

// checkSize decodes a rendition by another decoder than it was made with: the
// standard one for WebP, and for AVIF the codec for reading.
func checkSize(t *testing.T, r *Renditions, one story.Rendition, p story.Picture) {
	t.Helper()
	data, media, err := r.Get(one.Name())
	if err != nil || media != one.Format.Media() {
		t.Fatalf("%s: %s, %v", one.Name(), media, err)
	}
	size := image.Point{}
	if one.Format == story.WebP {
		m, err := webp.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", one.Name(), err)
		}
		size = m.Bounds().Size()
	} else {
		taken, _, err := darkroom.Now.Check(t.Context(), data)
		if err != nil {
			t.Fatalf("%s: %v", one.Name(), err)
		}
		size = image.Pt(taken.Picture.Width, taken.Picture.Height)
	}
	want := image.Pt(one.Width, p.ScaledHeight(one.Width))
	if one.Cut {
		want.Y = p.CutHeight(one.Width)
	}
	if size != want {
		t.Errorf("%s is %v, want %v", one.Name(), size, want)
	}
}

// TestFinishLeavesNothingOfAnErasedPicture: one that goes while it waits to be
// finished does not come back.
func TestFinishLeavesNothingOfAnErasedPicture(t *testing.T) {
	s, r := open(t)
	p, err := s.Put(jpegOf(t, 64, 48))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Make(t.Context(), p, story.JPEG); err != nil {
		t.Fatal(err)
	}
	if err := r.DeletePicture(FileName(p)); err != nil {
		t.Fatal(err)
	}
	if err := r.finish(t.Context(), p.SHA256[:32]); err != nil {
		t.Errorf("with nothing left to finish: %v", err)
	}
	files, err := os.ReadDir(r.dir + "/" + p.SHA256[:2])
	if err != nil || len(files) > 0 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
}
