package edge

import (
	"sync/atomic"
	"time"
)

// dateLine is the Date field, written once a second.
type dateLine struct{ written atomic.Pointer[writtenDate] }

type writtenDate struct {
	second int64
	text   string // "Mon, 23 Nov 2026 15:00:00 GMT"
}

func (d *dateLine) at(now time.Time) string {
	second := now.Unix()
	if w := d.written.Load(); w != nil && w.second == second {
		return w.text
	}
	w := &writtenDate{second, string(appendDate(nil, now))}
	d.written.Store(w)
	return w.text
}

// appendDate writes a time as HTTP does, like time.Format with http.TimeFormat
// but ten times as fast, which is felt in every answer's Last-Modified.
func appendDate(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	b = append(b, t.Weekday().String()[:3]...)
	b = appendDigits(append(b, ", "...), day)
	b = append(append(append(b, ' '), month.String()[:3]...), ' ')
	b = appendDigits(appendDigits(b, year/100), year%100)
	b = appendDigits(append(b, ' '), hour)
	b = appendDigits(append(b, ':'), minute)
	b = appendDigits(append(b, ':'), second)
	return append(b, " GMT"...)
}

func appendDigits(b []byte, n int) []byte { return append(b, '0'+byte(n/10), '0'+byte(n%10)) }
