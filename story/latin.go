package story

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latin spells text in ASCII letters for addresses. It is for reading aloud,
// not for turning back: Arabic script does not write its short vowels, and we
// do not guess them. Letters of a script without a table stay as they are.
func latin(s string) string {
	var w strings.Builder
	in := []rune(norm.NFC.String(strings.ToLower(s)))
	for i, r := range in {
		switch {
		case r < 0x80:
			w.WriteRune(r)
		case r == zwnj || unicode.Is(unicode.Arabic, r):
			w.WriteString(arabicLetter(in, i))
		default:
			latinLetter(&w, r)
		}
	}
	return w.String()
}

func latinLetter(w *strings.Builder, r rune) {
	if d, ok := Digit(r); ok {
		w.WriteRune('0' + d)
		return
	}
	if l, ok := latinLetters[r]; ok {
		w.WriteString(l)
		return
	}
	for _, base := range norm.NFKD.String(string(r)) {
		if l, ok := latinLetters[base]; ok {
			w.WriteString(l)
		} else if !unicode.IsMark(base) || !unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Inherited) {
			w.WriteRune(base)
		}
	}
}

// arabicLetter spells the letter at i of in. و and ی are consonants at the start
// of a word and beside a vowel, vowels elsewhere; ه at the end behind a
// consonant is the vowel a.
func arabicLetter(in []rune, i int) string {
	r := in[i]
	if d, ok := Digit(r); ok {
		return string('0' + d)
	}
	start, end := !arabicAt(in, i-1), !arabicAt(in, i+1)
	vowelBefore := !start && strings.ContainsRune("اآأإويیىېۍۀه", in[i-1])
	switch r {
	case 'و':
		if start || vowelBefore && in[i-1] != 'ه' || !end && strings.ContainsRune("اآیي", in[i+1]) {
			return "w"
		}
		return "u"
	case 'ی', 'ي', 'ى', 'ې', 'ۍ', 'ئ':
		if start || !end && strings.ContainsRune("اآو", in[i+1]) {
			return "y"
		}
		if r == 'ې' {
			return "e"
		}
		return "i"
	case 'ه', 'ہ', 'ە':
		if end && !start && !vowelBefore {
			return "a"
		}
		return "h"
	case 'ا', 'أ', 'إ':
		if start && !end && strings.ContainsRune("یيو", in[i+1]) {
			return ""
		}
	}
	return arabicLetters[r]
}

func arabicAt(in []rune, i int) bool {
	return i >= 0 && i < len(in) && unicode.IsLetter(in[i]) && unicode.Is(unicode.Arabic, in[i])
}

// arabicLetters covers Arabic, Persian, Dari, Pashto, Urdu, Kurdish and Uighur.
// What is missing (vowel points, hamza on its own) is not spelled.
var arabicLetters = spelling(
	"a اأإٱ", "aa آ", "b ب", "p پ", "t تطټٹة", "s ثسصۃ", "j ج", "ch چ", "h حه", "kh خ", "ts څ", "dz ځ", "d دډڈ",
	"z ذزضظ", "r رړڑ", "zh ژ", "g ږگګ", "sh شښ", "a ع", "gh غ", "f ف", "q ق", "k کكڪ", "l لڵ", "m م", "n نںڼ",
	"u ؤۆۇۈ", "w ۋ", "h ھ", "e ێے", "a ۀۂ", "v ڤ", "e ۓ", "- \u200c", "ng ڭ", "n ڻ", "p ڦ", "t ٽ", "d ڌ",
)

// latinLetters covers letters that do not decompose into ASCII: Latin, Cyrillic
// (Russian, Ukrainian, Tajik, Uzbek, Kazakh, Kyrgyz, Serbian), Greek, Armenian,
// Georgian and Hebrew.
var latinLetters = spelling(
	"ss ß", "ae æ", "oe œ", "o øө", "d đðɖ", "th þ", "l łľ", "i ıɩ", "e əɛǝ", "ng ŋ", "h ħ", "k ĸ", "t ŧ", "n ŉɲ", "gh ɣ", "b ɓ", "z ƶ", "y ƴ",
	"a а", "b б", "v в", "g гґ", "d д", "e еэ", "yo ё", "zh жҗ", "z з", "i иіӣї", "y йы", "k кқҡ", "l л", "m м", "n н", "o о",
	"p п", "r р", "s с", "t т", "u уӯүұў", "f ф", "kh х", "ts ц", "ch чҷ", "sh ш", "shch щ", " ъь", "yu ю", "ya я", "ye є",
	"gh ғ", "h ҳһ", "ng ң", "a ә", "j ј", "lj љ", "nj њ", "dj ђ", "c ћ", "dz џ",
	"a α", "v β", "g γ", "d δ", "e ε", "z ζ", "i ηι", "th θ", "k κ", "l λ", "m μ", "n ν", "x ξ", "o οω", "p π", "r ρ", "s σς", "t τ", "y υ", "f φ", "ch χ", "ps ψ",
	"a ա", "b բ", "g գ", "d դ", "e եէը", "z զ", "t թտ", "zh ժ", "i ի", "l լ", "kh խ", "ts ծց", "k կք", "h հ", "dz ձ", "gh ղ", "ch ճչ", "m մ", "y յ", "n ն", "sh շ", "o ոօ", "p պփ", "j ջ", "r ռր", "s ս", "v վւ", "ev և", "f ֆ",
	"a ა", "b ბ", "g გ", "d დ", "e ე", "v ვ", "z ზ", "t თტ", "i ი", "k კქ", "l ლ", "m მ", "n ნ", "o ო", "p პფ", "zh ჟ", "r რ", "s ს", "u უ", "gh ღ", "q ყ", "sh შ", "ch ჩჭ", "ts ცწ", "dz ძ", "kh ხ", "j ჯ", "h ჰ",
	"a אע", "b ב", "g ג", "d ד", "h הח", "v ו", "z ז", "t טת", "y י", "k כךק", "l ל", "m מם", "n נן", "s ס", "p פף", "ts צץ", "r ר", "sh ש",
)

// spelling makes a table of rows: what to write, a space, the letters it is for.
func spelling(rows ...string) map[rune]string {
	m := map[rune]string{}
	for _, row := range rows {
		ascii, letters, _ := strings.Cut(row, " ")
		for _, r := range letters {
			m[r] = ascii
		}
	}
	return m
}
