package site

import (
	"net/http"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/story"
)

func (s *Site) beginRoutes() {
	s.route("GET /story/new", policy.StoryBegin, s.beginPage)
	s.route("POST /story/new", policy.StoryBegin, s.begin)
	s.route("GET /story/{id}/open", policy.StoryRead, s.openPage)
	s.route("POST /story/{id}/open", policy.StoryEdit, s.ofStory(s.open))
}

// beginView is the form that begins a story or an idea.
type beginView struct {
	Idea bool
	// Source is the story that a translation is made of.
	Source  *desk.Card
	Edition string // chosen at first
	// Assign: the person may give an idea to somebody.
	Assign bool
	choices
}

func (s *Site) beginPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	q := r.URL.Query()
	v := beginView{Idea: q.Get("idea") != "", Edition: q.Get("edition"), Assign: policy.Possible(who, policy.StoryAssign, s.Now()) == nil}
	if id := q.Get("translates"); id != "" {
		source, err := s.oneCard(r, who, id)
		if err != nil {
			return err
		}
		v.Source = &source
	}
	names, err := s.Desk.Names(r.Context())
	if err != nil {
		return err
	}
	v.choices = s.choices(s.lang(r, who), names)
	return s.page(w, r, who, "begin", v)
}

// oneCard finds a story by its id, at the desk or published.
func (s *Site) oneCard(r *http.Request, who policy.Principal, id string) (desk.Card, error) {
	if _, err := story.ParseID(id); err != nil {
		return desk.Card{}, errMissing
	}
	page, err := s.Desk.List(r.Context(), who, desk.Filter{Text: id}, "", 1)
	if err == nil && len(page.Cards) == 0 {
		err = errMissing
	}
	if err != nil {
		return desk.Card{}, err
	}
	return page.Cards[0], nil
}

func (s *Site) begin(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	b := desk.Beginning{
		Edition: r.PostFormValue("edition"), Section: r.PostFormValue("section"), Headline: r.PostFormValue("headline"),
		Idea: r.PostFormValue("idea") != "", Assignee: r.PostFormValue("assignee"), Brief: r.PostFormValue("brief"),
	}
	var err error
	if b.Wanted, err = moment(r.PostFormValue("wanted"), s.edition(b.Edition)); err != nil {
		return err
	}
	if source := r.PostFormValue("translates"); source != "" {
		if b.Translates, err = story.ParseID(source); err != nil {
			return errMissing
		}
	}
	dr, err := s.Desk.Begin(r.Context(), who, b)
	if err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+dr.ID.String())
}

// openPage shows a published story that is not at the desk, and offers to open it
// to be changed.
func (s *Site) openPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	card, err := s.oneCard(r, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := policy.May(who, policy.StoryRead, desk.ObjectOf(who, card.Draft), s.Now()); err != nil {
		return err
	}
	if card.AtDesk {
		return seeOther(w, r, "/story/"+card.ID.String())
	}
	may := policy.May(who, policy.StoryEdit, desk.ObjectOf(who, card.Draft), s.Now()) == nil
	return s.page(w, r, who, "open", openView{s.card(s.lang(r, who), who, nil, card), may, s.Editions})
}

type openView struct {
	cardView
	May      bool
	Editions []story.Edition
}

func (s *Site) open(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	dr, err := s.Desk.Open(r.Context(), who, id)
	if err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+dr.ID.String())
}
