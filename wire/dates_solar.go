package wire

import "time"

// The Solar Hijri calendar by the 33-year rule, which gives the official new
// year for 1178 to 1633 (1800 to 2255): every year y with (25y+11) mod 33 < 8
// is a leap year. Six months of 31 days, five of 30, one of 29 or 30.

// solarLeap reports whether year y has 366 days.
func solarLeap(y int) bool { return (25*y+11)%33 < 8 }

// solarMonthDays is the length of month m (1 to 12).
func solarMonthDays(y, m int) int {
	switch {
	case m <= 6:
		return 31
	case m <= 11 || solarLeap(y):
		return 30
	}
	return 29
}

// fromSolar gives the Gregorian day of a Solar Hijri one. It counts from
// 1 Hamal 1250, which was 21 March 1871.
func fromSolar(y, m, d int) (int, int, int) {
	days := d - 1
	for i := 1250; i < y; i++ {
		days += 365
		if solarLeap(i) {
			days++
		}
	}
	for i := 1; i < m; i++ {
		days += solarMonthDays(y, i)
	}
	t := time.Date(1871, time.March, 21+days, 0, 0, 0, 0, time.UTC)
	return t.Year(), int(t.Month()), t.Day()
}
