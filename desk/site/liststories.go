package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/story"
)

func (s *Site) listRoutes() {
	s.route("GET /{$}", policy.Account, s.home)
	s.route("GET /board", policy.StoryRead, s.board)
}

// listPage is how many stories a page of the list shows, columnPage how many a
// column of the board.
const (
	listPage   = 50
	columnPage = 25
)

// listView is the list of stories, the desk's home.
type listView struct {
	Form  listForm
	Cards []cardView
	// More is the address that goes on; empty when this is all.
	More string
	Away bool
	// Any says that the person can read stories at all: an administrator has a
	// home without any.
	Any bool
	// Many: they can choose several stories and act on all; Writers are to whom they
	// can hand them, Here is the list's address, and Done for how many it was done.
	Many    bool
	Writers []policy.Principal
	Here    string
	Done    int
	// Urgent are stories whose time is over and that are not out.
	Urgent alertsView
	choices
}

// listForm is what the form of the list says, as it was typed.
type listForm struct {
	Text, Edition, Section, State, Person, Wanted, From, To string
	Embargoed                                               bool
	// Filtered says that more than words is asked for.
	Filtered bool
}

// choices are what the forms about stories let one choose from.
type choices struct {
	Editions []story.Edition
	Sections []sectionChoice
	States   []draft.State
	People   []person
}

type person struct{ Account, Name string }

// home is where one arrives after signing in: all stories, or those asked for.
func (s *Site) home(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	v := listView{Form: readListForm(r.URL.Query()), Any: policy.Possible(who, policy.StoryRead, s.Now()) == nil}
	if !v.Any {
		return s.page(w, r, who, "home", v)
	}
	f, err := v.Form.filter(who)
	if err != nil {
		return err
	}
	if v.Urgent, err = s.urgent(r, who); err != nil {
		return err
	}
	page, err := s.Desk.List(r.Context(), who, f, r.URL.Query().Get("after"), listPage)
	if err != nil {
		return err
	}
	names, err := s.Desk.Names(r.Context())
	if err != nil {
		return err
	}
	l := s.lang(r, who)
	v.Cards, v.Away, v.choices = s.cards(l, who, names, page.Cards), page.Away, s.choices(l, names)
	q := r.URL.Query()
	v.Done, _ = strconv.Atoi(q.Get("done")) // only a hint
	q.Del("done")
	v.Here = "/?" + q.Encode()
	if page.More != "" && len(page.Cards) == listPage {
		q.Set("after", page.More)
		v.More = "/?" + q.Encode()
	}
	if err := s.chooses(r, who, &v); err != nil {
		return err
	}
	return s.page(w, r, who, "home", v)
}

// chooses says what somebody can do to several stories of the list.
func (s *Site) chooses(r *http.Request, who policy.Principal, v *listView) (err error) {
	atDesk := slices.ContainsFunc(v.Cards, func(c cardView) bool { return c.AtDesk })
	if v.Many = atDesk && allowed(policy.Possible(who, policy.StoryMany, s.Now())); !v.Many {
		return nil
	}
	if policy.Possible(who, policy.StoryAssign, s.Now()) == nil {
		v.Writers, err = s.Desk.Writers(r.Context())
	}
	return err
}

func readListForm(q url.Values) listForm {
	f := listForm{
		Text: q.Get("q"), Edition: q.Get("edition"), Section: q.Get("section"), State: q.Get("state"), Person: q.Get("person"),
		Wanted: q.Get("wanted"), From: q.Get("from"), To: q.Get("to"), Embargoed: q.Get("embargoed") != "",
	}
	f.Filtered = f != listForm{Text: f.Text}
	return f
}

// mine is what the form calls the person who asks.
const mine = "me"

// filter reads the form. Days are those of UTC, as all times of a page without
// scripts are.
func (f listForm) filter(who policy.Principal) (out desk.Filter, err error) {
	out = desk.Filter{Text: f.Text, Edition: f.Edition, Section: f.Section, State: draft.State(f.State), Person: f.Person, Embargoed: f.Embargoed}
	if f.Person == mine {
		out.Person = who.Account
	}
	if f.State != "" && !slices.Contains(draft.EveryState, out.State) {
		return out, bad("there is no such state")
	}
	for _, d := range []struct {
		text string
		plus time.Duration
		to   *time.Time
	}{{f.Wanted, 24 * time.Hour, &out.WantedBy}, {f.From, 0, &out.From}, {f.To, 24 * time.Hour, &out.To}} {
		if *d.to, err = day(d.text, d.plus); err != nil {
			return out, err
		}
	}
	return out, nil
}

// choices are those of a newsroom, in the person's language.
func (s *Site) choices(l *words.Lang, names map[string]string) choices {
	c := choices{Editions: s.Editions, States: draft.EveryState, Sections: s.sections(l.Tag)}
	for account, name := range names {
		c.People = append(c.People, person{account, name})
	}
	slices.SortFunc(c.People, func(a, b person) int { return strings.Compare(a.Name+a.Account, b.Name+b.Account) })
	return c
}
