package darkroom

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostile is a file made to do harm, or broken.
type hostile struct {
	name string
	data []byte
}

const (
	hostileFiles  = 500
	hostileGrowth = 64 << 20        // bytes that this process may grow by, whatever comes
	hostileAnswer = 2 * time.Second // of the processor; on an idle machine that is the time it takes
)

// TestHostilePictures takes hundreds of bombs and broken files in by a real
// darkroom: each gets an answer in time, and this process does not grow.
func TestHostilePictures(t *testing.T) {
	corpus := hostileCorpus(t)
	if len(corpus) < hostileFiles {
		t.Fatalf("only %d files", len(corpus))
	}
	if testing.Short() {
		corpus = slices.DeleteFunc(corpus, func(h hostile) bool { return len(h.name)%5 > 0 })
	}
	r := &Room{}
	defer r.Close()
	if _, _, err := r.Check(t.Context(), avifOf(48, 32, nil)); err != nil { // starts it, and compiles the codec
		t.Fatal(err)
	}
	resetPeak(t)
	before, slowest, slowName, lost, taken := status(t, "VmRSS"), time.Duration(0), "", 0, 0
	for _, h := range corpus {
		took, _, err := timed(t, r, h.data)
		switch {
		case err == nil:
			taken++
		case errors.Is(err, ErrClosed):
			lost++
			t.Logf("%s: %v", h.name, err)
		case !isOurs(err):
			t.Errorf("%s: an error no caller can act on: %v", h.name, err)
		}
		if took > slowest {
			slowest, slowName = took, h.name
		}
	}
	grown := status(t, "VmHWM") - before
	t.Logf("%d files, %d taken; this process grew by %d KiB; the slowest answer took %v (%s); %d darkrooms lost",
		len(corpus), taken, grown>>10, slowest, slowName, lost)
	if slowest > hostileAnswer {
		t.Errorf("%s took %v", slowName, slowest)
	}
	if grown > hostileGrowth {
		t.Errorf("this process grew by %d MiB", grown>>20)
	}
}

// timed has a picture checked, and says what of the processor that took, or how
// long it took if that is less: other tests run beside this one.
func timed(t *testing.T, r *Room, data []byte) (took time.Duration, taken Taken, err error) {
	pid, used := 0, time.Duration(0)
	if r.process != nil {
		pid = r.process.cmd.Process.Pid
		used = processor(pid)
	}
	start := time.Now()
	taken, _, err = r.Check(t.Context(), data)
	took = time.Since(start)
	if r.process != nil && r.process.cmd.Process.Pid == pid {
		took = min(took, processor(pid)-used)
	}
	return took, taken, err
}

// processor is the time a process has had of the processor (proc(5), stat).
func processor(pid int) time.Duration {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// status reads a number of bytes of this process.
func status(t *testing.T, field string) int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("memory is only measured on Linux")
	}
	_, rest, _ := strings.Cut(string(text), field+":")
	n, _ := strconv.Atoi(strings.Fields(rest)[0])
	return n << 10
}

// resetPeak lets VmHWM begin again.
func resetPeak(t *testing.T) { os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// hostileCorpus makes the files, the same each time.
func hostileCorpus(t *testing.T) []hostile {
	list := bombs(t)
	bases := []hostile{
		{"JPEG", afterSOI(sampleJPEG(t), segment(markAPP1, exif(6)))}, {"PNG", samplePNG(t)}, {"GIF", sampleGIF(t, 3)},
		{"WebP", sampleWebP(t)}, {"AVIF", avifOf(48, 32, nil)}, {"progressive JPEG", progressive},
	}
	rnd := rand.New(rand.NewPCG(3, 1))
	for _, b := range bases {
		for i := range 34 {
			cut := b.data[:len(b.data)*(i+1)/36]
			list = append(list, hostile{fmt.Sprintf("%s cut after %d bytes", b.name, len(cut)), cut})
		}
		for i := range 44 {
			list = append(list, hostile{fmt.Sprintf("%s with flipped bits %d", b.name, i), flipped(rnd, b.data, 1+i/8)})
		}
	}
	root := filepath.Join("..", "..", "..", "shared", "data", "photos")
	filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if data, err := os.ReadFile(path); err == nil {
				list = append(list, hostile{strings.TrimPrefix(path, root), data})
			}
		}
		return nil
	})
	return list
}

func flipped(rnd *rand.Rand, data []byte, n int) []byte {
	out := bytes.Clone(data)
	for range n {
		out[rnd.IntN(len(out))] ^= 1 << rnd.IntN(8)
	}
	return out
}

// bombs are small files that claim or hold much.
func bombs(t *testing.T) []hostile {
	list := []hostile{
		{"JPEG of 65500 × 65500", jpegOf(markSOF0, 65500, 65500)},
		{"progressive JPEG of 40 MP", jpegOf(markSOF0+2, 8000, 5000)},
		{"JPEG of 7000 × 7000 without pixels", jpegOf(markSOF0, 7000, 7000)},
		{"PNG of 60000 × 60000", pngOf(60000, 60000, 8)},
		{"PNG of 2³¹-1 × 1", pngOf(1<<31-1, 1, 8)},
		{"GIF of 65535 × 65535", gifOf(65535, 65535, 1)},
		{"GIF of five full frames", gifOf(7000, 7000, 5)},
		{"GIF of a thousand frames", sampleGIF(t, MaxFrames)},
		{"WebP of 16383 × 16383", webpFile(chunkWebP("VP8L", "/\xff\xff\xff\x0f\x00\x00\x00\x00"))},
		{"JPEG that is all markers", append([]byte("\xff\xd8"), bytes.Repeat(segment(markCOM, ""), 1<<18)...)},
		{"JPEG of a hundred scans", manyScans(t)},
		{"PNG of 49 MP, black", flatPNG(t, 7000, 7000)},
		{"PNG of 49 MP, on its side", afterIHDR(flatPNG(t, 7000, 7000), chunk("eXIf", tiffOf(6)))},
		{"GIF of 49 MP, four frames", flatGIF(t, 7000, 7000, 4)},
		{"JPEG of 49 MP, black", flatJPEG(t, 7000, 7000)},
		{"PNG of 24 MP, on its side", afterIHDR(flatPNG(t, 6000, 4000), chunk("eXIf", tiffOf(6)))},
		{"WebP of 16 MP, black", blackWebP(t, 4000, 4000)},
		{"AVIF of 12 MP, black", avifOf(4000, 3000, func(m *image.RGBA) { clear(m.Pix) })},
		{"PNG with a profile of 200 MB", afterIHDR(samplePNG(t), chunk("iCCP", "x\x00\x00"+packed(strings.Repeat("\x00", 200<<20))))},
		{"PNG with XMP of 200 MB", afterIHDR(samplePNG(t), chunk("iTXt", "XML:com.adobe.xmp\x00\x01\x00\x00\x00"+packed(strings.Repeat("<a>", 60<<20))))},
		{"20 MB of nothing", append(sampleJPEG(t), make([]byte, MaxBytes-len(sampleJPEG(t)))...)},
		{"21 MB of nothing", append(sampleJPEG(t), make([]byte, MaxBytes)...)},
	}
	for name, xmp := range map[string]string{
		"XMP of a billion laughs": `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>`,
		"XMP that goes deep":      strings.Repeat("<a>", 20_000),
		"XMP of attributes":       "<a " + strings.Repeat(`b="c" `, 9_000) + "/>",
	} {
		list = append(list, hostile{name, afterSOI(sampleJPEG(t), segment(markAPP1, xmpHead+xmp))})
	}
	for i := range 12 { // a directory that leads to itself, or far away, with many entries
		loop := "MM\x00*\x00\x00\x00\x08\xff\xff" + strings.Repeat("\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00"+string(rune(8+i)), 4000)
		list = append(list, hostile{fmt.Sprintf("EXIF that goes round %d", i), afterSOI(sampleJPEG(t), segment(markAPP1, exifHead+loop))})
	}
	return append(list, falseSizes(t)...)
}

// falseSizes are files whose header says another size than their pixels have.
func falseSizes(t *testing.T) (list []hostile) {
	for _, size := range [][2]int{{0, 0}, {1, 1}, {47, 32}, {49, 33}, {65535, 1}, {1, 65535}, {5000, 5000}, {65535, 65535}} {
		w, h := uint16(size[0]), uint16(size[1])
		patch := func(kind string, data []byte, at int, order binary.ByteOrder, wide bool, first, second uint16) {
			out := bytes.Clone(data)
			if wide {
				order.PutUint32(out[at:], uint32(first))
				order.PutUint32(out[at+4:], uint32(second))
			} else {
				order.PutUint16(out[at:], first)
				order.PutUint16(out[at+2:], second)
			}
			list = append(list, hostile{fmt.Sprintf("%s that says %d × %d", kind, w, h), out})
		}
		j, a := sampleJPEG(t), avifOf(48, 32, nil)
		patch("JPEG", j, bytes.Index(j, []byte{0xff, markSOF0})+5, binary.BigEndian, false, h, w)
		patch("GIF", sampleGIF(t, 2), 6, binary.LittleEndian, false, w, h)
		patch("AVIF", a, bytes.Index(a, []byte("ispe"))+8, binary.BigEndian, true, w, h)
		p := samplePNG(t)
		head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h))
		list = append(list, hostile{fmt.Sprintf("PNG that says %d × %d", w, h),
			bytes.Join([][]byte{p[:8], chunk("IHDR", string(head)+string(p[24:29])), p[33:]}, nil)})
	}
	return list
}

// progressive is a small progressive JPEG, which the standard library cannot
// write: a frame of 8 × 8, and two scans that hold nothing.
var progressive = bytes.Join([][]byte{
	{0xff, markSOI}, segment(0xdb, "\x00"+strings.Repeat("\x01", 64)),
	segment(markDHT, "\x00\x01"+strings.Repeat("\x00", 15)+"\x00"), segment(markDHT, "\x10\x01"+strings.Repeat("\x00", 15)+"\x00"),
	segment(markSOF0+2, "\x08\x00\x08\x00\x08\x01\x01\x11\x00"),
	segment(markSOS, "\x01\x01\x00\x00\x00\x00"), {0x7f}, segment(markSOS, "\x01\x01\x00\x01\x3f\x00"), {0x7f},
	{0xff, markEOI},
}, nil)

// manyScans is a progressive JPEG of 9 MP whose scans are as many as are taken.
func manyScans(t *testing.T) []byte {
	head, tail := progressive[:bytes.Index(progressive, []byte{0xff, markSOS})], []byte{0xff, markEOI}
	head = bytes.Replace(head, []byte("\x08\x00\x08\x00\x08\x01"), []byte("\x08\x0b\xb8\x0b\xb8\x01"), 1)
	dc := append(segment(markSOS, "\x01\x01\x00\x00\x00\x00"), make([]byte, 3000*3000/64/8+1)...)
	ac := append(segment(markSOS, "\x01\x01\x00\x01\x3f\x00"), make([]byte, 3000*3000/64/8+1)...)
	return bytes.Join([][]byte{head, dc, bytes.Repeat(ac, MaxScans-1), tail}, nil)
}

func flatPNG(t *testing.T, w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func flatJPEG(t *testing.T, w, h int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func flatGIF(t *testing.T, w, h, frames int) []byte {
	g := &gif.GIF{}
	for range frames {
		g.Image = append(g.Image, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White}))
		g.Delay = append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func blackWebP(t testing.TB, w, h int) []byte {
	data, err := libraries.encode(image.NewRGBA(image.Rect(0, 0, w, h)), "webp")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sampleWebP(t testing.TB) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 48, 32))
	for i := range m.Pix {
		m.Pix[i] = uint8(i) | 0x0f
	}
	data, err := libraries.encode(m, "webp")
	if err != nil {
		t.Fatal(err)
	}
	return data
}
