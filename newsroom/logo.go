package newsroom

import (
	"fmt"
	"path"

	"stet.news/press"
)

// The bounds of a logo: every page shows it.
const (
	maxLogo       = 100 << 10 // bytes
	maxLogoWidth  = 1600
	maxLogoHeight = 800
)

// logo reads the picture that stands for the newsroom's name.
func (f Folder) logo(name string) (*press.Image, error) {
	if name == "" {
		return nil, nil
	}
	m := &press.Mistake{File: path.Join(lookFolder, name)}
	data, err := readAtMost(f.at(lookFolder, name), maxLogo)
	if err != nil {
		m.What, m.Mend = err.Error(), "newsroom.toml names it as the logo"
		return nil, m
	}
	pic, clean, err := f.pictures().Check(data)
	switch {
	case err != nil:
		m.What = err.Error()
	case pic.Type == "image/gif":
		m.What, m.Mend = "a logo does not move", "save it as PNG, JPEG or WebP"
	case pic.Width > maxLogoWidth || pic.Height > maxLogoHeight:
		m.What = fmt.Sprintf("it has %d×%d pixels; at most %d×%d are taken", pic.Width, pic.Height, maxLogoWidth, maxLogoHeight)
		m.Mend = "make it smaller: pages show it 48 pixels high"
	default:
		return &press.Image{Type: pic.Type, Width: pic.Width, Height: pic.Height, Data: clean}, nil
	}
	return nil, m
}
