package site

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"stet.news/desk"
	"stet.news/desk/policy"
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
