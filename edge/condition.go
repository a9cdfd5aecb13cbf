package edge

import (
	"bytes"
	"net/http"
	"time"
)

// unchanged says that the reader already holds this: If-None-Match decides when
// it was sent, If-Modified-Since otherwise (RFC 9110, 13.2.2). The time must be
// the one we gave, to the second: a page's can go back, when the newest story
// leaves a list.
func unchanged(a *ask, tag []byte, modified time.Time) bool {
	if len(a.noneMatch) > 0 {
		return lists(a.noneMatch, tag)
	}
	if len(a.since) == 0 || modified.IsZero() {
		return false
	}
	since, err := http.ParseTime(string(a.since))
	return err == nil && modified.Truncate(time.Second).Equal(since)
}

// lists looks a strong tag, quotes included, up in an If-None-Match field, by
// weak comparison: a cache on the way may have weakened ours. Reading ends at
// the first thing that is no entity tag; what came before counts.
func lists(field, tag []byte) bool {
	field = trim(field)
	if len(field) == 1 && field[0] == '*' {
		return true
	}
	for len(field) > 0 {
		field = bytes.TrimPrefix(field, weak)
		if len(field) < 2 || field[0] != '"' {
			return false
		}
		end := bytes.IndexByte(field[1:], '"') + 2
		if end < 2 {
			return false
		}
		if bytes.Equal(field[:end], tag) {
			return true
		}
		field = trim(field[end:])
		if len(field) > 0 && field[0] != ',' {
			return false
		}
		field = bytes.TrimLeft(field, ", \t")
	}
	return false
}
