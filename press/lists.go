package press

import (
	"fmt"
	"strings"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// How many stories the pages show.
const (
	frontNewest  = 13 // the first of them large
	frontRiver   = 25 // on a front that shows nothing else
	frontBlock   = 4  // of each section, below, unless the look says otherwise
	latestLength = 50
	listLength   = 30 // of sections, topics, authors
)

// teaser is a story in a list.
type teaser struct {
	*item
	Link        string
	Picture     *pictureView
	Published   moment
	Section     link
	ShowSection bool
	Large       bool
}

func (e *edition) teaser(it *item) *teaser {
	t := &teaser{item: it, Link: address(it.Path()), Picture: placeThumb.view(it.Rev.Lead), Published: e.at(it.Published)}
	if it.Rev.Section != "" {
		s, _ := e.section(it.Rev.Section)
		t.Section, t.ShowSection = link{s.Key, s.Name, address(s.Path)}, true
	}
	return t
}

func (e *edition) teasers(items []*item) []*teaser {
	out := make([]*teaser, len(items))
	for i, it := range items {
		out[i] = e.teaser(it)
	}
	return out
}

// frontView is what template front shows: the newest stories, then of each
// section those that are not among them. No story stands twice.
type frontView struct {
	frame
	Layout string  // lead, river or grid
	Lead   *teaser // with layout lead alone
	Newest []*teaser
	Blocks []block
}

type block struct {
	link
	Stories []*teaser
}

func (p *Press) front(r *reader, e *edition, path string) (*Page, error) {
	v := &frontView{frame: p.frame(e, path, ""), Layout: p.site.Look.front()}
	most := frontNewest
	if v.Layout == FrontRiver {
		most = frontRiver
	}
	items, err := r.list(record.EditionList(e.Tag), most)
	if err != nil {
		return nil, err
	}
	seen := map[story.ID]bool{}
	for i, t := range e.teasers(items) {
		seen[t.ID] = true
		if i == 0 && v.Layout == FrontLead {
			t.Large, t.Picture = true, placeFront.view(t.Rev.Lead)
			v.Lead = t
			continue
		}
		v.Newest = append(v.Newest, t)
	}
	if err := p.blocks(r, v, seen); err != nil {
		return nil, err
	}
	if v.Layout == FrontGrid {
		v.cards()
	}
	v.Head.Front = true
	v.Head.Feeds = feedsAt(path, e.Title)
	p.everywhere(&v.Head, (*edition).Home)
	p.xDefault(&v.Head, "/")
	v.Head.Switch = without(v.Head.Switch, e.Tag)
	v.openGraph("website", e.Title, "")
	return p.htmlPage(r, "front", path, 200, v)
}

// blocks fills in a block of each section, with what has not been seen above. A
// river has none.
func (p *Press) blocks(r *reader, v *frontView, seen map[story.ID]bool) error {
	e := v.edition
	for _, s := range e.Sections {
		most := p.site.Look.block(s.Key)
		if most == 0 || v.Layout == FrontRiver {
			continue
		}
		b := block{link: link{s.Key, fill(e.W.More, s.Name), address(s.Path)}}
		items, err := r.list(record.SectionList(e.Tag, s.Key), frontNewest+most)
		if err != nil {
			return err
		}
		for _, it := range items {
			if !seen[it.ID] && len(b.Stories) < most {
				t := e.teaser(it)
				t.ShowSection = false
				b.Stories = append(b.Stories, t)
				seen[it.ID] = true
			}
		}
		if len(b.Stories) > 0 {
			v.Blocks = append(v.Blocks, b)
		}
	}
	return nil
}

// cards gives all stories of a front pictures that fill a card. Those of the
// first row are on the first screen.
func (v *frontView) cards() {
	list := v.Newest
	for _, b := range v.Blocks {
		list = append(list[:len(list):len(list)], b.Stories...)
	}
	for i, t := range list {
		place := placeCard
		place.first = i < 2
		t.Picture = place.view(t.Rev.Lead)
	}
}

func (p *Press) xDefault(h *head, path string) {
	h.Alternates = append(h.Alternates, alternate{"x-default", p.site.url(path)})
}

// listView is what template list shows.
type listView struct {
	frame
	Heading string
	Person  bool
	Stories []*teaser
	Feeds   []feedLink
	Earlier string
	Parts   []link
}

func (p *Press) latest(r *reader, e *edition, path string) (*Page, error) {
	items, err := r.list(record.EditionList(e.Tag), latestLength)
	if err != nil {
		return nil, err
	}
	v := &listView{frame: p.frame(e, path, e.W.Latest), Heading: e.W.Latest, Stories: e.teasers(items)}
	v.Head.Here = "latest"
	v.Feeds = feedsAt(e.Home(), e.Title)
	v.Head.Feeds = v.Feeds
	p.everywhere(&v.Head, func(e *edition) string { return e.Home() + "latest/" })
	p.xDefault(&v.Head, "/")
	v.Head.Switch = without(v.Head.Switch, e.Tag)
	v.openGraph("website", e.W.Latest, "")
	return p.htmlPage(r, "list", path, 200, v)
}

// sectionPage prints a section, also an empty one that the settings know.
func (p *Press) sectionPage(r *reader, e *edition, path, key string) (*Page, error) {
	s, known := e.section(key)
	items, err := r.list(record.SectionList(e.Tag, key), listLength)
	if err != nil || len(items) == 0 && !known {
		return nil, err
	}
	v := p.listOf(e, path, s.Name, items)
	v.Head.Here = key
	v.Feeds = feedsAt(path, e.Title+" – "+s.Name)
	v.Head.Feeds = v.Feeds
	if known {
		v.Head.Switch = nil
		p.everywhere(&v.Head, func(e *edition) string { return listPath(record.SectionList(e.Tag, key)) })
		p.xDefault(&v.Head, "/")
		v.Head.Switch = without(v.Head.Switch, e.Tag)
	}
	for _, t := range v.Stories {
		t.ShowSection = false
	}
	return p.htmlPage(r, "list", path, 200, v)
}

// topicPage prints a topic that has stories. Its name is the newest story's.
func (p *Press) topicPage(r *reader, e *edition, path, key string) (*Page, error) {
	items, err := r.list(record.TopicList(e.Tag, key), listLength)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	name := topicName(items, key)
	v := p.listOf(e, path, name, items)
	v.Feeds = feedsAt(path, e.Title+" – "+name)
	v.Head.Feeds = v.Feeds
	return p.htmlPage(r, "list", path, 200, v)
}

func topicName(items []*item, key string) string {
	for _, it := range items {
		for _, t := range it.Rev.Topics {
			if t.Key == key {
				return t.Name
			}
		}
	}
	return key
}

func (p *Press) personPage(r *reader, e *edition, path, key string) (*Page, error) {
	items, err := r.list(record.PersonList(e.Tag, key), listLength)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	name := personName(items, key)
	v := p.listOf(e, path, name, items)
	v.Person = true
	v.Head.Meta = nil
	v.openGraph("profile", name, "")
	return p.htmlPage(r, "list", path, 200, v)
}

func personName(items []*item, key string) string {
	for _, it := range items {
		for _, b := range it.Rev.Bylines {
			if b.Person == key {
				return b.Name
			}
		}
	}
	return key
}

// listOf begins a page that lists stories.
func (p *Press) listOf(e *edition, path, heading string, items []*item) *listView {
	v := &listView{frame: p.frame(e, path, heading), Heading: heading, Stories: e.teasers(items)}
	p.fronts(&v.frame)
	v.openGraph("website", heading, "")
	return v
}

// dayPage prints a day, whose newest run is on the day's own page (part 0) and
// whose older runs have parts 1, 2 … that never shift.
func (p *Press) dayPage(r *reader, e *edition, path, day string, part int64) (*Page, error) {
	list := record.DayList(e.Tag, day)
	there, err := r.holds(list)
	if err != nil || !there {
		return nil, err
	}
	runs, err := r.runs(list)
	if err != nil || part >= runs {
		return nil, err
	}
	run := runs - 1
	if part > 0 {
		run = part - 1
	}
	items, err := r.run(list, run)
	if err != nil || len(items) == 0 && part > 0 {
		return nil, err
	}
	t, err := time.ParseInLocation(time.DateOnly, day, e.loc)
	if err != nil {
		return nil, nil // no day of any calendar
	}
	title := e.day(t)
	if part > 0 {
		title += " – " + fill(e.W.Part, e.dates.number(part))
	}
	v := p.listOf(e, path, title, items)
	if part == 0 && runs > 1 {
		v.Earlier = e.W.Earlier
		for n := runs - 1; n >= 1; n-- {
			v.Parts = append(v.Parts, link{Name: e.dates.number(n), Link: address(fmt.Sprintf("%s%d/", path, n))})
		}
	}
	return p.htmlPage(r, "list", path, 200, v)
}

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
