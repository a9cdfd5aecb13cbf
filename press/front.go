package press

import (
	"strings"

	"stet.news/record"
	"stet.news/story"
)

// How many stories a front shows: the first large, some beside it with their
// pictures, then headlines, then of each section what is not among them.
const (
	frontBeside = 5
	frontNewest = 13 // of all sections together
	frontRiver  = 25 // on a front that shows nothing else
	frontBlock  = 4  // of each section
)

// The forms of a front's stories.
var (
	formLead   = teaserForm{at: placeFront, large: true, section: true}
	formBeside = teaserForm{at: placeCard, section: true}
	formLine   = teaserForm{brief: true, deep: true, section: true}
	formFirst  = teaserForm{at: placeCard, deep: true}
	formBelow  = teaserForm{brief: true, deep: true}
)

// frontView is what template front shows. No story stands twice.
type frontView struct {
	frame
	Layout string    // one of Fronts
	Top    []*teaser // with their pictures
	Latest []*teaser // headlines alone; only in the layout of the first kind
	Blocks []block
}

// block is a section on the front.
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
	list := record.EditionList(e.Tag)
	items, _, err := r.front(list, most, p.arranged.Fronts[list])
	if err != nil {
		return nil, err
	}
	e.layOut(v, items)
	seen := map[story.ID]bool{}
	for _, it := range items {
		seen[it.ID] = true
	}
	for _, s := range e.Sections {
		b, err := p.block(r, e, s, seen)
		if err != nil {
			return nil, err
		}
		if len(b.Stories) > 0 {
			v.Blocks = append(v.Blocks, b)
		}
	}
	if v.Head.Breaking, err = p.breakingNews(r, e); err != nil {
		return nil, err
	}
	v.Head.Front = true
	v.Head.Live = e.liveList(r.leaf, "")
	v.Head.Feeds = feedsAt(path, e.Title)
	p.everywhere(&v.Head, (*edition).Home)
	p.xDefault(&v.Head, "/")
	v.Head.Switch = without(v.Head.Switch, e.Tag)
	v.Head.Description = e.described()
	v.openGraph("website", e.Title, v.Head.Description)
	return p.fitFront(r, path, v)
}

// fitFront prints a front as full as it fits; when not even all headlines do, the
// last sections are left out.
func (p *Press) fitFront(r *reader, path string, full *frontView) (*Page, error) {
	all := append(full.Top[:len(full.Top):len(full.Top)], full.Latest...)
	for _, b := range full.Blocks {
		all = append(all, b.Stories...)
	}
	return p.fit(all, len(full.Top), func(shown int) (*Page, error) {
		v := *full
		left := shown - len(v.Top)
		v.Latest, left = firstOf(v.Latest, left)
		v.Blocks = nil
		for _, b := range full.Blocks {
			if b.Stories, left = firstOf(b.Stories, left); len(b.Stories) > 0 {
				v.Blocks = append(v.Blocks, b)
			}
		}
		v.skips()
		return p.htmlPage(r, "front", path, 200, &v)
	})
}

// firstOf gives so many of a list, and how many it was short of that.
func firstOf(list []*teaser, n int) (first []*teaser, left int) {
	first = list[:min(n, len(list))]
	return first, n - len(first)
}

// layOut gives the newest stories their places.
func (e *edition) layOut(v *frontView, items []*item) {
	for i, it := range items {
		switch {
		case v.Layout == FrontRiver:
			v.Top = append(v.Top, e.teaser(it, formStream))
		case i == 0 && v.Layout == FrontLead:
			v.Top = append(v.Top, e.teaser(it, formLead))
		case v.Layout == FrontGrid:
			form := formBeside
			form.at.first = i < 2
			v.Top = append(v.Top, e.teaser(it, form))
		case i <= frontBeside:
			form := formBeside
			form.brief = i <= 2 // as high together as the large one
			v.Top = append(v.Top, e.teaser(it, form))
		default:
			v.Latest = append(v.Latest, e.teaser(it, formLine))
		}
	}
}

// block fills the block of a section with stories that were not seen above.
func (p *Press) block(r *reader, e *edition, s section, seen map[story.ID]bool) (block, error) {
	b := block{link: link{s.Key, s.Name, address(s.Path)}}
	most := p.site.Look.block(s.Key)
	if most == 0 || p.site.Look.front() == FrontRiver {
		return b, nil
	}
	items, err := r.list(record.SectionList(e.Tag, s.Key), frontNewest+most)
	if err != nil {
		return b, err
	}
	form := formFirst
	for _, it := range items {
		if !seen[it.ID] && len(b.Stories) < most {
			b.Stories = append(b.Stories, e.teaser(it, form))
			seen[it.ID] = true
			form = formBelow
		}
	}
	return b, nil
}

// skips leads a keyboard to the regions of the front.
func (v *frontView) skips() {
	if len(v.Latest) > 0 {
		v.skipTo("latest", v.W.Latest)
	}
	if len(v.Blocks) > 0 {
		v.skipTo("blocks", v.W.Sections)
	}
}

// described says to search engines what a front is: the newsroom with its
// sections.
func (e *edition) described() string {
	var names []string
	for _, s := range e.Sections {
		names = append(names, s.Name)
	}
	if names == nil {
		return ""
	}
	return e.Title + ": " + strings.Join(names, e.W.Comma)
}
