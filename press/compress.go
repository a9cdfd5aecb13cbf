package press

import (
	"bytes"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// The levels are where more work stops paying. A front page of 20.8 kB takes
// 4.0 kB with gzip 6 (3.9 with 9, three times the work) and 3.6 kB with brotli 5
// (3.9 with 4, 3.5 with 7 and half as much work again), about 1 ms each.
const (
	gzipLevel   = 6
	brotliLevel = 5
)

// tooSmall is the size below which compressing saves no packet.
const tooSmall = 512

// compressor makes the compressed forms of pages. Its writers are big, so they
// are used again.
type compressor struct{ gzips, brotlis sync.Pool }

func newCompressor() *compressor {
	c := &compressor{}
	c.gzips.New = func() any { w, _ := gzip.NewWriterLevel(nil, gzipLevel); return w }
	c.brotlis.New = func() any { return brotli.NewWriterLevel(nil, brotliLevel) }
	return c
}

// press fills in Gzip and Brotli, where they are smaller than the body; a Brotli
// that is there already, because the page was weighed, stays. Brotli is
// for browsers: of the programs that read feeds and sitemaps few ask for it, and
// those pages are most of the bytes that one publication prints.
func (c *compressor) press(p *Page) {
	p.Gzip = nil
	if len(p.Body) < tooSmall || strings.HasPrefix(p.Type, "image/") {
		return
	}
	g := c.gzips.Get().(*gzip.Writer)
	var b bytes.Buffer
	g.Reset(&b)
	g.Write(p.Body)
	g.Close()
	c.gzips.Put(g)
	p.Gzip = smaller(b.Bytes(), p.Body)

	if p.Brotli == nil && (p.Type == typeHTML || p.Type == typeScript) {
		c.brotli(p)
	}
}

// brotli fills in Brotli alone.
func (c *compressor) brotli(p *Page) {
	w := c.brotlis.Get().(*brotli.Writer)
	var d bytes.Buffer
	w.Reset(&d)
	w.Write(p.Body)
	w.Close()
	c.brotlis.Put(w)
	p.Brotli = smaller(d.Bytes(), p.Body)
}

func smaller(packed, plain []byte) []byte {
	if len(packed) >= len(plain) {
		return nil
	}
	return packed
}
