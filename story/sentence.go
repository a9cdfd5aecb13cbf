package story

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences gives the end of each sentence of s as a byte offset, its trailing
// white space included, so that the parts strung together are s again. The last
// offset is len(s); the empty text has none.
//
// A sentence ends behind . ! ? … ؟ or ۔, with the quotation marks and brackets
// that close there, and only where white space follows. It does not end when the
// next word begins with a small letter, nor behind a title, an initial or
// another abbreviation. Where it cannot tell it does not cut. The record stores
// the offsets with the text, so a better rule may come any day without
// disturbing what is signed. Time is linear in s.
func Sentences(s string) []int {
	var ends []int
	start := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !endsSentence(r) {
			i += n
			continue
		}
		mark := i
		i = skipAll(s, i, endsSentence)
		closed := skipAll(s, i, closes)
		next := skipAll(s, closed, unicode.IsSpace)
		if late := lateClose(s, next); late > next { // "… jouer. » Il": French sets marks apart
			next = skipAll(s, late, unicode.IsSpace)
		}
		if next == closed {
			i = max(i, closed)
			continue
		}
		if next == len(s) {
			break
		}
		if endsHere(s[start:mark], s[mark:i], s[next:]) {
			ends = append(ends, next)
			start = next
		}
		i = next
	}
	if s != "" {
		ends = append(ends, len(s))
	}
	return ends
}

func endsSentence(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '؟', '۔', '‼', '⁉', '⁇', '⁈', '。', '\uFF01', '\uFF1F', '।':
		return true
	}
	return false
}

func closes(r rune) bool {
	switch r {
	case '"', '\'', '”', '’', '»', '›', ')', ']', '“', '‘', '«', '‹', '″', '\u200f', '\u200e':
		return true
	}
	return false
}

// lateClose is the end of a closing mark at i that white space parts from its
// sentence, or i.
func lateClose(s string, i int) int {
	r, n := utf8.DecodeRuneInString(s[i:])
	if r != '»' && r != '›' && r != '”' {
		return i
	}
	if after, _ := utf8.DecodeRuneInString(s[i+n:]); i+n < len(s) && !unicode.IsSpace(after) {
		return i
	}
	return i + n
}

// opens: what may stand before the first letter of a sentence.
func opens(r rune) bool {
	switch r {
	case '(', '[', '„', '‚', '—', '–', '-', '¿', '¡':
		return true
	}
	return closes(r) || unicode.IsSpace(r)
}

func skipAll(s string, i int, is func(rune) bool) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !is(r) {
			break
		}
		i += n
	}
	return i
}

// endsHere judges one place: before is the sentence so far, mark the stops,
// after what would be the next sentence.
func endsHere(before, mark, after string) bool {
	// The first letter is looked for within a few characters only, so that the
	// whole stays linear.
	head := after[:min(len(after), 64)]
	first, _ := utf8.DecodeRuneInString(head[skipAll(head, 0, opens):])
	if unicode.IsLower(first) {
		return false
	}
	if mark != "." {
		return true
	}
	word := lastWord(before)
	switch lower := strings.ToLower(word); {
	case word == "":
		return true
	case isNumber(word):
		return strings.TrimLeftFunc(before, opens) != word // "1. First, …"
	case titles[word], numbered[lower] && unicode.IsDigit(first):
		return false
	case isInitials(word), shortened[lower]:
		return startsSentence(head)
	}
	return true
}

// maxWord is the length of the longest abbreviation looked for, in bytes.
const maxWord = 24

// lastWord is what stands between the last white space or opening mark and the
// end of s, or "" when that is longer than any abbreviation.
func lastWord(s string) string {
	from := len(s)
	for from > 0 && len(s)-from <= maxWord {
		r, n := utf8.DecodeLastRuneInString(s[:from])
		if opens(r) && r != '-' && r != '\'' && r != '’' {
			return s[from:]
		}
		from -= n
	}
	if from == 0 {
		return s
	}
	return ""
}

func isNumber(word string) bool {
	for _, r := range word {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// isInitials reports single letters with stops between them: J, U.S, e.g, ق.م.
func isInitials(word string) bool {
	for _, part := range strings.Split(word, ".") {
		letters := 0
		for _, r := range part {
			switch {
			case unicode.IsLetter(r):
				letters++
			case unicode.IsMark(r), r == zwj, r == zwnj:
			default:
				return false
			}
		}
		if letters != 1 {
			return false
		}
	}
	return true
}

// startsSentence reports whether s begins with a word that, written with a
// capital, hardly ever stands within a sentence.
func startsSentence(s string) bool {
	s = s[skipAll(s, 0, opens):]
	end := skipAll(s, 0, unicode.IsLetter)
	return end < len(s) && s[end] != '.' && starters[s[:end]]
}

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	// titles stand before a name and never end a sentence.
	titles = wordSet(`Mr Mrs Ms Mx Dr Prof St Ste Sr Sra Gen Lt Col Maj Capt Cmdr Cpl Sgt Pvt Adm Rep Reps Sen Sens Gov Pres
		Hon Rev Fr Mt Ft Mme Mlle MM Hr Herr vs al bzw г ул им проф др стр`)

	// numbered stand before a number.
	numbered = wordSet(`no nos nr fig figs p pp vol art ch sec par para tel ca approx рис ст`)

	// shortened may end a sentence, but only before a word that begins one.
	shortened = wordSet(`jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
		inc ltd co corp bros llc plc dept est approx etc jr esq ave blvd rd sq dist univ assn intl govt gmbh usw u.a z.b
		a.m p.m e.g i.e u.s u.k u.n e.u d.c ph.d m.d b.a m.a`)

	// starters begin sentences.
	starters = wordSet(`The A An He She It They We I You This That These Those There His Her Its Their Our My But And Or So
		In On At By For From With After Before As If When While Since Although However Meanwhile Last Earlier Later Yet
		Who What Where Why How One Some Many Most Both All No Not Now Then
		Der Die Das Er Sie Es Wir Ein Eine Im Am Le La Les Il Elle Ils Un Une Dans En El Los Las Una`)
)
