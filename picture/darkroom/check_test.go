package darkroom

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"stet.news/internal/require"
)

// sample is a small picture in which no two corners are alike.
func sample() *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, 48, 32))
	for y := range 32 {
		for x := range 48 {
			m.SetNRGBA(x, y, color.NRGBA{uint8(x * 5), uint8(y * 7), uint8((x / 16) * 80), 255})
		}
	}
	return m
}

func sampleJPEG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, sample(), &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func samplePNG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, sample()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sampleGIF(t testing.TB, frames int) []byte {
	g := &gif.GIF{LoopCount: 3}
	for i := range frames {
		m := image.NewPaletted(image.Rect(0, 0, 9, 7), color.Palette{color.Black, color.White})
		m.SetColorIndex(i%9, i%7, 1)
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// segment makes a JPEG segment.
func segment(mark byte, body string) []byte {
	return append([]byte{0xff, mark, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// afterSOI puts segments where cameras put theirs.
func afterSOI(file []byte, segments ...[]byte) []byte {
	return bytes.Join([][]byte{file[:2], bytes.Join(segments, nil), file[2:]}, nil)
}

// exif makes an EXIF structure with an orientation and a secret.
func exif(orientation byte) string {
	return "Exif\x00\x00" + tiffOf(orientation)
}

func tiffOf(orientation byte) string {
	return "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00SECRET"
}

func chunk(name, body string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(out, name+body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(name+body)))
}

// afterIHDR puts chunks behind a PNG's header.
func afterIHDR(file []byte, chunks ...[]byte) []byte {
	return bytes.Join([][]byte{file[:33], bytes.Join(chunks, nil), file[33:]}, nil)
}

// check checks a picture in this process.
func check(data []byte) (Taken, []byte, error) { return libraries.check(data) }

var libraries = newCodecs()

func mustCheck(t *testing.T, data []byte) []byte {
	t.Helper()
	_, clean, err := check(data)
	if err != nil {
		t.Fatal(err)
	}
	return clean
}

func TestJPEGLosesItsMetadata(t *testing.T) {
	plain := sampleJPEG(t)
	dirty := afterSOI(plain,
		segment(markAPP0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x01\x01SECRET thumbnail"),
		segment(markAPP0, "JFXX\x00\x10SECRET"),
		segment(markAPP1, exif(1)),
		segment(markAPP1, "http://ns.adobe.com/xap/1.0/\x00SECRET"),
		segment(markAPP2, "MPF\x00SECRET"),
		segment(markAPP2+11, "Photoshop 3.0\x00SECRET"),
		segment(markAPP2, "ICC_PROFILE\x00\x01\x01profile"),
		segment(markCOM, "SECRET"),
	)
	dirty = append(dirty, "SECRET behind the end"...)
	clean := mustCheck(t, dirty)
	if bytes.Contains(clean, []byte("SECRET")) {
		t.Error("a secret was published")
	}
	samePixels(t, plain, clean)
}

func TestJPEGIsTurnedUpright(t *testing.T) {
	want := sample()
	for o := byte(1); o <= 8; o++ {
		lying := stored(want, o)
		var b bytes.Buffer
		if err := jpeg.Encode(&b, lying, &jpeg.Options{Quality: 98}); err != nil {
			t.Fatal(err)
		}
		data := afterSOI(b.Bytes(), segment(markAPP1, exif(o)), segment(markAPP2, "ICC_PROFILE\x00\x01\x01profile"))
		taken, clean, err := check(data)
		p := taken.Picture
		if err != nil {
			t.Fatalf("orientation %d: %v", o, err)
		}
		if p.Width != 48 || p.Height != 32 {
			t.Errorf("orientation %d: %d × %d, want 48 × 32", o, p.Width, p.Height)
		}
		if bytes.Contains(clean, []byte("profile")) || bytes.Contains(clean, []byte("SECRET")) {
			t.Errorf("orientation %d: wrong segments kept", o)
		}
		if d := distance(t, want, clean); d > 12 {
			t.Errorf("orientation %d: pixels differ by %d on average", o, d)
		}
	}
}

// stored lays a picture down as a camera held that way stores it: the
// opposite of turn.
func stored(m *image.NRGBA, orientation byte) image.Image {
	back := map[byte]int{6: 8, 8: 6}
	o, ok := back[orientation]
	if !ok {
		o = int(orientation)
	}
	return turn(m, o)
}

func distance(t *testing.T, want image.Image, data []byte) int {
	t.Helper()
	got, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	sum, b := 0, want.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			r1, g1, b1, _ := want.At(x, y).RGBA()
			r2, g2, b2, _ := got.At(x, y).RGBA()
			sum += diff(r1, r2) + diff(g1, g2) + diff(b1, b2)
		}
	}
	return sum / (b.Dx() * b.Dy() * 3)
}

func diff(a, b uint32) int {
	if a < b {
		a, b = b, a
	}
	return int(a-b) >> 8
}

func TestPNGLosesItsMetadata(t *testing.T) {
	plain := samplePNG(t)
	dirty := afterIHDR(plain,
		chunk("iCCP", "SECRET\x00\x00"+packed("SECRET")),
		chunk("tEXt", "Title\x00SECRET"),
		chunk("iTXt", "SECRET"),
		chunk("tIME", "SECRET!"),
		chunk("eXIf", tiffOf(1)),
		chunk("prVt", "SECRET"),
		chunk("acTL", "SECRET.."),
	)
	dirty = append(dirty, "SECRET"...)
	clean := mustCheck(t, dirty)
	if bytes.Contains(clean, []byte("SECRET")) {
		t.Error("a secret was published")
	}
	samePixels(t, plain, clean)
}

func packed(text string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}

func TestPackedProfileBombIsDropped(t *testing.T) {
	bomb := afterIHDR(samplePNG(t), chunk("iCCP", "x\x00\x00"+packed(strings.Repeat("\x00", maxProfile+1))))
	samePixels(t, samplePNG(t), mustCheck(t, bomb))
}

func TestGIFLosesItsMetadata(t *testing.T) {
	plain := sampleGIF(t, 4)
	head := 13 + colours(plain[10])
	dirty := bytes.Join([][]byte{plain[:head],
		[]byte("\x21\xfe\x06SECRET\x00"),
		[]byte("\x21\xff\x0bXMP DataXMP\x06SECRET\x00"),
		plain[head:], []byte("SECRET")}, nil)
	clean := mustCheck(t, dirty)
	if bytes.Contains(clean, []byte("SECRET")) {
		t.Error("a secret was published")
	}
	got, err := gif.DecodeAll(bytes.NewReader(clean))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Image) != 4 || got.LoopCount != 3 || got.Delay[2] != 10 {
		t.Errorf("frames, loop, delay = %d, %d, %d; want 4, 3, 10", len(got.Image), got.LoopCount, got.Delay[2])
	}
}

func TestWhatIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, ErrNotAPicture},
		{"words", []byte("no picture at all"), ErrNotAPicture},
		{"SVG", []byte("<?xml version='1.0'?>\n<svg onload='x()'/>"), ErrNotAPicture},
		{"TIFF", []byte("II*\x00\x08\x00\x00\x00"), ErrNotAPicture},
		{"BMP", []byte("BM......"), ErrNotAPicture},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic...."), ErrNotAPicture},
		{"moving WebP", webpFile(chunkWebP("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00")), ErrNotAPicture},
		{"cut JPEG", sampleJPEG(t)[:400], ErrBroken},
		{"cut PNG", samplePNG(t)[:60], ErrBroken},
		{"cut GIF", sampleGIF(t, 2)[:40], ErrBroken},
		{"JPEG without a frame", []byte("\xff\xd8\xff\xd9"), ErrBroken},
		{"many bytes", append(sampleJPEG(t), make([]byte, MaxBytes)...), ErrTooLarge},
		{"many frames", sampleGIF(t, MaxFrames+1), ErrTooLarge},
		{"many scans", afterSOI(sampleJPEG(t), bytes.Repeat(segment(markSOS, ""), MaxScans+1)), ErrTooLarge},
		{"flat and endless", afterIHDR([]byte(pngMagic + string(chunk("IHDR", "\x7f\xff\xff\xff\x00\x00\x00\x01\x01\x00\x00\x00\x00")))), ErrTooLarge},
	} {
		if _, _, err := check(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func chunkWebP(name, body string) []byte { return appendChunk(nil, name, []byte(body)) }

func webpFile(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// samePixels checks that both files decode to the same picture.
func samePixels(t testing.TB, a, b []byte) {
	t.Helper()
	m, err := decodeAny(a)
	if err != nil {
		return // what came in does not decode whole: nothing to compare with
	}
	n, err := decodeAny(b)
	if err != nil {
		t.Fatalf("the stripped file no longer decodes: %v", err)
	}
	if !reflect.DeepEqual(m, n) {
		t.Fatalf("the stripped file decodes to another picture: %v, was %v", n.Bounds(), m.Bounds())
	}
}

func decodeAny(data []byte) (image.Image, error) {
	switch r := bytes.NewReader(data); sniffMedia(data) {
	case "image/jpeg":
		return jpeg.Decode(r)
	case "image/png":
		return png.Decode(r)
	case "image/gif":
		return gif.Decode(r)
	case "image/webp":
		return webp.Decode(r)
	}
	return nil, ErrNotAPicture
}

// TestRealPhotographs takes every file of the shared photographs: none may
// bring the process down, and what is taken is clean and unchanged.
func TestRealPhotographs(t *testing.T) {
	ok, refused := 0, 0
	eachPhoto(t, func(path string, data []byte) {
		taken, clean, err := check(data)
		if err != nil {
			refused++
			if !isOurs(err) {
				t.Errorf("%s: an error no caller can act on: %v", path, err)
			}
			return
		}
		ok++
		for _, secret := range []string{"Exif\x00\x00", "Photoshop 3.0", "EXIF", "tEXt", "zTXt", "eXIf", "ICC_PROFILE", "iCCP", "ICCP"} {
			if bytes.Contains(clean, []byte(secret)) {
				t.Errorf("%s: published with %q", path, secret)
			}
		}
		again, twice, err := check(clean)
		if err != nil || again.Picture != taken.Picture || !bytes.Equal(twice, clean) {
			t.Errorf("%s: checking the clean file again changes it (%v)", path, err)
		}
		if keepsPixels(data) {
			samePixels(t, data, clean)
		}
	})
	t.Logf("%d taken, %d refused", ok, refused)
	if ok < 60 || refused < 20 {
		t.Errorf("%d taken, %d refused: that is not what these files are", ok, refused)
	}
}

// keepsPixels says that a file is upright, in sRGB and of a kind that is kept.
func keepsPixels(data []byte) bool {
	k, _ := sniff(data)
	f, err := k.walk(data)
	if err != nil {
		return false
	}
	f.heedEXIF()
	return f.orientation <= 1 && f.colour == nil && !f.rewrite
}

func isOurs(err error) bool {
	for _, e := range []error{ErrNotAPicture, ErrTooLarge, ErrBroken} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func eachPhoto(t *testing.T, f func(path string, data []byte)) {
	t.Helper()
	root := require.Shared(t, "data/photos")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".md") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f(strings.TrimPrefix(path, root), data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBombsAreCheap counts what is allocated while bombs are refused: it must
// be of the order of the file, not of what the file claims to hold.
func TestBombsAreCheap(t *testing.T) {
	for name, data := range map[string][]byte{
		"JPEG of 65500 × 65500":    jpegOf(markSOF0, 65500, 65500),
		"progressive of 40 MP":     jpegOf(markSOF0+2, 8000, 5000),
		"PNG of 60000 × 60000":     pngOf(60000, 60000, 8),
		"PNG of 2³¹-1 × 1":         pngOf(1<<31-1, 1, 8),
		"GIF of 65535 × 65535":     gifOf(65535, 65535, 1),
		"GIF of five full frames":  gifOf(7000, 7000, 5),
		"WebP of 16383 × 16383":    webpFile(chunkWebP("VP8L", "/\xff\xff\xff\x0f\x00\x00\x00\x00")),
		"WebP of a vast canvas":    webpFile(chunkWebP("VP8X", "\x10\x00\x00\x00\xff\xff\x00\xff\x7f\x00"), chunkWebP("ALPH", "\x00")),
		"JPEG that is all markers": append([]byte("\xff\xd8"), bytes.Repeat(segment(markCOM, ""), 1<<18)...),
	} {
		refusedCheaply(t, name, data)
	}
}

func TestRealBombsAreCheap(t *testing.T) {
	root := require.Shared(t, "data/photos/bombs")
	files, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(root, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		refusedCheaply(t, f.Name(), data)
	}
}

func refusedCheaply(t *testing.T, name string, data []byte) {
	t.Helper()
	before := allocated()
	_, _, err := check(data)
	used := allocated() - before
	if !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrBroken) {
		t.Errorf("%s: %v", name, err)
	}
	if used > 2*uint64(len(data))+1<<20 {
		t.Errorf("%s: refusing its %d bytes took %d", name, len(data), used)
	}
}

// jpegOf is a whole JPEG with a frame of that size and an empty scan.
func jpegOf(frame byte, w, h int) []byte {
	return bytes.Join([][]byte{
		{0xff, markSOI},
		segment(frame, string([]byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0})),
		segment(markSOS, "\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00"),
		{0xff, markEOI},
	}, nil)
}

func pngOf(w, h uint32, depth byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	head = append(head, depth, 6, 0, 0, 0)
	return bytes.Join([][]byte{[]byte(pngMagic), chunk("IHDR", string(head)), chunk("IDAT", ""), chunk("IEND", "")}, nil)
}

// gifOf is a GIF whose frames all claim the whole screen and hold nothing.
func gifOf(w, h uint16, frames int) []byte {
	size := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, w), h)
	out := append([]byte("GIF89a"), size...)
	out = append(out, 0x80, 0, 0, 0, 0, 0, 255, 255, 255)
	for range frames {
		out = append(append(append(out, 0x2c, 0, 0, 0, 0), size...), 0, 2, 0)
	}
	return append(out, 0x3b)
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
