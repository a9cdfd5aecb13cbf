package press

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"stet.news/record"
	"stet.news/story"
)

// Arrangement is what editors say of pages that the record does not: which
// stories stand where on a front, and which is breaking news. A page is a
// function of the record, the site, the look and of this; of the clock it is
// not, so whoever keeps the arrangement gives another when a time has come.
type Arrangement struct {
	// Breaking is each edition's breaking news, by the edition's tag.
	Breaking map[string]story.ID
	// Fronts is what stands in chosen places, by the name of the list that the
	// front shows: record.EditionList, record.SectionList. The newest stories
	// fill the other places.
	Fronts map[string][]Placed
}

// Placed is a story in a place of a front, counted from 1. Of two in one place
// the first has it, and the other stands behind it.
type Placed struct {
	Place int      `json:"place"`
	Story story.ID `json:"id"`
}

// MaxPlace is the last place of a front that a story can be put in.
const MaxPlace = frontNewest

// The keys of what the record does not know.
func breakingKey(edition string) string { return "breaking/" + edition }
func frontKey(list string) string       { return "front/" + list }

// words gives the arrangement by the keys of the pages that read it.
func (a Arrangement) words() map[string]string {
	all := map[string]string{}
	for tag, id := range a.Breaking {
		all[breakingKey(tag)] = id.String()
	}
	for list, placed := range a.Fronts {
		text := ""
		for _, p := range placed {
			text += fmt.Sprintf("%d %s\n", p.Place, p.Story)
		}
		if text != "" {
			all[frontKey(list)] = text
		}
	}
	return all
}

// unsure stands for an arrangement that only some of the pages may have.
const unsure = "?"

// Arrange has all pages printed with an arrangement: at once those that were
// printed last with another, which the index knows over restarts and crashes,
// and no others. When it fails some pages have it and some not; it is then
// finished by the next call, whatever that asks for.
func (p *Press) Arrange(ctx context.Context, a Arrangement) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.arranged = a // for whatever else is printed from here on
	if err := p.ready(); err != nil {
		return err
	}
	had, err := p.index.arrangement()
	if err != nil {
		return err
	}
	now := a.words()
	changed := differing(had, now)
	if len(changed) == 0 {
		return nil
	}
	for _, key := range changed {
		had[key] = unsure
	}
	if err := p.index.setArrangement(had); err != nil {
		return err
	}
	paths, err := p.index.readers(ctx, changed)
	if err != nil {
		return err
	}
	job := newJob()
	job.wait(paths...)
	if err := errors.Join(p.printAll(ctx, job, job.rest()), errors.Join(job.errs...)); err != nil {
		return err
	}
	return p.index.setArrangement(now)
}

// differing gives the keys under which two maps do not say the same, in order.
func differing(a, b map[string]string) (keys []string) {
	for key := range a {
		if a[key] != b[key] {
			keys = append(keys, key)
		}
	}
	for key := range b {
		if _, ok := a[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// stateArrangement is what the index remembers of what pages were arranged by.
const stateArrangement = "arrangement"

func (x *index) arrangement() (map[string]string, error) {
	all := map[string]string{}
	text, err := x.state(stateArrangement)
	if err != nil || text == "" {
		return all, err
	}
	return all, json.Unmarshal([]byte(text), &all)
}

func (x *index) setArrangement(all map[string]string) error {
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return x.setState(stateArrangement, string(text))
}

// front gives the stories of a front: those that were put into places, and
// round them the newest of the list, most of them together.
func (r *reader) front(list string, most int, placed []Placed) (items []*item, put map[story.ID]bool, err error) {
	newest, err := r.list(list, most)
	if err != nil {
		return nil, nil, err
	}
	r.note(frontKey(list))
	places, put := make([]*item, most), map[story.ID]bool{}
	for _, at := range placed {
		it, err := r.placed(list, at.Story)
		if err != nil {
			return nil, nil, err
		}
		if it == nil || put[at.Story] {
			continue
		}
		for n := max(at.Place, 1); n <= most; n++ {
			if places[n-1] == nil {
				places[n-1], put[at.Story] = it, true
				break
			}
		}
	}
	return fillPlaces(places, newest, put), put, nil
}

// fillPlaces puts the newest stories into the places that are free. When there
// are not enough, what stands behind moves up.
func fillPlaces(places, newest []*item, put map[story.ID]bool) (items []*item) {
	for _, it := range places {
		for it == nil && len(newest) > 0 {
			if !put[newest[0].ID] {
				it = newest[0]
			}
			newest = newest[1:]
		}
		if it != nil {
			items = append(items, it)
		}
	}
	return items
}

// placed gives a story that was put on the front of a list; nil when it is not
// to be seen there: not public yet, retracted, its headline erased, or filed
// elsewhere by now.
func (r *reader) placed(list string, id story.ID) (*item, error) {
	e, ok, err := r.entry(id)
	if err != nil || !ok || e.Retracted {
		return nil, err
	}
	if list != record.EditionList(e.Edition) && (e.Section == "" || list != record.SectionList(e.Edition, e.Section)) {
		return nil, nil
	}
	it, err := r.item(e)
	if err != nil || it.Rev.Headline == story.ErasedText {
		return nil, err
	}
	return it, nil
}

// breakingNews gives the teaser of the edition's breaking news, or nil: there is
// none, or it is told no more.
func (p *Press) breakingNews(r *reader, e *edition) (*teaser, error) {
	r.note(breakingKey(e.Tag))
	id, ok := p.arranged.Breaking[e.Tag]
	if !ok {
		return nil, nil
	}
	it, err := r.placed(record.EditionList(e.Tag), id)
	if err != nil || it == nil {
		return nil, err
	}
	return e.teaser(it, teaserForm{brief: true}), nil
}
