package wire

// segment is a run of lines [from, to) that reads like a story, with how much.
type segment struct {
	from, to int
	score    float64
}

// worth says how much a line reads like part of a story: paragraphs are worth
// more the longer they are, menus cost. The measures were chosen on pages of
// some two hundred sites in twenty languages, not for any of them.
func (l line) worth() float64 {
	w := float64(l.weight)
	switch {
	case l.final:
		return -14
	case l.chrome:
		return -2.5
	case l.stop:
		return -6
	case l.meta:
		return -1.5
	case l.caption && w < 200:
		return -0.6
	case l.crowded:
		return -0.8
	case w >= 120 && l.ends:
		return 1.5 + min(w, 600)/120
	case w >= 160:
		return 0.6 + min(w, 600)/240
	case w >= 50 && l.ends:
		return 0.5 + w/120
	case w >= 60:
		return -0.5
	case l.ends && w >= 20:
		return 0.2
	case l.alone:
		return -0.6
	}
	return -1.1
}

// segments finds the runs of lines that read most like a story, best first.
func segments(lines []line) []segment {
	worth := make([]float64, len(lines))
	for i, l := range lines {
		worth[i] = l.worth()
	}
	var out []segment
	collectSegments(worth, 0, len(worth), 5, &out)
	return out
}

// collectSegments takes the best run of [from, to) and then the best of what
// is left on either side.
func collectSegments(worth []float64, from, to, depth int, out *[]segment) {
	if from >= to || depth == 0 {
		return
	}
	best := bestRun(worth, from, to)
	if best.score < 1 {
		return
	}
	*out = append(*out, best)
	collectSegments(worth, from, best.from, depth-1, out)
	collectSegments(worth, best.to, to, depth-1, out)
}

// bestRun is the run with the greatest sum.
func bestRun(worth []float64, from, to int) segment {
	best := segment{from: from, to: from}
	start, sum := from, 0.0
	for i := from; i < to; i++ {
		if sum <= 0 {
			start, sum = i, 0
		}
		sum += worth[i]
		if sum > best.score {
			best = segment{start, i + 1, sum}
		}
	}
	return best
}
