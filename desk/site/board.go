package site

import (
	"net/http"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
)

// boardView is the board: a column for each state.
type boardView struct {
	Form    listForm
	Columns []column
	choices
}

type column struct {
	State draft.State
	Cards []cardView
	// More says that there are older ones, which the list shows.
	More bool
}

func (s *Site) board(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	v := boardView{Form: readListForm(r.URL.Query())}
	v.Form.State, v.Form.Text = "", ""
	f, err := v.Form.filter(who)
	if err != nil {
		return err
	}
	names, err := s.Desk.Names(r.Context())
	if err != nil {
		return err
	}
	l := s.lang(r, who)
	v.choices = s.choices(l, names)
	for _, state := range draft.States {
		f.State = state
		page, err := s.Desk.List(r.Context(), who, f, "", columnPage)
		if err != nil {
			return err
		}
		v.Columns = append(v.Columns, column{state, s.cards(l, who, names, page.Cards), page.More != ""})
	}
	return s.page(w, r, who, "board", v)
}
