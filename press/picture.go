package press

import (
	"html/template"

	"stet.news/story"
)

// pictureView is a picture as template picture shows it: one element with a
// source for each format, the lightest first, in the widths that its place on
// the page can use.
type pictureView struct {
	story.Picture
	Src          string
	Set          template.Srcset // of the img element, in the format that every browser reads
	Sizes        string
	Sources      []source
	Across, Down int    // proportions, so that nothing moves when it comes
	Says         string // alternative text in this place
	First        bool   // may be the largest thing on the first screen
}

type source struct {
	Type string
	Set  template.Srcset
}

// place is where on a page a picture stands.
type place struct {
	widths []int  // of cuts, in pixels; nil: whole, in every width there is
	sizes  string // how wide it is there, as the attribute sizes says it
	first  bool
	mute   bool // the words beside it say all: no alternative text
}

// The places of pictures. Their sizes follow static/style.css; on a phone a large
// one goes from edge to edge.
var (
	placeLead  = place{sizes: "(min-width: 48rem) 46rem, 100vw", first: true}
	placeFront = place{widths: []int{320, 640, 960}, sizes: "(min-width: 64rem) 36rem, 100vw", first: true}
	placeCard  = place{widths: []int{320, 640}, sizes: "(min-width: 48rem) 22rem, 7rem", mute: true}
	placeThumb = place{widths: []int{160, 320}, sizes: "7rem", mute: true}
)

// view makes a picture ready for its place; nil when there is none.
func (at place) view(p *story.Picture) *pictureView {
	if p == nil {
		return nil
	}
	v := &pictureView{Picture: *p, Sizes: at.sizes, First: at.first, Across: p.Width, Down: p.Height, Src: p.Path(), Says: p.Alt}
	if at.mute {
		v.Says = ""
	}
	if p.Width <= 0 || p.Height <= 0 {
		return v // of an old record; what is not measured is not scaled
	}
	widths, name := p.ScaledWidths(), p.Scaled
	if at.widths != nil {
		widths, name = cutsOf(*p, at.widths), p.Cut
		v.Across, v.Down = widths[len(widths)-1], p.CutHeight(widths[len(widths)-1])
	}
	for _, f := range story.Formats {
		set := template.Srcset(story.Set(widths, f, name))
		if f == story.JPEG {
			v.Set, v.Src = set, name(widths[len(widths)/2], f)
			continue
		}
		v.Sources = append(v.Sources, source{f.Media(), set})
	}
	return v
}

// cutsOf picks of the widths a place can use those that the picture has; one
// that is smaller than all of them has its own.
func cutsOf(p story.Picture, wanted []int) (widths []int) {
	has := p.CutWidths()
	for _, w := range has {
		for _, want := range wanted {
			if w == want {
				widths = append(widths, w)
			}
		}
	}
	if widths == nil {
		widths = has[len(has)-1:]
	}
	return widths
}
