package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"stet.news/story"
)

// fold levels the spelling of a word. Folding what is folded changes nothing.
func (l *Language) fold(word string) string {
	plain := true
	for i := range len(word) {
		plain = plain && (word[i] >= 'a' && word[i] <= 'z' || word[i] >= '0' && word[i] <= '9')
	}
	if plain && len(word) <= longest {
		return word
	}
	easy := simple(word)
	if !easy {
		word = norm.NFKC.String(strings.ToLower(norm.NFKC.String(word)))
	}
	b := make([]byte, 0, len(word))
	n := 0
	for _, r := range word {
		if r = l.letter(r); r == 0 {
			continue
		}
		if n++; n > longest {
			break
		}
		if r == 'ß' {
			n, r, b = n+1, 's', append(b, 's')
		}
		b = utf8.AppendRune(b, r)
	}
	if easy {
		return string(b)
	}
	return norm.NFC.String(string(b)) // a mark may stand beside another letter now
}

// simple reports words of ASCII and of the usual letters of Arabic script, which
// need no look into the big tables: they are in NFKC and have no case but ASCII's.
// A point can compose with what stands before it, so it is not among them.
func simple(word string) bool {
	for _, r := range word {
		switch {
		case r < utf8.RuneSelf, r >= 0x0620 && r <= 0x064A, r >= 0x0660 && r <= 0x0669, r >= 0x0671 && r <= 0x0674:
		case r >= 0x0679 && r <= 0x06D3, r >= 0x06F0 && r <= 0x06F9, r == zwnj:
		default:
			return false
		}
	}
	return true
}

// letter gives the letter that stands for one in the exact form, or 0.
func (l *Language) letter(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return r
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return 0
	case r >= 0x0600 && r <= 0x06FF:
		if to, ok := l.letters[r]; ok {
			return to
		}
		return arabicLetter(r)
	}
	if r == 'ς' {
		return 'σ'
	}
	if d, ok := story.Digit(r); ok {
		return '0' + d
	}
	if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) && !joiner(r) {
		return r
	}
	return 0
}

// joiner reports marks that only say how letters look together.
func joiner(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0x08D3 && r <= 0x08FF || r == 0x034F
}

// arabicLetter levels what differs between keyboards and habits in every language
// that is written in Arabic script: kaf, the last ya without points, ta marbuta, the
// seats of hamza. Points, tatweel and the hamza by itself say nothing.
func arabicLetter(r rune) rune {
	switch r {
	case 'ك', 'ڪ':
		return 'ک'
	case 'ى', 'ي':
		return 'ی'
	case 'ة', 'ۀ', 'ہ', 'ۂ', 'ۃ':
		return 'ه'
	case 'أ', 'إ', 'ٱ', 'ٲ', 'ٳ':
		return 'ا'
	case 'ؤ', 'ٶ':
		return 'و'
	case 'ء', 'ٴ', 'ـ':
		return 0
	}
	if d, ok := story.Digit(r); ok {
		return '0' + d
	}
	if unicode.IsLetter(r) {
		return r
	}
	return 0 // points, signs
}

// isArabic reports a word of Arabic script.
func isArabic(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return r >= 0x0600 && r <= 0x077F || r >= 0x08A0 && r <= 0x08FF
}

// bare takes the marks off Latin and Greek letters: "cafe" finds "café". In other
// scripts marks are letters.
func bare(word string) string {
	if strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return word
	}
	var b []byte
	latin := false
	for _, r := range norm.NFD.String(word) {
		if unicode.Is(unicode.Mn, r) && latin {
			continue
		}
		latin = unicode.In(r, unicode.Latin, unicode.Greek) || latin && unicode.Is(unicode.Mn, r)
		if r == 'ı' {
			r = 'i'
		}
		b = utf8.AppendRune(b, r)
	}
	return norm.NFC.String(string(b))
}
