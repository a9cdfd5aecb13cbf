package site

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"stet.news/desk/front"
	"stet.news/press"
	"stet.news/story"
)

// proposal is a front as somebody is arranging it. It stands in the address of
// the page, so it costs nothing, any number of people have their own, and the
// browser's way back undoes.
type proposal struct {
	Pins []front.Pin
	// Mark is of the pins that the front had when the arranging began.
	Mark string
}

// encode writes pins as the page's address holds them: PLACE.STORY.SINCE.UNTIL,
// times in seconds, 0 for none.
func encodePins(pins []front.Pin) string {
	var parts []string
	for _, p := range pins {
		parts = append(parts, fmt.Sprintf("%d.%s.%d.%d", p.Place, p.Story, unix(p.Since), unix(p.Until)))
	}
	return strings.Join(parts, "~")
}

// readPins reads what encodePins wrote.
func readPins(text string) (pins []front.Pin, err error) {
	if text == "" {
		return nil, nil
	}
	for _, part := range strings.Split(text, "~") {
		fields := strings.Split(part, ".")
		if len(fields) != 4 || len(pins) == front.MaxPins {
			return nil, bad("pins: not as this page writes them")
		}
		id, err := story.ParseID(fields[1])
		place, err2 := strconv.Atoi(fields[0])
		since, err3 := strconv.ParseInt(fields[2], 10, 64)
		until, err4 := strconv.ParseInt(fields[3], 10, 64)
		if err != nil || err2 != nil || err3 != nil || err4 != nil || max(since, until) > 1<<40 || min(since, until) < 0 {
			return nil, bad("pins: not as this page writes them")
		}
		pins = append(pins, front.Pin{Story: id, Place: min(max(place, 1), press.MaxPlace), Since: ofUnix(since), Until: ofUnix(until)})
	}
	return pins, nil
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func ofUnix(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// read reads a proposal from an address or a form; ok is false when it holds none.
func readProposal(form url.Values) (p proposal, ok bool, err error) {
	if !form.Has("mark") {
		return p, false, nil
	}
	p.Mark = form.Get("mark")
	p.Pins, err = readPins(form.Get("pins"))
	return p, true, err
}

// put moves a story to a place: what an editor had put there goes where the
// story was, or one down. A story that had no place yet gets it from since on.
func (p *proposal) put(id story.ID, place int, since time.Time) {
	place = min(max(place, 1), press.MaxPlace)
	from := min(place+1, press.MaxPlace)
	i := p.find(id)
	if i >= 0 {
		from = p.Pins[i].Place
	} else {
		p.Pins = append(p.Pins, front.Pin{Story: id, Since: since})
		i = len(p.Pins) - 1
	}
	for n, other := range p.Pins {
		if n != i && other.Place == place {
			p.Pins[n].Place = from
		}
	}
	p.Pins[i].Place = place
	p.sort()
}

// off takes a story out of its place.
func (p *proposal) off(id story.ID) {
	p.Pins = slices.DeleteFunc(p.Pins, func(pin front.Pin) bool { return pin.Story == id })
}

func (p *proposal) find(id story.ID) int {
	return slices.IndexFunc(p.Pins, func(pin front.Pin) bool { return pin.Story == id })
}

// sort puts the pins in the order in which front.Pins gives them.
func (p *proposal) sort() {
	slices.SortStableFunc(p.Pins, func(a, b front.Pin) int {
		if a.Place != b.Place {
			return a.Place - b.Place
		}
		return b.Since.Compare(a.Since)
	})
}
