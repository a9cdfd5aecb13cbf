package wire

import (
	"strings"
	"unicode/utf8"
)

// headlineReach is how many lines above a story's text its headline may stand.
const headlineReach = 40

// pick chooses the run of lines and the headline that belong together best.
// A page can hold more text about cookies and comments than story; but only
// the story stands under a headline whose words it uses.
func pick(lines []line, segs []segment) (seg segment, headline int) {
	best, headline := -1.0, -1
	seen := countFolds(lines)
	for _, s := range segs {
		h, trust := findHeadline(lines, s, seen)
		if h < 0 {
			continue
		}
		// A segment far down the page has to be better than one at its top.
		score := s.score * (1 + trust)
		if score > best {
			best, seg, headline = score, s, h
		}
	}
	return seg, headline
}

func countFolds(lines []line) map[string]int {
	seen := map[string]int{}
	for _, l := range lines {
		seen[l.fold]++
	}
	return seen
}

// findHeadline looks for the headline of a segment: above it, or among its
// first lines when the segment begins with a teaser or an earlier copy. trust
// is 0 to 3.
func findHeadline(lines []line, s segment, seen map[string]int) (index int, trust float64) {
	text := segmentShingles(lines, s)
	first := firstParagraph(lines, s)
	index = -1
	best := 0.0
	for i := max(0, s.from-headlineReach); i < min(first+3, s.to); i++ {
		if i >= first && i > s.from {
			break
		}
		score, ok := headlineScore(lines, i, first, text, seen)
		if ok && (index < 0 || score > best) {
			best, index = score, i
		}
	}
	if index < 0 {
		return -1, 0
	}
	return index, min(3, max(0, best/2))
}

// segmentShingles is what the paragraphs at a segment's head are made of.
func segmentShingles(lines []line, s segment) shingles {
	var b strings.Builder
	for _, l := range lines[s.from:s.to] {
		if l.weight >= 60 && !l.chrome {
			b.WriteString(l.fold)
			b.WriteByte(' ')
		}
		if b.Len() > 6000 {
			break
		}
	}
	return shinglesOf(b.String())
}

// firstParagraph is the first line of a segment that is a paragraph.
func firstParagraph(lines []line, s segment) int {
	for i := s.from; i < s.to; i++ {
		if l := lines[i]; l.weight >= 80 && !l.chrome && !l.caption && !l.meta {
			return i
		}
	}
	return s.from
}

// headlineScore says how much line i looks like the headline of the text that
// begins at first.
func headlineScore(lines []line, i, first int, text shingles, seen map[string]int) (float64, bool) {
	l := lines[i]
	if l.chrome || l.stop || l.weight < 10 || l.weight > 260 || l.meta && seen[l.fold] < 2 || utf8.RuneCountInString(l.text) < 4 {
		return 0, false
	}
	score := 0.0
	switch {
	case l.weight < 18:
		score -= 1.5
	case l.weight < 28:
		score -= 0.3
	case l.weight <= 140:
		score++
	case l.weight > 200:
		score -= 1
	}
	if sh := shinglesOf(l.fold); len(sh) > 0 {
		score += 3.5 * sh.within(text)
	}
	if n := seen[l.fold]; n > 1 && l.weight >= 25 {
		score += min(1.6, 0.8*float64(n-1))
	}
	if l.alone {
		score += 0.8
	}
	if l.caption {
		score -= 2
	}
	if l.meta {
		score -= 1.5
	}
	if l.ends && !strings.HasSuffix(l.text, "?") && !strings.HasSuffix(l.text, "!") && !strings.HasSuffix(l.text, "؟") {
		score -= 1.2
	}
	if l.ends && l.weight > 110 {
		score -= 1
	}
	if strings.HasSuffix(l.text, "...") || strings.HasSuffix(l.text, "…") || strings.HasSuffix(l.text, ":") {
		score -= 0.6
	}
	if i > 0 && lines[i-1].fold == l.fold && l.touches {
		score -= 0.4 // alt text and caption stand like that
	}
	score -= 0.06 * float64(max(0, first-i-1))
	return score, true
}

// siteMarks part a headline from the site's name in a title.
var siteMarks = []string{" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • "}

// withoutSite drops the site's name from the end of a headline when the page
// shows that it is one: what is left stands on a line of its own, or what is
// dropped does; a bar needs no proof, it is no mark of a sentence.
func withoutSite(headline string, seen map[string]int) string {
	for _, mark := range siteMarks {
		i := strings.LastIndex(headline, mark)
		if i <= 0 {
			continue
		}
		head, tail := strings.TrimSpace(headline[:i]), headline[i+len(mark):]
		short := len(strings.Fields(tail)) <= 4 && weigh(tail) < 40 && weigh(head) > weigh(tail)
		if short && (mark == " | " || seen[foldLine(head)] > 0 || seen[foldLine(tail)] > 0) {
			return withoutSite(head, seen)
		}
	}
	return headline
}

// sameHeadline reports whether a line is the headline again, perhaps with the
// site's name, a section or a "breaking" around it.
func sameHeadline(l line, fold string) bool {
	if l.fold == fold {
		return true
	}
	extra := utf8.RuneCountInString(l.fold) - utf8.RuneCountInString(fold)
	if extra < 0 || extra > 40 || utf8.RuneCountInString(fold) < 20 {
		return false
	}
	return strings.HasPrefix(l.fold, fold+" ") || strings.HasSuffix(l.fold, " "+fold)
}
