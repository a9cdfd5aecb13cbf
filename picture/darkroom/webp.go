package darkroom

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"

	"golang.org/x/image/webp"
)

// Flags of a WebP file's extended header (VP8X), RFC 9649 section 2.7.
const (
	webpMoving = 1 << 1
	webpXMP    = 1 << 2
	webpEXIF   = 1 << 3
)

// webpCost is the memory a decoded pixel takes, at worst: the lossless kind
// holds four bytes twice.
const webpCost = 8

func cleanWebP(data []byte) ([]byte, image.Point, error) {
	clean, err := walkWebP(data)
	if err != nil {
		return nil, image.Point{}, err
	}
	conf, err := webp.DecodeConfig(bytes.NewReader(clean))
	if err != nil {
		return nil, image.Point{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if err := withinPixels(conf.Width, conf.Height); err != nil {
		return nil, image.Point{}, err
	}
	if err := withinMemory(conf.Width, conf.Height, webpCost); err != nil {
		return nil, image.Point{}, err
	}
	if _, err := decodeAt("image/webp", clean, conf.Width, conf.Height); err != nil {
		return nil, image.Point{}, err
	}
	return clean, image.Pt(conf.Width, conf.Height), nil
}

// walkWebP goes over the chunks of the RIFF file and keeps the picture, its
// transparency and its colour profile.
func walkWebP(data []byte) ([]byte, error) {
	if len(data) < 12 {
		return nil, fmt.Errorf("%w: it is cut short", ErrBroken)
	}
	size := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if size < 12 || size > uint64(len(data)) {
		return nil, fmt.Errorf("%w: it is cut short", ErrBroken)
	}
	out := append(make([]byte, 0, size), data[:12]...)
	for rest := data[12:size]; len(rest) >= 8; {
		n := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if n+8 > uint64(len(rest)) {
			return nil, fmt.Errorf("%w: a chunk is cut short", ErrBroken)
		}
		name, body := string(rest[:4]), rest[8:8+n]
		kept, err := keepsWebP(name, body)
		if err != nil {
			return nil, err
		}
		if kept {
			out = appendChunk(out, name, body)
		}
		rest = rest[min(uint64(len(rest)), 8+n+n&1):]
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

// keepsWebP says whether a chunk is needed to see the picture.
func keepsWebP(name string, body []byte) (bool, error) {
	switch name {
	case "VP8X":
		if len(body) != 10 {
			return false, fmt.Errorf("%w: wrong header", ErrBroken)
		}
		if body[0]&webpMoving != 0 {
			return false, fmt.Errorf("%w: moving WebP; save it as GIF", ErrNotAPicture)
		}
		return true, nil
	case "EXIF":
		// Some writers put JPEG's prefix in front.
		if exifOrientation(bytes.TrimPrefix(body, []byte("Exif\x00\x00"))) > 1 {
			return false, ErrLying
		}
		return false, nil
	}
	return name == "VP8 " || name == "VP8L" || name == "ALPH" || name == "ICCP", nil
}

// appendChunk writes a chunk; chunks of odd length are padded. The extended
// header no longer announces what was dropped.
func appendChunk(out []byte, name string, body []byte) []byte {
	out = append(out, name...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	at := len(out)
	out = append(out, body...)
	if name == "VP8X" {
		out[at] &^= webpXMP | webpEXIF
	}
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}
