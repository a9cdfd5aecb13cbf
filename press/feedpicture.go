package press

import "stet.news/story"

const mediaNS = "http://search.yahoo.com/mrss/"

// thumbnailWidth is how wide the small picture is that readers show in a list.
const thumbnailWidth = 320

// inFull gives the address of a picture as large as pages show it, and its size
// in pixels. One of unknown size is served as it came.
func (f *feed) inFull(p *story.Picture) (url, kind string, width, height int) {
	if p.Width <= 0 || p.Height <= 0 {
		return f.site.url(p.Path()), p.Type, 0, 0
	}
	widths := p.ScaledWidths()
	width = widths[len(widths)-1]
	return f.site.url(p.Scaled(width, story.JPEG)), story.JPEG.Media(), width, p.ScaledHeight(width)
}

// media writes an item's lead picture by the rules of Media RSS, which both RSS
// and Atom use: in full, and a small cut of it.
func (f *feed) media(w *xmlWriter, p *story.Picture) {
	if p == nil {
		return
	}
	url, kind, width, height := f.inFull(p)
	w.open("media:content", "url", url, "type", kind, "medium", "image", "width", positive(width), "height", positive(height))
	w.text("media:description", p.Caption, "type", "plain")
	w.text("media:credit", p.Credit)
	if width > 0 {
		small := cutsOf(*p, []int{thumbnailWidth})[0]
		w.empty("media:thumbnail", "url", f.site.url(p.Cut(small, story.JPEG)), "width", itoa(small), "height", itoa(p.CutHeight(small)))
	}
	w.close("media:content")
}
