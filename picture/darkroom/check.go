package darkroom

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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
	MaxBytes  = 20 << 20    // bytes of the file
	MaxPixels = 50_000_000  // width × height
	MaxFrames = 1_000       // frames of a GIF
	MaxMoving = 200_000_000 // frames × area of a GIF, in pixels
	MaxScans  = 100         // passes of a progressive JPEG over the picture
	MaxMemory = 384 << 20   // bytes that decoding is expected to take
)

// Errors a caller can act on. They come wrapped with what was found and, where
// there is one, the mend.
var (
	// ErrNotAPicture: not a JPEG, PNG, GIF or WebP by its content.
	ErrNotAPicture = errors.New("not a picture stet takes (JPEG, PNG, GIF, WebP)")
	// ErrTooLarge: over one of the budgets.
	ErrTooLarge = errors.New("picture too large")
	// ErrBroken: looks like a picture but does not decode.
	ErrBroken = errors.New("picture does not decode")
	// ErrLying: a PNG or WebP that says it must be turned before it is shown.
	ErrLying = errors.New("picture lies on its side; turn it and save it again")
)

// Check looks at the bytes of a picture file and gives what Put would keep:
// the reference (SHA256, Type, Width and Height; the words are the caller's to
// fill in) and the bytes it refers to. It stores nothing. data is not changed,
// and the bytes given back are never a part of it.
func Check(data []byte) (story.Picture, []byte, error) {
	kind, err := sniff(data)
	if err != nil {
		return story.Picture{}, nil, err
	}
	if len(data) > MaxBytes {
		return story.Picture{}, nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), MaxBytes)
	}
	clean, size, err := kind.clean(data)
	if err != nil {
		return story.Picture{}, nil, fmt.Errorf("%s: %w", kind.name, err)
	}
	sum := sha256.Sum256(clean)
	return story.Picture{
		SHA256: hex.EncodeToString(sum[:]),
		Type:   kind.media,
		Width:  size.X,
		Height: size.Y,
	}, clean, nil
}

// kind is a type of picture file we take.
type kind struct {
	name  string // as people say it
	media string
	ext   string
	// clean checks the file and gives it back without metadata, and its size.
	clean func([]byte) ([]byte, image.Point, error)
}

// kindOf gives the kind of a media type.
func kindOf(media string) (kind, bool) {
	switch media {
	case "image/jpeg":
		return kind{"JPEG", media, ".jpg", cleanJPEG}, true
	case "image/png":
		return kind{"PNG", media, ".png", cleanPNG}, true
	case "image/gif":
		return kind{"GIF", media, ".gif", cleanGIF}, true
	case "image/webp":
		return kind{"WebP", media, ".webp", cleanWebP}, true
	}
	return kind{}, false
}

// sniff tells the kind of file from its first bytes. What people often hand in
// by mistake is called by its name.
func sniff(data []byte) (kind, error) {
	media, what := sniffMedia(data), ""
	if k, ok := kindOf(media); ok {
		return k, nil
	}
	switch {
	case len(data) == 0:
		what = "the file is empty"
	case media != "":
		what = "this is " + media
	default:
		what = "nothing known begins like this"
	}
	return kind{}, fmt.Errorf("%w: %s", ErrNotAPicture, what)
}

func sniffMedia(data []byte) string {
	at := func(i int, magic string) bool {
		return len(data) >= i+len(magic) && string(data[i:i+len(magic)]) == magic
	}
	switch {
	case at(0, "\xff\xd8\xff"):
		return "image/jpeg"
	case at(0, pngMagic):
		return "image/png"
	case at(0, "GIF87a"), at(0, "GIF89a"):
		return "image/gif"
	case at(0, "RIFF") && at(8, "WEBP"):
		return "image/webp"
	case at(0, "II*\x00"), at(0, "MM\x00*"):
		return "TIFF"
	case at(0, "BM"):
		return "BMP"
	case at(4, "ftypavif"), at(4, "ftypavis"):
		return "AVIF"
	case at(4, "ftyphei"), at(4, "ftyphev"), at(4, "ftypmif1"), at(4, "ftypmsf1"):
		return "HEIC"
	case at(0, "%PDF"):
		return "PDF"
	case looksSVG(data):
		return "SVG"
	}
	return ""
}

// looksSVG looks for the root element in the first kilobyte, which is where
// every drawing program puts it. It only chooses words: what is not one of the
// four kinds is refused either way.
func looksSVG(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 1024)], []byte("<svg"))
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

// decodeAt decodes clean bytes and checks that they are of the size they claim.
func decodeAt(media string, data []byte, w, h int) (image.Image, error) {
	m, err := decode(media, data)
	if err != nil {
		return nil, err
	}
	if got := m.Bounds().Size(); got != image.Pt(w, h) {
		return nil, fmt.Errorf("%w: claims %d × %d pixels, has %d × %d", ErrBroken, w, h, got.X, got.Y)
	}
	return m, nil
}

// decode decodes clean bytes of anything but a GIF.
func decode(media string, data []byte) (m image.Image, err error) {
	// The decoders are other people's code on hostile input, and have panicked
	// before.
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
	case "image/webp":
		m, err = webp.Decode(r)
	default:
		err = fmt.Errorf("no way to read %s", media)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return m, nil
}
