package darkroom

import (
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"io"
	"strings"
)

// decodeGIF decodes every frame, because a file that breaks on the way is not
// shown to anybody, and gives the first on the whole screen. The decoder itself
// keeps the frames within the screen.
func decodeGIF(r io.Reader) (image.Image, error) {
	g, err := gif.DecodeAll(r)
	if err != nil {
		return nil, err
	}
	m := image.NewNRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	draw.Draw(m, g.Image[0].Rect, g.Image[0], g.Image[0].Rect.Min, draw.Src)
	return m, nil
}

var errGIFShort = fmt.Errorf("%w: it ends before its trailer", ErrBroken)

// gifWalker copies a GIF block by block (GIF89a, section 12 ff.).
type gifWalker struct {
	file
	data   []byte
	pos    int
	frames int
	moving int // pixels of all frames
	looped bool
}

// walkGIF keeps frames, their timing and the loop count. Comments, other
// programs' blocks, plain-text blocks, which nobody shows, and what stands
// after the trailer are left out.
func walkGIF(data []byte) (*file, error) {
	if len(data) < 13 {
		return nil, errGIFShort
	}
	g := &gifWalker{data: data}
	g.width, g.height = int(data[6])|int(data[7])<<8, int(data[8])|int(data[9])<<8
	g.perPixel, g.clean = gifCost, make([]byte, 0, len(data))
	if err := g.affordable(); err != nil {
		return nil, err
	}
	if !g.copy(13 + colours(data[10])) {
		return nil, errGIFShort
	}
	for g.pos < len(data) {
		var err error
		switch data[g.pos] {
		case 0x3b:
			if len(data) > g.pos+1 {
				g.drop(Trailer)
			}
			g.clean = append(g.clean, 0x3b)
			return &g.file, nil
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

// gifCost is what a pixel of the screen takes; MaxMoving bounds the frames.
const gifCost = 5

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
	g.clean = append(g.clean, g.data[g.pos:g.pos+n]...)
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
	kept := len(g.clean)
	g.pos += 2
	ok := g.copyBlocks()
	blocks := string(g.clean[kept:])
	g.clean = g.clean[:kept]
	if !ok {
		return errGIFShort
	}
	switch xmp, isXMP := strings.CutPrefix(blocks, "\x0b"+gifXMP); {
	case label == 0xff && isXMP:
		g.drop(Words)
		g.xmp = []byte(strings.TrimSuffix(xmp, gifXMPEnd))
	case label == 0xff && g.loop(blocks):
	case label == 0xff:
		g.drop(Program)
	default:
		g.drop(Words)
	}
	return nil
}

// loop writes the loop extension in its plain form, once. It may carry further
// sub-blocks, in which anything can hide.
func (g *gifWalker) loop(blocks string) bool {
	const head = "\x0bNETSCAPE2.0\x03\x01"
	if g.looped || len(blocks) < len(head)+2 || blocks[:len(head)] != head {
		return false
	}
	g.looped = true
	g.clean = append(g.clean, 0x21, 0xff)
	g.clean = append(g.clean, blocks[:len(head)+2]...)
	g.clean = append(g.clean, 0)
	return true
}
