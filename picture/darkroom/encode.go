package darkroom

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"stet.news/story"
)

// How renditions are written; docs/performance.md has the bytes and seconds. AVIF
// is given its time, because it is made once, behind everything else, and then
// sent to readers for whom each kilobyte counts.
const (
	jpegQuality = 78
	webpQuality = 74
	webpMethod  = 2 // of 0, fast, to 6, small; 4 takes three times as long for a thirtieth less
	avifQuality = 58
	yuv420      = 3 // libavif's AVIF_PIXEL_FORMAT_YUV420
)

func (c *codecs) encode(m *image.RGBA, f story.Format) ([]byte, error) {
	switch f {
	case story.JPEG:
		var b bytes.Buffer
		err := jpeg.Encode(&b, m, &jpeg.Options{Quality: jpegQuality})
		return b.Bytes(), err
	case story.WebP:
		return write(&c.writeWebP, m, 0, webpQuality, webpMethod, 0, 0)
	case story.AVIF:
		return write(&c.writeAVIF, m, avifQuality, avifQuality, avifSpeed(m.Rect.Dx()), yuv420)
	}
	return nil, fmt.Errorf("no way to write %q", f)
}

// avifSpeed is how hard the codec tries for a picture of that width, from 0,
// small, to 10, fast. Drawings of 640 pixels and more come out twice as large
// with 8 as with 7, larger than WebP; below, 8 is as good and twice as fast.
func avifSpeed(width int) uint64 {
	if width < 640 {
		return 8
	}
	return 7
}

// write has a codec encode a picture, which has no transparent pixel. Their
// functions differ only in what comes after the size.
func write(c *codec, m *image.RGBA, how ...uint64) (out []byte, err error) {
	err = c.run(func(in *instance) error {
		size := in.put(make([]byte, 8))
		args := append([]uint64{in.put(m.Pix), uint64(m.Rect.Dx()), uint64(m.Rect.Dy()), size}, how...)
		at := in.call("encode", args...)
		n := in.number(size)
		if in.err == nil && (at == 0 || n == 0) {
			return fmt.Errorf("%w: it gave nothing", errCodec)
		}
		out = in.get(at, n)
		return nil
	})
	return out, err
}
