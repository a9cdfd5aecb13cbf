package darkroom

import (
	"strings"
	"unicode/utf8"

	"stet.news/story"
)

// Credit is what a picture's file says of who made it and on what terms it may
// be shown: the only metadata that is kept.
type Credit struct {
	Creator   string `json:"creator,omitempty"`   // dc:creator, IIM By-line, EXIF Artist; several joined by ", "
	Line      string `json:"line,omitempty"`      // photoshop:Credit, IIM Credit: as it is to be printed
	Copyright string `json:"copyright,omitempty"` // dc:rights, IIM Copyright Notice, EXIF Copyright
	Terms     string `json:"terms,omitempty"`     // xmpRights:UsageTerms
	Statement string `json:"statement,omitempty"` // xmpRights:WebStatement, an address
	Source    string `json:"source,omitempty"`    // Iptc4xmpExt:DigitalSourceType, an address

	// caption is read beside it: dc:description, IIM Caption. It is told and not kept.
	caption string
}

// How much of a field is kept, in code points.
const (
	maxCredit  = 500
	maxCaption = 2000
)

// fields gives all fields, in the order of the packet, which the last is not in.
func (c *Credit) fields() []*string {
	return []*string{&c.Creator, &c.Line, &c.Copyright, &c.Terms, &c.Statement, &c.Source, &c.caption}
}

// fill takes from another what is not known yet.
func (c *Credit) fill(other Credit) {
	for i, f := range c.fields() {
		if *f == "" {
			*f = *other.fields()[i]
		}
	}
}

// tidy makes one clean line of each field. An address that is none is nothing.
func (c *Credit) tidy() {
	for _, f := range c.fields() {
		if !utf8.ValidString(*f) {
			*f = latin1(*f)
		}
		most := maxCredit
		if f == &c.caption {
			most = maxCaption
		}
		line := []rune(story.Line(*f))
		*f = string(line[:min(len(line), most)])
	}
	for _, f := range []*string{&c.Statement, &c.Source} {
		if !strings.HasPrefix(*f, "https://") && !strings.HasPrefix(*f, "http://") || strings.ContainsAny(*f, " <>\"") {
			*f = ""
		}
	}
}

// Printed is the credit as a caption gives it when nobody wrote another.
func (c Credit) Printed() string {
	for _, s := range []string{c.Line, c.Creator, c.Copyright} {
		if s != "" {
			return s
		}
	}
	return ""
}

// latin1 reads text in which the standards let anything stand as ISO 8859-1.
func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// metadata is what a walk over a file came across besides the picture.
type metadata struct {
	exif, xmp, iptc []byte
	said            Credit // in fields of the format's own, such as PNG's "Author"
	removed         []Kind
}

// Kind is a kind of metadata that was in a file and is not in what is kept.
type Kind string

// The kinds.
const (
	Place     Kind = "place"     // GPS
	Camera    Kind = "camera"    // make, model, lens
	Serial    Kind = "serial"    // serial numbers of camera and lens
	Maker     Kind = "maker"     // maker notes: anything at all
	Thumbnail Kind = "thumbnail" // a small picture, perhaps of what was cropped away
	Time      Kind = "time"      // when it was taken
	Words     Kind = "words"     // captions, keywords, comments
	Profile   Kind = "profile"   // of colours, after the picture was converted
	Program   Kind = "program"   // what programs write for themselves
	Trailer   Kind = "trailer"   // bytes after the end
)

func (m *metadata) drop(k Kind) {
	for _, known := range m.removed {
		if known == k {
			return
		}
	}
	m.removed = append(m.removed, k)
}

// credit reads the credit where it may stand. XMP is the newest and edited last.
func (m *metadata) credit() Credit {
	c := readXMP(m.xmp)
	c.fill(readIPTC(m.iptc))
	c.fill(readEXIF(m.exif).credit)
	c.fill(m.said)
	c.tidy()
	return c
}
