package darkroom

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"

	"golang.org/x/image/webp"
)

// Flags of a WebP file's extended header (VP8X), RFC 9649 section 2.7.
const (
	webpMoving = 1 << 1
	webpXMP    = 1 << 2
	webpEXIF   = 1 << 3
	webpAlpha  = 1 << 4
)

// webpCost is the memory a decoded pixel takes, at worst: the lossless kind holds
// four bytes twice, the other its planes and four bytes.
const webpCost = 10

// webpWalk is a walk over a WebP file.
type webpWalk struct {
	file
	icc []byte
}

// walkWebP goes over the chunks of the RIFF file and keeps the picture and its
// transparency.
func walkWebP(data []byte) (*file, error) {
	if len(data) < 12 {
		return nil, fmt.Errorf("%w: it is cut short", ErrBroken)
	}
	size := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if size < 12 || size > uint64(len(data)) {
		return nil, fmt.Errorf("%w: it is cut short", ErrBroken)
	}
	w := &webpWalk{}
	w.perPixel = webpCost
	w.clean = append(make([]byte, 0, size), data[:12]...)
	for rest := data[12:size]; len(rest) >= 8; {
		n := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if n+8 > uint64(len(rest)) {
			return nil, fmt.Errorf("%w: a chunk is cut short", ErrBroken)
		}
		if err := w.chunk(string(rest[:4]), rest[8:8+n]); err != nil {
			return nil, err
		}
		rest = rest[min(uint64(len(rest)), 8+n+n&1):]
	}
	if size < uint64(len(data)) {
		w.drop(Trailer)
	}
	return &w.file, w.complete()
}

// chunk keeps or drops one chunk and notes what it says.
func (w *webpWalk) chunk(name string, body []byte) error {
	switch name {
	case "VP8X":
		if len(body) != 10 {
			return fmt.Errorf("%w: wrong header", ErrBroken)
		}
		if body[0]&webpMoving != 0 {
			return fmt.Errorf("%w: moving WebP; save it as GIF", ErrNotAPicture)
		}
		// Only the transparency is still announced; the rest is dropped.
		w.clean = appendChunk(w.clean, name, append([]byte{body[0] & webpAlpha, 0, 0, 0}, body[4:]...))
	case "VP8 ", "VP8L", "ALPH":
		w.clean = appendChunk(w.clean, name, body)
	case "ICCP":
		w.drop(Profile)
		w.icc = body
	case "EXIF":
		w.exif = body
	case "XMP ":
		w.drop(Words)
		w.xmp = body
	default:
		w.drop(Program)
	}
	return nil
}

// complete draws what follows from the whole file.
func (w *webpWalk) complete() error {
	binary.LittleEndian.PutUint32(w.clean[4:], uint32(len(w.clean)-8))
	conf, err := webp.DecodeConfig(bytes.NewReader(w.clean))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	w.width, w.height = conf.Width, conf.Height
	w.colour = unlessSRGB(readICC(w.icc, 3))
	return nil
}

// appendChunk writes a chunk; chunks of odd length are padded.
func appendChunk(out []byte, name string, body []byte) []byte {
	out = append(out, name...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// fullRange gives the true colours of a decoded WebP. VP8 counts brightness from
// 16 to 235 and colour from 16 to 240 (RFC 6386, 9.2), and the decoder gives these
// numbers in a type that by its definition counts from 0 to 255.
func fullRange(m image.Image) image.Image {
	switch m := m.(type) {
	case *image.YCbCr:
		return widened(m, nil, 0)
	case *image.NYCbCrA:
		return widened(&m.YCbCr, m.A, m.AStride)
	}
	return m
}

func widened(m *image.YCbCr, alpha []byte, stride int) *image.NRGBA {
	out := image.NewNRGBA(m.Rect)
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			c := m.COffset(x, y)
			p := widen(m.Y[m.YOffset(x, y)], m.Cb[c], m.Cr[c])
			if alpha != nil {
				p.A = alpha[(y-m.Rect.Min.Y)*stride+x-m.Rect.Min.X]
			}
			out.SetNRGBA(x, y, p)
		}
	}
	return out
}

// widen is BT.601 from its studio range, in sixteenths of a thousandth.
func widen(y, cb, cr uint8) color.NRGBA {
	light := 76309 * (int32(y) - 16)
	u, v := int32(cb)-128, int32(cr)-128
	code := func(sum int32) uint8 { return uint8(min(max((sum+1<<15)>>16, 0), 255)) }
	return color.NRGBA{code(light + 104597*v), code(light - 25675*u - 53279*v), code(light + 132201*u), 255}
}
