package wire

import (
	"slices"
)

// shingles is the set of a text's overlapping pieces of five letters, sorted:
// enough to tell that two texts say the same with a word or a letter changed.
type shingles []uint32

// shingleSize is in letters of the folded text, spaces left out so that
// scripts with and without spaces compare alike. In scripts that write a
// syllable or a word with one sign, three make a piece.
const shingleSize = 5

// maxShingles bounds the set of one text.
const maxShingles = 20_000

func shinglesOf(fold string) shingles {
	letters := make([]rune, 0, min(len(fold), maxShingles))
	for _, r := range fold {
		if r != ' ' {
			letters = append(letters, r)
		}
		if len(letters) == maxShingles {
			break // as much as tells two texts apart
		}
	}
	size := shingleSize
	if len(letters) > 0 && denseLetters(letters) {
		size = 3
	}
	if len(letters) < size {
		return nil
	}
	out := make(shingles, 0, len(letters))
	for i := 0; i+size <= len(letters); i++ {
		out = append(out, hashRunes(letters[i:i+size]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// hashRunes is FNV-1a over code points: the same in every run, so that the
// same file always gives the same story.
func hashRunes(rs []rune) uint32 {
	h := uint32(2166136261)
	for _, r := range rs {
		h = (h ^ uint32(r)) * 16777619
	}
	return h
}

// common counts what two sets share.
func (a shingles) common(b shingles) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// alike is the share of both sets that they have in common, 0 to 1.
func (a shingles) alike(b shingles) float64 {
	n := a.common(b)
	if n == 0 {
		return 0
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// within is the share of a that is in b, 0 to 1.
func (a shingles) within(b shingles) float64 {
	if len(a) == 0 {
		return 0
	}
	return float64(a.common(b)) / float64(len(a))
}

// denseLetters reports whether most letters are Chinese, Japanese or Korean.
func denseLetters(letters []rune) bool {
	n := 0
	for _, r := range letters {
		if r >= 0x2e80 && spaceless(r) {
			n++
		}
	}
	return n*2 > len(letters)
}
