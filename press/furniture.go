package press

import (
	"strings"
	"unicode"
)

// Furniture reports whether words are something the site itself says on a
// story's page, in any of its languages: a label, a line about the record, a
// comma between names. A verifier takes whatever else it finds there, outside
// the pieces of the story, for words that somebody slipped in.
func Furniture(said string) bool {
	if strings.TrimFunc(said, unicode.IsPunct) == "" {
		return true
	}
	said = numbersAside(said)
	for _, w := range []*words{&english, &dari, &farsi, &pashto, &arabic} {
		for _, own := range []string{
			w.Published, w.Updated, w.Picture, w.Erased, w.Corrections, w.Correction, w.Clarify, w.Update,
			w.Topics, w.Elsewhere, w.Retracted, numbersAside(fill(w.Record, "1", "1")),
			numbersAside(fill(w.Pages.Here, "1", "1")), numbersAside(fill(w.Pages.Next, "1", "1")), numbersAside(fill(w.Pages.Back, "1", "1")),
		} {
			if said == own {
				return true
			}
		}
	}
	return false
}

// numbersAside writes every number, in any digits, as 0.
func numbersAside(s string) string {
	var b strings.Builder
	inNumber := false
	for _, r := range s {
		digit := unicode.IsDigit(r)
		if digit && !inNumber {
			b.WriteByte('0')
		} else if !digit {
			b.WriteRune(r)
		}
		inNumber = digit
	}
	return b.String()
}
