package darkroom

import (
	"bytes"
	"fmt"
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
	markAPP13 = 0xed
	markAPP14 = 0xee
	markAPP15 = 0xef
	markCOM   = 0xfe
)

// jpegWalk is a walk over a JPEG file.
type jpegWalk struct {
	file
	profile    []byte // the parts of the colour profile, joined
	components int
	passed     int // pixels of all scans so far
}

// walkJPEG goes over the file's segments. It accepts what the standard
// library's decoder accepts between segments (stray bytes, fill bytes, stray
// restart markers) and leaves it out, as it leaves out everything after the
// end marker.
func walkJPEG(data []byte) (*file, error) {
	f := &jpegWalk{}
	f.clean = append(make([]byte, 0, len(data)), 0xff, markSOI)
	scans := 0
	for pos := 2; ; {
		mark, next, ok := nextMarker(data, pos)
		if !ok {
			return nil, fmt.Errorf("%w: it ends before its end marker", ErrBroken)
		}
		if mark == markEOI {
			f.clean = append(f.clean, 0xff, markEOI)
			if len(data) > next {
				f.drop(Trailer)
			}
			return &f.file, f.complete()
		}
		end, ok := segmentEnd(data, next)
		if !ok {
			return nil, fmt.Errorf("%w: a segment at byte %d is cut short", ErrBroken, next-2)
		}
		f.segment(mark, data[next+2:end])
		pos = end
		if mark == markSOS {
			f.passed += f.width * f.height
			if scans++; scans > MaxScans || f.passed > MaxPassed {
				return nil, fmt.Errorf("%w: more than %d scans, or %d million pixels in all", ErrTooLarge, MaxScans, MaxPassed/1_000_000)
			}
			pos = scanEnd(data, end)
			f.clean = append(f.clean, data[end:pos]...)
		}
	}
}

// complete draws what follows from the whole file.
func (f *jpegWalk) complete() error {
	if f.components == 0 {
		return fmt.Errorf("%w: it has no frame", ErrBroken)
	}
	// Inks are written anew as light, as well as that goes without their profile.
	f.rewrite = f.components == 4
	f.colour = unlessSRGB(readICC(f.profile, f.components))
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
func (f *jpegWalk) segment(mark byte, body []byte) {
	switch {
	case mark == markAPP0:
		f.keep(mark, f.jfif(body))
	case mark == markAPP1:
		f.app1(body)
	case mark == markAPP2 && bytes.HasPrefix(body, []byte(iccHead)) && len(body) > len(iccHead)+2:
		f.drop(Profile)
		f.profile = append(f.profile, body[len(iccHead)+2:]...)
	case mark == markAPP2 && bytes.HasPrefix(body, []byte("MPF\x00")):
		f.drop(Thumbnail)
	case mark == markAPP13 && bytes.HasPrefix(body, []byte(photoshopHead)):
		f.drop(Words)
		f.iptc = append(f.iptc, body[len(photoshopHead):]...)
	case mark == markAPP14 && bytes.HasPrefix(body, []byte("Adobe")):
		f.keep(mark, adobe(body))
	case mark == markCOM:
		f.drop(Words)
	case markAPP0 <= mark && mark <= markAPP15:
		f.drop(Program)
	default:
		f.frame(mark, body)
		f.keep(mark, body)
	}
}

// Heads of application segments.
const (
	iccHead       = "ICC_PROFILE\x00" // then the number of the part and how many there are
	photoshopHead = "Photoshop 3.0\x00"
	xmpHead       = "http://ns.adobe.com/xap/1.0/\x00"
)

// app1 holds EXIF or XMP. Of several, the first counts.
func (f *jpegWalk) app1(body []byte) {
	xmp, isXMP := bytes.CutPrefix(body, []byte(xmpHead))
	switch {
	case isXMP && f.xmp == nil:
		f.drop(Words)
		f.xmp = xmp
	case !isXMP && f.exif == nil:
		if _, ok := byteOrder(bytes.TrimPrefix(body, []byte(exifHead))); ok {
			f.exif = body
			return
		}
		f.drop(Program)
	default:
		f.drop(Program)
	}
}

// adobe gives Adobe's segment without its flags: the colour transform stands in
// the twelfth byte, and nothing else in it says how the picture looks.
func adobe(body []byte) []byte {
	if len(body) < 12 {
		return nil
	}
	return append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), body[11])
}

// keep writes a segment; a nil body is a segment to drop.
func (f *jpegWalk) keep(mark byte, body []byte) {
	if body != nil {
		f.clean = appendSegment(f.clean, mark, body)
	}
}

func appendSegment(out []byte, mark byte, body []byte) []byte {
	n := len(body) + 2
	return append(append(out, 0xff, mark, byte(n>>8), byte(n)), body...)
}

// jfif gives the header of a JFIF file without its thumbnail, which may show
// what was cropped away; the extension header (JFXX) is nothing but one.
func (f *jpegWalk) jfif(body []byte) []byte {
	if !bytes.HasPrefix(body, []byte("JFIF\x00")) || len(body) < 14 {
		f.drop(Thumbnail)
		return nil
	}
	if body[12] != 0 && body[13] != 0 {
		f.drop(Thumbnail)
	}
	return append(bytes.Clone(body[:12]), 0, 0)
}

// frame reads size and sampling from a frame header (SOF), T.81 B.2.2.
func (f *jpegWalk) frame(mark byte, body []byte) {
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
