package edge

import (
	"net/http"
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
	w := &writtenDate{second, now.UTC().Format(http.TimeFormat)}
	d.written.Store(w)
	return w.text
}
