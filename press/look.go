package press

import (
	"fmt"
	"slices"
	"strings"
)

// Look is how a newsroom makes its site look, beyond its names. The zero Look is
// ours.
type Look struct {
	// Light and Dark replace colours for readers who want a light or dark page.
	Light, Dark Colours
	// Type is the size of all text, measured by ours; zero is 1.
	Type float64
	// Front is how fronts are laid out, one of Fronts; empty is the first.
	Front string
	// Blocks says of how many stories a section's block on the front has, by
	// the section's key; 0 is no block. What is not here has frontBlock.
	Blocks map[string]int
	// Logo stands in the place of the name; nil: the name itself does.
	Logo *Image
	// Icons stand for the site in tabs and on home screens.
	Icons Icons
	// Templates replace ours, by name: "story".
	Templates map[string]string
	// Base replaces our style sheet, Style is added to it.
	Base, Style string
}

// Image is a picture of the site itself.
type Image struct {
	Type          string // its media type
	Width, Height int
	Data          []byte
}

// Icons are the site's mark as the files that browsers ask for, which may be
// empty: /favicon.ico, the square PNG of a home screen, and a large one.
type Icons struct{ Favicon, Touch, Large []byte }

// The layouts of a front.
const (
	FrontLead  = "lead"  // one large story, then the others beside each other
	FrontRiver = "river" // all in one column, in the order of their publishing
	FrontGrid  = "grid"  // equal cards, with their pictures on top
)

// Fronts lists them, the usual one first.
var Fronts = []string{FrontLead, FrontRiver, FrontGrid}

// The bounds of Type: smaller is hard to read, larger breaks the narrow screen.
const (
	MinType = 0.9
	MaxType = 1.25
)

// MaxBlock is the most stories that a section's block may have.
const MaxBlock = 12

// SettingError says which setting of the look is wrong: "light.link".
type SettingError struct{ Key, What string }

func (e *SettingError) Error() string { return e.Key + ": " + e.What }

// Check says what is wrong with the settings of the look, as a *SettingError.
func (l Look) Check() error {
	if l.Front != "" && !slices.Contains(Fronts, l.Front) {
		return &SettingError{"front", fmt.Sprintf("%q is no layout; choose one of %s", l.Front, strings.Join(Fronts, ", "))}
	}
	if l.Type != 0 && !(l.Type >= MinType && l.Type <= MaxType) {
		return &SettingError{"type", fmt.Sprintf("%v is no size; take small, normal, large or a number from %v to %v", l.Type, MinType, MaxType)}
	}
	for _, s := range []struct {
		name       string
		own, usual Colours
	}{{"light", l.Light, light}, {"dark", l.Dark, dark}} {
		if err := s.own.check(s.usual); err != nil {
			return &SettingError{s.name + "." + err.Key, err.What}
		}
	}
	return nil
}

// front is how fronts are laid out.
func (l Look) front() string {
	if l.Front == "" {
		return Fronts[0]
	}
	return l.Front
}

// block is how many stories a section's block on the front has.
func (l Look) block(section string) int {
	if n, ok := l.Blocks[section]; ok {
		return n
	}
	return frontBlock
}
