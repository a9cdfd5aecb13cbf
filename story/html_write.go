package story

import (
	"html"
	"strings"
)

// HTMLOptions says how addresses are written.
type HTMLOptions struct {
	// PictureURL gives a picture's address; nil means "/picture/SHA256.ext".
	PictureURL func(Picture) string
	// Absolute is put before addresses on this site, for feeds: "https://example.org".
	Absolute string
}

// WriteHTML writes b as HTML.
func WriteHTML(b Body, o HTMLOptions) string {
	var w strings.Builder
	for _, x := range b {
		if p, ok := x.(Paragraph); ok {
			w.WriteString("<p>" + html.EscapeString(p.Text.String()) + "</p>\n")
		}
	}
	return w.String()
}
