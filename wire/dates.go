package wire

import (
	"strings"
	"time"
)

// written is a date found in a text: where it stands and what it says.
type written struct {
	time       time.Time
	start, end int  // bytes of the text, with the clock and zone if given
	clock      bool // a time of day is given
	zone       bool // an offset or zone is given; else the edition's was taken
	solar      bool // the Solar Hijri calendar
	ambiguous  bool // day and month could be the other way round
}

// findDates lists the dates written in a line, in order: ISO 8601, the dates
// of mail and HTTP, day-month-year and month-day-year with month names of the
// languages in monthNames, numeric dates with "/", "." or "-", the Chinese,
// Japanese and Korean forms, in Gregorian and Solar Hijri years, with digits
// of any of the scripts we print. Dates without a zone are in zone.
func findDates(s string, zone *time.Location) []written {
	toks := dateTokens(s)
	var out []written
	for i := 0; i < len(toks); {
		d, next, ok := dateAt(toks, i)
		if !ok {
			i++
			continue
		}
		if n := len(out); n > 0 && d.start < out[n-1].end {
			d.start = toks[i].start // that clock was the date's before
		}
		if w, ok := d.resolve(zone); ok {
			out = append(out, w)
		}
		i = next
	}
	return out
}

// parseDate reads a text that is one date and nothing else.
func parseDate(s string, zone *time.Location) (written, bool) {
	found := findDates(s, zone)
	if len(found) != 1 {
		return written{}, false
	}
	rest := s[:found[0].start] + " " + s[found[0].end:]
	for _, t := range dateTokens(rest) {
		if t.number || (len(t.text) > 1 && !dateFiller[t.text]) {
			return written{}, false
		}
	}
	return found[0], true
}

// dateToken is a number, a word or one mark of a text that may hold dates.
type dateToken struct {
	text       string // folded
	start, end int
	number     bool
	value      int
	digits     int
}

// maxDateTokens bounds the work on one line: a date stands near its start or
// the line is not about one.
const maxDateTokens = 400

func dateTokens(s string) []dateToken {
	var out []dateToken
	var cur dateToken
	open := false
	flush := func(end int) {
		if open {
			cur.end = end
			if !cur.number {
				cur.text = foldWord(s[cur.start:end])
			}
			out = append(out, cur)
			open = false
		}
	}
	for i, r := range s {
		if len(out) > maxDateTokens {
			return out
		}
		d := digit(r)
		switch {
		case d >= 0:
			if !open || !cur.number || cur.digits >= 9 {
				flush(i)
				cur, open = dateToken{start: i, number: true}, true
			}
			cur.value, cur.digits = cur.value*10+d, cur.digits+1
		case isWordRune(r) && !isCJKDateMark(r):
			if !open || cur.number {
				flush(i)
				cur, open = dateToken{start: i}, true
			}
		default:
			flush(i)
			if r != ' ' && r != '\u00a0' && r != '\u200f' && r != '\u200e' {
				out = append(out, dateToken{text: string(r), start: i, end: i + len(string(r))})
			}
		}
	}
	flush(len(s))
	return out
}

// isCJKDateMark keeps 年, 月 and 日 apart from the words around them.
func isCJKDateMark(r rune) bool { return strings.ContainsRune("年月日년월일時时分", r) }

// rawDate is a date before it is checked and put on the time line.
type rawDate struct {
	year, month, day int
	solar, ambiguous bool
	hour, min, sec   int
	clock, zoned     bool
	offset           int // seconds east of UTC
	start, end       int
}

// dateAt reads a date that begins at token i, with a clock before or behind
// it, and says where reading goes on.
func dateAt(toks []dateToken, i int) (rawDate, int, bool) {
	d, next, ok := dayAt(toks, i)
	if !ok {
		return d, i, false
	}
	d.start, d.end = toks[i].start, toks[next-1].end
	if after, ok := d.clockAfter(toks, next); ok {
		next = after
		d.end = toks[next-1].end
		return d, next, true
	}
	d.clockBefore(toks, i)
	return d, next, true
}

// dayAt tries each way to write a day.
func dayAt(toks []dateToken, i int) (rawDate, int, bool) {
	for _, form := range []func([]dateToken, int) (rawDate, int, bool){numericDay, dayMonthName, monthNameDay, yearMonthName} {
		if d, next, ok := form(toks, i); ok {
			return d, next, true
		}
	}
	return rawDate{}, i, false
}

// at gives token i, or an empty one past the end.
func at(toks []dateToken, i int) dateToken {
	if i < 0 || i >= len(toks) {
		return dateToken{}
	}
	return toks[i]
}

func isYear(t dateToken) bool {
	return t.number && t.digits == 4 && (isGregorianYear(t.value) || isSolarYear(t.value))
}
func isGregorianYear(y int) bool { return y >= 1800 && y <= 2199 }
func isSolarYear(y int) bool     { return y >= 1250 && y <= 1499 }

// numericDay is 2024-04-24, 24.4.2024, 4/24/2024, 2024年4月24日, ۱۳۹۸/۱۱/۲۹.
func numericDay(toks []dateToken, i int) (rawDate, int, bool) {
	a, s1, b, s2, c := at(toks, i), at(toks, i+1).text, at(toks, i+2), at(toks, i+3).text, at(toks, i+4)
	if !a.number || !b.number || !c.number || b.digits > 2 {
		return rawDate{}, i, false
	}
	cjk := (s1 == "年" && s2 == "月") || (s1 == "년" && s2 == "월")
	if !cjk && (s1 != s2 || !strings.Contains("-/.", s1) || s1 == "") {
		return rawDate{}, i, false
	}
	next := i + 5
	if t := at(toks, next).text; cjk && (t == "日" || t == "일") {
		next++
	}
	switch {
	case isYear(a) && c.digits <= 2:
		return rawDate{year: a.value, month: b.value, day: c.value, solar: isSolarYear(a.value)}, next, true
	case isYear(c) && a.digits <= 2: // digits of Arabic script are never American
		d := rawDate{year: c.value, month: b.value, day: a.value, solar: isSolarYear(c.value)}
		if s1 == "/" && a.value <= 12 && b.value > 12 {
			d.month, d.day = a.value, b.value // 4/24/2024 can only be American
		} else if s1 == "/" && a.value <= 12 && a.value != b.value && a.end-a.start == a.digits {
			d.ambiguous = true
		}
		return d, next, true
	}
	return rawDate{}, i, false
}

// skipFiller passes over "de", "of", ",", "." and the endings of ordinals.
func skipFiller(toks []dateToken, i, most int) int {
	for n := 0; n < most && i < len(toks) && dateFiller[toks[i].text]; n++ {
		i++
	}
	return i
}

// monthAt reads a month's name of one word or, in the Levant, of two.
func monthAt(toks []dateToken, i int) (month, int, bool) {
	if m, ok := monthNames[at(toks, i).text+"_"+at(toks, i+1).text]; ok {
		return m, i + 2, true
	}
	m, ok := monthNames[at(toks, i).text]
	return m, i + 1, ok
}

// dayMonthName is 24 April 2024, 24. April 2024, 24 de abril de 2024, ۲۹ بهمن ۱۳۹۸.
func dayMonthName(toks []dateToken, i int) (rawDate, int, bool) {
	day := at(toks, i)
	if !day.number || day.digits > 2 {
		return rawDate{}, i, false
	}
	j := skipFiller(toks, i+1, 2)
	m, j, ok := monthAt(toks, j)
	if !ok {
		return rawDate{}, i, false
	}
	// "مارس/ آذار 2020": the same month under its two Arabic names.
	if second, next, ok := monthAt(toks, j+1); ok && at(toks, j).text == "/" && second == m {
		j = next
	}
	j = skipFiller(toks, j, 3)
	year := at(toks, j)
	if !isYear(year) {
		return rawDate{}, i, false
	}
	return rawDate{year: year.value, month: m.number, day: day.value, solar: m.solar && isSolarYear(year.value)}, j + 1, m.fits(year.value)
}

// monthNameDay is April 24, 2024.
func monthNameDay(toks []dateToken, i int) (rawDate, int, bool) {
	m, j, ok := monthAt(toks, i)
	if !ok {
		return rawDate{}, i, false
	}
	j = skipFiller(toks, j, 1)
	day := at(toks, j)
	if !day.number || day.digits > 2 {
		return rawDate{}, i, false
	}
	j = skipFiller(toks, j+1, 3)
	year := at(toks, j)
	if !isYear(year) {
		return rawDate{}, i, false
	}
	return rawDate{year: year.value, month: m.number, day: day.value, solar: m.solar && isSolarYear(year.value)}, j + 1, m.fits(year.value)
}

// yearMonthName is 2024. április 24. and ۱۳۹۸ بهمن ۲۹.
func yearMonthName(toks []dateToken, i int) (rawDate, int, bool) {
	year := at(toks, i)
	if !isYear(year) {
		return rawDate{}, i, false
	}
	m, j, ok := monthAt(toks, skipFiller(toks, i+1, 1))
	day := at(toks, j)
	if !ok || !day.number || day.digits > 2 {
		return rawDate{}, i, false
	}
	return rawDate{year: year.value, month: m.number, day: day.value, solar: m.solar && isSolarYear(year.value)}, j + 1, m.fits(year.value)
}

// clockAfter reads a time of day within a few tokens behind the day.
func (d *rawDate) clockAfter(toks []dateToken, i int) (int, bool) {
	for j := i; j <= i+4; j++ {
		if next, ok := d.clockAt(toks, j); ok {
			return d.zoneAt(toks, next), true
		}
		if t := at(toks, j); t.number || isYear(t) {
			break
		}
	}
	return i, false
}

// clockBefore reads a time of day that stands just before the day, as in
// "GMT 17:27 17.03.2020", with at most one word (a weekday) between.
func (d *rawDate) clockBefore(toks []dateToken, i int) {
	for back := 3; back <= 5; back++ {
		j := i - back
		if j < 0 {
			return
		}
		next, ok := d.clockAt(toks, j)
		if !ok || next > i || i-next > 2 {
			continue
		}
		d.start = toks[j].start
		if t := at(toks, j-1).text; t == "gmt" || t == "utc" {
			d.zoned, d.start = true, toks[j-1].start
		}
		return
	}
}

// clockAt reads 17:05, 17:05:30.123, 4.05 pm, 17h05.
func (d *rawDate) clockAt(toks []dateToken, i int) (int, bool) {
	h, sep, m := at(toks, i), at(toks, i+1).text, at(toks, i+2)
	if sep != ":" && sep != "h" && sep != "." && sep != "時" && sep != "时" && sep != "：" {
		return i, false
	}
	if !h.number || !m.number || h.digits > 2 || m.digits != 2 || h.value > 23 || m.value > 59 {
		return i, false
	}
	next, half := i+3, at(toks, i+3).text
	sec := 0
	if s := at(toks, i+4); at(toks, i+3).text == ":" && s.number && s.digits == 2 && s.value < 61 {
		sec, next = min(s.value, 59), i+5
		if f := at(toks, i+6); at(toks, i+5).text == "." && f.number {
			next = i + 7
		}
		half = at(toks, next).text
	}
	hour, ended := afternoon(toks, next, half, h.value)
	if sep == "." && ended == next {
		return i, false // 4.05 alone is a number
	}
	d.hour, d.min, d.sec, d.clock = hour, m.value, sec, true
	return ended, true
}

// afternoon reads am and pm, with or without dots.
func afternoon(toks []dateToken, i int, half string, hour int) (int, int) {
	if (half == "a" || half == "p") && at(toks, i+1).text == "." && at(toks, i+2).text == "m" {
		half, i = half+"m", i+2
		if at(toks, i+1).text == "." {
			i++
		}
	}
	switch half {
	case "pm", "مساء", "م":
		if hour < 12 {
			hour += 12
		}
		return hour, i + 1
	case "am", "صباحا", "ص":
		if hour == 12 {
			hour = 0
		}
		return hour, i + 1
	}
	return hour, i
}

// zoneAt reads Z, UTC, GMT+7, +04:30, -0500 or a zone's letters, perhaps in
// brackets.
func (d *rawDate) zoneAt(toks []dateToken, i int) int {
	j := i
	if at(toks, j).text == "(" {
		j++
	}
	named := false
	if off, ok := zoneNames[at(toks, j).text]; ok {
		d.zoned, d.offset, named = true, off, true
		j++
	}
	sign := at(toks, j).text
	n := at(toks, j+1)
	touching := j > 0 && j < len(toks) && toks[j].start == toks[j-1].end
	if (sign == "+" || sign == "-") && n.number && n.start == at(toks, j).end && (named || n.digits >= 2) && (touching || n.digits != 2 || named) {
		secs, next, ok := offset(toks, j+1)
		if ok {
			if sign == "-" {
				secs = -secs
			}
			d.zoned, d.offset = true, secs
			return next
		}
	}
	if named {
		return j
	}
	return i
}

// offset reads 7, 07, 0700 and 07:00 as seconds.
func offset(toks []dateToken, i int) (int, int, bool) {
	h := toks[i]
	if h.digits == 4 {
		return h.value/100*3600 + h.value%100*60, i + 1, h.value <= 1400
	}
	if h.digits > 2 || h.value > 14 {
		return 0, i, false
	}
	if m := at(toks, i+2); at(toks, i+1).text == ":" && m.number && m.digits == 2 && m.value < 60 {
		return h.value*3600 + m.value*60, i + 3, true
	}
	return h.value * 3600, i + 1, true
}

// resolve puts the date on the time line, refusing days that do not exist.
func (d rawDate) resolve(zone *time.Location) (written, bool) {
	if d.zoned {
		zone = time.FixedZone("", d.offset)
	}
	y, m, day := d.year, d.month, d.day
	if m < 1 || m > 12 || day < 1 {
		return written{}, false
	}
	if d.solar {
		if day > solarMonthDays(y, m) {
			return written{}, false
		}
		y, m, day = fromSolar(y, m, day)
	}
	t := time.Date(y, time.Month(m), day, d.hour, d.min, d.sec, 0, zone)
	if t.Day() != day || int(t.Month()) != m {
		return written{}, false
	}
	return written{time: t.UTC(), start: d.start, end: d.end, clock: d.clock, zone: d.zoned, solar: d.solar, ambiguous: d.ambiguous}, true
}
