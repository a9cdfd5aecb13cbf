package press

import (
	"fmt"
	"strings"
)

// Mistake is something wrong in what a newsroom wrote to make the site its own:
// settings, templates, style, standing pages. It names the place, so that whoever
// wrote it need not look for it.
type Mistake struct {
	File         string // in the newsroom's folder: "look/templates/story.html"
	Line, Column int    // from 1; 0: the whole file, the whole line. Column counts bytes
	What         string // is wrong, on one line
	Mend         string // what to do about it
	Text         string // of the file, to show the line in; empty when it is no text
}

// Error is "FILE:LINE:COLUMN: what; mend", with the parts that are known.
func (m *Mistake) Error() string {
	var b strings.Builder
	b.WriteString(m.File)
	if m.Line > 0 {
		fmt.Fprintf(&b, ":%d", m.Line)
	}
	if m.Line > 0 && m.Column > 0 {
		fmt.Fprintf(&b, ":%d", m.Column)
	}
	b.WriteString(": " + m.What)
	if m.Mend != "" {
		b.WriteString("; " + m.Mend)
	}
	return b.String()
}

// at gives a mistake its place: where in the text it is, counted in bytes.
func (m *Mistake) at(offset int) *Mistake {
	before := m.Text[:offset]
	m.Line = 1 + strings.Count(before, "\n")
	m.Column = offset - strings.LastIndexByte(before, '\n')
	return m
}
