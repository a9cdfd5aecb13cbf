package site

import (
	"net/http"

	"stet.news/desk/policy"
	"stet.news/press"
)

func (s *Site) homeRoutes() {
	s.route("GET /look", policy.HouseState, s.look)
	s.route("/", policy.HouseState, func(http.ResponseWriter, *http.Request, policy.Principal) error { return errMissing })
}

// lookView shows a mistake in the look with the lines of the file around it.
type lookView struct {
	Mistake *press.Mistake
	Excerpt []excerptLine
}

func (s *Site) look(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	v := lookView{}
	if s.Mistake != nil {
		v.Mistake = s.Mistake()
	}
	if v.Mistake == nil {
		return errMissing
	}
	v.Excerpt = excerpt(v.Mistake.Text, v.Mistake.Line)
	return s.page(w, r, who, "look", v)
}
