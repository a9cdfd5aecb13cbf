package story

import "strings"

// PlainText is b without its marks, its paragraphs separated by one empty line.
func PlainText(b Body) string {
	var parts []string
	for _, x := range b {
		if p, ok := x.(Paragraph); ok {
			parts = append(parts, p.Text.String())
		}
	}
	return strings.Join(parts, "\n\n")
}

// Markdown is b as Markdown.
func Markdown(b Body) string { return PlainText(b) }

// Sentences gives the end of each sentence of s, in bytes.
func Sentences(s string) []int {
	if s == "" {
		return nil
	}
	return []int{len(s)}
}
