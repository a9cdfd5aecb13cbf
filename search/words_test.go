package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// roots gives the roots of a text's words, parts of compounds in brackets.
func roots(tag, text string) string {
	var out []string
	for _, w := range For(tag).Words(text) {
		if w.Within {
			out = append(out, "("+w.Root+")")
		} else {
			out = append(out, w.Root)
		}
	}
	return strings.Join(out, " ")
}

// TestAlike: each line is a language and spellings of one thing, which find each
// other.
func TestAlike(t *testing.T) {
	for _, line := range []string{
		"en | canals | canal | Canal’s | CANALS | ＣＡＮＡＬ",
		"en | running | runs | run",
		"en | café | cafe | CAFÉ",
		"en | O'Neill | O’Neill | ONeill",
		"en | U.S. | US | u.s.",
		"en | don't | don’t | dont",
		"en | 2026 | ۲۰۲۶ | ٢٠٢٦ | २०२६",
		"fa-AF | یک | يك",
		"fa-AF | کتاب‌های | کتابهای | كتاب‌هاي | کتاب‌ها | کتابها | کتاب های | کتاب",
		"fa-AF | بزرگ‌ترین | بزرگترین | بزرگ ترین | بزرگ‌تر | بزرگ",
		"fa-AF | مُحَمَّد | محمد | محـــمد",
		"fa-AF | آب | اب",
		"fa-AF | مسأله | مساله",
		"fa-AF | خانهٔ | خانۀ | خانه | خانة",
		"fa-AF | مسئول | مسيول | مسیول",
		"fa-AF | ۱۴۰۵ | ١٤٠٥ | 1405",
		"fa-AF | ﻛﺘﺎﺏ | کتاب",
		"fa-AF | ننګرهار | ننگرهار",
		"fa-AF | پښتونستان | پشتونستان",
		"ps | کلي | کلی | کلې | کلۍ | كلى",
		"ps | ښوونځی | شوونزی | ښوونځي",
		"ps | ګرځي | گرځي",
		"ps | افغانستان | أفغانستان",
		"ps | ۴۰ | 40 | ٤٠",
		"ar | الكتاب | كتاب | والكتاب | بالكتاب | کتاب",
		"ar | مدرسة | المدرسه | مدرسه",
		"ar | إلى | الى | إلي",
		"ar | القُدْس | القدس",
		"ar | الصحفيون | صحفيين | صحفيان",
		"ar | آثار | اثار",
		"ur | ہندوستان | هندوستان",
		"ur | لڑکے | لڑکی",
		"ru | Ёлка | ёлка",
		"tr | ışık | isik",
		"de | Straße | strasse | STRASSE",
	} {
		parts := strings.Split(line, " | ")
		for _, spelling := range parts[2:] {
			if a, b := roots(parts[0], parts[1]), roots(parts[0], spelling); a != b {
				t.Errorf("%s: %s is %q, %s is %q", parts[0], parts[1], a, spelling, b)
			}
		}
	}
}

// TestApart: words that must not find each other.
func TestApart(t *testing.T) {
	for _, line := range []string{
		"en | united | university2",
		"en | Kabul | Kandahar",
		"fa-AF | دختر | دخت",
		"fa-AF | تنها | تن",
		"fa-AF | کار | گار",
		"fa-AF | میدان | دان",
		"fa-AF | دفتر | دف",
		"ps | لور | لوړ2",
		"ar | ولد | لد",
		"ru | мой | мои2",
	} {
		parts := strings.Split(line, " | ")
		if a, b := roots(parts[0], parts[1]), roots(parts[0], parts[2]); a == b {
			t.Errorf("%s: %s and %s are both %q", parts[0], parts[1], parts[2], a)
		}
	}
}

// TestPashtoLetters: the five ya and the letters of its own are kept apart in the
// exact form, which counts for more, and found by who cannot type them.
func TestPashtoLetters(t *testing.T) {
	words := strings.Fields("کلي کلی کلې کلۍ کلئ ټول تول ډول دول لور لوړ ښه شه ږه ژه ځه زه څه سه")
	exact := map[string]string{}
	for _, w := range words {
		got := For("ps").Words(w)[0].Exact
		if other, ok := exact[got]; ok {
			t.Errorf("%s and %s are both %q", w, other, got)
		}
		exact[got] = w
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "", ""},
		{"en", "“Well-known” places: Kabul, 3.5% (U.S.A.)…", "well known place kabul 3 5 usa"},
		{"en", "end. Of a sentence.I think", "end of a sentenc i think"},
		{"en", "a\u200fb", "a b"},
		{"fa-AF", "دانش‌آموزان می‌روند", "دانشاموزان (دانش) (اموزان) میروند (روند)"},
		{"fa-AF", "«سلام»، دنیا؟ ۱٬۲۳۴٫۵", "سلام دنیا 1 234 5"},
		{"fa-AF", "می رود", "رود"},
		{"fa-AF", "NATO در کابل", "nato در کابل"},
		{"ps", "د افغانستان په ختیځ کې", "د افغانستان په ختیز کی"},
		{"ar", "وقالت الأمم المتحدة", "قالت امم متحد"},
		{"zh", "中文新闻", "中 文 新 闻"},
		{"hi", "हिन्दी समाचार", "हिन्दी समाचार"},
	} {
		if got := roots(c.tag, c.text); got != c.want {
			t.Errorf("%s: %q\n got %q\nwant %q", c.tag, c.text, got, c.want)
		}
	}
}

var someTags = []string{"en", "fa-AF", "fa", "ps", "ar", "ur", "de", "zh"}

// letters are those that something is done with, and some that are odd.
var someLetters = []rune("abcSTŸéßıİſﬁ09۱١२’'.- \u200c\u200d\u200f\u0301\u0654\u064eـكکيیىېۍئےةهۀہھآأإءؤټډړښځڅګگوالهاترین中文ไทยΣς½ﷺ𝟘\U0001d7ff")

func someText(r *rapid.T) string {
	return rapid.OneOf(rapid.StringOf(rapid.SampledFrom(someLetters)), rapid.String()).Draw(r, "text")
}

// TestWordsOfAnything: words stand where they say, in order, folding twice is
// folding once, a word by itself is the word it was in the text, and what the index
// is given comes apart at spaces only.
func TestWordsOfAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := For(rapid.SampledFrom(someTags).Draw(r, "tag"))
		text := someText(r)
		at := 0
		for _, w := range l.Words(text) {
			if w.Start < at || w.End <= w.Start || w.End > len(text) || !utf8.ValidString(w.Exact) {
				r.Fatalf("%q: a word at %d to %d, after %d", text, w.Start, w.End, at)
			}
			at = w.Start
			if again := l.fold(w.Exact); again != w.Exact {
				r.Fatalf("%q folds to %q, and that to %q", text[w.Start:w.End], w.Exact, again)
			}
			if w.Root == "" || strings.ContainsFunc(w.Root, func(c rune) bool { return c < utf8.RuneSelf && !inWord(c) }) {
				r.Fatalf("%q has the root %q", text[w.Start:w.End], w.Root)
			}
			if w.Within {
				continue
			}
			alone := l.Words(text[w.Start:w.End])
			if len(alone) == 0 || alone[0].Exact != w.Exact || alone[0].Root != w.Root {
				r.Fatalf("%q is %q in %q and %v alone", text[w.Start:w.End], w.Exact, text, alone)
			}
		}
	})
}
