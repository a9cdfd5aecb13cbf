package site

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"stet.news/desk"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/desk/walltime"
	"stet.news/press"
	"stet.news/story"
)

func (s *Site) frontRoutes() {
	s.route("GET /fronts", policy.SectionEdit, s.fronts)
	for _, f := range []struct {
		path, proof string
		action      policy.Action
	}{
		{"/fronts/{edition}", "/proof/front/{edition}", policy.FrontEdit},
		{"/fronts/{edition}/{section}", "/proof/section/{edition}/{section}", policy.SectionEdit},
	} {
		s.route("GET "+f.path, f.action, s.front)
		s.route("POST "+f.path, f.action, s.arrange)
		s.route("GET "+f.proof, f.action, s.proofFront)
		s.route("GET "+f.proof+"/file/{path...}", f.action, s.proofFrontFile)
	}
	s.route("POST /breaking/{edition}", policy.Breaking, s.setBreaking)
	s.route("POST /breaking/{edition}/end", policy.Breaking, s.endBreaking)
}

// frontLink leads to a front that the person may arrange.
type frontLink struct {
	Path, Name string // the name is empty for the edition's own front
	Here       bool
}

// editionFronts are the fronts of an edition.
type editionFronts struct {
	Edition  story.Edition
	Links    []frontLink
	Breaking *desk.BreakingLine
}

// fronts lets one choose.
func (s *Site) fronts(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	up, err := s.breakingNews(r.Context())
	if err != nil {
		return err
	}
	var all []editionFronts
	for _, e := range s.Editions {
		if links := s.frontLinks(who, e.Tag, ""); len(links) > 0 {
			all = append(all, editionFronts{e, links, up[e.Tag]})
		}
	}
	return s.page(w, r, who, "fronts", all)
}

func (s *Site) breakingNews(ctx context.Context) (map[string]*desk.BreakingLine, error) {
	lines, err := s.Desk.Breaking(ctx)
	up := map[string]*desk.BreakingLine{}
	for _, l := range lines {
		up[l.Edition] = &l
	}
	return up, err
}

// frontLinks gives the fronts of an edition that a person may arrange.
func (s *Site) frontLinks(who policy.Principal, edition, here string) (links []frontLink) {
	add := func(f desk.Front, a policy.Action, name string) {
		if who.May(a, policy.Object{Edition: f.Edition, Section: f.Section}, s.Now()) {
			links = append(links, frontLink{frontAt(f), name, frontAt(f) == here})
		}
	}
	add(desk.Front{Edition: edition}, policy.FrontEdit, "")
	for _, x := range s.sections(edition) {
		add(desk.Front{Edition: edition, Section: x.Key}, policy.SectionEdit, x.Name)
	}
	return links
}

// frontAt is the address of the page that arranges a front, proofAt of its proof.
func frontAt(f desk.Front) string {
	return strings.TrimSuffix("/fronts/"+url.PathEscape(f.Edition)+"/"+url.PathEscape(f.Section), "/")
}

func proofAt(f desk.Front) string {
	if f.Section == "" {
		return "/proof/front/" + url.PathEscape(f.Edition)
	}
	return "/proof/section/" + url.PathEscape(f.Edition) + "/" + url.PathEscape(f.Section)
}

func frontOf(r *http.Request) desk.Front {
	return desk.Front{Edition: r.PathValue("edition"), Section: r.PathValue("section")}
}

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

// onWall gives a moment as a field for date and time holds it.
func onWall(at time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if at.IsZero() || err != nil {
		return ""
	}
	return at.In(loc).Format(walltime.Layout)
}

// moment reads a time on the wall of an edition; nothing is now.
func (s *Site) moment(wall, zone string) (time.Time, error) {
	if wall == "" {
		return s.Now(), nil
	}
	return readWall(wall, zone)
}

// readWall reads a time on the wall; nothing is the zero time. A time that
// clocks are put forward over is refused, for nobody can have meant it.
func readWall(wall, zone string) (time.Time, error) {
	if wall == "" {
		return time.Time{}, nil
	}
	at, err := walltime.Read(wall, cmp.Or(zone, "UTC"))
	if err != nil {
		return time.Time{}, bad(err.Error())
	}
	if at.Gap {
		return time.Time{}, bad(wall + ": clocks are put forward over that time; choose one before or after")
	}
	return at.At, nil
}

// arrange takes what a button of the page asks: to change the proposal, which
// leads back to the page, or to put it before readers.
func (s *Site) arrange(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	f := frontOf(r)
	p, ok, err := readProposal(r.PostForm)
	if err != nil {
		return err
	}
	if !ok {
		return bad("there is no arrangement in the form")
	}
	if r.PostFormValue("do") == "set" {
		if err := s.Desk.ArrangeFront(r.Context(), who, desk.Arranging{Front: f, Pins: p.Pins, Mark: p.Mark}); err != nil {
			return err
		}
		return seeOther(w, r, frontAt(f))
	}
	focus, err := s.change(&p, r.PostForm, s.edition(f.Edition).Zone)
	if err != nil {
		return err
	}
	to := url.Values{"pins": {encodePins(p.Pins)}, "mark": {p.Mark}}
	for _, name := range []string{"at", "as", "q"} {
		if v := r.PostFormValue(name); v != "" {
			to.Set(name, v)
		}
	}
	return seeOther(w, r, frontAt(f)+"?"+to.Encode()+"#"+focus)
}

// change does to a proposal what a button says: WHAT, STORY and, where it moves
// to, PLACE, with colons between. It gives the element that the person goes on at.
func (s *Site) change(p *proposal, form url.Values, zone string) (focus string, err error) {
	what, rest, _ := strings.Cut(form.Get("do"), ":")
	name, place, _ := strings.Cut(rest, ":")
	id, err := story.ParseID(name)
	if err != nil {
		return "", bad("no such button")
	}
	switch what {
	case "put", "up", "down":
		n, err := strconv.Atoi(place)
		if err != nil {
			return "", bad("no such place")
		}
		since, err := readWall(form.Get("at"), zone)
		if err != nil {
			return "", err
		}
		p.put(id, n, since)
	case "off":
		p.off(id)
	case "times":
		i := p.find(id)
		if i < 0 {
			return "", bad("no such story")
		}
		if p.Pins[i].Since, err = readWall(form.Get("since-"+name), zone); err != nil {
			return "", err
		}
		if p.Pins[i].Until, err = readWall(form.Get("until-"+name), zone); err != nil {
			return "", err
		}
		p.sort()
	default:
		return "", bad("no such button")
	}
	return what + "-" + name, nil
}

// proofFront shows a front as readers would see it at a moment.
func (s *Site) proofFront(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	f := frontOf(r)
	pins, err := readPins(r.FormValue("pins"))
	if err != nil {
		return err
	}
	at, err := s.moment(r.FormValue("at"), s.edition(f.Edition).Zone)
	if err != nil {
		return err
	}
	var page *press.Page
	if page, err = s.Desk.ProofFront(r.Context(), who, f, pins, at); err != nil {
		return err
	}
	if page == nil {
		return errMissing
	}
	return sendProof(w, proofPage{Page: page, file: proofAt(f) + "/file", public: s.Public, frame: "'self'"})
}

func (s *Site) proofFrontFile(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	file, err := s.Desk.ProofFrontFile(r.Context(), who, frontOf(r), "/"+r.PathValue("path"))
	return sendFile(w, file, err)
}
