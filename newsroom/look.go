package newsroom

import (
	"encoding"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"

	"stet.news/press"
	"stet.news/proof"
)

// Look is the table [look] of the settings: how the site looks, without any
// programming. Everything in it has a good default.
type Look struct {
	// Logo is a picture file in the folder look, which stands for the name.
	Logo string `toml:"logo,omitempty"`
	// Type is the size of all text.
	Type TypeSize `toml:"type,omitempty"`
	// Front is the layout of fronts.
	Front string `toml:"front,omitempty"`
	// Blocks is how many stories a section's block on the front has.
	Blocks map[string]int `toml:"blocks,omitempty"`
	// Light and Dark are colours.
	Light press.Colours `toml:"light,omitempty"`
	Dark  press.Colours `toml:"dark,omitempty"`
}

// TypeSize is the size of text against the usual one: "small", "normal",
// "large", or a number.
type TypeSize float64

var typeSizes = map[string]TypeSize{"": 0, "small": 0.94, "normal": 1, "large": 1.12}

var _ encoding.TextUnmarshaler = (*TypeSize)(nil)

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *TypeSize) UnmarshalText(text []byte) error {
	if n, ok := typeSizes[string(text)]; ok {
		*t = n
		return nil
	}
	n, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return fmt.Errorf("%q is no size of type; take small, normal, large or a number from %v to %v", text, press.MinType, press.MaxType)
	}
	*t = TypeSize(n)
	return nil
}

// check says what is wrong with the look's settings.
func (l *Look) check(s *Settings) error {
	if l.Logo != "" && l.Logo != path.Base(l.Logo) {
		return &press.SettingError{Key: "logo", What: fmt.Sprintf("%q is no file's name; put the file into the folder look and give its name alone", l.Logo)}
	}
	for key, n := range l.Blocks {
		if !s.hasSection(key) {
			return &press.SettingError{Key: "blocks." + key, What: "there is no section of this key"}
		}
		if n < 0 || n > press.MaxBlock {
			return &press.SettingError{Key: "blocks." + key, What: fmt.Sprintf("%d stories: take a number from 0 to %d", n, press.MaxBlock)}
		}
	}
	return l.press().Check()
}

func (s *Settings) hasSection(key string) bool {
	for _, sec := range s.Sections {
		if sec.Key == key {
			return true
		}
	}
	return false
}

// press is what the press needs to know of it, but for the files.
func (l *Look) press() press.Look {
	return press.Look{Light: l.Light, Dark: l.Dark, Type: float64(l.Type), Front: l.Front, Blocks: l.Blocks}
}

// The folder in which a newsroom keeps what changes the look.
const (
	lookFolder      = "look"
	templatesFolder = "templates"
	baseSheet       = "base.css"
	addedSheet      = "style.css"
)

// maxLookFile is the most bytes of one template or style sheet.
const maxLookFile = 64 << 10

// site is what the press prints with: the settings, and what the folder holds
// beside them. It is tried: a *press.Mistake says what is wrong, and where.
func (f Folder) site(s Settings) (site press.Site, err error) {
	site = s.Site()
	if s.Look != nil {
		site.Look = s.Look.press()
		if site.Look.Logo, err = f.logo(s.Look.Logo); err != nil {
			return site, err
		}
	}
	site.Look.Icons = icons(site)
	if err := f.readLook(&site.Look); err != nil {
		return site, err
	}
	if site.Standing, err = f.standing(s); err != nil {
		return site, err
	}
	return site, try(site)
}

// try makes sure that the site can be printed and that its pages can be proved.
func try(site press.Site) error {
	trials, err := press.Try(site)
	if m, ok := errors.AsType[*press.Mistake](err); ok {
		return m
	}
	if err != nil {
		return err
	}
	for _, t := range trials {
		if wrong := proof.Differ(t.Ours, t.Theirs, press.Furniture); len(wrong) > 0 {
			return &press.Mistake{
				File: t.Template, Line: lineThatSays(t.Text, wrong[0]), Text: t.Text,
				What: "stet verify would refuse its pages: " + wrong[0], Mend: "docs/look.md says what must stay",
			}
		}
	}
	return nil
}

// lineThatSays finds the line of a template that a complaint quotes words of;
// where it quotes none, the first.
func lineThatSays(text, complaint string) int {
	if _, quoted, ok := strings.Cut(complaint, `"`); ok {
		words, _, _ := strings.Cut(quoted, `"`)
		if before, _, found := strings.Cut(text, words); found && words != "" {
			return 1 + strings.Count(before, "\n")
		}
	}
	return 1
}

// readLook reads the templates and style sheets of the folder look. A file that
// it has no use for is a mistake: its name was meant for something.
func (f Folder) readLook(l *press.Look) error {
	files, err := f.filesIn(lookFolder)
	for _, name := range files {
		var to func(text string)
		switch dir, file := path.Split(name); {
		case name == baseSheet:
			to = func(text string) { l.Base = text }
		case name == addedSheet:
			to = func(text string) { l.Style = text }
		case dir == templatesFolder+"/" && path.Ext(file) == ".html":
			to = func(text string) {
				if l.Templates == nil {
					l.Templates = map[string]string{}
				}
				l.Templates[strings.TrimSuffix(file, ".html")] = text
			}
		case dir == "" && isPictureName(file):
			continue
		default:
			return &press.Mistake{File: path.Join(lookFolder, name), What: "nothing here has this name",
				Mend: "there are style.css, base.css, pictures for the logo, and templates/NAME.html"}
		}
		text, err := readAtMost(f.at(lookFolder, name), maxLookFile)
		if err != nil {
			return &press.Mistake{File: path.Join(lookFolder, name), What: err.Error()}
		}
		to(string(text))
	}
	return err
}

// filesIn gives the names of the files in one of the folders that people write
// in, with slashes. What editors leave there for themselves is not among them.
func (f Folder) filesIn(folder string) (names []string, err error) {
	err = fs.WalkDir(os.DirFS(f.at(folder)), ".", func(name string, d fs.DirEntry, err error) error {
		base := path.Base(name)
		hidden := name != "." && strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case !hidden && !d.IsDir():
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

func isPictureName(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".png", ".jpg", ".jpeg", ".webp":
		return true
	}
	return false
}
