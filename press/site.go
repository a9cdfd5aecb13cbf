package press

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a newsroom's host may have no zone files

	"stet.news/record"
	"stet.news/story"
)

// Site is what the settings say of the site.
type Site struct {
	Name     string // the newsroom's
	URL      string // "https://example.org", no slash at the end
	Editions []story.Edition
	Sections []story.Section
	Standing []Standing // in any order
	Look     Look
}

// site is a Site made ready for printing.
type site struct {
	Site
	editions []*edition
	byTag    map[string]*edition
}

// edition is an edition with all that is needed to print in it.
type edition struct {
	story.Edition
	W        *words
	Sections []section
	Standing []standingPage // in the order of the footer
	Logo     *logoView      // nil: the name is written
	Manifest string         // path of what describes it to a phone; may be empty
	CardURL  string         // of the picture that stands for it elsewhere
	dates    *dates
	loc      *time.Location
}

// section is a section as an edition names it.
type section struct {
	Key, Name, Path string
}

func newSite(s Site) (*site, error) {
	out := &site{Site: s, byTag: map[string]*edition{}}
	out.URL = strings.TrimSuffix(s.URL, "/")
	for _, e := range s.Editions {
		loc, err := time.LoadLocation(e.Zone)
		if err != nil {
			return nil, fmt.Errorf("edition %s: zone %q: %w", e.Tag, e.Zone, err)
		}
		ed := &edition{Edition: withDefaults(e, s.Name), W: wordsFor(e.Tag), dates: datesFor(e.Tag), loc: loc}
		for _, sec := range s.Sections {
			ed.Sections = append(ed.Sections, section{
				Key: sec.Key, Name: sectionName(sec, e.Tag), Path: listPath(record.SectionList(e.Tag, sec.Key)),
			})
		}
		ed.CardURL = out.url(ed.cardPath())
		ed.standings(s.Standing)
		out.editions = append(out.editions, ed)
		out.byTag[e.Tag] = ed
	}
	return out, nil
}

func withDefaults(e story.Edition, newsroom string) story.Edition {
	known := story.TagInfo(e.Tag)
	if e.Name == "" {
		e.Name = known.Name
	}
	if e.Title == "" {
		e.Title = newsroom
	}
	if e.Direction == "" {
		e.Direction = known.Direction
	}
	if e.Calendar == "" {
		e.Calendar = known.Calendar
	}
	return e
}

// sectionName is what an edition calls a section: its own name for it, that of
// its language, the English one, or the key.
func sectionName(s story.Section, tag string) string {
	for _, t := range []string{tag, baseLanguage(tag), "en"} {
		if n := s.Names[t]; n != "" {
			return n
		}
	}
	return s.Key
}

// section gives a section, also one that the settings do not know any more.
func (e *edition) section(key string) (section, bool) {
	for _, s := range e.Sections {
		if s.Key == key {
			return s, true
		}
	}
	return section{Key: key, Name: key, Path: listPath(record.SectionList(e.Tag, key))}, false
}

// Home is the path of the edition's front.
func (e *edition) Home() string { return "/" + e.Tag + "/" }

// address writes a path as it stands in links of a page.
func address(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// url is the whole address of a path, as others are told of it.
func (s *site) url(path string) string { return s.URL + address(path) }

// Link is the section's address as it stands in a page.
func (s section) Link() string { return address(s.Path) }

// onEveryPage is what any page may show of the settings. The words of a standing
// page are on that page alone: they change without printing all others again.
func (s *site) onEveryPage() Site {
	out := s.Site
	out.Standing = slices.Clone(out.Standing)
	for i := range out.Standing {
		out.Standing[i].Body = nil
	}
	return out
}
