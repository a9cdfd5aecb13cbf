package wire

import "strings"

// entry is a line that stays, with what merging needs to know.
type entry struct {
	line
	shingles shingles
	restart  bool // the headline, or something like it, stood just before
	apart    bool // a date, byline or picture stands between this and the next
	over     bool // it stands over the text in a copy that is not the fullest
	copies   int
	odd      int // words that stand nowhere else
	place    int // in the run
}

// widen gives the segment everything from the line under the headline on.
func widen(lines []line, s segment, headline int) segment {
	s.from = headline + 1
	return trimTail(lines, s)
}

// trimTail cuts off what comes after a gap of chrome at the end of a run, when
// it is little beside what stands before: teasers, comments, other stories.
func trimTail(lines []line, s segment) segment {
	cut, head, tail, gap := s.to, 0.0, 0.0, 0.0
	end := s.from // behind the last paragraph before the gap
	for i := s.from; i < s.to; i++ {
		w := lines[i].worth()
		if w < 0 {
			gap += w
			continue
		}
		if gap <= -deepGap && head > 0 {
			if cut == s.to {
				cut = end
			}
		}
		if cut < s.to {
			tail += w
		} else {
			head += w
		}
		if tail > head/3 { // too much to be a tail
			head, tail, cut = head+tail, 0, s.to
		}
		gap, end = 0, i+1
	}
	s.to = cut
	return s
}

// deepGap is how much chrome in a row parts a story from what follows it.
const deepGap = 7

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
		return l.weight >= 50 && !l.crowded && (l.ends || l.alone && l.weight >= 60)
	}
	if l.weight >= 120 || (l.ends && l.weight >= 30) {
		return true
	}
	if outside[l.fold] || l.crowded && !l.ends && !l.listed {
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
	if lines[i].weight < 3 {
		return false
	}
	before, after := shortRun(lines, i, s, -1), shortRun(lines, i, s, +1)
	next := i + after + 1
	if next >= s.to {
		return lines[i].weight >= 60 && before == 0
	}
	if before == 0 && strings.HasSuffix(lines[i].text, ":") {
		return true
	}
	if before+after >= 2 || lines[i].weight > 100 {
		return false
	}
	return after == 0 || lines[i].weight < 60 && lines[next-1].weight < 60
}

// shortRun counts the short lines that stand beside line i in one direction,
// before the next paragraph or the run's end.
func shortRun(lines []line, i int, s segment, step int) int {
	n := 0
	for j := i + step; j >= s.from && j < s.to && n < 3; j += step {
		l := lines[j]
		if l.weight >= 100 || l.ends && l.weight >= 30 {
			break
		}
		n++
	}
	return n
}
