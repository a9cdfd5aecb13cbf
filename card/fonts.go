package card

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/go-text/typesetting/font"
	"stet.news/story"
)

// The fonts, subset from OFL fonts; fonts/README.md says how.
var (
	//go:embed fonts/vazirmatn.ttf
	vazirmatn []byte
	//go:embed fonts/serif.ttf
	serif []byte
)

// fonts are the parsed files. A face keeps what it has measured, so one pen uses
// it at a time; the fonts behind it are shared.
var fonts = sync.OnceValues(func() (arabic, latin *font.Font) {
	return mustParse(vazirmatn), mustParse(serif)
})

func mustParse(ttf []byte) *font.Font {
	face, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		panic("an embedded font is damaged: " + err.Error())
	}
	return face.Font
}

// family is the faces to choose from, the preferred first: Latin words inside a
// Dari headline look at home in the Dari font, and the other way round.
type family []*font.Face

func familyFor(dir story.Direction) family {
	arabic, latin := fonts()
	if dir == story.RightToLeft {
		return family{font.NewFace(arabic), font.NewFace(latin)}
	}
	return family{font.NewFace(latin), font.NewFace(arabic)}
}

// ResolveFace gives the face for a letter.
func (f family) ResolveFace(r rune) *font.Face {
	for _, face := range f {
		if _, ok := face.NominalGlyph(r); ok {
			return face
		}
	}
	return f[0]
}

// Lacks gives the first letter of a text that no font here has.
func Lacks(s string) (lacking rune, lacks bool) {
	arabic, latin := fonts()
	a, l := font.NewFace(arabic), font.NewFace(latin)
	for _, r := range s {
		_, inArabic := a.NominalGlyph(r)
		_, inLatin := l.NominalGlyph(r)
		if !inArabic && !inLatin && !invisible(r) {
			return r, true
		}
	}
	return 0, false
}

// invisible reports whether a character only steers how others are set: joiners,
// marks of direction, isolates.
func invisible(r rune) bool {
	return r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xad || r == 0xfeff
}
