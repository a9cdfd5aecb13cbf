package story

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Slug is the readable end of a story's address. It may change; old ones
// redirect for ever. It is never an identity.
//
// A slug is one or more words joined by "-". A word is letters, the marks upon
// them and decimal digits of any script, in lower case and NFC: nothing in it
// needs thought in an address, and each letter is the one that was typed.
type Slug string

// ErrBadSlug says that a text is not in a slug's form.
var ErrBadSlug = errors.New("not a slug (words of lower-case letters and digits joined by single hyphens, at most 80 characters)")

const (
	// maxSlug is the length of the longest slug in code points.
	maxSlug = 80
	// maxMade is the length of the longest that MakeSlug makes: it leaves room
	// for what makes a slug unique, "-2" or a part of an ID.
	maxMade = maxSlug - 9
)

// maxSlugSource is how much of a text a slug is made of, in bytes.
const maxSlugSource = 4096

// MakeSlug makes a slug of a headline or a name, at most 71 code points long,
// cut at the end of a word, so that an ending that makes it unique still fits. SlugLatin spells the scripts it knows in ASCII
// letters and leaves the others as they are. The slug is "" when text holds no
// letter and no digit. The zero width non-joiner parts words.
func MakeSlug(text string, style SlugStyle) Slug {
	if len(text) > maxSlugSource {
		text = text[:maxSlugSource]
	}
	if style == SlugLatin {
		text = latin(Line(text))
	}
	return Slug(cutSlug(slugWords(Line(text)), maxMade))
}

// slugWords lowers the case and puts one "-" for whatever stands between words.
// Apostrophes and tatweel do not part a word: "don't", "كـتـاب".
func slugWords(s string) string {
	var w strings.Builder
	w.Grow(len(s))
	apart := false
	for _, r := range s {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == 0x0640 || unicode.Is(unicode.Variation_Selector, r):
			continue
		case !unicode.In(r, unicode.L, unicode.M, unicode.Nd):
			apart = true
			continue
		case apart && w.Len() > 0:
			w.WriteByte('-')
		}
		apart = false
		w.WriteRune(unicode.ToLower(r))
	}
	return norm.NFC.String(w.String())
}

// cutSlug keeps whole words as long as they fit; a single word that is too long
// is cut before a letter, never before a letter's mark.
func cutSlug(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n, word, letter := 0, 0, 0
	for i, r := range s {
		if r == '-' {
			word = i
		}
		if !unicode.IsMark(r) {
			letter = i
		}
		if n++; n > most {
			break
		}
	}
	if word > 0 {
		return s[:word]
	}
	return s[:letter]
}

// ParseSlug accepts only what is in slug form already; anything else is
// ErrBadSlug.
func ParseSlug(s string) (Slug, error) {
	if s == "" || len(s) > maxSlugSource || cutSlug(slugWords(Line(s)), maxSlug) != s {
		return "", ErrBadSlug
	}
	return Slug(s), nil
}

// Key is the slug's canonical key: slugs that a reader could take for each other
// have the same one, and collide. Compatibility forms, case, look-alike letters
// of different scripts, the kinds of digits, vowel points and the joints between
// words all fold. A key is for comparing only; it is never shown.
func (s Slug) Key() string { return skeleton(string(s)) }

// Key is the key of a person's or topic's page.
func Key(text string) string { return string(MakeSlug(text, SlugNative)) }
