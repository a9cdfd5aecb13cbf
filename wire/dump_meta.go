package wire

import (
	"strings"
	"time"
)

// findMeta looks for the date and the byline around the headline: between it
// and the text first, then just above it, then just under the text.
func (d *dumpStory) findMeta(lines []line, headline int, s segment, zone *time.Location) {
	first := firstParagraph(lines, segment{from: headline + 1, to: s.to})
	near := append([]line(nil), lines[headline+1:min(first+1, s.to)]...)
	for i := headline - 1; i >= max(0, headline-6); i-- {
		near = append(near, lines[i])
	}
	near = append(near, lines[s.to:min(len(lines), s.to+4)]...)
	for _, l := range near {
		if !l.meta {
			continue
		}
		if found := findDates(l.text, zone); len(found) > 0 && (!d.dated || sharper(found[0], d.published)) {
			d.published, d.dated = found[0], true
		}
		if d.byline == "" {
			d.byline = bylineIn(l.text)
		}
	}
}

// sharper reports whether a gives the time of the day that b only names.
func sharper(a, b written) bool {
	return a.clock && !b.clock && abs(a.time.Sub(b.time)) < 24*time.Hour
}

func abs(d time.Duration) time.Duration { return max(d, -d) }

// bylineIn reads "By Name" and the like; empty when the line is none.
func bylineIn(s string) string {
	for _, d := range findDates(s, utc) {
		s = s[:d.start] // what stands before the date
		break
	}
	s = strings.Trim(s, " |•·,;:-–—")
	low := foldWord(s)
	for _, p := range bylineWords {
		rest, ok := strings.CutPrefix(low, p+" ")
		if !ok {
			continue
		}
		// Folding may change lengths, so the name is cut by words.
		words := untilAddress(strings.Fields(s)[len(strings.Fields(p)):])
		if len(words) == 0 || len(words) > 8 || rest == "" {
			return ""
		}
		return strings.Trim(strings.Join(words, " "), " |•·,;:-–—")
	}
	return ""
}

// untilAddress drops a mail address or telephone number, and what follows it.
func untilAddress(words []string) []string {
	for i, w := range words {
		if strings.ContainsAny(w, "@0123456789(/") {
			return words[:i]
		}
	}
	return words
}

// bylineWords begin a byline and nothing else.
var bylineWords = phraseList(`by|written by|reported by|story by|text by|words by|author:|von|par|por|di|автор:|نویسنده:|گزارشگر:|خبرنگار:|لیکوال:|خبریال:|بقلم|كتب|yazan:`)
