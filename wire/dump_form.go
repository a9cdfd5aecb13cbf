package wire

import "stet.news/story"

// parseDump reads a page dump.
func parseDump(data []byte, o Options) (draft, error) {
	text, note, err := decode(data, "", o.Edition.Tag)
	if err != nil {
		return draft{}, err
	}
	s, err := readDump(text, o.zone())
	if err != nil {
		return draft{}, err
	}
	d := draft{rev: story.Revision{Headline: s.headline, Standfirst: s.standfirst, Body: s.blocks()}, notes: s.notes}
	if note != "" {
		d.note("%s", note)
	}
	d.guessedDate(s, o)
	if s.byline != "" {
		d.rev.Bylines = bylinesOf(s.byline)
		d.note("byline: %s, a guess", s.byline)
	}
	return d, nil
}

// guessedDate takes the date that stands by the headline.
func (d *draft) guessedDate(s dumpStory, o Options) {
	switch {
	case !s.dated:
	case o.ambiguous(s.published):
		d.note("published: not set, because day and month of the page's date could be either")
	default:
		d.rev.Published = s.published.time
		d.note("published: %s, a guess from the date beside the headline", s.published.time.Format("2006-01-02 15:04 UTC"))
	}
}
