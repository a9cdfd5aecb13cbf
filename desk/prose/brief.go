package prose

import (
	"slices"
	"unicode/utf16"
)

// What lists show of a document is read straight from it, after each save.

// Headline gives the headline's text, without what is only suggested.
func (d Doc) Headline() string {
	var units []uint16
	for _, t := range d.root.children[0].children {
		if !slices.ContainsFunc(t.marks, func(m mark) bool { return m.typ == insertedMark }) {
			units = append(units, t.text...)
		}
	}
	return string(utf16.Decode(units))
}

// Section gives the key of the section.
func (d Doc) Section() string { return d.root.attrs.text("section") }
