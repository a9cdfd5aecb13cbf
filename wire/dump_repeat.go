package wire

import (
	"slices"
	"strings"
)

// likeness is how alike two paragraphs are that are one: a word more or less,
// a typing error mended.
const likeness = 0.72

// near is how far from where a passage is expected its other copy is looked
// for, when it is not the same to the letter.
const near = 12

// mergeCopies makes one text of a run in which a story may stand several
// times, whole or as its first lines. The fullest copy is the text; what only
// another copy has goes in where it stood there.
func mergeCopies(run []entry) []entry {
	markOdd(run)
	copies := splitCopies(run)
	if len(copies) == 0 {
		return nil
	}
	base := fullest(copies)
	merged := mergeInto(nil, copies[base], true)
	for i, c := range copies {
		if i != base {
			merged = mergeInto(merged, c, false)
		}
	}
	return merged
}

// markOdd counts in each passage the words that stand nowhere else in the run:
// of two copies of a passage that differ, the one with more of them has the
// typing error.
func markOdd(run []entry) {
	words := map[string]int{}
	for _, e := range run {
		for w := range strings.FieldsSeq(e.fold) {
			words[w]++
		}
	}
	for i := range run {
		run[i].place = i
		for w := range strings.FieldsSeq(run[i].fold) {
			if words[w] == 1 {
				run[i].odd++
			}
		}
	}
}

// better reports whether a should stand rather than b, its other copy: b was
// cut short, or has more odd words, or neither and a stood first.
func better(a, b entry) bool {
	switch {
	case cut(b, a):
		return true
	case cut(a, b) || a.weight < b.weight*9/10:
		return false
	case a.odd != b.odd:
		return a.odd < b.odd
	}
	return a.place < b.place
}

// splitCopies cuts a run where a copy begins: at the headline, or where a
// paragraph comes that was there already.
func splitCopies(run []entry) [][]entry {
	var copies [][]entry
	var cur []entry
	known := map[string]bool{}
	for _, e := range run {
		again := e.weight >= 40 && find(cur, known, e, 0) >= 0
		switch {
		case again && len(cur) > 1 && strayed(cur, e):
			copies = append(copies, cur[:len(cur)-1])
			cur = []entry{cur[len(cur)-1]}
			known = map[string]bool{cur[0].fold: true}
		case again || e.restart && len(cur) > 0:
			copies = append(copies, cur)
			cur, known = nil, map[string]bool{}
		}
		cur = append(cur, e)
		known[e.fold] = true
	}
	if len(cur) > 0 {
		copies = append(copies, cur)
	}
	return copies
}

// strayed reports whether the last passage before a new copy belongs to it: a
// summary of the text that stands over the copy.
func strayed(cur []entry, e entry) bool {
	last := cur[len(cur)-1]
	return summary(last) && !same(last, e) && saidAgain(last, cur[:len(cur)-1])
}

// fullest is the copy with most text, the first of equals.
func fullest(copies [][]entry) int {
	best, most := 0, -1
	for i, c := range copies {
		n := 0
		for _, e := range c {
			n += e.weight
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

// mergeInto walks a copy with a finger on the merged text: a passage that
// stands there already moves the finger behind it, a new one goes in where the
// finger is.
func mergeInto(merged, run []entry, base bool) []entry {
	finger := 0
	if base {
		finger = len(merged)
	}
	known := map[string]bool{}
	for _, m := range merged {
		known[m.fold] = true
	}
	for _, e := range run {
		if k := find(merged, known, e, finger); k >= 0 {
			merged[k].copies++
			merged[k].apart = merged[k].apart || e.apart
			if better(e, merged[k]) {
				merged[k].line, merged[k].shingles, merged[k].odd, merged[k].place = e.line, e.shingles, e.odd, e.place
			}
			finger = k + 1
			continue
		}
		if !base && e.weight < 50 && !e.ends {
			continue // a short line that the fullest copy does not have
		}
		e.over = !base && finger == 0
		merged = slices.Insert(merged, finger, e)
		known[e.fold] = true
		finger++
	}
	return merged
}

// find gives the place of a passage that says the same, or -1: anywhere when
// it is the same to the letter, else near the finger or near the head, where
// teasers are of. So the work does not grow with the square of the text.
func find(merged []entry, known map[string]bool, e entry, finger int) int {
	if known[e.fold] {
		for k := range merged {
			if at := (finger + k) % len(merged); merged[at].fold == e.fold {
				return at
			}
		}
	}
	for k := max(0, finger-near/3); k < min(len(merged), finger+near); k++ {
		if same(merged[k], e) {
			return k
		}
	}
	for k := range min(len(merged), near) {
		if same(merged[k], e) {
			return k
		}
	}
	return -1
}

// same reports whether two passages are one, or one is the other cut short.
func same(a, b entry) bool {
	if a.fold == b.fold {
		return true
	}
	if a.weight < 40 || b.weight < 40 {
		return false
	}
	if cut(a, b) || cut(b, a) {
		return true
	}
	if a.weight > 2*b.weight || b.weight > 2*a.weight {
		return false
	}
	return a.shingles.alike(b.shingles) >= likeness
}

// cut reports whether a is the beginning of b with an elision behind.
func cut(a, b entry) bool {
	if !strings.HasSuffix(a.text, "…") && !strings.HasSuffix(a.text, "...") {
		return false
	}
	return strings.HasPrefix(b.fold, a.fold)
}

// takeStandfirst parts the summary under the headline from the body. The first
// passage is one when it stood alone above another copy of the text, when a
// date or byline parts it from the text, or when the text says it again.
func takeStandfirst(body []entry) (string, []entry) {
	if len(body) < 2 || !summary(body[0]) {
		return "", body
	}
	first, rest := body[0], body[1:]
	alone := first.over || first.copies == 1 && rest[0].copies > 1
	if alone || first.apart && !rest[0].apart || saidAgain(first, rest) {
		return first.text, rest
	}
	return "", body
}

// summary reports whether a passage has the size of a standfirst.
func summary(e entry) bool { return e.weight >= 25 && e.weight <= 500 }

// saidAgain reports whether one later passage holds nearly all of the first.
func saidAgain(first entry, rest []entry) bool {
	if first.weight < 50 {
		return false
	}
	for _, e := range rest {
		if e.weight > first.weight && first.shingles.within(e.shingles) >= 0.75 {
			return true
		}
	}
	return false
}
