package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"stet.news/internal/require"
	"stet.news/story"
)

// TestNoCanaryIsKept plants words into every place for metadata of every kind of
// file, and looks for them in every file of the store and of the renditions.
func TestNoCanaryIsKept(t *testing.T) {
	p := &planter{}
	files := map[string][]byte{
		"jpg": p.jpeg(t), "png": p.png(t), "gif": p.gif(t), "webp": p.webp(t), "turned.jpg": p.turned(t), "avif": p.avif(t),
	}
	t.Logf("%d canaries", p.n)
	if p.n < 200 {
		t.Errorf("only %d canaries", p.n)
	}
	s, r := open(t)
	for name, data := range files {
		if data == nil {
			continue
		}
		if !bytes.Contains(data, []byte("Canary")) {
			t.Fatalf("%s holds no canary", name)
		}
		taken, err := s.Take(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(taken.Removed) == 0 {
			t.Errorf("%s: nothing is said to be removed", name)
		}
		if err := r.Make(t.Context(), taken.Picture, formats()...); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	eachKept(t, s, r, func(path string, data []byte) {
		for i := 1; i <= p.n; i++ {
			word := fmt.Sprintf("Canary%03dFlew", i)
			if bytes.Contains(data, []byte(word)) || bytes.Contains(data, wide(word)) {
				t.Errorf("%s holds %s", filepath.Base(path), word)
			}
		}
	})
}

// formats are those that renditions are made in, and in a hurry the quick one.
func formats() []story.Format {
	if testing.Short() {
		return []story.Format{story.JPEG}
	}
	return story.Formats[:]
}

// eachKept gives every file that a reader may be given.
func eachKept(t *testing.T, s *Store, r *Renditions, give func(path string, data []byte)) {
	for _, dir := range []string{s.dir, r.dir} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			give(path, data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// TestCreditStays plants the credit in each of the ways it is written, and has
// exiftool, which none of our code knows, read what is left.
func TestCreditStays(t *testing.T) {
	exiftool := require.Tool(t, "exiftool")
	xmp := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 photoshop:Credit="Mina Rahimi / Karez" photoshop:City="Bamiyan" xmpRights:WebStatement="https://karez.example/terms"
 Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture">
<dc:creator><rdf:Seq><rdf:li>Mina Rahimi</rdf:li><rdf:li>A &amp; B</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="fa">حق</rdf:li><rdf:li xml:lang="x-default">© 2026 Karez</rdf:li></rdf:Alt></dc:rights>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">CC BY 4.0</rdf:li></rdf:Alt></xmpRights:UsageTerms>
</rdf:Description></rdf:RDF></x:xmpmeta>`
	iim := func(number byte, value string) string {
		return "\x1c\x02" + string(number) + "\x00" + string(rune(len(value))) + value
	}
	iptc := iim(80, "Mina") + iim(80, "Ali") + iim(110, "Karez") + iim(116, "(c) Karez") + iim(90, "Bamiyan")
	want := "Creator|Credit|DigitalSourceType|Rights|UsageTerms|WebStatement"
	for name, c := range map[string]struct {
		data       []byte
		line, tags string
	}{
		"XMP in JPEG": {app(jpegOf(t, 1000, 700), 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmp), "Mina Rahimi / Karez", want},
		"XMP in PNG":  {pngWith(samplePNG(t), pngPart("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp)), "Mina Rahimi / Karez", want},
		"XMP in WebP": {webpWith(webpOf(t), "XMP ", xmp), "Mina Rahimi / Karez", want},
		"XMP in GIF":  {gifWith(sampleGIF(t), "\x21\xff\x0bXMP DataXMP"+xmp+gifEnd()), "Mina Rahimi / Karez", want},
		"IPTC":        {app(sampleJPEG(t), 0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00"+string(rune(len(iptc)))+iptc), "Karez", "Creator|Credit|Rights"},
		"EXIF":        {app(sampleJPEG(t), 0xe1, "Exif\x00\x00"+exifOf([]exifTag{{0x013b, "Mina"}, {0x8298, "(c) Karez"}, {0x010f, "Nikon"}}, nil, nil, nil)), "Mina", "Creator|Rights"},
	} {
		s, r := open(t)
		taken, err := s.Take(c.data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if taken.Picture.Credit != c.line {
			t.Errorf("%s: the credit is %q, want %q", name, taken.Picture.Credit, c.line)
		}
		if again, err := s.Take(mustGet(t, s, taken.Picture)); err != nil || again.Picture != taken.Picture || again.Credit != taken.Credit {
			t.Errorf("%s: taken in again it is another: %v", name, err)
		}
		if err := r.Make(t.Context(), taken.Picture, formats()...); err != nil {
			t.Fatal(err)
		}
		eachKept(t, s, r, func(path string, _ []byte) {
			large := strings.Contains(path, "-640.jpg") || strings.Contains(path, "-960.jpg") || strings.Contains(path, "-1000.jpg")
			got := exifTags(t, exiftool, path)
			if master := strings.HasPrefix(path, s.dir); (master || large) && got != c.tags || !master && !large && got != "" {
				t.Errorf("%s: exiftool reads %q in %s", name, got, filepath.Base(path))
			}
		})
	}
}

func mustGet(t *testing.T, s *Store, p story.Picture) []byte {
	data, err := s.Get(FileName(p))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// exifTags lists what exiftool calls metadata: every tag that is not about the
// file, its pixels or our packet's frame.
func exifTags(t *testing.T, exiftool, path string) string {
	out, err := exec.Command(exiftool, "-a", "-u", "-s", "-s", "-EXIF:all", "-XMP:all", "-IPTC:all", "-GPS:all", "-MakerNotes:all",
		"-Photoshop:all", "-ICC_Profile:all", "-Comment", "-APP14:all", "-MPF:all", "-PNG:Author", "-JFIF:ThumbnailImage", "-Trailer:all", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for line := range strings.Lines(string(out)) {
		tag, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return strings.Join(tags, "|")
}

// TestRealPhotographsByExiftool has exiftool look at what is kept of the shared
// photographs: GPS, serial numbers and maker notes are in many of them.
func TestRealPhotographsByExiftool(t *testing.T) {
	exiftool, root := require.Tool(t, "exiftool"), require.Shared(t, "data/photos")
	s, _ := open(t)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			s.Put(data) // some are refused
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(exiftool, "-r", "-q", "-a", "-u", "-s", "-EXIF:all", "-IPTC:all", "-GPS:all", "-MakerNotes:all", "-Photoshop:all",
		"-ICC_Profile:all", "-Comment", "-MPF:all", "-XMP-exif:all", "-XMP-xmp:all", "-XMP-xmpMM:all", "-XMP-aux:all", "-Trailer:all", s.dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, "=====") {
			t.Errorf("exiftool reads %s", line)
		}
	}
}
