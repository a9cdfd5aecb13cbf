package darkroom

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/image/draw"

	"stet.news/internal/require"
)

// avifOf makes a small AVIF with the codec; change may change its pixels before.
func avifOf(w, h int, change func(*image.RGBA)) []byte {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.NearestNeighbor.Scale(m, m.Rect, sample(), sample().Rect, draw.Src, nil)
	if change != nil {
		change(m)
	}
	data, err := libraries.encode(m, "avif")
	if err != nil {
		panic(err)
	}
	return data
}

func TestAVIFBecomesJPEG(t *testing.T) {
	taken, clean, err := check(avifOf(48, 32, nil))
	if err != nil {
		t.Fatal(err)
	}
	if p := taken.Picture; p.Type != "image/jpeg" || p.Width != 48 || p.Height != 32 {
		t.Errorf("it is %s of %d × %d", p.Type, p.Width, p.Height)
	}
	if d := distance(t, sample(), clean); d > 12 {
		t.Errorf("pixels differ by %d on average", d)
	}
}

// TestAVIFIsTurned holds our reading of irot and imir against libavif's writer:
// each file lies so that it is the sample when it is seen.
func TestAVIFIsTurned(t *testing.T) {
	avifenc := require.Tool(t, "avifenc")
	for _, c := range []struct {
		args   []string
		turned []byte // what is done to the stored picture, as EXIF orientations
	}{
		{[]string{"--irot", "1"}, []byte{8}}, {[]string{"--irot", "2"}, []byte{3}}, {[]string{"--irot", "3"}, []byte{6}},
		{[]string{"--imir", "0"}, []byte{4}}, {[]string{"--imir", "1"}, []byte{2}},
		{[]string{"--irot", "1", "--imir", "1"}, []byte{8, 2}},
	} {
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in.jpg"), filepath.Join(dir, "out.avif")
		lying := sample()
		for _, o := range slices.Backward(c.turned) {
			lying = stored(lying, o).(*image.NRGBA)
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, lying, &jpeg.Options{Quality: 98}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(in, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if text, err := exec.Command(avifenc, append(c.args, "--min", "0", "--max", "8", in, out)...).CombinedOutput(); err != nil {
			t.Fatalf("avifenc: %v\n%s", err, text)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if d := distance(t, sample(), mustCheck(t, data)); d > 12 {
			t.Errorf("%v: pixels differ by %d on average", c.args, d)
		}
	}
}
