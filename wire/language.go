package wire

import (
	"strings"
	"unicode"

	"stet.news/story"
)

// checkLanguage notes when the text is plainly not in the edition's language.
// It never changes anything: an edition may quote, and short texts deceive.
func (d *draft) checkLanguage(o Options) {
	if d.rev.Edition == "" {
		return
	}
	text := d.rev.Headline
	for _, x := range d.rev.Body {
		if len(text) > 2*maxLanguageRunes {
			break
		}
		text += "\n" + story.PlainText(story.Body{x})
	}
	got := languageOf(text)
	if got != "" && !sameLanguage(got, d.rev.Edition) {
		d.note("the text looks like %s, the edition is %s", languageNames[got], d.rev.Edition)
	}
}

// baseLanguage is the first part of a tag, with the languages that are one in
// writing made one: Dari is written as Persian is.
func baseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	switch base {
	case "prs", "pes":
		return "fa"
	case "pbt", "pbu", "pst":
		return "ps"
	}
	return base
}

// sameLanguage reports whether two tags can be of one text. Languages that
// are told apart by script alone agree with every language of that script.
func sameLanguage(guess, tag string) bool {
	base := baseLanguage(tag)
	if guess == base {
		return true
	}
	if severalScripts[base] && (guess == "latin" || guess == "cyrillic" || guess == "arabic") {
		return true
	}
	switch guess {
	case "tr": // by letters that its sisters have too
		return turkicLatin[base]
	case "latin":
		return !arabicScript[base] && !cyrillicScript[base] && !otherScript[base]
	case "cyrillic":
		return cyrillicScript[base]
	case "arabic":
		return arabicScript[base]
	}
	return false
}

var (
	arabicScript   = set("ar fa ps ur ckb ug sd pnb bal azb")
	cyrillicScript = set("ru uk bg be mk ky tg mn")
	severalScripts = set("uz az sr kk ku pa tk bs")
	turkicLatin    = set("az tk crh gag kk uz")
	otherScript    = set("zh ja ko th hi bn ta te ka hy el he am my km lo si ne mr gu pa ml kn ti bo dv")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// languageNames are what notes call what languageOf finds.
var languageNames = map[string]string{
	"fa": "Persian or Dari", "ps": "Pashto", "ar": "Arabic", "ur": "Urdu", "arabic": "a language in Arabic script",
	"en": "English", "de": "German", "fr": "French", "es": "Spanish", "tr": "Turkish", "it": "Italian", "pt": "Portuguese",
	"nl": "Dutch", "pl": "Polish", "id": "Indonesian", "latin": "a language in Latin script",
	"ru": "Russian", "uk": "Ukrainian", "cyrillic": "a language in Cyrillic script",
	"zh": "Chinese", "ja": "Japanese", "ko": "Korean", "th": "Thai", "hi": "Hindi", "el": "Greek", "he": "Hebrew", "hy": "Armenian", "ka": "Georgian", "bn": "Bengali",
}

// maxLanguageRunes is how much of a text is looked at.
const maxLanguageRunes = 4000

// languageOf guesses the language of a text by its script, and within a script
// by letters and small words; empty when there is too little to go by.
func languageOf(text string) string {
	counts, total := scriptCounts(text)
	if total < 40 {
		return ""
	}
	script, most := "", 0
	for _, s := range scripts {
		if counts[s.name] > most {
			script, most = s.name, counts[s.name]
		}
	}
	if most*10 < total*6 {
		return "" // a mixture
	}
	switch script {
	case "latin":
		return byWords(text)
	case "arabic":
		return arabicLanguage(text)
	case "cyrillic":
		return cyrillicLanguage(text)
	case "zh":
		if counts["ja"]*20 > most {
			return "ja"
		}
	}
	return script
}

// scripts in a fixed order, so that a tie always falls the same way.
var scripts = []struct {
	name   string
	tables []*unicode.RangeTable
}{
	{"latin", []*unicode.RangeTable{unicode.Latin}},
	{"arabic", []*unicode.RangeTable{unicode.Arabic}},
	{"cyrillic", []*unicode.RangeTable{unicode.Cyrillic}},
	{"zh", []*unicode.RangeTable{unicode.Han}},
	{"ja", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{"ko", []*unicode.RangeTable{unicode.Hangul}},
	{"th", []*unicode.RangeTable{unicode.Thai}},
	{"hi", []*unicode.RangeTable{unicode.Devanagari}},
	{"bn", []*unicode.RangeTable{unicode.Bengali}},
	{"el", []*unicode.RangeTable{unicode.Greek}},
	{"he", []*unicode.RangeTable{unicode.Hebrew}},
	{"hy", []*unicode.RangeTable{unicode.Armenian}},
	{"ka", []*unicode.RangeTable{unicode.Georgian}},
}

func scriptCounts(text string) (counts map[string]int, total int) {
	counts = map[string]int{}
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		if total++; total > maxLanguageRunes {
			break
		}
		for _, s := range scripts {
			if unicode.In(r, s.tables...) {
				counts[s.name]++
				break
			}
		}
	}
	return counts, total
}

// arabicLanguage tells the languages of Arabic script apart by the letters
// only one of them has.
func arabicLanguage(text string) string {
	n := map[string]int{}
	letters := 0
	for _, r := range text {
		letters++
		switch r {
		case 'ښ', 'څ', 'ځ', 'ډ', 'ړ', 'ږ', 'ګ', 'ڼ', 'ې', 'ۍ':
			n["ps"]++
		case 'ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ھ':
			n["ur"]++
		case 'پ', 'چ', 'ژ', 'گ':
			n["fa"]++
		case 'ی', 'ک':
			n["keyboard"]++ // Arabic keyboards write ي and ك
		case 'ة', 'إ', 'ي', 'ك', 'ض', 'ظ', 'ذ':
			n["ar"]++
		}
	}
	switch {
	case n["ps"]*50 > letters:
		return "ps"
	case n["ur"]*50 > letters:
		return "ur"
	case n["fa"]*100 > letters && n["keyboard"]*20 > letters || n["keyboard"]*12 > letters:
		return "fa"
	case n["ar"]*25 > letters:
		return "ar"
	}
	return "arabic"
}

func cyrillicLanguage(text string) string {
	ukrainian, russian := 0, 0
	for _, r := range text {
		switch r {
		case 'і', 'ї', 'є', 'ґ':
			ukrainian++
		case 'ы', 'э', 'ё':
			russian++
		case 'ҳ', 'ҷ', 'ӯ', 'қ', 'ғ', 'ў', 'ә', 'ң', 'ү', 'ө', 'ј', 'ђ', 'љ':
			return "cyrillic"
		}
	}
	switch {
	case russian > 3*ukrainian:
		return "ru"
	case ukrainian > 3*russian:
		return "uk"
	}
	return "cyrillic"
}

// smallWords are the commonest words of languages in Latin script.
var smallWords = map[string]map[string]bool{
	"en": set("the of and to in that is was for with he she his by from has have are not said"),
	"de": set("der die das und ist nicht von zu den mit sich des auf für dem ein eine auch wird sind"),
	"fr": set("le la les des et est une que dans qui du pour pas sur au par avec ce il elle"),
	"es": set("el la los las del que y en una por con para su se no más como pero al"),
	"tr": set("ve bir bu da de için ile olarak olan daha çok ne gibi sonra kadar göre"),
	"it": set("il di che la e un è per non una sono della con del dei gli anche più nel"),
	"pt": set("o a os que e de do da em um uma para não com por mais as dos foi ao"),
	"nl": set("de het een van en in dat is op te voor zijn met die niet aan er"),
	"pl": set("w na i się z że do nie o to jest po jak za od przez"),
	"id": set("yang dan di dengan untuk dari ini itu dalam tidak pada akan ke oleh"),
}

// latinOrder fixes the order in which languages are compared.
var latinOrder = strings.Fields("en de fr es tr it pt nl pl id")

// byWords guesses by the share of small words; "latin" when none stands out.
func byWords(text string) string {
	words := strings.Fields(foldLine(text))
	if len(words) > 600 {
		words = words[:600]
	}
	best, most, second := "latin", 0, 0
	for _, lang := range latinOrder {
		n := 0
		for _, w := range words {
			if smallWords[lang][w] {
				n++
			}
		}
		switch {
		case n > most:
			best, most, second = lang, n, most
		case n > second:
			second = n
		}
	}
	if turkishLetters(text) {
		return "tr"
	}
	if most < 8 || most*100 < len(words)*12 || most*10 < second*12 {
		return "latin"
	}
	return best
}

// turkishLetters reports whether letters that Turkish has and its neighbours
// in Europe do not are as common as in Turkish, whose small words are few.
func turkishLetters(text string) bool {
	n, all := 0, 0
	for _, r := range text {
		if all++; strings.ContainsRune("ığş", r) {
			n++
		}
	}
	return n*40 > all
}
