package press

import (
	"context"
	"errors"
	"maps"

	"stet.news/story"
)

// breakingKey is the key of an edition's breaking news: whichever story an editor
// has put up, which the record does not know.
func breakingKey(edition string) string { return "breaking/" + edition }

// SetBreaking says which story each edition has as its breaking news; an edition
// that is not named has none. Nothing is printed yet: see PrintBreaking.
func (p *Press) SetBreaking(stories map[string]story.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.breaking = maps.Clone(stories)
}

// PrintBreaking prints the pages that show the breaking news of an edition, or
// would show it. When nothing is printed yet, all pages are still to come.
func (p *Press) PrintBreaking(ctx context.Context, editions ...string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ready(); err != nil {
		return err
	}
	var keys []string
	for _, tag := range editions {
		keys = append(keys, breakingKey(tag))
	}
	paths, err := p.index.readers(ctx, keys)
	if err != nil {
		return err
	}
	job := newJob()
	job.wait(paths...)
	return errors.Join(p.printAll(ctx, job, job.rest()), errors.Join(job.errs...))
}

// breakingNews gives the teaser of the edition's breaking news, or nil: there is
// none, or it is told no more.
func (p *Press) breakingNews(r *reader, e *edition) (*teaser, error) {
	r.note(breakingKey(e.Tag))
	id, ok := p.breaking[e.Tag]
	if !ok {
		return nil, nil
	}
	entry, ok, err := r.entry(id)
	if err != nil || !ok || entry.Retracted || entry.Edition != e.Tag {
		return nil, err
	}
	it, err := r.item(entry)
	if err != nil || it.Rev.Headline == story.ErasedText {
		return nil, err
	}
	return e.teaser(it, teaserForm{brief: true}), nil
}
