package press

import (
	"strings"
	"time"

	"stet.news/record"
)

// archiveView is what template archive shows.
type archiveView struct {
	frame
	Heading string
	Rows    []archiveRow
}

type archiveRow struct{ Name, Link, Count string }

// monthPage lists the days of a month.
func (p *Press) monthPage(r *reader, e *edition, path, month string) (*Page, error) {
	days, err := r.days(e.Tag, month)
	if err != nil || len(days) == 0 {
		return nil, err
	}
	v := p.archiveOf(e, path, e.month(yearMonth(month)))
	for i := len(days) - 1; i >= 0; i-- {
		t, err := time.ParseInLocation(time.DateOnly, days[i].Day, e.loc)
		if err != nil {
			return nil, err
		}
		v.Rows = append(v.Rows, archiveRow{
			Name: e.day(t), Link: address(listPath(record.DayList(e.Tag, days[i].Day))), Count: e.dates.number(days[i].Here),
		})
	}
	return p.htmlPage(r, "archive", path, 200, v)
}

// archivePage lists the months.
func (p *Press) archivePage(r *reader, e *edition, path string) (*Page, error) {
	months, err := r.months(e.Tag)
	if err != nil {
		return nil, err
	}
	v := p.archiveOf(e, path, e.W.Archive)
	for i := len(months) - 1; i >= 0; i-- {
		v.Rows = append(v.Rows, archiveRow{
			Name: e.month(yearMonth(months[i])), Link: address("/" + e.Tag + "/" + strings.ReplaceAll(months[i], "-", "/") + "/"),
		})
	}
	return p.htmlPage(r, "archive", path, 200, v)
}

func (p *Press) archiveOf(e *edition, path, heading string) *archiveView {
	v := &archiveView{frame: p.frame(e, path, heading), Heading: heading}
	p.fronts(&v.frame)
	v.openGraph("website", heading, "")
	return v
}

func yearMonth(month string) (int, time.Month) {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return 1, 1
	}
	return t.Year(), t.Month()
}
