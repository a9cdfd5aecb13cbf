package darkroom

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"

	"stet.news/story"
)

// The budgets of one picture. A file over any of them is refused with
// ErrTooLarge before the memory is taken.
const (
	MaxBytes  = 20 << 20      // bytes of the file, and of what is kept of it
	MaxPixels = 50_000_000    // width × height
	MaxFrames = 1_000         // frames of a GIF
	MaxMoving = 200_000_000   // frames × area of a GIF, in pixels
	MaxScans  = 100           // passes of a progressive JPEG over the picture
	MaxPassed = 1_000_000_000 // passes × area of a JPEG, in pixels
	MaxMemory = 384 << 20     // bytes that decoding is expected to take
)

// Errors a caller can act on. They come wrapped with what was found and, where
// there is one, the mend.
var (
	// ErrNotAPicture: not a kind that is taken, by its content.
	ErrNotAPicture = errors.New("not a picture stet takes (JPEG, PNG, GIF, WebP, AVIF)")
	// ErrTooLarge: over one of the budgets.
	ErrTooLarge = errors.New("picture too large")
	// ErrBroken: looks like a picture but does not decode.
	ErrBroken = errors.New("picture does not decode")
)

// Taken is what Check found out about a picture.
type Taken struct {
	// Picture is the reference to what is kept: SHA256, Type, Width and Height.
	// Its Credit is what the file says; the other words are the caller's.
	Picture story.Picture
	// Credit is all the file says of its makers. It is kept in the file.
	Credit Credit
	// Caption is what the file says it shows. It is not kept in the file, because
	// nobody chose it for readers; whoever writes the caption is shown it.
	Caption string
	// Removed are the kinds of metadata that were in the file and are not kept.
	Removed []Kind
}

// file is what a walk over a picture file found.
type file struct {
	media       string
	clean       []byte // without metadata; of an AVIF, the file as it came
	width       int
	height      int
	perPixel    float64          // bytes of memory a pixel takes to decode
	orientation int              // EXIF orientation, 1 to 8
	colour      *colour          // nil: sRGB
	rewrite     bool             // this kind of file is not kept as it is
	mirror      int              // after orientation; 0 when not
	clip        *image.Rectangle // the part that is shown, before both
	metadata
}

// check looks at the bytes of a picture file and gives what is to be kept.
func (c *codecs) check(data []byte) (Taken, []byte, error) {
	kind, err := sniff(data)
	if err != nil {
		return Taken{}, nil, err
	}
	if len(data) > MaxBytes {
		return Taken{}, nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), MaxBytes)
	}
	t, clean, err := c.take(kind, data)
	if err != nil {
		return Taken{}, nil, fmt.Errorf("%s: %w", kind.name, err)
	}
	return t, clean, nil
}

func (c *codecs) take(k kind, data []byte) (t Taken, clean []byte, err error) {
	f, err := k.walk(data)
	if err != nil {
		return t, nil, err
	}
	f.media = k.media
	f.heedEXIF()
	if err := f.affordable(); err != nil {
		return t, nil, err
	}
	m, err := c.decodeWhole(f)
	if err != nil {
		return t, nil, err
	}
	size := image.Pt(f.width, f.height)
	if f.orientation > 1 || f.colour != nil || f.rewrite {
		if f.media, f.clean, size, err = f.develop(m); err != nil {
			return t, nil, err
		}
	}
	t.Credit = f.credit()
	t.Caption, t.Credit.caption = t.Credit.caption, ""
	clean = withPacket(f.media, f.clean, t.Credit.packet())
	if len(clean) > MaxBytes {
		return t, nil, fmt.Errorf("%w: upright and in sRGB it has %d bytes, at most %d; save it smaller", ErrTooLarge, len(clean), MaxBytes)
	}
	t.Picture = story.Picture{Type: f.media, Width: size.X, Height: size.Y, Credit: t.Credit.Printed()}
	t.Removed = f.removed
	return t, clean, nil
}

// heedEXIF draws what follows from the EXIF structure, if there is one. In AVIF
// the orientation is a property of the picture, and that of EXIF is not heeded.
func (f *file) heedEXIF() {
	facts := readEXIF(f.exif)
	if facts.orientation != 0 && f.media != "image/avif" {
		f.orientation = facts.orientation
	}
	for _, k := range facts.kinds {
		f.drop(k)
	}
}

// affordable holds what the file says of itself against the budgets.
func (f *file) affordable() error {
	if err := withinPixels(f.width, f.height); err != nil {
		return err
	}
	return withinMemory(f.width, f.height, f.perPixel)
}

// kind is a type of picture file we take.
type kind struct {
	name  string // as people say it
	media string
	// walk goes over the file without decoding it.
	walk func([]byte) (*file, error)
}

// kindOf gives the kind of a media type.
func kindOf(media string) (kind, bool) {
	switch media {
	case "image/jpeg":
		return kind{"JPEG", media, walkJPEG}, true
	case "image/png":
		return kind{"PNG", media, walkPNG}, true
	case "image/gif":
		return kind{"GIF", media, walkGIF}, true
	case "image/webp":
		return kind{"WebP", media, walkWebP}, true
	case "image/avif":
		return kind{"AVIF", media, walkAVIF}, true
	}
	return kind{}, false
}

// withinPixels refuses a size over the budget, or none at all. Division keeps
// 65535² and the like from overflowing.
func withinPixels(w, h int) error {
	if w <= 0 || h <= 0 {
		return fmt.Errorf("%w: %d × %d pixels", ErrBroken, w, h)
	}
	if w > MaxPixels/h {
		return fmt.Errorf("%w: %d × %d pixels, at most %d million", ErrTooLarge, w, h, MaxPixels/1_000_000)
	}
	return nil
}

// withinMemory refuses what would take too much to decode, in bytes a pixel.
func withinMemory(w, h int, perPixel float64) error {
	if need := float64(w) * float64(h) * perPixel; need > MaxMemory {
		return fmt.Errorf("%w: %d × %d pixels of this kind take %d MiB to decode, at most %d; save it smaller",
			ErrTooLarge, w, h, int(need)>>20, MaxMemory>>20)
	}
	return nil
}

// decodeWhole decodes a file and checks that it is of the size it claims.
func (c *codecs) decodeWhole(f *file) (image.Image, error) {
	m, err := c.decode(f.media, f.clean)
	if err != nil {
		return nil, err
	}
	if got := m.Bounds().Size(); got != image.Pt(f.width, f.height) {
		return nil, fmt.Errorf("%w: claims %d × %d pixels, has %d × %d", ErrBroken, f.width, f.height, got.X, got.Y)
	}
	return m, nil
}

// decode decodes a picture; of a moving one every frame, and it gives the first.
func (c *codecs) decode(media string, data []byte) (m image.Image, err error) {
	// The decoders are other people's code on hostile input, and have panicked
	// before. A new process would do, but this one need not be lost.
	defer func() {
		if p := recover(); p != nil {
			m, err = nil, fmt.Errorf("%w: the decoder gave up: %v", ErrBroken, p)
		}
	}()
	r := bytes.NewReader(data)
	switch media {
	case "image/jpeg":
		m, err = jpeg.Decode(r)
	case "image/png":
		m, err = png.Decode(r)
	case "image/gif":
		m, err = decodeGIF(r)
	case "image/webp":
		if m, err = webp.Decode(r); err == nil {
			m = fullRange(m)
		}
	case "image/avif":
		m, err = c.decodeAVIF(data)
	default:
		err = fmt.Errorf("no way to read %q", media)
	}
	if err != nil && !isRefusal(err) {
		err = fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

func isRefusal(err error) bool {
	return errors.Is(err, ErrBroken) || errors.Is(err, ErrTooLarge) || errors.Is(err, ErrNotAPicture)
}
