package press

import (
	"slices"

	"stet.news/record"
	"stet.news/story"
)

// How many stories the pages show.
const (
	latestLength = 50
	listLength   = 30 // of sections, topics, authors
)

func (p *Press) xDefault(h *head, path string) {
	h.Alternates = append(h.Alternates, alternate{"x-default", p.site.url(path)})
}

// listView is what template list shows.
type listView struct {
	frame
	Heading string
	Person  bool
	Cards   bool // with the first of them large
	Stories []*teaser
	Feeds   []feedLink
	Earlier string
	Parts   []link
	Older   *link             // when there may be more stories than are shown
	put     map[story.ID]bool // into their places, by an editor
}

// The forms of stories in lists.
var (
	formTop    = teaserForm{at: placeFront, large: true}
	formCard   = teaserForm{at: placeCard}
	formStream = teaserForm{at: placeThumb, section: true}
	formHours  = teaserForm{at: placeThumb, section: true, clock: true}
	formOfDay  = teaserForm{at: placeThumb, section: true, clock: true, deep: true, brief: true}
)

// dayOf are the stories of one day in a list.
type dayOf struct {
	Name    string
	Stories []*teaser
}

// Days parts the stories, newest first, by the day they were published on.
func (v *listView) Days() (days []dayOf) {
	for _, t := range v.Stories {
		if len(days) == 0 || days[len(days)-1].Stories[0].Day != t.Day {
			days = append(days, dayOf{Name: v.day(t.item.Published)})
		}
		last := &days[len(days)-1]
		last.Stories = append(last.Stories, t)
	}
	return days
}

func (p *Press) latest(r *reader, e *edition, path string) (*Page, error) {
	items, err := r.list(record.EditionList(e.Tag), latestLength)
	if err != nil {
		return nil, err
	}
	v := &listView{frame: p.frame(e, path, e.W.Latest), Heading: e.W.Latest, Stories: e.teasers(items, formOfDay)}
	if v.Head.Breaking, err = p.breakingNews(r, e); err != nil {
		return nil, err
	}
	v.Head.Here = "latest"
	v.Head.Live = e.liveList(r.leaf, "")
	v.Feeds = feedsAt(e.Home(), e.Title)
	v.Head.Feeds = v.Feeds
	p.everywhere(&v.Head, func(e *edition) string { return e.Home() + "latest/" })
	p.xDefault(&v.Head, "/")
	v.Head.Switch = without(v.Head.Switch, e.Tag)
	v.openGraph("website", e.W.Latest, "")
	return p.listPage(r, "latest", path, v, latestLength)
}

// sectionPage prints a section, also an empty one that the settings know.
func (p *Press) sectionPage(r *reader, e *edition, path, key string) (*Page, error) {
	s, known := e.section(key)
	list := record.SectionList(e.Tag, key)
	items, put, err := r.front(list, listLength, p.arranged.Fronts[list])
	if err != nil || len(items) == 0 && !known {
		return nil, err
	}
	v := p.listOf(e, path, s.Name, items, formCard)
	v.put = put
	if len(items) > 0 {
		v.Cards, v.Stories[0] = true, e.teaser(items[0], formTop)
		for _, t := range v.Stories[1:min(5, len(items))] {
			t.Brief = true // as high together as the large one
		}
	}
	if v.Head.Breaking, err = p.breakingNews(r, e); err != nil {
		return nil, err
	}
	v.Head.Here = key
	v.Head.Live = e.liveList(r.leaf, key)
	v.Feeds = feedsAt(path, e.Title+" – "+s.Name)
	v.Head.Feeds = v.Feeds
	if known {
		v.Head.Switch = nil
		p.everywhere(&v.Head, func(e *edition) string { return listPath(record.SectionList(e.Tag, key)) })
		p.xDefault(&v.Head, "/")
		v.Head.Switch = without(v.Head.Switch, e.Tag)
	}
	return p.listPage(r, "list", path, v, listLength)
}

// topicPage prints a topic that has stories. Its name is the newest story's.
func (p *Press) topicPage(r *reader, e *edition, path, key string) (*Page, error) {
	items, err := r.list(record.TopicList(e.Tag, key), listLength)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	name := topicName(items, key)
	v := p.listOf(e, path, name, items, formStream)
	v.Feeds = feedsAt(path, e.Title+" – "+name)
	v.Head.Feeds = v.Feeds
	return p.listPage(r, "list", path, v, listLength)
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
	v := p.listOf(e, path, name, items, formStream)
	v.Person = true
	v.Head.Meta = nil
	v.openGraph("profile", name, "")
	return p.listPage(r, "list", path, v, listLength)
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
func (p *Press) listOf(e *edition, path, heading string, items []*item, form teaserForm) *listView {
	v := &listView{frame: p.frame(e, path, heading), Heading: heading, Stories: e.teasers(items, form)}
	p.fronts(&v.frame)
	v.openGraph("website", heading, "")
	return v
}

// listPage prints a list of at most so many stories, as full as it fits. One that
// does not show all there may be leads on to the day of the last one it shows.
func (p *Press) listPage(r *reader, name, path string, v *listView, most int) (*Page, error) {
	stories := v.Stories
	return p.fit(stories, 1, func(shown int) (*Page, error) {
		v.Stories, v.Older = stories[:shown], nil
		if shown > 0 && (shown == most || shown < len(stories)) {
			v.Older = v.edition.older(v.last())
		}
		return p.htmlPage(r, name, path, 200, v)
	})
}

// last is the last story shown that stands where its time puts it: behind it the
// list goes on.
func (v *listView) last() *item {
	for _, t := range slices.Backward(v.Stories) {
		if !v.put[t.ID] {
			return t.item
		}
	}
	return v.Stories[len(v.Stories)-1].item
}

// older leads to the day of a story.
func (e *edition) older(it *item) *link {
	return &link{Name: fill(e.W.Pages.Older, e.day(it.Published)), Link: address(listPath(record.DayList(e.Tag, it.Day)))}
}
