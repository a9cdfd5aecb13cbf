package wire

import (
	"strings"
	"unicode"
)

// Folding is only for comparing. What is compared is never what is kept: a
// folded Pashto word has lost its letters.

// foldWord brings a word into the form tables are looked up in: lower case,
// the letters Arabic keyboards write for Persian and Pashto ones made one,
// without joiners and vowel marks.
func foldWord(s string) string {
	return strings.Map(foldRune, s)
}

func foldRune(r rune) rune {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	switch r {
	case 'ي', 'ى', 'ې', 'ۍ', 'ئ':
		return 'ی'
	case 'ك', 'ګ':
		return 'ک'
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ۀ', 'ە':
		return 'ه'
	case 'ؤ':
		return 'و'
	case 'İ', 'ı':
		return 'i'
	case '’', '‘', 'ʼ':
		return '\''
	case '\u200c', '\u200d', '\u200e', '\u200f', 'ـ', '\u00ad':
		return -1
	}
	if d := digit(r); d >= 0 {
		return rune('0' + d)
	}
	if unicode.Is(unicode.Mn, r) && r >= 0x064b && r <= 0x065f {
		return -1
	}
	return unicode.ToLower(r)
}

// foldLine is a line with its words folded, everything that is no letter,
// digit or mark made one space: two lines with the same fold read the same.
func foldLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		if r = foldRune(r); r < 0 {
			continue
		}
		if !isWordRune(r) && r < 0x2190 { // arrows, emoji and the like count as letters: they tell lines apart
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isWordRune(r rune) bool {
	if r < 0x80 {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '\u200c'
}

// digit is the value of a decimal digit of the scripts news is written in, or -1.
func digit(r rune) int {
	if r >= '0' && r <= '9' {
		return int(r - '0')
	}
	if r < 0x0660 {
		return -1
	}
	for _, zero := range []rune{'۰', '٠', '०', '০', '๐', '０'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}
