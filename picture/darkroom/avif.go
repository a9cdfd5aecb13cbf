package darkroom

import (
	"fmt"
	"image"
)

// avifCost is the memory a decoded pixel takes: the codec's planes, its copy as
// RGBA in sixteen bits, and ours.
const avifCost = 24

// isAVIF says that a file is AVIF by its brands, of which any may be the first.
func isAVIF(data []byte) bool {
	list, _ := boxes(data[:min(len(data), 512)])
	kind := first(list, "ftyp").body
	for ; len(kind) >= 4; kind = kind[4:] {
		if b := string(kind[:4]); b == "avif" || b == "avis" {
			return true
		}
	}
	return false
}

// walkAVIF reads how the main picture is shown. It is never kept as it came, so
// nothing is taken out.
func walkAVIF(data []byte) (*file, error) {
	top, err := boxes(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	meta, err := first(top, "meta").inside(4)
	if err != nil || len(meta) == 0 {
		return nil, fmt.Errorf("%w: it describes no picture", ErrBroken)
	}
	described, err := properties(meta, primaryItem(meta))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	f := &file{clean: data, rewrite: true, perPixel: avifCost}
	for _, p := range described {
		if err := f.property(p); err != nil {
			return nil, err
		}
	}
	f.avifMetadata(data, meta)
	return f, nil
}

// property heeds one property. The order of those that turn is fixed: clip,
// turn, mirror (ISO/IEC 23000-22, 7.3.6.7).
func (f *file) property(p box) (err error) {
	in := &fields{data: p.body}
	switch p.kind {
	case "ispe":
		in.number(4)
		f.width, f.height = int(in.number(4)), int(in.number(4))
	case "irot": // quarters of a turn, anticlockwise
		f.orientation = [4]int{1, 8, 3, 6}[in.number(1)&3]
	case "imir": // 0: top and bottom change places, 1: left and right
		f.mirror = [2]int{4, 2}[in.number(1)&1]
	case "clap":
		f.clip = f.aperture(in)
	case "colr":
		err = f.avifColour(in)
	}
	return err
}

// aperture reads the part that is shown: its size, then how far its middle lies
// from the picture's, all as fractions.
func (f *file) aperture(in *fields) *image.Rectangle {
	var v [4]float64
	for i := range v {
		over, under := int32(in.number(4)), int32(in.number(4))
		if under == 0 {
			return nil
		}
		v[i] = float64(over) / float64(under)
	}
	x := float64(f.width)/2 + v[2] - v[0]/2
	y := float64(f.height)/2 + v[3] - v[1]/2
	r := image.Rect(int(x), int(y), int(x+v[0]), int(y+v[1])).Intersect(image.Rect(0, 0, f.width, f.height))
	if r.Empty() {
		return nil
	}
	return &r
}

func (f *file) avifColour(in *fields) (err error) {
	if len(in.data) < 4 {
		return nil
	}
	switch kind := string(in.data[:4]); kind {
	case "prof", "rICC":
		f.drop(Profile)
		f.colour = unlessSRGB(readICC(in.data[4:], 3))
	case "nclx":
		in.number(4)
		if f.colour == nil { // a profile says more
			f.colour, err = fromCICP(int(in.number(2)), int(in.number(2)))
		}
	}
	return err
}

// avifMetadata finds EXIF and XMP.
func (f *file) avifMetadata(data []byte, meta []box) {
	for _, it := range items(meta) {
		switch {
		case it.kind == "Exif":
			in := &fields{data: itemData(data, meta, it.id)}
			if skip := in.number(4); skip <= uint64(len(in.data)) {
				f.exif = in.data[skip:]
			}
		case it.kind == "mime" && it.mime == "application/rdf+xml":
			f.drop(Words)
			f.xmp = itemData(data, meta, it.id)
		case it.kind == "mime":
			f.drop(Program)
		}
	}
}

// decodeAVIF decodes the main picture.
func (c *codecs) decodeAVIF(data []byte) (m image.Image, err error) {
	err = c.readAVIF.run(func(in *instance) error {
		file, size := in.put(data), in.put(make([]byte, 16))
		args := func(look uint64, delay, out uint64) []uint64 {
			return []uint64{file, uint64(len(data)), look, 0, size, size + 4, size + 8, size + 12, delay, out}
		}
		if in.call("decode", args(1, 0, 0)...) == 0 && in.err == nil {
			return fmt.Errorf("%w: its structure is wrong", ErrBroken)
		}
		w, h, depth := in.number(size), in.number(size+4), in.number(size+8)
		if err := withinPixels(w, h); in.err == nil && err != nil {
			return err
		}
		if err := withinMemory(w, h, avifCost); in.err == nil && err != nil {
			return err
		}
		bytes := w * h * 4
		if depth > 8 {
			bytes *= 2
		}
		out := in.alloc(bytes)
		if in.call("decode", args(0, in.alloc(8), out)...) == 0 && in.err == nil {
			return fmt.Errorf("%w: its pixels do not decode", ErrBroken)
		}
		m = premultiplied(in.get(out, bytes), w, h, depth > 8)
		return nil
	})
	return m, err
}

// premultiplied makes a picture of the codec's pixels. Of sixteen bits, the lower
// byte of which comes first, eight are kept.
func premultiplied(pix []byte, w, h int, wide bool) image.Image {
	if wide {
		for i := range len(pix) / 2 {
			pix[i] = pix[2*i+1]
		}
		pix = pix[:len(pix)/2]
	}
	return &image.RGBA{Pix: pix, Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
}
