package press

import "crypto/sha256"

// messageView is what template message shows.
type messageView struct {
	frame
	Heading, Message string
	Onward           *link
}

func (p *Press) message(e *edition, heading, text string) *messageView {
	v := &messageView{frame: p.frame(e, e.Home(), heading), Heading: heading, Message: text}
	v.Head.Canonical, v.Head.Robots = "", ""
	p.fronts(&v.frame)
	return v
}

// printErrorPages makes the pages for what is not there (404), what went wrong
// (500) and what is too much at once (503), while all is well.
func (p *Press) printErrorPages() error {
	p.errorPages = map[errorKey]*Page{}
	for _, e := range p.site.editions {
		for status, text := range map[int][2]string{
			404: {e.W.LostTitle, e.W.LostText},
			500: {e.W.FaultTitle, e.W.FaultText},
			503: {e.W.Reading.BusyTitle, e.W.Reading.BusyText},
		} {
			v := p.message(e, text[0], text[1])
			v.Onward = &link{Name: e.W.Front, Link: e.Home()}
			v.Head.Robots = "noindex"
			b, err := p.execute("message", v)
			if err != nil {
				return err
			}
			page := &Page{Status: status, Type: typeHTML, Body: b, Hash: sha256.Sum256(b), Style: p.sheet.name}
			p.compress.press(page)
			p.errorPages[errorKey{status, e.Tag}] = page
		}
	}
	return nil
}

type errorKey struct {
	status  int
	edition string
}

// ErrorPage gives the page for a status, 404, 503 or any of the server's other
// faults, in an edition; of an unknown edition, in the first. It never fails and needs
// neither record nor store.
func (p *Press) ErrorPage(status int, edition string) *Page {
	if status != 404 && status != 503 {
		status = 500
	}
	p.dressing.RLock()
	defer p.dressing.RUnlock()
	if p.site.byTag[edition] == nil && len(p.site.editions) > 0 {
		edition = p.site.editions[0].Tag
	}
	return p.errorPages[errorKey{status, edition}]
}

// choicePage prints "/": the choice of editions.
func (p *Press) choicePage(r *reader, path string) (*Page, error) {
	if len(p.site.editions) == 0 {
		return nil, nil
	}
	v := frame{edition: p.site.editions[0]}
	v.Head = head{Name: p.site.Name, Title: p.site.Name, Style: p.sheet.text, Canonical: p.site.url(path)}
	p.everywhere(&v.Head, (*edition).Home)
	p.xDefault(&v.Head, "/")
	v.openGraph("website", p.site.Name, "")
	return p.htmlPage(r, "choice", path, 200, v)
}

// offlinePage prints what the service worker shows in place of any page of the
// edition that it cannot fetch. Its one link, to wherever the reader is, is
// their way to try again.
func (p *Press) offlinePage(r *reader, e *edition, path string) (*Page, error) {
	v := p.message(e, e.W.Live.OfflineTitle, e.W.Live.OfflineText)
	v.Onward = &link{Name: e.W.Live.Again}
	v.Head.Robots = "noindex"
	return p.htmlPage(r, "message", path, 200, v)
}
