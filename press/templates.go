package press

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The look of the site: change these files and nothing else to change it.
//
//go:embed templates static
var look embed.FS

// shared are the templates that stand in every page's; the others are one kind
// of page each.
var shared = []string{"layout", "parts"}

// templates holds one template for each kind of page, by its name.
type templates struct {
	pages map[string]*template.Template
	ours  map[string]*template.Template // the same without the newsroom's
}

// TemplateNames gives the names of all templates, sorted.
func TemplateNames() (names []string) {
	files, _ := fs.Glob(look, "templates/*.html") // the pattern is well formed
	for _, f := range files {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(f, "templates/"), ".html"))
	}
	return names
}

// Template gives the text of one of our templates.
func Template(name string) (string, error) {
	b, err := look.ReadFile("templates/" + name + ".html")
	return string(b), err
}

// StyleSheet gives our style sheet.
func StyleSheet() string { return static("style.css") }

func static(name string) string {
	b, _ := look.ReadFile("static/" + name) // what is embedded can be read
	return string(b)
}

// templateFile is where a newsroom's template lies, for messages.
func templateFile(name string) string { return "look/templates/" + name + ".html" }

// parseTemplates parses ours, and those that the newsroom has in their place.
func parseTemplates(own map[string]string) (t templates, err error) {
	for name := range own {
		if !slices.Contains(TemplateNames(), name) {
			return t, &Mistake{File: templateFile(name), What: "there is no template of this name", Mend: "there are " + strings.Join(TemplateNames(), ", ")}
		}
	}
	if t.ours, err = parseSet(nil); err != nil || len(own) == 0 {
		t.pages = t.ours
		return t, err
	}
	t.pages, err = parseSet(own)
	return t, err
}

func parseSet(own map[string]string) (map[string]*template.Template, error) {
	base := template.New("")
	for _, name := range shared {
		if err := parseOne(base, own, name); err != nil {
			return nil, err
		}
	}
	out := map[string]*template.Template{}
	for _, name := range TemplateNames() {
		if slices.Contains(shared, name) {
			continue
		}
		t, err := base.Clone()
		if err == nil {
			err = parseOne(t, own, name)
		}
		if err != nil {
			return nil, err
		}
		out[name] = t
	}
	return out, nil
}

// parseOne parses a template under the name of its file, which errors then give.
func parseOne(to *template.Template, own map[string]string, name string) error {
	if text, ok := own[name]; ok {
		if _, err := to.New(templateFile(name)).Parse(text); err != nil {
			return templateMistake(own, err)
		}
		return nil
	}
	text, err := Template(name)
	if err == nil {
		_, err = to.New(name + ".html").Parse(text)
	}
	return err
}

// As the packages template write where they found an error. Columns count from 0.
var templatePlace = regexp.MustCompile(`(?s)template: ?(look/templates/([a-z]+)\.html):(\d+)(?::(\d+))?: (.*)$`)

// templateMistake finds the place in the newsroom's files that an error names.
func templateMistake(own map[string]string, err error) *Mistake {
	found := templatePlace.FindStringSubmatch(err.Error())
	if found == nil {
		return &Mistake{What: plainer(err.Error())}
	}
	m := &Mistake{File: found[1], What: plainer(found[5]), Text: own[found[2]]}
	m.Line, _ = strconv.Atoi(found[3])
	if found[4] != "" {
		m.Column, _ = strconv.Atoi(found[4])
		m.Column++
	}
	switch {
	case strings.Contains(m.What, "there is no field"):
		m.Mend = "docs/look.md lists what each template is given"
	case strings.Contains(m.What, "different contexts"):
		m.Mend = "keep each quoted value and each tag whole on both sides"
	}
	return m
}

var (
	noField  = regexp.MustCompile(`executing "\w+" at <([^>]*)>: can't evaluate field (\w+) in type \S+`)
	contexts = regexp.MustCompile(`(?s)(different contexts|non-text context): \{.*`)
)

// plainer says an error of the packages template without their inner words.
func plainer(what string) string {
	what = noField.ReplaceAllString(what, "$1: there is no field $2 here")
	what = contexts.ReplaceAllString(what, "$1")
	return strings.Join(strings.Fields(what), " ")
}

// execute prints a view. A newsroom's template was tried when it was taken, but
// no trial finds everything: when it fails here, the page is printed with ours,
// for a page that is plain is better than none.
func (p *Press) execute(name string, view any) ([]byte, error) {
	b, err := execute(p.templates.pages[name], name, view)
	if err == nil || len(p.site.Look.Templates) == 0 {
		return b, err
	}
	p.log.Error("a template of the newsroom's fails; the page is printed with the usual one", "error", err)
	return execute(p.templates.ours[name], name, view)
}

func execute(t *template.Template, name string, view any) ([]byte, error) {
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", view); err != nil {
		return nil, fmt.Errorf("template %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// hashLook writes every file of the look into a hash.
func hashLook(w interface{ Write([]byte) (int, error) }) error {
	return fs.WalkDir(look, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := look.ReadFile(name)
		fmt.Fprintf(w, "%s %d\n", name, len(b))
		w.Write(b)
		return err
	})
}
