package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is a word of a text.
type Word struct {
	// Start and End are where it stands in the text, in bytes.
	Start, End int
	// Exact is the word with its spelling levelled, Root what it is found by.
	Exact, Root string
	// Compound says that the words after it, each Within, are its parts:
	// «دانش‌آموز» is one word and two.
	Compound, Within bool
}

const (
	zwnj = '\u200c'
	zwj  = '\u200d'
	// longest is how many code points of a word matter: longer ones are no words.
	longest = 64
)

// Words cuts a text into words.
func (l *Language) Words(text string) []Word {
	out := make([]Word, 0, len(text)/5)
	for at := 0; at < len(text); {
		end, next := cut(text, at)
		if end > at {
			out = l.add(out, text, at, end)
		}
		at = next
	}
	return out
}

// cut finds the end of the word that begins at a place; where none does, it is
// that place. Next is where to look for another.
func cut(text string, at int) (end, next int) {
	r, n := utf8.DecodeRuneInString(text[at:])
	if !inWord(r) {
		return at, at + n
	}
	if unspaced(r) { // with the marks on it
		end = at + n
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsMark(r) {
				break
			}
			end += n
		}
		return end, end
	}
	for end = at; end < len(text); {
		r, n := utf8.DecodeRuneInString(text[end:])
		switch {
		case inWord(r) && !unspaced(r):
		case end > at && joins(r, text[at:end]) && wordAfter(text[end+n:]):
		default:
			return end, end
		}
		end += n
	}
	return end, end
}

// inWord reports letters, digits and marks.
func inWord(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	case r >= 0x0620 && r <= 0x0669, r >= 0x066E && r <= 0x06D3:
		return true
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// joins reports what stands inside words: the joiners, apostrophes, and the
// points of "U.S.", which has single letters only.
func joins(r rune, before string) bool {
	switch r {
	case zwnj, zwj, '\'', '’', 'ʼ', '‘':
		return true
	case '.':
		return isLetter(before[len(before)-1]) && (len(before) == 1 || before[len(before)-2] == '.')
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func wordAfter(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return inWord(r) && !unspaced(r)
}

// unspaced reports the letters of scripts that put no space between words. Each
// counts as a word, and several in a row are searched for as a phrase.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// add appends a word and, when joiners hold it together, its parts. What is left
// of it when it has no letter is no word.
func (l *Language) add(out []Word, text string, start, end int) []Word {
	first := len(out)
	if out = l.one(out, text, start, end, false); len(out) == first || l.particles[out[first].Exact] {
		return out[:first]
	}
	if !strings.ContainsRune(text[start:end], zwnj) {
		return out
	}
	for at := start; at < end; {
		part := end
		if i := strings.IndexRune(text[at:end], zwnj); i >= 0 {
			part = at + i
		}
		was := len(out)
		out = l.one(out, text, at, part, true)
		if len(out) > was && (l.affixes[out[was].Exact] || out[was].Root == out[first].Root) {
			out = out[:was]
		}
		at = part + len("\u200c")
	}
	out[first].Compound = len(out) > first+1
	return out
}

func (l *Language) one(out []Word, text string, start, end int, within bool) []Word {
	if start >= end {
		return out
	}
	exact := l.fold(text[start:end])
	if exact == "" {
		return out
	}
	return append(out, Word{Start: start, End: end, Exact: exact, Root: l.root(exact), Within: within})
}
