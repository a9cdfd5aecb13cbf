package search

import "strings"

// Language is how words of an edition's language become alike. It may be used by
// many goroutines at once.
type Language struct {
	// letters of Arabic script that this language levels otherwise than all do.
	letters map[rune]rune
	// rootArabic gives the root of a word in Arabic script, rootOther of any other.
	rootArabic, rootOther func(exact string) string
	// particles are parts of words that are often written apart and say nothing
	// by themselves; affixes are those that a joiner may bind to a word.
	particles, affixes map[string]bool
}

// The languages that have rules of their own; the values are never written to.
var (
	english = &Language{rootArabic: loose, rootOther: stemEnglish}
	persian = &Language{
		letters:    map[rune]rune{'ئ': 'ی', 'ې': 'ی', 'ۍ': 'ی', 'ے': 'ی', 'ھ': 'ه', 'ګ': 'گ'},
		rootArabic: rootPersian, rootOther: bare,
		particles: set("ها های هایی هایش می نمی تر ترین"),
		affixes:   set("ها های هایی هایم هایت هایش هایمان هایتان هایشان می نمی تر ترین ام ات اش ای اند ایم اید"),
	}
	pashto = &Language{
		letters:    map[rune]rune{'ي': 'ي', 'ئ': 'ئ', 'ھ': 'ه', 'ګ': 'گ'},
		rootArabic: loose, rootOther: bare,
	}
	arabic = &Language{letters: map[rune]rune{'ئ': 'ی', 'آ': 'ا', 'گ': 'ک'}, rootArabic: rootArabic, rootOther: bare}
	others = &Language{rootArabic: loose, rootOther: bare}
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// For gives the rules for an edition by its tag.
func For(tag string) *Language {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "en":
		return english
	case "fa", "prs", "pes", "haz":
		return persian
	case "ps", "pbt", "pst", "pbu":
		return pashto
	case "ar", "arb":
		return arabic
	}
	return others
}

// root gives what a word is found by. It depends on the exact form alone.
func (l *Language) root(exact string) string {
	if isArabic(exact) {
		return l.rootArabic(exact)
	}
	return l.rootOther(exact)
}
