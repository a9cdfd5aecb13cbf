package desk

import (
	"fmt"
	"strconv"
	"strings"

	"stet.news/record"
)

// place says how far a stream of a list was read: for the desk's rows and for
// what a search found the last place, for the record's lists the last time and
// number. The zero place is the newest end.
type place [2]int64

// places are those of all streams of a list, in their order. They travel in an
// address.
type places []place

func (p places) String() string {
	parts := make([]string, len(p))
	for i, at := range p {
		parts[i] = strconv.FormatInt(at[0], 36) + "_" + strconv.FormatInt(at[1], 36)
	}
	return strings.Join(parts, ".")
}

// of gives the place of the stream with that number.
func (p places) of(i int) place {
	if i < len(p) {
		return p[i]
	}
	return place{}
}

// parsePlaces reads String's form.
func parsePlaces(text string) (p places, err error) {
	if text == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, ".") {
		a, b, _ := strings.Cut(part, "_")
		var at place
		if at[0], err = strconv.ParseInt(a, 36, 64); err == nil {
			at[1], err = strconv.ParseInt(b, 36, 64)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %q is no place in a list", record.ErrInvalid, text)
		}
		p = append(p, at)
	}
	return p, nil
}
