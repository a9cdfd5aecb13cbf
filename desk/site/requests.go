package site

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
)

func (s *Site) requestRoutes() {
	s.route("GET /requests", policy.Account, s.requests)
	s.route("POST /requests/{n}/confirm", policy.Account, s.confirmRequest)
	s.route("POST /requests/{n}/refuse", policy.Account, s.refuseRequest)
}

// requestsView is what waits for a second person.
type requestsView struct {
	Requests []draft.Request
	Asked    int64 // the one that was just asked for
}

// Look is where the front can be seen that a request would make; empty for
// other requests.
func (requestsView) Look(r draft.Request) string {
	var a desk.Arranging
	if r.Action != policy.FrontEdit || json.Unmarshal(r.Args, &a) != nil {
		return ""
	}
	return frontAt(a.Front) + "?" + url.Values{"pins": {encodePins(a.Pins)}, "mark": {a.Mark}}.Encode()
}

func (s *Site) requests(w http.ResponseWriter, r *http.Request, who policy.Principal) (err error) {
	v := requestsView{}
	if v.Requests, err = s.Desk.Requests(r.Context(), who); err != nil {
		return err
	}
	v.Asked, _ = strconv.ParseInt(r.URL.Query().Get("asked"), 10, 64) // only a hint
	return s.page(w, r, who, "requests", v)
}

// confirmRequest is for everybody with an account as far as the route goes: which
// act it is, and whose, only the request says.
func (s *Site) confirmRequest(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		return errMissing
	}
	page, err := s.Desk.Confirm(r.Context(), who, n)
	if err != nil {
		return err
	}
	return seeOther(w, r, page)
}

func (s *Site) refuseRequest(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		return errMissing
	}
	if err := s.Desk.Refuse(r.Context(), who, n); err != nil {
		return err
	}
	return seeOther(w, r, "/requests")
}
