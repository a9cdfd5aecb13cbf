package wire

import "strings"

// entry is a line that stays, with what merging needs to know.
type entry struct {
	line
	shingles shingles
	restart  bool // the headline, or something like it, stood just before
	apart    bool // a date, byline or picture stands between this and the next
	copies   int
}

// widen gives the segment everything from the line under the headline on.
func widen(lines []line, s segment, headline int) segment {
	s.from = headline + 1
	return s
}

// cleanSegment drops from the run what is no story: chrome, lists of links,
// captions, dates, the headline again. What it drops it remembers where that
// tells something about its neighbours.
func cleanSegment(lines []line, s segment, headline int, fold string) []entry {
	outside := outsideFolds(lines, s)
	first := firstParagraph(lines, s)
	var out []entry
	restart, related := true, false
	for i := s.from; i < s.to; i++ {
		l := lines[i]
		switch {
		case sameHeadline(l, fold):
			restart, related = true, false
			continue
		case l.stop, l.chrome && l.weight < 60 && startsAny(foldWord(l.text), stopLines):
			related = true
			continue
		case l.chrome:
			continue
		case l.meta:
			markApart(out)
			continue
		}
		if l.weight >= 80 && l.ends {
			related = false
		}
		if related || !keep(lines, i, s, first, outside) {
			continue
		}
		out = append(out, entry{line: l, shingles: shinglesOf(l.fold), restart: restart, copies: 1})
		restart = false
	}
	return out
}

// markApart notes that something stands between the last entry and the next.
func markApart(out []entry) {
	if len(out) > 0 {
		out[len(out)-1].apart = true
	}
}

// outsideFolds are the short lines of the page outside the run: what stands
// there too is part of the page and not of the story.
func outsideFolds(lines []line, s segment) map[string]bool {
	out := map[string]bool{}
	for i, l := range lines {
		if (i < s.from-1 || i >= s.to) && l.weight < 60 {
			out[l.fold] = true
		}
	}
	return out
}

// keep decides about a line that is neither chrome nor date.
func keep(lines []line, i int, s segment, first int, outside map[string]bool) bool {
	l := lines[i]
	if twinNeighbour(lines, i) {
		return false // alt text and caption: the same words twice running
	}
	if l.caption && l.weight < 200 {
		return false
	}
	if i < first { // between headline and text: only a summary may stand here
		return l.weight >= 50 && (l.ends || l.alone && l.weight >= 60)
	}
	if l.weight >= 120 || (l.ends && l.weight >= 30) {
		return true
	}
	if outside[l.fold] {
		return false
	}
	if l.ends || l.listed {
		return true
	}
	return subheading(lines, i, s)
}

// twinNeighbour reports whether a line that is no paragraph stands next to
// itself, or next to itself with a credit behind.
func twinNeighbour(lines []line, i int) bool {
	l := lines[i]
	if l.weight > 300 || l.weight < 8 {
		return false
	}
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(lines) {
			continue
		}
		o := lines[j]
		if o.fold == l.fold || (l.weight >= 20 && (!l.alone || !o.alone) && (strings.HasPrefix(o.fold, l.fold) || strings.HasPrefix(l.fold, o.fold) && o.weight >= 20)) {
			return true
		}
	}
	return false
}

// subheading reports whether a short line may stand between paragraphs: not in
// a run of short lines, and with a paragraph soon after.
func subheading(lines []line, i int, s segment) bool {
	l := lines[i]
	if l.weight < 3 {
		return false
	}
	next := i + 1
	for next < s.to && (lines[next].chrome || lines[next].caption || lines[next].meta) {
		next++
	}
	if next >= s.to {
		return l.weight >= 60
	}
	n := lines[next]
	return n.weight >= 70 || (n.ends && n.weight >= 30) || (n.alone && l.alone && next+1 < s.to && lines[next+1].weight >= 70)
}
