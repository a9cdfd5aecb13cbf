package press

import (
	"fmt"
	"time"

	"stet.news/record"
)

// dayPart is how many of a day's numbers a part of it holds: so few that their
// headlines fit on one page, and a whole number of parts to a run.
const dayPart = 10

// dayPage prints a day. The day's own page (part 0) shows the newest stories. A
// day that more than dayPart stories came into has parts 1, 2 … besides, by the
// order in which they came: those never shift, and every story is on one.
func (p *Press) dayPage(r *reader, e *edition, path, day string, part int64) (*Page, error) {
	t, err := time.ParseInLocation(time.DateOnly, day, e.loc)
	if err != nil {
		return nil, nil // no day of any calendar
	}
	list := record.DayList(e.Tag, day)
	came, err := r.came(list)
	if err != nil {
		return nil, err
	}
	if part > 0 {
		return p.dayPartPage(r, e, path, t, part, came)
	}
	items, err := r.list(list, listLength)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	v := p.listOf(e, path, e.day(t), items, formHours)
	stories, least := v.Stories, 0
	if came <= dayPart {
		least = len(stories)
	}
	return p.fit(stories, least, func(shown int) (*Page, error) {
		v.Stories = stories[:shown]
		v.Earlier, v.Parts = "", nil
		if came > dayPart {
			v.Earlier, v.Parts = e.W.Earlier, e.partsOfDay(path, came)
		}
		return p.htmlPage(r, "list", path, 200, v)
	})
}

// partsOfDay leads to the parts of a day, the newest first.
func (e *edition) partsOfDay(day string, came int64) (parts []link) {
	for n := (came + dayPart - 1) / dayPart; n >= 1; n-- {
		parts = append(parts, link{Name: e.dates.number(n), Link: address(fmt.Sprintf("%s%d/", day, n))})
	}
	return parts
}

// dayPartPage prints a part of a day. It is there as soon as the day has parts
// and something came into this one; when all of that was retracted it is empty.
func (p *Press) dayPartPage(r *reader, e *edition, path string, t time.Time, part, came int64) (*Page, error) {
	first := (part - 1) * dayPart
	if came <= dayPart || came <= first {
		return nil, nil
	}
	list := record.DayList(e.Tag, t.Format(time.DateOnly))
	items, err := r.numbers(list, first, first+dayPart)
	if err != nil {
		return nil, err
	}
	v := p.listOf(e, path, e.day(t)+" – "+fill(e.W.Part, e.dates.number(part)), items, formHours)
	v.Earlier, v.Parts = e.W.Archive, []link{{Name: e.day(t), Link: address(listPath(list))}}
	stories := v.Stories
	return p.fit(stories, len(stories), func(int) (*Page, error) { return p.htmlPage(r, "list", path, 200, v) })
}
