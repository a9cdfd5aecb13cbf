package card

import (
	"sort"
	"strings"

	"golang.org/x/image/math/fixed"
)

// sizes are the limits of type in pixels, and the steps between.
type sizes struct{ largest, smallest, step int }

// block is text that was made to fit a box.
type block struct {
	lines         []line
	size, leading int
}

func (b block) height() int { return len(b.lines) * b.leading }

// fit sets a text as large as a box allows, in lines of about the same length.
// What does not fit even in the smallest size loses its end.
func (s *setter) fit(text string, width, height int, z sizes) block {
	for size := z.largest; size >= z.smallest; size -= z.step {
		widest := s.widest(text, size)
		if b := s.set(text, size, width); widest <= width && b.height() <= height {
			return s.balance(text, width, widest, b)
		}
	}
	letters := []rune(text)
	n := sort.Search(len(letters), func(n int) bool {
		return s.set(cut(letters, n+1), z.smallest, width).height() > height
	})
	return s.set(cut(letters, n), z.smallest, width)
}

func (s *setter) set(text string, size, width int) block {
	return block{lines: s.lines(text, size, width), size: size, leading: s.leading(size)}
}

// cut is the beginning of a text, if possible in whole words, with an ellipsis.
func cut(letters []rune, n int) string {
	if n == len(letters) {
		return string(letters)
	}
	begin := string(letters[:n])
	if space := strings.LastIndexByte(begin, ' '); space > 0 {
		begin = begin[:space]
	}
	return begin + "…"
}

// widest is the width of the longest word.
func (s *setter) widest(text string, size int) (widest int) {
	for _, word := range strings.Fields(text) {
		var advance fixed.Int26_6
		for _, run := range s.shape([]rune(word), size) {
			advance += run.Advance
		}
		widest = max(widest, advance.Ceil())
	}
	return widest
}

// balance finds the narrowest box in which the text still has as many lines, so
// that no last line is left with one word.
func (s *setter) balance(text string, width, widest int, b block) block {
	if len(b.lines) < 2 {
		return b
	}
	narrowest := widest + sort.Search(width-widest, func(more int) bool {
		return len(s.lines(text, b.size, widest+more)) <= len(b.lines)
	})
	return s.set(text, b.size, narrowest)
}
