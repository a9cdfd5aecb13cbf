package press

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
)

// The look of the site: change these files and nothing else to change it.
//
//go:embed templates static
var look embed.FS

// templates holds one template for each kind of page, by file name.
type templates map[string]*template.Template

func parseTemplates() (templates, error) {
	base, err := template.ParseFS(look, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	out := templates{}
	for _, name := range []string{"story", "tombstone", "front", "list", "archive", "message", "choice"} {
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(look, "templates/"+name+".html")
		}
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		out[name] = t
	}
	return out, nil
}

// execute prints a view.
func (t templates) execute(name string, view any) ([]byte, error) {
	var b bytes.Buffer
	if err := t[name].ExecuteTemplate(&b, "layout", view); err != nil {
		return nil, fmt.Errorf("template %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// style gives the site's style sheet.
func style() (sheet, error) {
	css, err := look.ReadFile("static/style.css")
	if err != nil {
		return sheet{}, err
	}
	return newSheet(css)
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
