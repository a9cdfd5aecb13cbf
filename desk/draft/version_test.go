package draft

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestSittings: when somebody stopped writing, by what was written when.
func TestSittings(t *testing.T) {
	for _, c := range []struct{ steps, want string }{ // who and how many seconds after the last
		{"a0 a5 a60", "1-3 a"},
		{"a0 a181 a1", "1-1 a, 2-3 a"},
		{"a0 b5 a5", "1-3 a b"},
		{"a0 a5 b31 b1", "1-2 a, 3-4 b"},
		{"a0 " + strings.Repeat("a100 ", 13) + "a1", "1-13 a, 14-15 a"},
	} {
		var all []Sitting
		last, at := "", time.Unix(0, 0)
		for n, step := range strings.Fields(c.steps) {
			var after int
			who := step[:1]
			fmt.Sscan(step[1:], &after)
			at = at.Add(time.Duration(after) * time.Second)
			all = sit(all, n+1, who, at, last != "" && who != last)
			last = who
		}
		var got []string
		for _, s := range all {
			got = append(got, fmt.Sprintf("%d-%d %s", s.After+1, s.Version, strings.Join(s.People, " ")))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: got %s, want %s", c.steps, s, c.want)
		}
	}
}
