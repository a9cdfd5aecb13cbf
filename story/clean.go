package story

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Line brings s into the form of one line of text.
func Line(s string) string {
	return norm.NFC.String(strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " "))
}

// Clean brings every field into its form.
func (r Revision) Clean() Revision {
	r.Headline = Line(r.Headline)
	r.Standfirst = Line(r.Standfirst)
	r.Body = r.Body.Clean()
	return r
}

// Clean brings every block into its form.
func (b Body) Clean() Body { return b }
