package press

import (
	"strconv"
	"strings"
	"time"

	"stet.news/story"
)

// dates is how one language writes dates and numbers.
type dates struct {
	gregorian [12]string
	solar     [12]string // empty when the language has no use for them
	zero      rune       // the digit 0; the others follow it
}

// datesFor gives a language's dates, by the same steps as wordsFor.
func datesFor(tag string) *dates {
	for _, t := range []string{tag, baseLanguage(tag)} {
		switch t {
		case "fa-AF", "prs":
			return &dariDates
		case "fa":
			return &farsiDates
		case "ps":
			return &pashtoDates
		case "ar":
			return &arabicDates
		}
	}
	return &englishDates
}

// number writes n in the language's digits.
func (d *dates) number(n int64) string { return d.digits(strconv.FormatInt(n, 10)) }

func (d *dates) digits(s string) string {
	if d.zero == '0' {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return d.zero + r - '0'
		}
		return r
	}, s)
}

// day writes a date as readers of the edition say it: in the Solar Hijri
// calendar with the Gregorian date beside it, or in the Gregorian alone.
func (e *edition) day(t time.Time) string {
	t = t.In(e.loc)
	y, m, d := t.Date()
	plain := e.dates.write(y, e.dates.gregorian[m-1], d)
	if !e.solar() {
		return plain
	}
	py, pm, pd := persian(y, int(m), d)
	return e.dates.write(py, e.dates.solar[pm-1], pd) + " (" + plain + ")"
}

// moment is day with the time.
func (e *edition) moment(t time.Time) string {
	return e.day(t) + e.W.Comma + e.clock(t)
}

// shortMoment is a story's time in a list: the date in the edition's own calendar
// alone, for whoever reads a list wants to know how new it is.
func (e *edition) shortMoment(t time.Time) string {
	t = t.In(e.loc)
	y, m, d := t.Date()
	day := e.dates.write(y, e.dates.gregorian[m-1], d)
	if e.solar() {
		py, pm, pd := persian(y, int(m), d)
		day = e.dates.write(py, e.dates.solar[pm-1], pd)
	}
	return day + e.W.Comma + e.clock(t)
}

// clock is the time of day.
func (e *edition) clock(t time.Time) string { return e.dates.digits(t.In(e.loc).Format("15:04")) }

// month writes a Gregorian month, with the Solar Hijri months it falls in.
func (e *edition) month(y int, m time.Month) string {
	plain := e.dates.gregorian[m-1] + " " + e.dates.number(int64(y))
	if !e.solar() {
		return plain
	}
	y1, m1, _ := persian(y, int(m), 1)
	y2, m2, _ := persian(y, int(m), 28)
	first, last := e.dates.solar[m1-1], e.dates.solar[m2-1]+" "+e.dates.number(int64(y2))
	if y1 != y2 {
		first += " " + e.dates.number(int64(y1))
	}
	return first + " – " + last + " (" + plain + ")"
}

func (e *edition) solar() bool { return e.Calendar == story.SolarHijri && e.dates.solar[0] != "" }

// stamp is the time for machines, with the edition's offset.
func (e *edition) stamp(t time.Time) string { return t.In(e.loc).Format(time.RFC3339) }

func (d *dates) write(year int, month string, day int) string {
	return d.number(int64(day)) + " " + month + " " + d.number(int64(year))
}

// The values are never written to.
var (
	englishDates = dates{zero: '0', gregorian: [12]string{"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"}}
	dariDates = dates{zero: '۰',
		gregorian: [12]string{"جنوری", "فبروری", "مارچ", "اپریل", "می", "جون", "جولای", "اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر"},
		solar:     [12]string{"حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"}}
	farsiDates = dates{zero: '۰',
		gregorian: [12]string{"ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"},
		solar:     [12]string{"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"}}
	pashtoDates = dates{zero: '۰',
		gregorian: [12]string{"جنوري", "فبروري", "مارچ", "اپرېل", "مۍ", "جون", "جولای", "اګست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر"},
		solar:     [12]string{"وری", "غویی", "غبرګولی", "چنګاښ", "زمری", "وږی", "تله", "لړم", "لیندۍ", "مرغومی", "سلواغه", "کب"}}
	arabicDates = dates{zero: '٠',
		gregorian: [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}}
)
