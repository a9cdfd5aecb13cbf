package darkroom

import (
	"bytes"
	"testing"
)

// The property of every walker: it never panics; when it is content, walking
// over its own output changes nothing; and a file that decodes still decodes
// to the same pixels.
func walks(t *testing.T, data []byte, walk func([]byte) ([]byte, error)) {
	clean, err := walk(data)
	if err != nil {
		return
	}
	if len(clean) > len(data)+1 {
		t.Fatalf("%d bytes grew to %d", len(data), len(clean))
	}
	again, err := walk(clean)
	if err != nil || !bytes.Equal(again, clean) {
		t.Fatalf("not stable: %v", err)
	}
	if small(data) {
		samePixels(t, data, clean)
	}
}

// small keeps the fuzzer from spending its time decoding vast pictures.
func small(data []byte) bool {
	if len(data) > 1<<16 {
		return false
	}
	switch sniffMedia(data) {
	case "image/jpeg":
		f, err := walkJPEG(data)
		return err == nil && f.width*f.height < 1<<16
	case "image/gif":
		return int(data[6])|int(data[7])<<8 < 256 && int(data[8])|int(data[9])<<8 < 256
	}
	_, size, err := mustKind(data).clean(data)
	return err == nil && size.X*size.Y < 1<<16
}

func mustKind(data []byte) kind {
	k, _ := kindOf(sniffMedia(data))
	return k
}

func FuzzJPEG(f *testing.F) {
	plain := sampleJPEG(f)
	f.Add(plain)
	f.Add(afterSOI(plain, segment(markAPP1, exif(6)), segment(markAPP0, "JFIF\x00"), segment(markCOM, "x")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniffMedia(data) != "image/jpeg" {
			return
		}
		walks(t, data, func(b []byte) ([]byte, error) {
			file, err := walkJPEG(b)
			if err != nil {
				return nil, err
			}
			return file.clean, nil
		})
	})
}

func FuzzPNG(f *testing.F) {
	f.Add(samplePNG(f))
	f.Add(afterIHDR(samplePNG(f), chunk("tEXt", "a\x00b"), chunk("eXIf", tiff(1)), chunk("iCCP", "x\x00\x00y")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniffMedia(data) == "image/png" {
			walks(t, data, walkPNG)
		}
	})
}

func FuzzGIF(f *testing.F) {
	f.Add(sampleGIF(f, 2))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe\x01x\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00\x3b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= 13 && sniffMedia(data) == "image/gif" {
			walks(t, data, walkGIF)
		}
	})
}

func FuzzWebP(f *testing.F) {
	// A lossless picture of one pixel.
	f.Add(webpFile(chunkWebP("VP8L", "/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"), chunkWebP("EXIF", tiff(1))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniffMedia(data) == "image/webp" {
			walks(t, data, walkWebP)
		}
	})
}

func FuzzOrientation(f *testing.F) {
	f.Add([]byte(tiff(6)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := exifOrientation(data); o < 0 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
	})
}
