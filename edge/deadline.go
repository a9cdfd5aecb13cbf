package edge

import "time"

// deadline is a connection's reading or writing deadline as last set. Setting
// one costs as much as parsing a request, so it is moved in strides.
type deadline struct{ at time.Time }

// atLeast makes the deadline at least d away, and at most a quarter more.
func (t *deadline) atLeast(now time.Time, d time.Duration, set func(time.Time) error) {
	if t.at.Sub(now) < d || t.at.Sub(now) > d+d/4 {
		t.exactly(now.Add(d+d/4), set)
	}
}

func (t *deadline) exactly(at time.Time, set func(time.Time) error) {
	t.at = at
	set(at)
}
