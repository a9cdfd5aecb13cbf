package newsroom

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stet.news/press"
)

// OwnLook is what a newsroom has of its own.
type OwnLook struct {
	Templates []string `json:"templates"`
	Styles    []string `json:"styles"`
	Standing  []string `json:"standing"` // paths
}

// CheckLook tries a newsroom's look as it would be taken, whoever has the
// newsroom open, and changes nothing. A *press.Mistake says what is wrong.
func CheckLook(dir string) (own OwnLook, err error) {
	f := Folder(dir)
	s, err := loadSettings(f.Settings())
	if err != nil {
		return own, err
	}
	site, err := f.site(s)
	if err != nil {
		return own, err
	}
	own = OwnLook{Templates: []string{}, Styles: []string{}, Standing: []string{}} // [] in JSON, never null
	for name := range site.Look.Templates {
		own.Templates = append(own.Templates, name)
	}
	slices.Sort(own.Templates)
	if site.Look.Base != "" {
		own.Styles = append(own.Styles, baseSheet)
	}
	if site.Look.Style != "" {
		own.Styles = append(own.Styles, addedSheet)
	}
	for _, p := range site.Standing {
		own.Standing = append(own.Standing, "/"+p.Edition+"/"+p.Name+"/")
	}
	return own, nil
}

// WriteLook writes one of our templates, or our style sheet, into the
// newsroom's folder, where it then stands in the place of ours. It never writes
// over what is there.
func WriteLook(dir, name string) (path string, err error) {
	f := Folder(dir)
	if _, err := os.Stat(f.Settings()); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: %s has no newsroom.toml", ErrNoNewsroom, dir)
	}
	var text string
	if name == baseSheet {
		path, text = f.at(lookFolder, baseSheet), press.StyleSheet()
	} else {
		name = strings.TrimSuffix(name, ".html")
		if text, err = press.Template(name); err != nil {
			return "", fmt.Errorf("there is no template %q; there are %s, and %s", name, strings.Join(press.TemplateNames(), ", "), baseSheet)
		}
		path = f.at(lookFolder, templatesFolder, name+".html")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already; change it, or remove it first", path)
	}
	if err != nil {
		return "", err
	}
	_, err = out.WriteString(text)
	return path, errors.Join(err, out.Close())
}
