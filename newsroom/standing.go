package newsroom

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"stet.news/press"
	"stet.news/story"
	"stet.news/wire"
)

// maxStanding is the most bytes that a standing page's file may have. What it
// becomes must fit in a page's budget besides.
const maxStanding = 64 << 10

const standingFolder = "standing"

// standing reads the pages beside the stories: standing/NAME.TAG.md each.
func (f Folder) standing(s Settings) ([]press.Standing, error) {
	files, err := f.filesIn(standingFolder)
	if err != nil {
		return nil, err
	}
	var all []press.Standing
	for _, file := range files {
		page, err := f.standingPage(s, file)
		if err != nil {
			return nil, err
		}
		all = append(all, page)
	}
	return all, nil
}

func (f Folder) standingPage(s Settings, file string) (page press.Standing, err error) {
	m := &press.Mistake{File: path.Join(standingFolder, file)}
	if page.Name, page.Edition, err = standingName(s, file); err != nil {
		m.What = err.Error()
		return page, m
	}
	data, err := readAtMost(filepath.Join(f.at(standingFolder), file), maxStanding)
	if err != nil {
		m.What = err.Error()
		return page, m
	}
	page.Title, page.Body, err = wire.ReadStanding(data)
	if err == nil {
		err = story.Revision{Edition: page.Edition, Headline: page.Title, Body: page.Body}.Check()
	}
	if err != nil {
		m.What, m.Text = err.Error(), string(data)
		if e, ok := errors.AsType[*wire.Error](err); ok {
			m.Line, m.Column, m.What, m.Mend = e.Line, e.Column, e.What, e.Mend
		}
		return page, m
	}
	return page, nil
}

// standingName reads NAME.TAG.md.
func standingName(s Settings, file string) (name, tag string, err error) {
	base, ok := strings.CutSuffix(file, ".md")
	name, tag, two := strings.Cut(base, ".")
	if !ok || !two {
		return "", "", fmt.Errorf("it is not named NAME.TAG.md, such as about.%s.md", s.Editions[0].Tag)
	}
	if slug, err := story.ParseSlug(name); err != nil || string(slug) != name {
		return "", "", fmt.Errorf("%q cannot be part of an address; use letters, digits and hyphens, such as corrections-policy", name)
	}
	if press.ReservedName(name) {
		return "", "", fmt.Errorf("the address %s/ has another use; choose another name", name)
	}
	if _, ok := s.Edition(tag); !ok {
		return "", "", fmt.Errorf("there is no edition %q; this newsroom has %s", tag, s.Tags())
	}
	return name, tag, nil
}

// readAtMost reads a small file whole.
func readAtMost(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > limit:
		return nil, fmt.Errorf("it has %d bytes; at most %d are taken", info.Size(), limit)
	}
	return os.ReadFile(path)
}
