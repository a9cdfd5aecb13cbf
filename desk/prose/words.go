package prose

import (
	"unicode"

	"github.com/rivo/uniseg"
)

// token is a word, or what stands between words: one sign, or white space.
type token struct {
	text string
	word bool
	at   int // where it begins, in bytes
}

// splitText parts text at the word boundaries of Unicode (UAX #29), so that a
// word with a zero width non-joiner is one word in Persian and Pashto, and a
// number with its separators is one.
func splitText(s string) []token {
	var out []token
	state, at := -1, 0
	for len(s) > 0 {
		var w string
		w, s, state = uniseg.FirstWordInString(s, state)
		out = append(out, token{w, hasLetter(w), at})
		at += len(w)
	}
	return out
}

// splitWords is splitText without what stands between.
func splitWords(s string) []token {
	var out []token
	for _, t := range splitText(s) {
		if t.word {
			out = append(out, t)
		}
	}
	return out
}

func hasLetter(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return true
		}
	}
	return false
}
