package site

import (
	"net/http"
	"strconv"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/walltime"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

func (s *Site) withdrawRoutes() {
	s.route("GET /story/{id}/embargo", policy.EmbargoSet, s.embargoPage)
	s.route("POST /story/{id}/embargo", policy.EmbargoSet, s.setEmbargo)
	s.route("POST /story/{id}/embargo/break", policy.EmbargoBreak, s.ofStory(s.breakEmbargo))
	s.route("GET /story/{id}/retract", policy.StoryRetract, s.retractPage)
	s.route("POST /story/{id}/retract", policy.StoryRetract, s.ofStory(s.retract))
	s.route("GET /story/{id}/erase", policy.StoryErase, s.erasePage)
	s.route("POST /story/{id}/erase", policy.StoryErase, s.ofStory(s.erase))
	s.route("POST /story/{id}/alerts/{n}", policy.StoryEdit, s.ofStory(s.clearAlert))
}

// embargoView is the page of a story's embargo.
type embargoView struct {
	Draft    draft.Draft
	Zone     string
	Zones    []string
	Wall     string
	Problem  string
	MayBreak bool
	Holds    bool
}

func (s *Site) embargo(r *http.Request, who policy.Principal) (v embargoView, err error) {
	id, err := pathStory(r)
	if err != nil {
		return v, err
	}
	if v.Draft, err = s.Desk.See(r.Context(), who, id); err != nil {
		return v, err
	}
	v.Zone, v.Zones, v.Holds = s.edition(v.Draft.Edition).Zone, s.zones(), v.Draft.Embargo.After(s.Now())
	v.MayBreak = v.Holds && allowed(policy.May(who, policy.EmbargoBreak, desk.ObjectOf(who, v.Draft), s.Now()))
	return v, nil
}

func (s *Site) embargoPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	v, err := s.embargo(r, who)
	if err != nil {
		return err
	}
	return s.page(w, r, who, "embargo", v)
}

func (s *Site) setEmbargo(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	v, err := s.embargo(r, who)
	if err != nil {
		return err
	}
	v.Wall, v.Zone = r.PostFormValue("wall"), r.PostFormValue("zone")
	reading, err := walltime.Read(v.Wall, v.Zone)
	if err != nil {
		v.Problem = s.lang(r, who).T("publish.problem_time")
		return s.pageStatus(w, r, who, http.StatusUnprocessableEntity, "embargo", v)
	}
	until := reading.At
	if reading.Twice() { // the later one: an embargo that ends too late harms nobody
		until = reading.Second
	}
	if err := s.Desk.SetEmbargo(r.Context(), who, v.Draft.ID, until); err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+v.Draft.ID.String()+"/embargo")
}

func (s *Site) breakEmbargo(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	if err := s.Desk.BreakEmbargo(r.Context(), who, id, r.PostFormValue("reason")); err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+id.String())
}

// publicView is the page on which a story that readers have is taken from them.
type publicView struct {
	desk.Public
	Edition story.Edition
	Act     string
	Bases   []record.Basis
	Done    bool // something was just erased
}

func (s *Site) public(w http.ResponseWriter, r *http.Request, who policy.Principal, page string) error {
	id, err := pathStory(r)
	if err != nil {
		return err
	}
	v := publicView{Act: newAct(), Bases: record.Bases, Done: r.URL.Query().Has("done")}
	if v.Public, err = s.Desk.Public(r.Context(), who, id); err != nil {
		return err
	}
	v.Edition = s.edition(v.Entry.Edition)
	return s.page(w, r, who, page, v)
}

func (s *Site) retractPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return s.public(w, r, who, "retract")
}

func (s *Site) retract(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	base, err := strconv.Atoi(r.PostFormValue("base"))
	if err != nil {
		return bad("base: not a number")
	}
	went, err := s.Desk.Retract(r.Context(), who, id, desk.Retraction{Base: base, Reason: r.PostFormValue("reason"), Act: r.PostFormValue("act")})
	if err != nil {
		return err
	}
	return seeOther(w, r, went.Page())
}

func (s *Site) erasePage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return s.public(w, r, who, "erase")
}

func (s *Site) erase(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	which := story.Line(r.PostFormValue("words"))
	if which == "" || r.PostFormValue("sure") == "" {
		return words.Refuse(bad("no words, or not sure"), "publish.problem_erase")
	}
	_, err := s.Desk.Erase(r.Context(), who, desk.EraseOrder{Story: id, Words: which, Basis: record.Basis(r.PostFormValue("basis"))})
	if page := askedPage(err); page != "" {
		return seeOther(w, r, page)
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+id.String()+"/erase?done=1")
}

func (s *Site) clearAlert(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		return errMissing
	}
	if err := s.Desk.ClearAlert(r.Context(), who, id, n); err != nil {
		return err
	}
	return seeOther(w, r, localPath(r.PostFormValue("next")))
}
