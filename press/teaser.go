package press

// teaser is a story in a list: its headline, and as much more of it as there is
// room for where it stands.
type teaser struct {
	*item
	Link      string
	Picture   *pictureView
	Published moment
	Section   *link
	Large     bool // the first of its page
	Brief     bool // without its standfirst
	Deep      bool // below a heading of the second level
}

// teaserForm is what a list shows of its stories.
type teaserForm struct {
	at      place // of the picture; the zero place is none
	large   bool
	section bool // says which section it is of
	brief   bool
	deep    bool
	clock   bool // the day stands above: the time says no more than the hour
}

func (e *edition) teaser(it *item, form teaserForm) *teaser {
	t := &teaser{item: it, Link: address(it.Path()), Brief: form.brief, Deep: form.deep, Large: form.large}
	t.Published = moment{e.stamp(it.Published), e.shortMoment(it.Published)}
	if form.clock {
		t.Published.Text = e.clock(it.Published)
	}
	if form.at.sizes != "" {
		t.Picture = form.at.view(it.Rev.Lead)
	}
	if form.section && it.Rev.Section != "" {
		s, _ := e.section(it.Rev.Section)
		t.Section = &link{s.Key, s.Name, address(s.Path)}
	}
	return t
}

func (e *edition) teasers(items []*item, form teaserForm) []*teaser {
	out := make([]*teaser, len(items))
	for i, it := range items {
		out[i] = e.teaser(it, form)
	}
	return out
}
