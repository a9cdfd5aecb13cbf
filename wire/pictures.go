package wire

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stet.news/story"
)

// maxPicture is the most bytes of one picture file that are read; the store
// takes no larger one either.
const maxPicture = 20 << 20

// pictures takes the picture files that lie beside a file into the store. It
// never leaves the file's folder and never asks another machine.
type pictures struct {
	dir   string
	store func([]byte) (story.Picture, error)
	none  int // pictures left out because there is no store
	away  int // pictures of other sites
}

var (
	errAway    = errors.New("on another site, which is never asked")
	errNoStore = errors.New("pictures are not taken in here")
)

// load reads one picture by the address that the file gives it. Its credit is what
// the picture's own file says, for callers that know no better.
func (p *pictures) load(address string) (story.Picture, error) {
	if strings.TrimSpace(address) == "" {
		p.away++ // a script would have filled it in
		return story.Picture{}, errAway
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || address == "" {
		return story.Picture{}, fmt.Errorf("%q is not the name of a file", shortened(address))
	}
	if u.Scheme != "" || u.Host != "" {
		p.away++
		return story.Picture{}, errAway
	}
	if p.store == nil {
		p.none++
		return story.Picture{}, errNoStore
	}
	name := filepath.FromSlash(strings.TrimPrefix(u.Path, "./"))
	if !filepath.IsLocal(name) {
		return story.Picture{}, fmt.Errorf("%q is not in the file's own folder", shortened(u.Path))
	}
	data, err := p.read(name)
	if err != nil {
		return story.Picture{}, fmt.Errorf("%q: %w", shortened(u.Path), err)
	}
	pic, err := p.store(data)
	if err != nil {
		return story.Picture{}, fmt.Errorf("%q: %w", shortened(u.Path), err)
	}
	return pic, nil
}

// read reads a file below the folder; a link out of it is refused by the root.
func (p *pictures) read(name string) ([]byte, error) {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return nil, cannotOpen(err)
	}
	defer root.Close()
	info, err := root.Lstat(name)
	switch {
	case err != nil:
		return nil, errors.New(cannotOpen(err).What)
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a file")
	case info.Size() > maxPicture:
		return nil, fmt.Errorf("is over %d MiB", maxPicture>>20)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, errors.New(cannotOpen(err).What)
	}
	defer f.Close()
	data := make([]byte, info.Size()) // io.ReadAll would take twice as much
	_, err = io.ReadFull(f, data)
	return data, err
}

// place puts stored pictures where the markup has img elements, and takes the
// others out. What the markup itself says of our store is not believed.
func (p *pictures) place(root *html.Node, d *draft) {
	for _, img := range elements(root, atom.Img) {
		target, caption := img, ""
		if fig := ancestor(img, atom.Figure); fig != nil && len(elements(fig, atom.Img)) == 1 {
			if caps := elements(fig, atom.Figcaption); len(caps) > 0 {
				target, caption = fig, story.Line(innerText(caps[0]))
			}
		}
		p.placeOne(img, target, caption, d)
	}
}

func (p *pictures) placeOne(img, target *html.Node, caption string, d *draft) {
	if target.Parent == nil {
		return
	}
	pic, err := p.load(attr(img, "src"))
	alt := story.Line(attr(img, "alt"))
	switch {
	case err != nil:
		if !errors.Is(err, errAway) && !errors.Is(err, errNoStore) {
			d.note("picture left out: %v", err)
		}
	case alt == "" && caption == "" && !hasAttr(img, "alt"):
		d.note("picture left out: %q has no alt text", shortened(attr(img, "src")))
		err = errNoStore
	}
	if err == nil {
		pic.Caption = caption
		if pic.Alt = alt; alt == "" {
			pic.Alt = caption
		}
		pic.Decorative = pic.Alt == ""
		insertHTML(target, story.WriteHTML(story.Body{story.PictureBlock{Picture: pic}}, story.HTMLOptions{}))
	}
	target.Parent.RemoveChild(target)
}

// insertHTML puts markup of ours before a node.
func insertHTML(before *html.Node, markup string) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil {
		return
	}
	for _, n := range nodes {
		before.Parent.InsertBefore(n, before)
	}
}

// notes says how many pictures were left out, and why.
func (p *pictures) notes(d *draft) {
	if p.away > 0 {
		d.note("%d pictures of other sites were left out: nothing is fetched", p.away)
	}
	if p.none > 0 {
		d.note("%d pictures were left out", p.none)
	}
}
