package press

import (
	"context"
	"fmt"
	"strings"

	"stet.news/search"
)

// Finder is what the press needs of a search index: *search.Index is one.
type Finder interface {
	Find(ctx context.Context, q search.Query) (search.Result, error)
}

// searchView is what template search shows: the form, and what was found, once
// something was asked.
type searchView struct {
	frame
	Form    searchForm
	Asked   bool
	Count   string
	Notes   []string // what else is to be said of what was found
	Advice  string   // when nothing was
	Hits    []hitView
	PageOf  string // "Page 2 of 7"; empty when there is one
	Earlier string // address of the page before
	Later   string // address of the page after
}

// hitView is a story that was found.
type hitView struct {
	Link      string
	Headline  search.Marked
	Bylines   []search.Marked
	Section   *link
	Published moment
	Extract   search.Marked
}

func searchPath(e *edition) string { return e.Home() + "search/" }

func (p *Press) searchView(e *edition) *searchView {
	v := &searchView{frame: p.frame(e, searchPath(e), e.W.Search.Title)}
	v.Head.Here = "search"
	p.everywhere(&v.Head, searchPath)
	p.xDefault(&v.Head, "/")
	v.Head.Switch = without(v.Head.Switch, e.Tag)
	return v
}

// searchForm prints the page with nothing but the form. It is a page as any other,
// so a copy of the site has it, too, where it says that copies do not search.
func (p *Press) searchFormPage(r *reader, e *edition, path string) (*Page, error) {
	v := p.searchView(e)
	v.Form = e.form(asked{})
	v.openGraph("website", e.W.Search.Title, "")
	return p.htmlPage(r, "search", path, 200, v)
}

// SearchPage answers a search: the page of an edition's search, with what the
// query asks. It is ErrNoPage when no edition searches at the path. What comes is
// for one reader and must not be kept.
func (p *Press) SearchPage(ctx context.Context, f Finder, path, query string) (*Page, error) {
	p.dressing.RLock()
	defer p.dressing.RUnlock()
	tag, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	e := p.site.byTag[tag]
	if e == nil || rest != "search/" {
		return nil, fmt.Errorf("%w: %s", ErrNoPage, path)
	}
	a := e.readAsked(query)
	v := p.searchView(e)
	v.Form = e.form(a)
	v.Head.Robots, v.Head.Canonical, v.Head.Alternates = "noindex", "", nil
	v.Asked = !a.isNothing()
	if a.Text != "" {
		v.Head.Title = a.Text + " – " + v.Head.Title
	}
	if v.Asked {
		res, err := f.Find(ctx, a.query(e))
		if err != nil {
			return nil, err
		}
		v.answer(a, res)
	}
	return p.fitSearch(v, path)
}

// fitSearch prints the page so that it stays within its budget: extracts that it
// has no room for are left out, the last first.
func (p *Press) fitSearch(v *searchView, path string) (*Page, error) {
	for n := len(v.Hits); ; n /= 2 {
		for i := n; i < len(v.Hits); i++ {
			v.Hits[i].Extract = nil
		}
		body, err := p.execute("search", v)
		if err != nil {
			return nil, err
		}
		page := &Page{Path: path, Status: 200, Type: typeHTML, Body: body, Style: p.sheet.name}
		p.compress.press(page)
		if len(page.Brotli) <= textBudget || n == 0 {
			return page, nil
		}
	}
}

// answer fills in what was found.
func (v *searchView) answer(a asked, res search.Result) {
	e, w := v.edition, &v.W.Search
	v.Form.offerTopics(a, res.Topics)
	if len(res.Missing) > 0 {
		v.Notes = append(v.Notes, fill(w.Missing, strings.Join(res.Missing, v.W.Comma)))
	}
	if res.Some {
		v.Notes = append(v.Notes, w.Some)
	}
	switch {
	case res.Found == 0:
		v.Count, v.Advice = w.None, w.Advice
		return
	case res.More:
		v.Count = fill(w.FoundMore, e.dates.number(int64(res.Found)))
	default:
		v.Count = fill(w.Found, e.dates.number(int64(res.Found)))
	}
	for _, h := range res.Hits {
		v.Hits = append(v.Hits, e.hitView(h))
	}
	if res.Pages > 1 {
		v.PageOf = fill(w.PageOf, e.dates.number(int64(res.Page)), e.dates.number(int64(res.Pages)))
	}
	if res.Page > 1 {
		v.Earlier = a.link(e, res.Page-1)
	}
	if res.Page < res.Pages {
		v.Later = a.link(e, res.Page+1)
	}
}

func (e *edition) hitView(h search.Hit) hitView {
	v := hitView{Link: address(h.Path), Headline: h.Headline, Bylines: h.Bylines, Published: e.at(h.Published), Extract: h.Extract}
	if h.Section != "" {
		s, _ := e.section(h.Section)
		v.Section = &link{s.Key, s.Name, address(s.Path)}
	}
	return v
}
