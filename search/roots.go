package search

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	snowball "github.com/blevesearch/snowballstem/english"
)

// stemEnglish is the Snowball stemmer (Porter 2).
func stemEnglish(word string) string {
	word = bare(word)
	if len(word) < 3 || word[0] <= '9' {
		return word
	}
	env := snowballstem.NewEnv(word)
	snowball.Stem(env)
	return env.Current()
}

// loose levels letters that look alike or that one types for another without the
// right keyboard: the five ya and the letters of Pashto that Arabic and Persian do
// not have, and the alef with its madda.
func loose(word string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'آ':
			return 'ا'
		case 'ي', 'ې', 'ۍ', 'ئ', 'ے', 'ۓ':
			return 'ی'
		case 'ټ', 'ٹ':
			return 'ت'
		case 'ډ', 'ڈ':
			return 'د'
		case 'ړ', 'ڑ':
			return 'ر'
		case 'ڼ', 'ں':
			return 'ن'
		case 'ښ':
			return 'ش'
		case 'ږ':
			return 'ژ'
		case 'ځ':
			return 'ز'
		case 'څ':
			return 'س'
		case 'ګ':
			return 'گ'
		case 'ھ':
			return 'ه'
		}
		return r
	}, word)
}

// The endings of Persian that make no new word: the plural, with and without
// what is bound to it, and the degrees. Each asks that much of the word to stay.
var persianEndings = []ending{
	{"هایشان", 2}, {"هایمان", 2}, {"هایتان", 2}, {"هایی", 3}, {"هایش", 3}, {"هایم", 3}, {"هایت", 3}, {"های", 3},
	{"ترین", 3}, {"ها", 3}, {"تر", 4},
}

type ending struct {
	text string
	stay int // code points
}

// rootPersian strips one ending and no more. Letters are too often part of the
// word: «تنها» and «دختر» must stay what they are.
func rootPersian(word string) string { return loose(strip(word, persianEndings)) }

func strip(word string, endings []ending) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(word, e.text); ok && utf8.RuneCountInString(rest) >= e.stay {
			return rest
		}
	}
	return word
}

// rootArabic is the light stemmer "light10" of Larkey, Ballesteros and Connell
// (Light Stemming for Arabic Information Retrieval, 2007): and, article, endings.
// Retrieval with it was as good as with any that looks for roots, and it is short.
func rootArabic(word string) string {
	word = loose(word)
	if rest, ok := strings.CutPrefix(word, "و"); ok && utf8.RuneCountInString(rest) >= 3 {
		word = rest
	}
	for _, article := range [...]string{"ال", "وال", "بال", "کال", "فال", "لل"} {
		if rest, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(rest) >= 2 {
			word = rest
			break
		}
	}
	for _, e := range arabicEndings { // each once, in this order
		if rest, ok := strings.CutSuffix(word, e); ok && utf8.RuneCountInString(rest) >= 2 {
			word = rest
		}
	}
	return word
}

// As light10 has them, with ta marbuta and ya as they are written here.
var arabicEndings = [...]string{"ها", "ان", "ات", "ون", "ین", "یه", "ه", "ی"}
