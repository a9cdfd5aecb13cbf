package press

import (
	"fmt"
	"html/template"
	"log/slog"
	"reflect"
	"strings"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// Trial is a page of an invented newsroom, printed with the newsroom's templates
// and with ours: who has both can tell whether the newsroom's still say what a
// verifier looks for.
type Trial struct {
	Template     string // file of the newsroom's that decides most of the page
	Text         string // that file's
	Ours, Theirs []byte
}

// Try makes everything that pages of a site are printed with and prints one of
// each kind, so that mistakes show before anything is changed. The error says
// where one is, as a *Mistake.
func Try(s Site) ([]Trial, error) {
	d, err := newDress(s, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	p := &Press{dress: d}
	return p.trials()
}

// trials prints the invented pages: each kind with everything there can be on
// it, with all that can be so or otherwise once so and once otherwise, and with
// next to nothing.
func (p *Press) trials() (all []Trial, err error) {
	own := p.site.Look.Templates
	if len(own) == 0 {
		return nil, nil
	}
	for _, f := range []fixture{newFixture(true, true), newFixture(true, false), newFixture(false, false)} {
		for _, name := range TemplateNames() {
			view := f.view(name)
			if view == nil {
				continue
			}
			decides := deciding(own, name)
			t := Trial{Template: templateFile(decides), Text: own[decides]}
			if t.Ours, err = execute(p.templates.ours[name], name, view); err != nil {
				return nil, err
			}
			if t.Theirs, err = execute(p.templates.pages[name], name, view); err != nil {
				m := templateMistake(own, err)
				if m.File == "" { // it shows in ours, as when a tag is left open
					m.File, m.Text = t.Template, t.Text
				}
				return nil, m
			}
			all = append(all, t)
		}
	}
	return all, nil
}

// deciding names the newsroom's template that a page is mostly made by: the
// page's own, else one of those that stand in every page's.
func deciding(own map[string]string, name string) string {
	for _, n := range append([]string{name}, shared...) {
		if _, ok := own[n]; ok {
			return n
		}
	}
	return name
}

// fixture makes the views of an invented newsroom.
type fixture struct {
	press *Press
	e     *edition
	full  bool // everything is there
	yes   bool // what can be so or otherwise is so
	count int
}

// newFixture makes a newsroom that has everything, or next to nothing.
func newFixture(full, yes bool) fixture {
	s := Site{Name: "Fixture", URL: "https://fixture.example", Editions: []story.Edition{story.TagInfo("en")}}
	if full {
		s.Editions = append(s.Editions, story.TagInfo("fa-AF"))
		s.Sections = []story.Section{{Key: "world"}, {Key: "sport"}}
		s.Standing = []Standing{{Edition: "en", Name: "about", Title: "About"}, {Edition: "en", Name: "ethics", Title: "Ethics"}}
		s.Look.Logo = &Image{Type: "image/png", Width: 4, Height: 3}
	}
	p := &Press{}
	p.site, _ = newSite(s) // its zones are known
	p.makeAssets()
	return fixture{press: p, e: p.site.editions[0], full: full, yes: yes}
}

// view makes what a page's template is given; nil for templates that are a part
// of others.
func (f fixture) view(name string) any {
	e := f.e
	frame := f.press.frame(e, e.Home(), "Title")
	var view any
	switch name {
	case "story", "part", "tombstone":
		it := f.item()
		v := &storyView{frame: frame, item: it, Text: "<p>Text.</p>\n", PublishedAt: e.at(it.Published), RetractedAt: e.at(it.Updated), RecordLine: e.W.Record}
		if name == "part" {
			v.Part = &partView{Number: 2, Count: 3, Here: "Page 2 of 3"}
		}
		view = v
	case "front":
		view = &frontView{frame: frame}
	case "list", "latest":
		view = &listView{frame: frame, Heading: "Heading"}
	case "archive":
		view = &archiveView{frame: frame, Heading: "Heading"}
	case "standing":
		view = &standingView{frame: frame, Heading: "Heading"}
	case "search":
		view = &searchView{frame: frame}
	case "message":
		view = &messageView{frame: frame, Heading: "Heading"}
	case "choice":
		view = &frame
	default:
		return nil
	}
	if f.full {
		f.fill(reflect.ValueOf(view).Elem(), 0)
	}
	return view
}

// item is the fixture's story.
func (f fixture) item() *item {
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	it := &item{Entry: record.Entry{ID: story.ID{1}, Edition: f.e.Tag, Revision: 2, Slug: "slug", Published: at, Day: "2026-11-23"}, At: at}
	it.Rev = story.Revision{Edition: f.e.Tag, Headline: "Headline"}
	if f.full {
		it.Updated, it.Section, it.Retracted, it.Erased = at.Add(time.Hour), "world", false, f.yes
		it.Rev.Standfirst, it.Rev.Dateline, it.Rev.Note, it.Rev.Section = "Standfirst", "Kabul", "Note", "world"
		it.Rev.Lead = &story.Picture{SHA256: strings.Repeat("ab", 32), Type: "image/jpeg", Width: 1200, Height: 800, FocalX: 900, Alt: "Alt", Caption: "Caption", Credit: "Credit"}
	}
	return it
}

// maxFill bounds how deep fill goes.
const maxFill = 8

// fill puts something into every field that is still empty, so that a template
// meets all it can be given, also what is added to a view tomorrow.
func (f *fixture) fill(v reflect.Value, depth int) {
	if !v.CanSet() || depth > maxFill {
		return
	}
	switch v.Type() {
	case reflect.TypeFor[*edition](), reflect.TypeFor[*words](), reflect.TypeFor[story.Body](), reflect.TypeFor[time.Time]():
		return
	case reflect.TypeFor[*teaser]():
		v.Set(reflect.ValueOf(f.e.teaser(f.item(), formLead)))
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(f.yes)
	case reflect.String:
		if v.Len() == 0 {
			f.count++
			v.SetString(f.say(v.Type()))
		}
	case reflect.Int, reflect.Int64:
		if v.Int() == 0 {
			v.SetInt(7)
		}
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		f.fill(v.Elem(), depth+1)
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			f.fill(v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), depth+1)
		}
	}
}

// say is a text for a field: what its type asks for, and each another.
func (f *fixture) say(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[story.Direction]():
		return string(story.RightToLeft)
	case reflect.TypeFor[template.JS]():
		return "{}"
	case reflect.TypeFor[template.CSS]():
		return "a{}"
	case reflect.TypeFor[template.HTML]():
		return "<p>Text.</p>"
	}
	return fmt.Sprint("word", f.count)
}
