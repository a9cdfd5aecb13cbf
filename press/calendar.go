package press

// persian gives the Solar Hijri date of a Gregorian one, by the cycle of 33
// years with 8 leap years that ICU counts by, too.
func persian(year, month, day int) (y, m, d int) {
	y = year - 621
	start := newYear(y)
	at := dayNumber(year, month, day)
	if at < start {
		y--
		start = newYear(y)
	}
	n := at - start // days since 1 Hamal
	if n < 6*31 {
		return y, n/31 + 1, n%31 + 1
	}
	n -= 6 * 31
	return y, n/30 + 7, n%30 + 1
}

// newYear is the day number of the first day of a Solar Hijri year: 365 days a
// year since the first, and 8 leap days in each 33 years.
func newYear(y int) int { return 1948320 + 365*(y-1) + floorDiv(8*y+21, 33) }

// dayNumber is the Julian day number of a Gregorian date at noon (Fliegel and
// van Flandern, 1968).
func dayNumber(y, m, d int) int {
	a := (m - 14) / 12
	return (1461*(y+4800+a))/4 + (367*(m-2-12*a))/12 - (3*((y+4900+a)/100))/4 + d - 32075
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
