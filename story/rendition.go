package story

import (
	"fmt"
	"slices"
	"strings"
)

// A picture is published whole, under its hash, and shown in renditions: smaller
// copies of it, scaled or cut, in several formats. Their addresses follow from
// the picture alone, so a page can name them before they are made; which there
// are is fixed here, and no reader can ask for another.
//
//	/picture/<first 32 digits of the hash>-640.avif            scaled to 640 pixels wide
//	/picture/<first 32 digits of the hash>-c333-500-320.jpg    cut 3:2 round a focal point, 320 wide

// Format is the format of a rendition, as its file name ends.
type Format string

// The formats of renditions, the smallest first. Every browser reads the last.
const (
	AVIF Format = "avif"
	WebP Format = "webp"
	JPEG Format = "jpg"
)

// Formats lists them in the order in which a page offers them.
var Formats = [...]Format{AVIF, WebP, JPEG}

// Media is the format's media type.
func (f Format) Media() string {
	if f == JPEG {
		return "image/jpeg"
	}
	return "image/" + string(f)
}

// The widths of renditions in pixels. The largest cut is as wide as a front's
// first picture on a desktop.
var (
	scaledWidths = [...]int{320, 640, 960, 1280}
	cutWidths    = [...]int{160, 320, 640, 960}
)

// A cut has these proportions.
const (
	CutAcross = 3
	CutDown   = 2
)

// ScaledWidths gives the widths the picture is scaled to, in pixels, the
// smallest first: those narrower than it is, then its own width or the largest.
func (p Picture) ScaledWidths() []int { return widths(scaledWidths[:], p.Width) }

// CutWidths gives the widths of its cuts.
func (p Picture) CutWidths() []int {
	w, _ := p.cutSize()
	return widths(cutWidths[:], w)
}

func widths(standard []int, own int) []int {
	var out []int
	for _, w := range standard {
		if w >= own {
			break
		}
		out = append(out, w)
	}
	if largest := standard[len(standard)-1]; own <= largest {
		out = append(out, own)
	}
	return out
}

// cutSize is the largest rectangle of a cut's proportions within the picture.
func (p Picture) cutSize() (w, h int) {
	if p.Width*CutDown >= p.Height*CutAcross {
		return max(p.Height*CutAcross/CutDown, 1), p.Height
	}
	return p.Width, max(p.Width*CutDown/CutAcross, 1)
}

// CutArea is the part of the picture that its cuts show, in pixels from the
// left and top: as near round the focal point as the edges allow.
func (p Picture) CutArea() (x, y, w, h int) {
	w, h = p.cutSize()
	fx, fy := p.Focal()
	x = min(max(p.Width*fx/1000-w/2, 0), p.Width-w)
	y = min(max(p.Height*fy/1000-h/2, 0), p.Height-h)
	return x, y, w, h
}

// Focal is the focal point in thousandths, or the middle.
func (p Picture) Focal() (x, y int) {
	if p.FocalX == 0 && p.FocalY == 0 {
		return 500, 500
	}
	return p.FocalX, p.FocalY
}

// ScaledHeight is how high the picture is at a width.
func (p Picture) ScaledHeight(width int) int { return scaledTo(width, p.Width, p.Height) }

// CutHeight is how high a cut of it is at a width.
func (p Picture) CutHeight(width int) int {
	w, h := p.cutSize()
	return scaledTo(width, w, h)
}

func scaledTo(width, w, h int) int {
	if w <= 0 {
		return 1
	}
	return max((h*width+w/2)/w, 1)
}

// Scaled is the address of the picture scaled to a width.
func (p Picture) Scaled(width int, f Format) string {
	return renditionFolder + p.scaled(width, f).Name()
}

// Cut is the address of the picture cut round its focal point, at a width.
func (p Picture) Cut(width int, f Format) string { return renditionFolder + p.cut(width, f).Name() }

// Set lists the picture in some widths of a format, as the attribute srcset does;
// name is Scaled or Cut.
func Set(widths []int, f Format, name func(int, Format) string) string {
	var b strings.Builder
	for i, w := range widths {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s %dw", name(w, f), w)
	}
	return b.String()
}

const renditionFolder = "/picture/"

// Rendition is one rendition of a picture: what its name says.
type Rendition struct {
	Hash           string // the first 32 digits of the picture's
	Cut            bool
	FocalX, FocalY int // of a cut, in thousandths
	Width          int // in pixels
	Format         Format
}

// Renditions gives all renditions of the picture in a format.
func (p Picture) Renditions(f Format) []Rendition {
	var out []Rendition
	for _, w := range p.ScaledWidths() {
		out = append(out, p.scaled(w, f))
	}
	for _, w := range p.CutWidths() {
		out = append(out, p.cut(w, f))
	}
	return out
}

func (p Picture) scaled(width int, f Format) Rendition {
	return Rendition{Hash: fmt.Sprintf("%.32s", p.SHA256), Width: width, Format: f}
}

func (p Picture) cut(width int, f Format) Rendition {
	r := p.scaled(width, f)
	r.Cut = true
	r.FocalX, r.FocalY = p.Focal()
	return r
}

// Name is the name of the rendition's file.
func (r Rendition) Name() string {
	if r.Cut {
		return fmt.Sprintf("%s-c%d-%d-%d.%s", r.Hash, r.FocalX, r.FocalY, r.Width, r.Format)
	}
	return fmt.Sprintf("%s-%d.%s", r.Hash, r.Width, r.Format)
}

// ParseRendition reads the name of a rendition's file. ok is false for every
// name that Name does not write, so what it accepts may become part of a path.
func ParseRendition(name string) (r Rendition, ok bool) {
	stem, ending, _ := strings.Cut(name, ".")
	hash, rest, _ := strings.Cut(stem, "-")
	if len(hash) != 32 || strings.Trim(hash, "0123456789abcdef") != "" || len(name) > 64 {
		return Rendition{}, false
	}
	r = Rendition{Hash: hash, Format: Format(ending)}
	if r.Cut = strings.HasPrefix(rest, "c"); r.Cut {
		fmt.Sscanf(rest, "c%d-%d-%d", &r.FocalX, &r.FocalY, &r.Width)
	} else {
		fmt.Sscanf(rest, "%d", &r.Width)
	}
	return r, slices.Contains(Formats[:], r.Format) && r.Width > 0 && min(r.FocalX, r.FocalY) >= 0 &&
		max(r.FocalX, r.FocalY) <= 1000 && r.Name() == name
}
