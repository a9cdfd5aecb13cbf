package site

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

func (s *Site) manyRoutes() {
	s.route("GET /many", policy.StoryMany, s.manyPage)
	s.route("POST /many", policy.StoryMany, s.many)
}

// manyView is the page on which an act for several stories is confirmed: what
// will happen to each, and what cannot be done with which. Its address says what
// was chosen, so that signing in once more leads back to it.
type manyView struct {
	Title       string
	Do, Next    string
	Can, Cannot []fateView
	// Moved: one of the stories was not as it was seen, and nothing was done. Note is
	// what was typed then.
	Moved bool
	Note  string
}

// fateView is a story with what becomes of it.
type fateView struct {
	cardView
	Then draft.State
	// Gets is who has it then, by name; GetsPool a section's.
	Gets, GetsPool string
	// Why is the word of the catalogue for why it cannot be done.
	Why string
}

// manyForm is what the list, or the page, sends.
type manyForm struct {
	desk.Many
	do, next string
	seen     []desk.Seen
}

// manyDo are the acts of the list's form; what is none of these is a hand.
var manyDo = map[string]draft.State{"spike": draft.Spiked, "draft": draft.Writing}

// readMany reads stories as "ID", or "ID:STATE" where the page showed their state.
func readMany(form url.Values) (f manyForm, err error) {
	f.do, f.next, f.Note = form.Get("do"), localPath(form.Get("next")), form.Get("note")
	if f.To = manyDo[f.do]; f.To == "" {
		if f.Hand = parseHand(f.do); f.Hand == (desk.Hand{}) {
			return f, bad("there is no such act for several stories")
		}
	}
	for _, text := range form["s"] {
		name, state, _ := strings.Cut(text, ":")
		id, err := story.ParseID(name)
		if err != nil {
			return f, bad(err.Error())
		}
		if !slices.ContainsFunc(f.seen, func(s desk.Seen) bool { return s.Story == id }) {
			f.seen = append(f.seen, desk.Seen{Story: id, State: draft.State(state)})
		}
	}
	if len(f.seen) > desk.ManyMost {
		return f, words.Refuse(bad("at most "+strconv.Itoa(desk.ManyMost)+" stories at once"), "refusal.many_most", "Most", desk.ManyMost)
	}
	return f, nil
}

func (s *Site) manyPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	f, err := readMany(r.URL.Query())
	if err != nil {
		return err
	}
	v, err := s.manyView(r, who, f)
	if err != nil {
		return err
	}
	return s.page(w, r, who, "many", v)
}

func (s *Site) many(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	f, err := readMany(r.PostForm)
	if err != nil {
		return err
	}
	err = s.Desk.DoMany(r.Context(), who, f.seen, f.Many)
	if err == nil {
		return seeOther(w, r, withDone(f.next, len(f.seen)))
	}
	if len(f.seen) == 0 || !errors.Is(err, draft.ErrState) && !errors.Is(err, record.ErrInvalid) {
		return err
	}
	v, err := s.manyView(r, who, f)
	if err != nil {
		return err
	}
	v.Moved, v.Note = true, f.Note
	return s.pageStatus(w, r, who, http.StatusConflict, "many", v)
}

func (s *Site) manyView(r *http.Request, who policy.Principal, f manyForm) (v manyView, err error) {
	v = manyView{Do: f.do, Next: f.next}
	ids := make([]story.ID, len(f.seen))
	for i, one := range f.seen {
		ids[i] = one.Story
	}
	fates, err := s.Desk.LookMany(r.Context(), who, ids, f.Many)
	if err != nil {
		return v, err
	}
	names, err := s.Desk.Names(r.Context())
	if err != nil {
		return v, err
	}
	l := s.lang(r, who)
	for _, fate := range fates {
		one := fateView{
			cardView: s.card(l, who, names, desk.Card{Draft: fate.Draft, AtDesk: true}),
			Then:     fate.Then, Gets: names[fate.Has.Account], GetsPool: s.sectionName(l, fate.Has.Pool), Why: whyNot(fate.Err),
		}
		if fate.Err != nil {
			v.Cannot = append(v.Cannot, one)
		} else {
			v.Can = append(v.Can, one)
		}
	}
	v.Title = s.manyTitle(l, f, names, len(v.Can), len(fates))
	return v, nil
}

// manyTitle says what the page's button does.
func (s *Site) manyTitle(l *words.Lang, f manyForm, names map[string]string, can, all int) string {
	switch {
	case all == 0:
		return l.T("flow.many_empty")
	case can == 0:
		return l.T("flow.many_none")
	case f.Hand.Account != "":
		return l.T("flow.many_hand", "Count", can, "Name", names[f.Hand.Account])
	case f.Hand.Pool != "":
		return l.T("flow.many_hand", "Count", can, "Name", l.T("flow.with_pool", "Name", s.sectionName(l, f.Hand.Pool)))
	}
	return l.T("flow.many_"+f.do, "Count", can)
}

// whyNot is the end of the catalogue's key for why an act cannot be done.
func whyNot(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, policy.ErrDenied):
		return "denied"
	case errors.Is(err, desk.ErrChange):
		return "change"
	case errors.Is(err, draft.ErrState):
		return "state"
	}
	return "hand"
}

// withDone is a list's address that says for how many stories something was done.
func withDone(list string, n int) string {
	u, err := url.Parse(list)
	if err != nil {
		return "/"
	}
	q := u.Query()
	q.Set("done", strconv.Itoa(n))
	u.RawQuery = q.Encode()
	return u.String()
}
