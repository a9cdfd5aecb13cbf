package prose

import (
	"strings"
	"unicode"

	"stet.news/story"
)

// Count is how much text there is, in one script or in all.
type Count struct {
	Script  string // "Arabic", "Latin", "Cyrillic", "Other"; "" for all together
	Words   int
	Letters int // letters and digits, without marks, joiners and signs
}

var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{{"Arabic", unicode.Arabic}, {"Latin", unicode.Latin}, {"Cyrillic", unicode.Cyrillic}}

// Count counts the lines above the body and the body as they would be published:
// all together first, then each script that has a word, the most first.
func (d Doc) Count() []Count {
	all := make([]Count, 1, len(scripts)+2)
	for _, s := range scripts {
		all = append(all, Count{Script: s.name})
	}
	all = append(all, Count{Script: "Other"})
	for _, w := range splitWords(d.Plain()) {
		letters, script := 0, 0
		for _, r := range w.text {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				continue
			}
			if letters++; script == 0 {
				script = 1 + scriptOf(r)
			}
		}
		if letters > 0 {
			all[0].add(letters)
			all[script].add(letters)
		}
	}
	return shownCounts(all)
}

func (c *Count) add(letters int) {
	c.Words++
	c.Letters += letters
}

// scriptOf is the place of a letter's script in scripts, or behind them.
func scriptOf(r rune) int {
	for i, s := range scripts {
		if unicode.Is(s.table, r) {
			return i
		}
	}
	return len(scripts)
}

func shownCounts(all []Count) []Count {
	out := all[:1:1]
	for _, c := range all[1:] {
		if c.Words > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Plain is the text as it would be published, without marks: the lines above the
// body, then the body as story.PlainText writes it, with an empty line between.
func (d Doc) Plain() string {
	var parts []string
	for _, s := range []string{d.line(0), d.line(1), d.line(2), story.PlainText(d.Body())} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n\n")
}
