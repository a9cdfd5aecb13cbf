package site

import "strings"

// excerptAround is how many lines before and after a mistake are shown, and
// excerptWidth how much of a line.
const (
	excerptAround = 4
	excerptWidth  = 300
)

// excerptLine is a line of a file with a mistake.
type excerptLine struct {
	Number int
	Text   string
	Wrong  bool
}

// excerpt gives the lines of a text around one of them; none when its number is
// not known.
func excerpt(text string, wrong int) (out []excerptLine) {
	lines := strings.Split(text, "\n")
	if wrong < 1 || wrong > len(lines) || text == "" {
		return nil
	}
	for n := max(1, wrong-excerptAround); n <= min(len(lines), wrong+excerptAround); n++ {
		line := strings.ToValidUTF8(lines[n-1], "\ufffd")
		if r := []rune(line); len(r) > excerptWidth {
			line = string(r[:excerptWidth]) + " …"
		}
		out = append(out, excerptLine{n, line, n == wrong})
	}
	return out
}
