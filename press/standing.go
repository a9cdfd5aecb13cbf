package press

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"stet.news/story"
)

// Standing is a page that stands beside the stories: who the newsroom is, by
// what rules it works, how to reach it. It comes from the settings, not from
// the record: nothing proves it, and a change leaves no trace.
type Standing struct {
	Edition string // its tag
	Name    string // the last part of its address: "about"
	Title   string
	Body    story.Body
}

// footerOrder is the order in which readers look for these pages; others follow
// by their names.
var footerOrder = []string{"about", "masthead", "ethics", "contact"}

// ReservedName reports whether a name is the first part of other addresses of
// an edition, so that no standing page can have it. A year is, too.
func ReservedName(name string) bool {
	return strings.Trim(name, "0123456789") == "" ||
		slices.Contains([]string{"archive", "by", "corrections", "latest", "live", "offline", "search", "section", "topic"}, name)
}

// standingPage is a standing page as the footer leads to it.
type standingPage struct {
	Name, Title, Link string
	path              string
	body              story.Body
}

// standings gives an edition its pages, in the order of the footer.
func (e *edition) standings(all []Standing) {
	for _, s := range all {
		if s.Edition == e.Tag {
			path := e.Home() + s.Name + "/"
			e.Standing = append(e.Standing, standingPage{Name: s.Name, Title: s.Title, Link: address(path), path: path, body: s.Body})
		}
	}
	rank := func(s standingPage) uint { return uint(slices.Index(footerOrder, s.Name)) } // -1 is last
	slices.SortFunc(e.Standing, func(a, b standingPage) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.Name, b.Name))
	})
}

// standing finds a page by its name; nil when the edition has none.
func (e *edition) standing(name string) *standingPage {
	for i := range e.Standing {
		if e.Standing[i].Name == name {
			return &e.Standing[i]
		}
	}
	return nil
}

// standingView is what template standing shows.
type standingView struct {
	frame
	Name    string // about
	Heading string
	Text    template.HTML // the body, as story.WriteHTML wrote it
}

// standingPage prints a standing page, or none when the edition has it not.
func (p *Press) standingPage(r *reader, e *edition, path, name string) (*Page, error) {
	s := e.standing(name)
	if s == nil {
		return nil, nil
	}
	v := &standingView{frame: p.frame(e, path, s.Title), Name: name, Heading: s.Title}
	v.Head.Here = s.Link
	v.Text = template.HTML(story.WriteHTML(s.body, story.HTMLOptions{}))
	p.standingElsewhere(v)
	v.Head.Description = firstWords(s.body)
	v.openGraph("website", s.Title, v.Head.Description)
	var err error
	if v.Head.Data, err = p.aboutPage(v); err != nil {
		return nil, err
	}
	return p.htmlPage(r, "standing", path, 200, v)
}

// standingElsewhere leads the choice of languages to the same page there, or to
// the front where there is none.
func (p *Press) standingElsewhere(v *standingView) {
	for _, e := range p.site.editions {
		to := e.Home()
		if s := e.standing(v.Name); s != nil {
			to = s.path
			if len(v.Head.Alternates) == 0 {
				p.xDefault(&v.Head, to)
			}
			v.Head.Alternates = append(v.Head.Alternates, alternate{e.Tag, p.site.url(to)})
		}
		if e != v.edition {
			v.Head.Switch = append(v.Head.Switch, choice{Tag: e.Tag, Name: e.Name, Path: address(to), Direction: e.Direction})
		}
	}
}

// firstWords is the beginning of a body, for descriptions: its first paragraph,
// unless that is too long for one.
func firstWords(b story.Body) string {
	first, _, _ := strings.Cut(story.PlainText(b), "\n\n")
	if len([]rune(first)) > 300 {
		return ""
	}
	return first
}

// standingPaths gives the paths of all standing pages.
func (p *Press) standingPaths() (paths []string) {
	for _, e := range p.site.editions {
		for _, s := range e.Standing {
			paths = append(paths, s.path)
		}
	}
	return paths
}

// standingNames gives the names of all standing pages, each once.
func (p *Press) standingNames() (names []string) {
	for _, s := range p.site.Standing {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	return names
}
