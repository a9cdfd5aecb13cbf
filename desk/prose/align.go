package prose

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// pair says that a node of an old list is a node of a new one, as it was or
// changed. Where there is none, the index is -1.
type pair struct{ old, new int }

// align pairs the children of two nodes, in reading order: equal ones first, and
// between those the ones most alike. Only nodes of one type are paired.
func align(old, new []*node) []pair {
	start := 0
	for start < len(old) && start < len(new) && old[start].equal(new[start]) {
		start++
	}
	var out []pair
	for i := range start {
		out = append(out, pair{i, i})
	}
	i, j := start, start
	for _, d := range lcs.DiffLines(keys(old[start:]), keys(new[start:])) {
		for ; i < start+d.Start; i, j = i+1, j+1 {
			out = append(out, pair{i, j})
		}
		out = append(out, alike(old, new, i, start+d.End, j, start+d.ReplEnd)...)
		i, j = start+d.End, start+d.ReplEnd
	}
	for ; i < len(old); i, j = i+1, j+1 {
		out = append(out, pair{i, j})
	}
	return out
}

// keys are texts that are equal where the nodes are.
func keys(nodes []*node) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = string(n.appendJSON(nil))
	}
	return out
}

// alike pairs old[i:iEnd] with new[j:jEnd].
func alike(old, new []*node, i, iEnd, j, jEnd int) []pair {
	return shift(pairBags(bagsOf(old[i:iEnd]), bagsOf(new[j:jEnd])), i, j)
}

// What pairBags does at most: places in its table, and words it looks at.
const (
	maxTable = 1 << 20
	maxLooks = 1 << 26
)

// pairBags pairs bags so that together they share the most words.
func pairBags(old, new []bag) []pair {
	n, m := len(old), len(new)
	if n*m > maxTable || m*wordsOf(old)+n*wordsOf(new) > maxLooks {
		return pairInOrder(old, new)
	}
	best := make([][]int, n+1)
	best[n] = make([]int, m+1)
	for a := n - 1; a >= 0; a-- {
		best[a] = make([]int, m+1)
		for b := m - 1; b >= 0; b-- {
			best[a][b] = max(best[a+1][b], best[a][b+1], best[a+1][b+1]+old[a].shared(new[b]))
		}
	}
	var out []pair
	a, b := 0, 0
	for a < n || b < m {
		switch {
		case a < n && b < m && old[a].shared(new[b]) > 0 && best[a][b] == best[a+1][b+1]+old[a].shared(new[b]):
			out = append(out, pair{a, b})
			a, b = a+1, b+1
		case a < n && best[a][b] == best[a+1][b]:
			out = append(out, pair{a, -1})
			a++
		default:
			out = append(out, pair{-1, b})
			b++
		}
	}
	return out
}

// shift moves the indices of pairs.
func shift(pairs []pair, old, new int) []pair {
	for i := range pairs {
		if pairs[i].old >= 0 {
			pairs[i].old += old
		}
		if pairs[i].new >= 0 {
			pairs[i].new += new
		}
	}
	return pairs
}

// pairInOrder pairs what stands opposite each other, for lists too long for more.
func pairInOrder(old, new []bag) []pair {
	var out []pair
	for i := range max(len(old), len(new)) {
		switch {
		case i < len(old) && i < len(new) && old[i].shared(new[i]) > 0:
			out = append(out, pair{i, i})
			continue
		case i < len(old):
			out = append(out, pair{i, -1})
		}
		if i < len(new) {
			out = append(out, pair{-1, i})
		}
	}
	return out
}

func wordsOf(bags []bag) (n int) {
	for _, b := range bags {
		n += len(b.words)
	}
	return n
}

// bag is the words of a node, sorted.
type bag struct {
	typ   *nodeType
	words []string
}

func bagsOf(nodes []*node) []bag {
	out := make([]bag, len(nodes))
	for i, n := range nodes {
		var words []string
		n.lines(0, func(line *node, _ int) { words = append(words, strings.Fields(line.String())...) })
		if n.typ.isLeaf() {
			words = append(words, n.attrs.text("sha256"), n.attrs.text("url"), n.attrs.text("caption"))
		}
		slices.Sort(words)
		out[i] = bag{n.typ, words}
	}
	return out
}

// shared is how much two bags have in common: 0 for less than a third of their
// words, or for nodes of two types.
func (a bag) shared(b bag) int {
	if a.typ != b.typ {
		return 0
	}
	same, i, j := 0, 0, 0
	for i < len(a.words) && j < len(b.words) {
		switch c := strings.Compare(a.words[i], b.words[j]); {
		case c == 0:
			same, i, j = same+1, i+1, j+1
		case c < 0:
			i++
		default:
			j++
		}
	}
	if len(a.words) <= 2 && len(b.words) <= 2 {
		return same + 1 // too short to tell: a line that was changed, rather than two
	}
	if 3*2*same < len(a.words)+len(b.words) {
		return 0
	}
	return same
}
