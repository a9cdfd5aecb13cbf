package press

import (
	"log/slog"

	"stet.news/record"
	"stet.news/story"
)

// Proof prints the page at a path from a state of the record that readers do
// not have, and by an arrangement that they do not see: what it would be. It is
// nil when no page would be there. The page is made as all pages are, and
// nothing of it is kept: not in the store, not in memory, and what it was made
// from meets no other page.
func (p *Press) Proof(rd record.Reader, a Arrangement, path string) (*Page, error) {
	one := p.aside(a)
	return one.print(newReader(rd, one.items), path)
}

// aside is a press that prints as p does and shares nothing that changes.
func (p *Press) aside(a Arrangement) *Press {
	p.dressing.RLock()
	defer p.dressing.RUnlock()
	return &Press{
		dress: p.dress, log: slog.New(slog.DiscardHandler), compress: p.compress, arranged: a, items: newItems(itemsBytes),
		divisions: newCache[divisionKey](divisionsBytes, func([]story.Seam) int64 { return 64 }),
	}
}

// FrontStory is a story of a front in its place.
type FrontStory struct {
	record.Entry
	Headline string
	Placed   bool // by an editor; else by its time
}

// FrontStories gives the stories in the places of a list's front, as Proof
// shows them: the first MaxPlace.
func (p *Press) FrontStories(rd record.Reader, a Arrangement, list string) (stories []FrontStory, err error) {
	items, put, err := newReader(rd, newItems(itemsBytes)).front(list, MaxPlace, a.Fronts[list])
	for _, it := range items {
		stories = append(stories, FrontStory{it.Entry, it.Rev.Headline, put[it.ID]})
	}
	return stories, err
}
