package darkroom

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// maxProfile is how large a PNG's packed colour profile may be when unpacked;
// a real one has some kilobytes, a bomb has gigabytes.
const maxProfile = 4 << 20

func cleanPNG(data []byte) ([]byte, image.Point, error) {
	conf, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, image.Point{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if err := withinPixels(conf.Width, conf.Height); err != nil {
		return nil, image.Point{}, err
	}
	if err := withinMemory(conf.Width, conf.Height, pngCost(conf.ColorModel)); err != nil {
		return nil, image.Point{}, err
	}
	clean, err := walkPNG(data)
	if err != nil {
		return nil, image.Point{}, err
	}
	if _, err := decodeAt("image/png", clean, conf.Width, conf.Height); err != nil {
		return nil, image.Point{}, err
	}
	return clean, image.Pt(conf.Width, conf.Height), nil
}

// pngCost is the memory a decoded pixel takes.
func pngCost(m color.Model) float64 {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.RGBAModel, color.NRGBAModel:
		return 4
	case color.Gray16Model:
		return 2
	}
	return 1
}

// walkPNG goes over the chunks, keeps those that say how the picture looks and
// cuts what stands after the end. An animated PNG becomes its still picture:
// the further frames are chunks our decoder never looks at.
func walkPNG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), pngMagic...)
	for rest := data[len(pngMagic):]; ; {
		if len(rest) < 12 {
			return nil, fmt.Errorf("%w: it ends before its end chunk", ErrBroken)
		}
		n := uint64(binary.BigEndian.Uint32(rest)) + 12
		if n > uint64(len(rest)) {
			return nil, fmt.Errorf("%w: a chunk at byte %d is cut short", ErrBroken, len(data)-len(rest))
		}
		chunk := rest[:n]
		name, body := string(chunk[4:8]), chunk[8:n-4]
		if name == "eXIf" && exifOrientation(body) > 1 {
			return nil, ErrLying
		}
		if keepsPNG(name, body) {
			out = append(out, chunk...)
		}
		if name == "IEND" {
			return out, nil
		}
		rest = rest[n:]
	}
}

// keepsPNG says whether a chunk is needed to see the picture: every critical
// chunk, transparency and colour. A capital first letter means critical.
func keepsPNG(name string, body []byte) bool {
	switch name {
	case "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs", "cICP", "mDCV", "cLLI":
		return len(body) <= 1<<10 // by the standard at most 512
	case "iCCP":
		return unpacks(body)
	}
	return name[0]&0x20 == 0
}

// unpacks reports whether a packed colour profile unpacks within its budget.
func unpacks(body []byte) bool {
	name := bytes.IndexByte(body, 0)
	if name < 0 || name+2 > len(body) {
		return false
	}
	r, err := zlib.NewReader(bytes.NewReader(body[name+2:]))
	if err != nil {
		return false
	}
	n, err := io.Copy(io.Discard, io.LimitReader(r, maxProfile+1))
	return err == nil && n <= maxProfile
}
