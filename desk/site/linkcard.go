package site

import (
	"encoding/json"
	"errors"
	"net/http"

	"stet.news/desk/policy"
	"stet.news/internal/egress"
)

func (s *Site) linkCardRoutes() {
	s.route("POST /embed", policy.StoryEdit, s.linkCard)
}

// linkCard gives the editor's script the title of a page that a card is to stand for.
// Without one the address stands for it, so that there is none is no failure.
func (s *Site) linkCard(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	var asked struct{ URL string }
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		return bad("send an address as JSON")
	}
	card, err := s.Desk.LinkCardOf(r.Context(), who, asked.URL)
	if err != nil && !errors.Is(err, egress.ErrNone) && !errors.Is(err, egress.ErrForbidden) {
		return err
	}
	return sendJSON(w, http.StatusOK, card)
}
