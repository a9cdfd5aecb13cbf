package darkroom

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
)

func cleanGIF(data []byte) ([]byte, image.Point, error) {
	if len(data) < 13 {
		return nil, image.Point{}, errGIFShort
	}
	w, h := int(data[6])|int(data[7])<<8, int(data[8])|int(data[9])<<8
	if err := withinPixels(w, h); err != nil {
		return nil, image.Point{}, err
	}
	clean, err := walkGIF(data)
	if err != nil {
		return nil, image.Point{}, err
	}
	// Every frame must decode. The decoder itself keeps them within the screen.
	if _, err := gif.DecodeAll(bytes.NewReader(clean)); err != nil {
		return nil, image.Point{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return clean, image.Pt(w, h), nil
}

var errGIFShort = fmt.Errorf("%w: it ends before its trailer", ErrBroken)

// gifWalker copies a GIF block by block (GIF89a, section 12 ff.).
type gifWalker struct {
	data   []byte
	pos    int
	out    []byte
	frames int
	moving int // pixels of all frames
	looped bool
}

// walkGIF keeps frames, their timing and the loop count. Comments, other
// programs' blocks, plain-text blocks, which nobody shows, and what stands
// after the trailer are left out.
func walkGIF(data []byte) ([]byte, error) {
	g := &gifWalker{data: data, out: make([]byte, 0, len(data))}
	if !g.copy(13 + colours(data[10])) {
		return nil, errGIFShort
	}
	for g.pos < len(data) {
		var err error
		switch data[g.pos] {
		case 0x3b:
			return append(g.out, 0x3b), nil
		case 0x2c:
			err = g.frame()
		case 0x21:
			err = g.extension()
		default:
			err = fmt.Errorf("%w: unknown block at byte %d", ErrBroken, g.pos)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, errGIFShort
}

// colours is the size in bytes of the colour table a packed field announces.
func colours(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

// copy takes the next n bytes over.
func (g *gifWalker) copy(n int) bool {
	if n > len(g.data)-g.pos {
		return false
	}
	g.out = append(g.out, g.data[g.pos:g.pos+n]...)
	g.pos += n
	return true
}

// frame takes over an image descriptor, its colours and its coded pixels, and
// counts them: a GIF of a few kilobytes can hold thousands of full frames.
func (g *gifWalker) frame() error {
	if len(g.data)-g.pos < 10 {
		return errGIFShort
	}
	d := g.data[g.pos:]
	g.frames++
	g.moving += (int(d[5]) | int(d[6])<<8) * (int(d[7]) | int(d[8])<<8)
	if g.frames > MaxFrames || g.moving > MaxMoving {
		return fmt.Errorf("%w: more than %d frames or %d million pixels in all frames", ErrTooLarge, MaxFrames, MaxMoving/1_000_000)
	}
	if !g.copy(10+colours(d[9])+1) || !g.copyBlocks() {
		return errGIFShort
	}
	return nil
}

// copyBlocks takes over data sub-blocks up to the empty one that ends them.
func (g *gifWalker) copyBlocks() bool {
	for g.pos < len(g.data) {
		n := int(g.data[g.pos])
		if !g.copy(1 + n) {
			return false
		}
		if n == 0 {
			return true
		}
	}
	return false
}

// extension keeps timing and the loop count and skips every other extension.
func (g *gifWalker) extension() error {
	start := g.pos
	if len(g.data)-start < 3 {
		return errGIFShort
	}
	label := g.data[start+1]
	if label == 0xf9 {
		if !g.copy(2) || !g.copyBlocks() {
			return errGIFShort
		}
		return nil
	}
	kept := len(g.out)
	g.pos += 2
	ok := g.copyBlocks()
	blocks := string(g.out[kept:])
	g.out = g.out[:kept]
	if !ok {
		return errGIFShort
	}
	if label == 0xff {
		g.loop(blocks)
	}
	return nil
}

// loop writes the loop extension in its plain form, once. It may carry further
// sub-blocks, in which anything can hide.
func (g *gifWalker) loop(blocks string) {
	const head = "\x0bNETSCAPE2.0\x03\x01"
	if g.looped || len(blocks) < len(head)+2 || blocks[:len(head)] != head {
		return
	}
	g.looped = true
	g.out = append(g.out, 0x21, 0xff)
	g.out = append(g.out, blocks[:len(head)+2]...)
	g.out = append(g.out, 0)
}
