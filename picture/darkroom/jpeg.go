package darkroom

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
)

// Markers of a JPEG file, ITU-T T.81 table B.1.
const (
	markSOF0  = 0xc0
	markDHT   = 0xc4
	markJPG   = 0xc8
	markDAC   = 0xcc
	markSOF15 = 0xcf
	markRST0  = 0xd0
	markRST7  = 0xd7
	markSOI   = 0xd8
	markEOI   = 0xd9
	markSOS   = 0xda
	markAPP0  = 0xe0
	markAPP1  = 0xe1
	markAPP2  = 0xe2
	markAPP14 = 0xee
	markAPP15 = 0xef
	markCOM   = 0xfe
)

// turnedQuality is the quality a picture is written with that had to be turned.
const turnedQuality = 90

// jpegFile is what walking over a JPEG file found.
type jpegFile struct {
	clean       []byte   // the file without its metadata, up to the end marker
	profile     [][]byte // the colour profile's segments, whole
	orientation int      // EXIF orientation, 1 to 8
	width       int
	height      int
	components  int
	perPixel    float64 // bytes of memory a pixel takes to decode
}

func cleanJPEG(data []byte) ([]byte, image.Point, error) {
	f, err := walkJPEG(data)
	if err != nil {
		return nil, image.Point{}, err
	}
	if err := withinPixels(f.width, f.height); err != nil {
		return nil, image.Point{}, err
	}
	if err := withinMemory(f.width, f.height, f.perPixel); err != nil {
		return nil, image.Point{}, err
	}
	m, err := decodeAt("image/jpeg", f.clean, f.width, f.height)
	if err != nil {
		return nil, image.Point{}, err
	}
	if f.orientation == 1 {
		return f.clean, image.Pt(f.width, f.height), nil
	}
	return f.turned(m)
}

// turned writes the picture anew, upright, with its colour profile.
func (f *jpegFile) turned(m image.Image) ([]byte, image.Point, error) {
	up := turn(m, f.orientation)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, up, &jpeg.Options{Quality: turnedQuality}); err != nil {
		return nil, image.Point{}, fmt.Errorf("write the turned picture: %w", err)
	}
	if f.components == 4 || len(f.profile) == 0 {
		// A profile of printing inks says nothing about the RGB just written.
		return out.Bytes(), up.Bounds().Size(), nil
	}
	soi, rest := out.Bytes()[:2], out.Bytes()[2:]
	parts := append([][]byte{soi}, f.profile...)
	return bytes.Join(append(parts, rest), nil), up.Bounds().Size(), nil
}

// walkJPEG goes over the file's segments. It accepts what the standard
// library's decoder accepts between segments (stray bytes, fill bytes, stray
// restart markers) and leaves it out, as it leaves out everything after the
// end marker.
func walkJPEG(data []byte) (*jpegFile, error) {
	f := &jpegFile{orientation: 1, clean: make([]byte, 0, len(data))}
	f.clean = append(f.clean, 0xff, markSOI)
	scans := 0
	for pos := 2; ; {
		mark, next, ok := nextMarker(data, pos)
		if !ok {
			return nil, fmt.Errorf("%w: it ends before its end marker", ErrBroken)
		}
		if mark == markEOI {
			f.clean = append(f.clean, 0xff, markEOI)
			return f, f.complete()
		}
		end, ok := segmentEnd(data, next)
		if !ok {
			return nil, fmt.Errorf("%w: a segment at byte %d is cut short", ErrBroken, next-2)
		}
		f.segment(mark, data[next+2:end])
		pos = end
		if mark == markSOS {
			if scans++; scans > MaxScans {
				return nil, fmt.Errorf("%w: more than %d scans", ErrTooLarge, MaxScans)
			}
			pos = scanEnd(data, end)
			f.clean = append(f.clean, data[end:pos]...)
		}
	}
}

func (f *jpegFile) complete() error {
	if f.components == 0 {
		return fmt.Errorf("%w: it has no frame", ErrBroken)
	}
	return nil
}

// nextMarker finds the next marker that begins a segment or ends the file, and
// where its segment's length stands.
func nextMarker(data []byte, pos int) (mark byte, next int, ok bool) {
	for ; pos+1 < len(data); pos++ {
		if data[pos] != 0xff {
			continue
		}
		mark = data[pos+1]
		if mark == 0 || mark == 0xff || markRST0 <= mark && mark <= markRST7 {
			continue
		}
		return mark, pos + 2, true
	}
	return 0, 0, false
}

// segmentEnd reads the 16-bit length at pos, which counts itself.
func segmentEnd(data []byte, pos int) (end int, ok bool) {
	if pos+2 > len(data) {
		return 0, false
	}
	n := int(data[pos])<<8 | int(data[pos+1])
	return pos + n, n >= 2 && pos+n <= len(data)
}

// scanEnd finds where a scan's coded data ends: at the first marker that is
// neither a stuffed 0xff nor a restart.
func scanEnd(data []byte, pos int) int {
	for ; pos+1 < len(data); pos++ {
		if data[pos] != 0xff {
			continue
		}
		if b := data[pos+1]; b != 0 && (b < markRST0 || b > markRST7) {
			return pos
		}
	}
	return len(data)
}

// segment keeps or drops one segment and notes what it says.
func (f *jpegFile) segment(mark byte, body []byte) {
	switch {
	case mark == markAPP0:
		f.keep(mark, jfif(body))
	case mark == markAPP1:
		if o := exifOrientation(bytes.TrimPrefix(body, []byte("Exif\x00\x00"))); o != 0 {
			f.orientation = o
		}
	case mark == markAPP2 && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")):
		f.profile = append(f.profile, f.keep(mark, body))
	case mark == markAPP14 && bytes.HasPrefix(body, []byte("Adobe")):
		f.keep(mark, body[:min(len(body), 12)]) // the colour transform stands in the twelfth byte
	case markAPP0 <= mark && mark <= markAPP15, mark == markCOM:
	default:
		f.frame(mark, body)
		f.keep(mark, body)
	}
}

// keep writes a segment; a nil body is a segment to drop.
func (f *jpegFile) keep(mark byte, body []byte) []byte {
	if body == nil {
		return nil
	}
	start, n := len(f.clean), len(body)+2
	f.clean = append(f.clean, 0xff, mark, byte(n>>8), byte(n))
	f.clean = append(f.clean, body...)
	return bytes.Clone(f.clean[start:])
}

// jfif gives the header of a JFIF file without its thumbnail, which may show
// what was cropped away; the extension header (JFXX) is nothing but one.
func jfif(body []byte) []byte {
	if !bytes.HasPrefix(body, []byte("JFIF\x00")) {
		return nil
	}
	if len(body) < 14 {
		return body
	}
	return append(bytes.Clone(body[:12]), 0, 0)
}

// frame reads size and sampling from a frame header (SOF), T.81 B.2.2.
func (f *jpegFile) frame(mark byte, body []byte) {
	if mark < markSOF0 || mark > markSOF15 || mark == markDHT || mark == markJPG || mark == markDAC {
		return
	}
	if len(body) < 6 || len(body) < 6+3*int(body[5]) {
		return // the decoder says what is wrong with it
	}
	f.height = int(body[1])<<8 | int(body[2])
	f.width = int(body[3])<<8 | int(body[4])
	f.components = int(body[5])
	f.perPixel = jpegCost(mark, body[6:6+3*f.components])
}

// jpegCost estimates the memory a pixel takes: one byte a sample, and in a
// progressive file four more for the coefficients, which are all held at once.
func jpegCost(mark byte, components []byte) float64 {
	hmax, vmax, samples := 1, 1, 0
	for i := 0; i < len(components); i += 3 {
		h, v := int(components[i+1]>>4), int(components[i+1]&15)
		hmax, vmax, samples = max(hmax, h), max(vmax, v), samples+h*v
	}
	perSample := 1.0
	if mark == markSOF0+2 {
		perSample = 5
	}
	return perSample * float64(samples) / float64(hmax*vmax)
}
