package darkroom

import (
	"bytes"
	"image"
	"testing"
)

// The property of every walker: it never panics; when it is content, walking
// over its own output changes nothing; and a file that decodes still decodes
// to the same pixels.
func walks(t *testing.T, data []byte) {
	k, _ := sniff(data)
	f, err := k.walk(data)
	if err != nil {
		return
	}
	clean := f.clean
	if len(clean) > len(data)+1 {
		t.Fatalf("%d bytes grew to %d", len(data), len(clean))
	}
	again, err := k.walk(clean)
	if err != nil || !bytes.Equal(again.clean, clean) {
		t.Fatalf("not stable: %v", err)
	}
	f.credit()
	if f.width*f.height < 1<<16 {
		samePixels(t, data, clean)
	}
}

func FuzzJPEG(f *testing.F) {
	plain := sampleJPEG(f)
	f.Add(plain)
	f.Add(afterSOI(plain, segment(markAPP1, exif(6)), segment(markAPP0, "JFIF\x00"), segment(markCOM, "x")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniffMedia(data) == "image/jpeg" {
			walks(t, data)
		}
	})
}

func FuzzPNG(f *testing.F) {
	f.Add(samplePNG(f))
	f.Add(afterIHDR(samplePNG(f), chunk("tEXt", "a\x00b"), chunk("eXIf", tiffOf(1)), chunk("iCCP", "x\x00\x00y")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniffMedia(data) == "image/png" {
			walks(t, data)
		}
	})
}

func FuzzGIF(f *testing.F) {
	f.Add(sampleGIF(f, 2))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe\x01x\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00\x3b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniffMedia(data) == "image/gif" {
			walks(t, data)
		}
	})
}

func FuzzWebP(f *testing.F) {
	// A lossless picture of one pixel.
	f.Add(webpFile(chunkWebP("VP8L", "/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"), chunkWebP("EXIF", tiffOf(1))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniffMedia(data) == "image/webp" {
			walks(t, data)
		}
	})
}

func FuzzEXIF(f *testing.F) {
	f.Add([]byte(tiffOf(6)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := readEXIF(data).orientation; o < 0 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
	})
}

// FuzzCredit holds the two readers of credits against the writer: whatever is
// read comes back from our own packet the same.
func FuzzCredit(f *testing.F) {
	f.Add(Credit{Creator: "A & B", Terms: "<x>", Source: "https://example.org/a"}.packet())
	f.Add([]byte("8BIM\x04\x04\x00\x00\x00\x00\x00\x09\x1c\x02\x50\x00\x04Mina"))
	f.Add([]byte("8BIM\x04\x04\x00\x00\x00\x00\x00\x09\x1c\x02x\x00\x04Mina")) // a caption
	f.Fuzz(func(t *testing.T, data []byte) {
		m := metadata{xmp: data, iptc: data}
		c := m.credit()
		c.caption = "" // told to who brings the picture, and not kept in it
		again := metadata{xmp: c.packet()}
		if got := again.credit(); got != c {
			t.Fatalf("%+v came back as %+v", c, got)
		}
	})
}

func FuzzICC(f *testing.F) {
	f.Add(profileOf(displayP3))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, channels := range []int{1, 3} {
			if c := readICC(data, channels); c != nil && !c.isSRGB() {
				c.toSRGB(image.NewNRGBA(image.Rect(0, 0, 2, 2)))
			}
		}
	})
}

func FuzzAVIF(f *testing.F) {
	f.Add(avifOf(48, 32, nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := walkAVIF(data); err == nil {
			file.credit()
		}
	})
}
