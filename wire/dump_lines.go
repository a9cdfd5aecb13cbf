package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"stet.news/story"
)

// line is one line of a page dump, unwrapped, with what can be said of it by
// itself. Sizes are in weight: letters, where a Chinese or Japanese one counts
// as two and a half and a Korean one as two, so that one set of measures
// serves all scripts.
type line struct {
	number int    // in the file, from 1
	text   string // as a reader sees it
	fold   string // for comparing

	weight  int
	ends    bool // ends like a sentence
	alone   bool // empty lines on both sides
	touches bool // no empty line before it
	crowded bool // see markCrowded

	chrome, stop, final, caption, meta, listed bool
}

// maxDumpLines bounds a dump; a longer one is no page.
const maxDumpLines = 50_000

// splitLines makes lines of a dump: any line ends, wrapped lines joined again.
func splitLines(text string) []line {
	raw := withoutMarks(unwrap(withoutReferences(rawLines(text))))
	lines := make([]line, 0, len(raw))
	for i, r := range raw {
		if r.text == "" {
			continue
		}
		l := measure(r.text)
		l.number = r.number
		before := i == 0 || raw[i-1].text == ""
		after := i == len(raw)-1 || raw[i+1].text == ""
		l.alone, l.touches = before && after, !before
		lines = append(lines, l)
	}
	markCrowded(lines)
	return lines
}

// markCrowded marks the lines that stand close to others on a page whose
// paragraphs stand between empty lines: items of lists rather than paragraphs.
func markCrowded(lines []line) {
	alone, all := 0, 0
	for _, l := range lines {
		if l.weight >= 120 && l.ends {
			if all++; l.alone {
				alone++
			}
		}
	}
	if all < 3 || alone*10 < all*8 {
		return
	}
	for i := range lines {
		lines[i].crowded = !lines[i].alone && lines[i].weight < 160
	}
}

// rawLine is a line's text, cleaned, its number in the file, and how many
// columns it was indented.
type rawLine struct {
	number int
	text   string
	indent int
}

// columns is where the line ends.
func (r rawLine) columns() int { return r.indent + utf8.RuneCountInString(r.text) }

func rawLines(text string) []rawLine {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\f", "\n", "\v", "\n", "\u0085", "\n").Replace(text)
	var out []rawLine
	for n := 1; text != "" && n <= maxDumpLines; n++ {
		var one string
		one, text, _ = strings.Cut(text, "\n")
		indent := len(one) - len(strings.TrimLeft(one, " "))
		out = append(out, rawLine{n, story.Line(one), min(indent, 60)})
	}
	return out
}

// unwrap joins lines that were broken at a fixed width. A line was broken
// there when the first word of the next line would not have fitted; a dump is
// wrapped when most of its longer lines were.
func unwrap(raw []rawLine) []rawLine {
	width := wrapWidth(raw)
	if width == 0 {
		return raw
	}
	var out []rawLine
	for i := 0; i < len(raw); i++ {
		from := i
		for i+1 < len(raw) && broken(raw[i], raw[i+1], width) {
			i++
		}
		out = append(out, glue(raw[from:i+1]))
	}
	return out
}

// wrapWidth finds the width a dump was wrapped at, or 0: hardly a line that
// has places to break is wider, and most lines that are followed by another
// could not have taken its first word.
func wrapWidth(raw []rawLine) int {
	var wide [maxWrap + 2]int // how many breakable lines end at each column
	lines := 0
	for _, r := range raw {
		if r.text != "" && breakable(r.text) {
			wide[min(r.columns(), maxWrap+1)]++
			lines++
		}
	}
	over := wide[maxWrap+1]
	for width := maxWrap; width >= minWrap && over <= 3+lines/50; width-- {
		if wide[width] > 0 && wrappedAt(raw, width) {
			return width
		}
		over += wide[width]
	}
	return 0
}

// The widths programs wrap at.
const minWrap, maxWrap = 40, 132

// wrappedAt reports whether lines were broken at this width.
func wrappedAt(raw []rawLine, width int) bool {
	full, long := 0, 0
	for i := 0; i+1 < len(raw); i++ {
		if c := raw[i].columns(); c*10 < width*7 || c > width || raw[i+1].text == "" || bulleted(raw[i+1].text) || raw[i+1].indent < raw[i].indent {
			continue
		}
		long++
		if broken(raw[i], raw[i+1], width) {
			full++
		}
	}
	return full >= 6 && full*10 >= long*6
}

// breakable reports whether a line has places to break all along.
func breakable(s string) bool {
	longest := 0
	for word := range strings.FieldsSeq(s) {
		longest = max(longest, utf8.RuneCountInString(word))
	}
	return longest < 40
}

// broken reports whether line a was broken at width before line b. Programs
// that even out their lines stop up to a tenth short of it; an item of a list
// and a line further out begin something new.
func broken(a, b rawLine, width int) bool {
	if a.text == "" || b.text == "" || bulleted(b.text) || b.indent < a.indent {
		return false
	}
	word, _, _ := strings.Cut(b.text, " ")
	if head, _, ok := strings.Cut(word, "-"); ok && head != "" {
		word = head + "-"
	}
	end := a.columns()
	return end <= width && end+1+utf8.RuneCountInString(word) > width-width/10
}

// glue joins the parts of a wrapped line; a word broken at its own hyphen
// needs no space.
func glue(parts []rawLine) rawLine {
	if len(parts) == 1 {
		return parts[0]
	}
	var b strings.Builder
	for i, p := range parts {
		if i > 0 && !hyphenated(parts[i-1].text, p.text) {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	return rawLine{parts[0].number, b.String(), parts[0].indent}
}

// hyphenated reports whether a word was broken at its hyphen between two lines.
func hyphenated(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(a, "-"))
	first, _ := utf8.DecodeRuneInString(b)
	return strings.HasSuffix(a, "-") && unicode.IsLetter(last) && unicode.IsLower(first)
}

// measure says of a line what can be said of it alone.
func measure(text string) line {
	l := line{text: text, fold: foldLine(text), weight: weigh(text), ends: endsSentence(text)}
	l.listed = bulleted(text)
	if l.weight >= 700 {
		return l // a paragraph, whatever words are in it
	}
	low := foldWord(text)
	l.chrome = isChrome(l, low)
	l.stop = l.weight < 60 && isStop(low, l.ends)
	l.final = l.stop && startsAny(low, endLines)
	l.caption = l.weight < 260 && containsAny(low, captionParts) && !datelined(text)
	l.meta = !l.chrome && isMeta(l, low)
	return l
}

// weigh counts letters and digits.
func weigh(s string) int {
	halves := 0
	for _, r := range s {
		switch {
		case r < 0x1100: // Latin, Cyrillic, Arabic, the scripts of India
			halves += 2
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			halves += 5
		case unicode.Is(unicode.Hangul, r):
			halves += 4
		default:
			halves += 2
		}
	}
	return halves / 2
}

// endsSentence reports whether a line ends as sentences do, in any script,
// perhaps with closing quotes and brackets behind. Dots of an elision are none.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"'”’»«“)]）】」』›`, r)
	})
	if i := strings.LastIndexAny(s, "[("); i > 0 && len(s)-i < 24 && strings.LastIndexAny(s, ".!?؟。") < i {
		return endsSentence(strings.TrimSpace(s[:i])) // a reference or source behind the sentence
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	if r == '…' || strings.HasSuffix(s, "...") {
		return false
	}
	return unicode.Is(unicode.Sentence_Terminal, r) || r == '．' || r == '｡'
}

// bullets begin an item of a list in a dump; text browsers draw their own.
var bullets = []string{"* ", "• ", "- ", "– ", "· ", "▪ ", "● ", "‣ ", "□ ", "☆ ", "○ ", "+ ", "■ ", "◇ ", "◦ "}

// bulleted reports whether a line is an item of a list.
func bulleted(s string) bool {
	for _, b := range bullets {
		if strings.HasPrefix(s, b) {
			return true
		}
	}
	return false
}

// isChrome looks a line up among the words of page chrome.
func isChrome(l line, low string) bool {
	if chromeLines[l.fold] || l.fold == "" || isAddress(l.text) {
		return true
	}
	return containsAny(low, chromeParts)
}

// datelined reports whether a line begins as agencies begin a story: a place,
// the agency in brackets, a dash.
func datelined(s string) bool {
	i := strings.IndexByte(s, ')')
	if i < 0 || i > 80 {
		return false
	}
	rest := strings.TrimSpace(s[i+1:])
	for _, dash := range []string{"—", "–", "-", "--", ":"} {
		if strings.HasPrefix(rest, dash) {
			return true
		}
	}
	return false
}

// isStop reports whether a line begins what follows a story. A sentence may
// begin with such a word too; then only a colon behind it makes it a label.
func isStop(low string, ends bool) bool {
	if !ends {
		return startsAny(low, stopLines)
	}
	label, _, ok := strings.Cut(low, ":")
	return ok && startsAny(strings.TrimSpace(label), stopLines)
}

// isAddress reports whether the line is nothing but a web or mail address.
func isAddress(s string) bool {
	if strings.ContainsRune(s, ' ') {
		return false
	}
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.") || (strings.Contains(s, "@") && strings.Contains(s, "."))
}

// isMeta reports whether a line gives a date, a name or a source and no more.
func isMeta(l line, low string) bool {
	if l.weight > 160 {
		return false
	}
	if l.weight < 100 && !l.ends && startsAny(low, bylineStarts) {
		return true
	}
	found := findDates(l.text, utc)
	if len(found) == 0 {
		return false
	}
	if l.weight < 110 && containsAny(low, bylineInner) {
		return true
	}
	return besideDates(l.text, found) <= 16
}

// besideDates weighs the words of a line that are no part of its dates.
func besideDates(s string, found []written) int {
	rest := ""
	for i := len(found) - 1; i >= 0; i-- {
		rest = s[found[i].end:] + " " + rest
		s = s[:found[i].start]
	}
	n := 0
	for _, t := range dateTokens(s + " " + rest) {
		if !dateFiller[t.text] && !t.number && zoneNames[t.text] == 0 {
			n += weigh(t.text)
		}
	}
	return n
}

// startsAny reports whether s begins with one of the phrases as whole words.
func startsAny(s string, phrases []string) bool {
	for _, p := range phrases {
		if rest, ok := strings.CutPrefix(s, p); ok && atBoundary(p, rest) {
			return true
		}
	}
	return false
}

// containsAny reports whether one of the phrases stands in s as whole words.
func containsAny(s string, phrases []string) bool {
	for _, p := range phrases {
		for from := 0; ; {
			i := strings.Index(s[from:], p)
			if i < 0 {
				break
			}
			i += from
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			first, _ := utf8.DecodeRuneInString(p)
			if (i == 0 || !isWordRune(before) || !isWordRune(first) || spaceless(first)) && atBoundary(p, s[i+len(p):]) {
				return true
			}
			from = i + len(p)
		}
	}
	return false
}

// atBoundary reports whether a word ends between phrase and rest.
func atBoundary(phrase, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(phrase)
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !isWordRune(next) || !isWordRune(last) || spaceless(last)
}

// spaceless are the scripts that do not part words by spaces.
func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Hangul)
}
