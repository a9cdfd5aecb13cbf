package site

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"stet.news/desk"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/story"
)

// frontView is the page that arranges a front.
type frontView struct {
	Edition  story.Edition
	Links    []frontLink
	Path     string
	Section  string // its name; empty for the edition's own front
	Proposal proposal
	Pins     string // as the address holds them
	Changed  bool   // from what readers have
	At       string // the moment shown, on the wall of the edition; empty: now
	As       string // phone or desktop
	Rows     []frontRow
	Waiting  []frontRow // not there at the moment shown
	Frame    string
	Query    string
	Found    []desk.Card
	Breaking *desk.BreakingLine
	MayBreak bool
	In3Hours string
}

// frontRow is a story in a place.
type frontRow struct {
	ID       story.ID
	Place    int
	Headline string
	Pinned   bool
	First    bool
	Last     bool
	// Since and Until are on the wall of the edition; empty for no bound.
	Since, Until string
}

func (s *Site) front(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	f, form := frontOf(r), r.URL.Query()
	had, err := s.Desk.Pins(r.Context(), who, f)
	if err != nil {
		return err
	}
	p, ok, err := readProposal(form)
	if err != nil {
		return err
	}
	if !ok {
		p = proposal{had, front.Mark(had)}
	}
	e := s.edition(f.Edition)
	v := frontView{
		Edition: e, Path: frontAt(f), Links: s.frontLinks(who, f.Edition, frontAt(f)), Proposal: p, Pins: encodePins(p.Pins),
		Changed: front.Mark(p.Pins) != front.Mark(had), At: form.Get("at"), As: form.Get("as"), Query: form.Get("q"),
		MayBreak: f.Section == "" && who.May(policy.Breaking, policy.Object{Edition: f.Edition}, s.Now()),
		In3Hours: onWall(s.Now().Add(3*time.Hour), e.Zone),
	}
	if v.As != "desktop" {
		v.As = "phone"
	}
	at, err := s.moment(v.At, e.Zone)
	if err != nil {
		return err
	}
	for _, x := range s.sections(f.Edition) {
		if x.Key == f.Section {
			v.Section = x.Name
		}
	}
	v.Frame = proofAt(f) + "?" + url.Values{"pins": {v.Pins}, "at": {v.At}}.Encode()
	if err := s.fillFront(r.Context(), who, f, &v, at); err != nil {
		return err
	}
	return s.page(w, r, who, "front", v)
}

// fillFront finds the stories that the page shows.
func (s *Site) fillFront(ctx context.Context, who policy.Principal, f desk.Front, v *frontView, at time.Time) error {
	stories, err := s.Desk.FrontStories(ctx, who, f, v.Proposal.Pins, at)
	if err != nil {
		return err
	}
	seen := map[story.ID]bool{}
	for i, one := range stories {
		row := frontRow{ID: one.ID, Place: i + 1, Headline: one.Headline, Pinned: one.Placed, First: i == 0, Last: i == len(stories)-1}
		if n := v.Proposal.find(one.ID); n >= 0 && one.Placed {
			row.times(v.Proposal.Pins[n], v.Edition.Zone)
		}
		seen[one.ID] = one.Placed
		v.Rows = append(v.Rows, row)
	}
	for _, pin := range v.Proposal.Pins {
		if !seen[pin.Story] {
			row := frontRow{ID: pin.Story, Place: pin.Place, Pinned: true}
			row.times(pin, v.Edition.Zone)
			if row.Headline, err = s.Desk.HeadlineOf(ctx, who, pin.Story); err != nil {
				return err
			}
			v.Waiting = append(v.Waiting, row)
		}
	}
	if v.Query != "" {
		page, err := s.Desk.List(ctx, who, desk.Filter{Edition: f.Edition, Section: f.Section, Text: v.Query}, "", 10)
		if err != nil {
			return err
		}
		v.Found = page.Cards
	}
	up, err := s.breakingNews(ctx)
	v.Breaking = up[f.Edition]
	return err
}

// Up and Down are the places beside it.
func (row frontRow) Up() int   { return row.Place - 1 }
func (row frontRow) Down() int { return row.Place + 1 }

// times writes when a pin holds.
func (row *frontRow) times(p front.Pin, zone string) {
	row.Since, row.Until = onWall(p.Since, zone), onWall(p.Until, zone)
}
