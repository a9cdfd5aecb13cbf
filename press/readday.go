package press

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// readDay reads a date that a reader typed: year, month and day, in any digits, with
// anything between them. A year before 1700 is of the Solar Hijri calendar, which
// readers in Kabul count by; any other is Gregorian. An empty one is none, and one
// that cannot be is bad.
func (e *edition) readDay(text string) (day time.Time, bad bool) {
	if text == "" {
		return time.Time{}, false
	}
	parts := strings.FieldsFunc(asciiDigits(text), func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) != 3 {
		return time.Time{}, true
	}
	var n [3]int
	for i, p := range parts {
		if n[i], _ = strconv.Atoi(p); n[i] > 9999 {
			return time.Time{}, true
		}
	}
	y, m, d := n[0], n[1], n[2]
	if d > 31 { // the day first
		y, d = d, y
	}
	if y < 1700 {
		return e.fromSolar(y, m, d)
	}
	day = time.Date(y, time.Month(m), d, 0, 0, 0, 0, e.loc)
	return day, day.Day() != d || int(day.Month()) != m
}

// fromSolar gives the day of a Solar Hijri date.
func (e *edition) fromSolar(y, m, d int) (day time.Time, bad bool) {
	if y < 1200 || m < 1 || m > 12 || d < 1 {
		return time.Time{}, true
	}
	n := newYear(y) + (m-1)*30 + min(m-1, 6) + d - 1
	t := time.Unix(int64(n-unixDay)*24*3600, 0).UTC()
	day = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, e.loc)
	if ry, rm, rd := persian(t.Year(), int(t.Month()), t.Day()); ry != y || rm != m || rd != d {
		return time.Time{}, true // 31 Mizan, 30 Hut of a common year
	}
	return day, false
}

// unixDay is the Julian day number of 1 January 1970.
const unixDay = 2440588

// exampleDay is a date as the form shows it: the first day of a year.
func exampleDay(e *edition) string {
	if e.solar() {
		return "1405-01-01"
	}
	return "2026-01-01"
}

// asciiDigits writes the digits of Arabic and Persian in ASCII's.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x0660 && r <= 0x0669:
			return '0' + r - 0x0660
		case r >= 0x06F0 && r <= 0x06F9:
			return '0' + r - 0x06F0
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}
