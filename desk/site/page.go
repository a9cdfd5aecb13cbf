package site

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/words"
)

//go:embed templates
var templateFiles embed.FS

// pages are the templates by language and name.
type pages map[string]map[string]*template.Template

// frame is what every page is executed with.
type frame struct {
	Lang     *words.Lang
	Who      policy.Principal
	Newsroom string
	Public   string
	Path     string // of the page
	Nav      []navItem
	Mistake  bool   // in the look
	Unread   int    // notices
	MayBegin bool   // a story
	URL      string // of the page with what was asked, for forms to come back to
	View     any    // the page's own
}

// navItem is a part of the desk that the person can go to.
type navItem struct {
	Path, Key string
	Here      bool
}

// parts of the desk, with the action that opens them.
var parts = []struct {
	path, key string
	action    policy.Action
}{
	{"/", "frame.stories", policy.StoryRead},
	{"/board", "frame.board", policy.StoryRead},
	{"/fronts", "frame.fronts", policy.SectionEdit},
	{"/people", "frame.people", policy.StaffRead},
	{"/pictures", "frame.pictures", policy.PictureRead},
	{"/requests", "publish.requests", policy.StoryPublish},
	{"/trail", "frame.trail", policy.TrailRead},
}

// parsePages parses every page in every language: the words a template asks for
// are bound when it is parsed, so that executing it needs no lock and no copy.
func (s *Site) parsePages() (pages, error) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	all := pages{}
	for _, l := range s.words.Langs() {
		base := template.New("frame").Funcs(s.funcs(l))
		if base, err = base.ParseFS(templateFiles, "templates/shared/*.html"); err != nil {
			return nil, err
		}
		all[l.Tag] = map[string]*template.Template{}
		for _, file := range names {
			t, err := template.Must(base.Clone()).ParseFS(templateFiles, file)
			if err != nil {
				return nil, err
			}
			all[l.Tag][strings.TrimSuffix(path.Base(file), ".html")] = t
		}
	}
	return all, nil
}

// funcs are what templates may call.
func (s *Site) funcs(l *words.Lang) template.FuncMap {
	return template.FuncMap{
		"t":         l.T,
		"asset":     s.asset,
		"when":      func(at time.Time) template.HTML { return when(l, at) },
		"age":       func(at time.Time) string { return age(l, at, s.Now()) },
		"langs":     s.words.Langs,
		"before":    strings.HasPrefix,
		"kinds":     func(found []string) string { return kinds(l, found) },
		"said":      func(f filed) string { return f.Said(l) },
		"size":      size,
		"short":     short,
		"rows":      rowsOf,
		"inZone":    inZone,
		"stamp":     func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"embargoed": func(until time.Time) bool { return until.After(s.Now()) },
		"slug":      func(a policy.Action) string { return strings.NewReplacer(".", "_", " ", "_").Replace(string(a)) },
	}
}

// page sends a page.
func (s *Site) page(w http.ResponseWriter, r *http.Request, who policy.Principal, name string, view any) error {
	return s.pageStatus(w, r, who, http.StatusOK, name, view)
}

// pageStatus renders a page, then sends it: what fails to render sends nothing.
func (s *Site) pageStatus(w http.ResponseWriter, r *http.Request, who policy.Principal, status int, name string, view any) error {
	l := s.lang(r, who)
	f := frame{
		Lang: l, Who: who, Newsroom: s.Newsroom, Public: s.Public, Path: r.URL.Path, Nav: s.nav(who, r.URL.Path),
		Mistake: s.Mistake != nil && s.Mistake() != nil && who.Account != "", Unread: s.unread(r, who),
		MayBegin: policy.Possible(who, policy.StoryBegin, s.Now()) == nil, URL: r.URL.RequestURI(), View: view,
	}
	var b bytes.Buffer
	if err := s.pages[l.Tag][name].ExecuteTemplate(&b, "frame.html", f); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// lang is the language the desk speaks in an answer.
func (s *Site) lang(r *http.Request, who policy.Principal) *words.Lang {
	if who.Lang != "" {
		return s.words.For(who.Lang)
	}
	return s.words.Preferred(r.Header.Get("Accept-Language"))
}

// nav gives the parts that the person can go to.
func (s *Site) nav(who policy.Principal, here string) (items []navItem) {
	for _, p := range parts {
		if who.Account != "" && allowed(policy.Possible(who, p.action, s.Now())) {
			items = append(items, navItem{p.path, p.key, here == p.path || p.path != "/" && strings.HasPrefix(here, p.path)})
		}
	}
	return items
}
