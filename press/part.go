package press

import (
	"fmt"
	"html/template"

	"stet.news/record"
	"stet.news/story"
)

// A story whose page would weigh more than its budget is divided: its body goes
// on at …/slug/2/, …/slug/3/. The first page stays the story for feeds, previews
// and search engines, and keeps all that is not its body; the others have its
// headline and the rest of the body, and the last what leads on from the story. The seams stand on the pages, so that a
// verifier can hold the parts against the record, one behind the other.

// partView is which part of its body a story's page shows.
type partView struct {
	Number, Count int
	From, To      story.Seam
	Here          string // "Page 2 of 3"
	Back, Next    *link
}

// partPath is the path of a story's n-th page.
func partPath(storyPath string, n int) string {
	if n == 1 {
		return storyPath
	}
	return fmt.Sprintf("%s%d/", storyPath, n)
}

// storyOrPart prints the n-th page of a story that stands in v: all of it, when
// that fits on one page. It calls the other pages into being, and those that lead
// to them from addresses the story once had.
func (p *Press) storyOrPart(r *reader, v *storyView, n int) (*Page, error) {
	whole, seams, err := p.division(r, v)
	if err != nil {
		return nil, err
	}
	if n == 1 && seams == nil {
		return whole, nil
	}
	if n >= len(seams) {
		return nil, nil
	}
	if n == 1 {
		if err := callParts(r, v.item.Entry, len(seams)-1); err != nil {
			return nil, err
		}
	}
	return p.partPage(r, v, seams, n)
}

// hasPart reports whether a story has an n-th page now.
func (p *Press) hasPart(r *reader, e *edition, it *item, n int) (bool, error) {
	if it.Retracted {
		return false, nil
	}
	v, err := p.viewStory(r, e, it)
	if err != nil {
		return false, err
	}
	_, seams, err := p.division(r, v)
	return n < len(seams), err
}

// callParts notes the addresses of a story's other pages.
func callParts(r *reader, e record.Entry, count int) error {
	paths, err := storyPaths(r.rd, e.ID)
	for _, path := range paths {
		for n := 2; n <= count; n++ {
			r.calls = append(r.calls, partPath(path, n))
		}
	}
	return err
}

// divisionKey is what a division follows from: the page that would hold all of
// the story, and what pages are printed with.
type divisionKey struct {
	page [32]byte
	look string
}

// division gives the seams between a story's pages, its body's start and end
// among them; none when all of it fits on the page that is given, too.
func (p *Press) division(r *reader, v *storyView) (whole *Page, seams []story.Seam, err error) {
	whole, err = p.htmlPage(r, "story", v.item.Path(), 200, v)
	if err != nil {
		return nil, nil, err
	}
	key := divisionKey{whole.Hash, p.look}
	seams, epoch, ok := p.divisions.get(key)
	if !ok {
		if p.weight(whole) <= textBudget {
			return whole, nil, nil
		}
		if seams, err = p.divide(r, v); err != nil {
			return nil, nil, err
		}
		p.divisions.add(key, seams, epoch)
	}
	if len(seams) <= 2 { // it can be divided nowhere
		return whole, nil, nil
	}
	return whole, seams, nil
}

// partPage prints the n-th page of a divided story.
func (p *Press) partPage(r *reader, v *storyView, seams []story.Seam, n int) (*Page, error) {
	from, to := seams[n-1], seams[n]
	text, ok := story.WritePart(v.Rev.Body, from, to, story.HTMLOptions{})
	if !ok {
		return nil, fmt.Errorf("the body has no part from %v to %v", from, to)
	}
	return p.pageOfPart(r, v, partView{Number: n, Count: len(seams) - 1, From: from, To: to}, text)
}

func (p *Press) pageOfPart(r *reader, v *storyView, part partView, text string) (*Page, error) {
	e, w := v.edition, *v
	say := func(what string, n int) string {
		return fill(what, e.dates.number(int64(n)), e.dates.number(int64(part.Count)))
	}
	storyAt := v.item.Path()
	path := partPath(storyAt, part.Number)
	part.Here = say(e.W.Pages.Here, part.Number)
	if n := part.Number - 1; n >= 1 {
		part.Back = &link{Name: say(e.W.Pages.Back, n), Link: address(partPath(storyAt, n))}
		w.Head.Prev = part.Back.Link
	}
	if n := part.Number + 1; n <= part.Count {
		part.Next = &link{Name: say(e.W.Pages.Next, n), Link: address(partPath(storyAt, n))}
		w.Head.Next = part.Next.Link
	}
	w.Part, w.Text = &part, template.HTML(text)
	if part.Number < part.Count { // the reader is not through yet
		w.Share, w.Related, w.Head.Skips = nil, nil, nil
	}
	if part.Number == 1 {
		return p.htmlPage(r, "story", path, 200, &w)
	}
	p.headOfPart(&w, path)
	return p.htmlPage(r, "part", path, 200, &w)
}

// headOfPart makes the head of a later page from that of the first, which alone
// is described to machines.
func (p *Press) headOfPart(v *storyView, path string) {
	h := &v.Head
	h.Title = v.Rev.Headline + " – " + v.Part.Here + " – " + v.edition.Title
	h.Canonical, h.Description, h.Alternates, h.Data, h.Meta = p.site.url(path), "", nil, "", nil
	v.openGraph("article", v.Rev.Headline, "")
}
