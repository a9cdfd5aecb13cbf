package site

import (
	"net/http"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/story"
)

// setBreaking puts a story over the fronts of its edition until a time on the
// edition's wall.
func (s *Site) setBreaking(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	e := s.edition(r.PathValue("edition"))
	id, err := story.ParseID(r.PostFormValue("story"))
	if err != nil {
		return words.Refuse(bad("choose a story"), "refusal.no_story_chosen")
	}
	until, err := readWall(r.PostFormValue("until"), e.Zone)
	if err != nil {
		return err
	}
	if _, err := s.Desk.SetBreaking(r.Context(), who, id, until); err != nil {
		return err
	}
	return seeOther(w, r, frontAt(desk.Front{Edition: e.Tag})+"#breaking")
}

func (s *Site) endBreaking(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	tag := r.PathValue("edition")
	if err := s.Desk.EndBreaking(r.Context(), who, tag); err != nil {
		return err
	}
	return seeOther(w, r, frontAt(desk.Front{Edition: tag})+"#breaking")
}
