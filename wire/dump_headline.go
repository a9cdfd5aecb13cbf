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
			if headline < 0 && seg.to == 0 {
				seg = s // so that the error can say what is missing
			}
			continue
		}
		// A segment far down the page has to be better than one at its top.
		score := s.score * (1 + trust) * (1 - 0.5*float64(s.from)/float64(len(lines)))
		if score > best {
			best, seg, headline = score, s, h
		}
	}
	return seg, headline
}

// countFolds counts how often each line stands on the page. A line right
// beside itself, as alt text and caption stand, counts once.
func countFolds(lines []line) map[string]int {
	seen := map[string]int{}
	for i, l := range lines {
		if i >= 1 && lines[i-1].fold == l.fold || i >= 2 && lines[i-2].fold == l.fold {
			continue
		}
		seen[l.fold]++
	}
	return seen
}

// overTwice reports whether a line stands again over a copy of the paragraph
// it stands over.
func overTwice(lines []line, i, first int) bool {
	if first-i > 6 || first >= len(lines) {
		return false
	}
	for j := first + 1; j < len(lines); j++ {
		if lines[j].fold != lines[first].fold {
			continue
		}
		for k := j - 1; k > max(first, j-7); k-- {
			if lines[k].fold == lines[i].fold {
				return true
			}
		}
	}
	return false
}

// metaFollows reports whether a date or byline stands between a line and the
// text, or would if nothing else did.
func metaFollows(lines []line, i, first int) bool {
	for j := i + 1; j < min(i+6, first); j++ {
		if lines[j].meta {
			return true
		}
	}
	return false
}

// findHeadline looks for the headline of a segment: above it, or among its
// first lines when the segment begins with a teaser or an earlier copy. trust
// is 0 to 3.
func findHeadline(lines []line, s segment, seen map[string]int) (index int, trust float64) {
	text := segmentShingles(lines, s)
	index = -1
	best, lost := 0.0, 0.0
	scores := map[int]float64{} // of lines whose words the text uses
	from := max(0, s.from-headlineReach)
	next := nextParagraphs(lines, from, s)
	for i := from; i < s.to && i < s.from+maxCandidates && lost < s.score/3; i++ {
		own := 0
		if i >= s.from {
			own = min(1, lines[i].weight/60) * seen[lines[i].fold]
			lost += max(0, lines[i].worth())
		}
		first := next[max(i+1, s.from)-from]
		score, ok := headlineScore(lines, i, first, text, own, seen)
		if !ok {
			continue
		}
		score -= 0.4 * lost // what stands above the headline is no part of the story
		if usedBy(lines[i], text, own) >= 0.12 {
			scores[i] = score
		}
		if index < 0 || score > best {
			best, index = score, i
		}
	}
	if index < 0 {
		return -1, 0
	}
	// Of candidates about as good, the first: under a headline stand a
	// standfirst and captions, which use the same words.
	for i := max(from, index-10); i < index; i++ {
		if score, ok := scores[i]; ok && score >= best-earlier && lines[i].weight >= 28 {
			return i, min(3, max(0, best/2))
		}
	}
	return index, min(3, max(0, best/2))
}

// maxCandidates bounds how far into a segment a headline is looked for.
const maxCandidates = 500

// nextParagraphs gives for each line from from to the segment's end, and one
// past it, the next line that is a paragraph; the line itself when there is none.
func nextParagraphs(lines []line, from int, s segment) []int {
	next := make([]int, s.to-from+1)
	next[s.to-from] = s.to
	found := -1
	for i := s.to - 1; i >= from; i-- {
		if i >= s.from && lines[i].paragraph() {
			found = i
		}
		if next[i-from] = found; found < 0 {
			next[i-from] = i
		}
	}
	return next
}

// earlier is how much worse a candidate may be that stands above another.
const earlier = 0.6

// segmentShingles counts, for what the paragraphs at a segment's head are made
// of, in how many of them it stands.
func segmentShingles(lines []line, s segment) map[uint32]int {
	counts := map[uint32]int{}
	size := 0
	for _, l := range lines[s.from:s.to] {
		if l.weight < 60 || l.chrome {
			continue
		}
		for _, h := range shinglesOf(l.fold) {
			counts[h]++
		}
		if size += l.weight; size > 6000 {
			break
		}
	}
	return counts
}

// usedBy is the share of a line's pieces that the text uses elsewhere than in
// the line itself.
func usedBy(l line, text map[uint32]int, own int) float64 {
	sh, n := shinglesOf(l.fold), 0
	for _, h := range sh {
		if text[h] > own {
			n++
		}
	}
	return ratioOf(n, len(sh))
}

func ratioOf(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// paragraph reports whether a line is one by its size and its words.
func (l line) paragraph() bool { return l.weight >= 80 && !l.chrome && !l.caption && !l.meta }

// firstParagraph is the first line of a segment that is a paragraph, or the
// segment's first.
func firstParagraph(lines []line, s segment) int {
	for i := s.from; i < s.to; i++ {
		if lines[i].paragraph() {
			return i
		}
	}
	return s.from
}

// headlineScore says how much line i looks like the headline of the text that
// begins at first.
func headlineScore(lines []line, i, first int, text map[uint32]int, own int, seen map[string]int) (float64, bool) {
	l := lines[i]
	if l.chrome || l.stop || l.weight < 10 || l.weight > 260 || l.meta && !datedHeadline(l) || utf8.RuneCountInString(l.text) < 4 {
		return 0, false
	}
	score := 0.0
	switch {
	case l.weight < 18:
		score -= 1.5
	case l.weight < 28:
		score -= 0.3
	case l.weight <= 110:
		score++
	case l.weight <= 140:
		score += 0.3
	case l.weight > 200:
		score -= 1.5
	default:
		score -= 0.5
	}
	score += 3.5 * min(0.7, usedBy(l, text, own)) * min(1, float64(l.weight)/40)
	if n := seen[l.fold]; n > 1 && l.weight >= 25 {
		score += min(1.6, 0.8*float64(n-1))
	}
	if l.alone {
		score += 1.2
	}
	if n := seen[l.fold]; n > 1 && overTwice(lines, i, first) {
		score += 2.5
	}
	if metaFollows(lines, i, first) {
		score += 0.8
	}
	if l.caption {
		score -= 2
	}
	if i+1 < len(lines) && lines[i+1].caption && lines[i+1].weight < 60 {
		score -= 0.7 // a credit under it: a caption
	}
	if l.meta {
		score -= 1.5
	}
	if l.ends && !strings.HasSuffix(l.text, "?") && !strings.HasSuffix(l.text, "!") && !strings.HasSuffix(l.text, "؟") {
		score -= 2.2
	}
	if l.ends && l.weight > 110 {
		score -= 1
	}
	if strings.HasSuffix(l.text, "...") || strings.HasSuffix(l.text, "…") || strings.HasSuffix(l.text, ":") {
		score -= 0.6
	}
	if !l.alone && twiceRunning(lines, i) {
		score -= 0.8 // alt text and caption stand like that
	}
	if i > 0 && seen[l.fold] > 1 && seen[lines[i-1].fold] > 1 && lines[i-1].weight >= 25 && lines[i-1].fold != l.fold && !lines[i-1].chrome {
		score -= 2 // it comes again under a line that comes again: that is the headline
	}
	for j := max(0, i-4); j < i; j++ {
		if lines[j].stop {
			score -= 1.5 // in a list of other stories
			break
		}
	}
	score -= min(1.2, 0.06*float64(max(0, first-i-1)))
	return score, true
}

// twiceRunning reports whether a line stands again within three lines.
func twiceRunning(lines []line, i int) bool {
	for j := max(0, i-3); j <= min(len(lines)-1, i+3); j++ {
		if j != i && lines[j].fold == lines[i].fold {
			return true
		}
	}
	return false
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

// datedHeadline reports whether a line that gives a date says something else
// too, as the headline of a daily programme does.
func datedHeadline(l line) bool {
	found := findDates(l.text, utc)
	return l.alone && len(found) == 1 && !found[0].clock && found[0].start > 0 && besideDates(l.text, found) >= 12
}
