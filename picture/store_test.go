package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"stet.news/picture/darkroom"
	"stet.news/story"
)

func TestMain(m *testing.M) {
	darkroom.Main()
	os.Exit(m.Run())
}

// sample is a picture in which no two corners are alike.
func sample(w, h int) *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, w, h), palette.WebSafe)
	for y := range h {
		for x := range w {
			m.Set(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x / 16) * 80), 255})
		}
	}
	return m
}

func sampleJPEG(t testing.TB) []byte { return jpegOf(t, 48, 32) }

func jpegOf(t testing.TB, w, h int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, sample(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func samplePNG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, sample(48, 32)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sampleGIF(t testing.TB) []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, sample(48, 32), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestStoreKeepsOneFileOfOnePicture(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pictures")
	s := Open(dir)
	data := sampleJPEG(t)
	first, err := s.Put(data)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Put(slices.Concat(data[:2], []byte("\xff\xfe\x00\x09comment"), data[2:]))
	if err != nil || second != first {
		t.Fatalf("second Put = %v, %v; want %v", second, err, first)
	}
	name := FileName(first)
	got, err := s.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := s.Check(data)
	if !bytes.Equal(got, want) {
		t.Error("Get gives other bytes than Check")
	}
	if names := all(t, s); len(names) != 1 || names[0] != name {
		t.Errorf("All = %v, want %s alone", names, name)
	}
	left, err := os.ReadDir(filepath.Join(dir, name[:2]))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files in the folder, want 1", len(left))
	}
}

func all(t *testing.T, s *Store) []string {
	t.Helper()
	var names []string
	for name, err := range s.All() {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func TestStoreTakesFromManyAtOnce(t *testing.T) {
	s := Open(t.TempDir())
	files := [][]byte{sampleJPEG(t), samplePNG(t), sampleGIF(t)}
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			if _, err := s.Put(files[i%3]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(all(t, s)); n != 3 {
		t.Errorf("%d pictures, want 3", n)
	}
}

func TestStoreNoticesDamageAndMendsIt(t *testing.T) {
	s := Open(t.TempDir())
	data := samplePNG(t)
	p, err := s.Put(data)
	if err != nil {
		t.Fatal(err)
	}
	name := FileName(p)
	path := filepath.Join(s.dir, name[:2], name)
	if err := os.WriteFile(path, []byte("rot"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(name); !errors.Is(err, ErrDamaged) {
		t.Errorf("Get of a damaged file: %v", err)
	}
	if _, err := s.Put(data); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(name); err != nil {
		t.Errorf("Get after putting it again: %v", err)
	}
}

func TestStoreRefusesNamesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret.jpg"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := Open(filepath.Join(dir, "pictures"))
	hash := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	for _, name := range []string{"", "..", hash + ".jpg.jpg", "../secret.jpg", hash, hash + ".svg", hash + ".jpg/..", hash[:63] + "G.jpg", hash + ".jpg"} {
		if _, err := s.Get(name); !errors.Is(err, ErrNoPicture) {
			t.Errorf("Get(%q): %v", name, err)
		}
	}
}

func TestStoreLeavesNothingOfARefusedFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pictures")
	if _, err := Open(dir).Put([]byte("words")); !errors.Is(err, darkroom.ErrNotAPicture) {
		t.Fatalf("Put of words: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("a refused file made the folder")
	}
	if names := all(t, Open(dir)); len(names) != 0 {
		t.Errorf("All of no folder = %v", names)
	}
}

func TestFileName(t *testing.T) {
	for media, want := range map[string]string{
		"image/jpeg": "ab.jpg", "image/png": "ab.png", "image/gif": "ab.gif", "image/webp": "ab.webp", "image/svg+xml": "",
	} {
		if got := FileName(story.Picture{SHA256: "ab", Type: media}); got != want {
			t.Errorf("FileName of %s = %q, want %q", media, got, want)
		}
	}
}

func TestStoreForgetsWhatIsDeleted(t *testing.T) {
	s := Open(t.TempDir())
	p, err := s.Put(samplePNG(t))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // deleting what is gone is no error
		if err := s.Delete(FileName(p)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Get(FileName(p)); !errors.Is(err, ErrNoPicture) {
		t.Errorf("Get of a deleted picture: %v", err)
	}
	if err := s.Delete("../record.db"); !errors.Is(err, ErrNoPicture) {
		t.Errorf("Delete of what is no name: %v", err)
	}
}
