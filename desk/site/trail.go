package site

import (
	"net/http"
	"strconv"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/story"
)

func (s *Site) trailRoutes() {
	s.route("GET /trail", policy.TrailRead, s.trail)
}

// trailPage is how many rows a page of the trail shows.
const trailPage = 100

// trailView is a page of the trail.
type trailView struct {
	Entries []trail.Entry
	Actions []policy.Rule
	Account string
	Action  policy.Action
	Story   string
	Since   string
	Until   string
	Older   int64 // the number to go on from; 0 when this is all
}

// trail shows who did what, filtered as the form says.
func (s *Site) trail(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	form := r.URL.Query()
	v := trailView{
		Actions: policy.Table, Account: form.Get("account"), Action: policy.Action(form.Get("action")),
		Story: form.Get("story"), Since: form.Get("since"), Until: form.Get("until"),
	}
	q := trail.Query{Account: v.Account, Action: v.Action, Limit: trailPage}
	var err error
	if v.Story != "" {
		if q.Story, err = story.ParseID(v.Story); err != nil {
			return words.Refuse(bad(err.Error()), "refusal.story_id")
		}
	}
	if q.Since, err = day(v.Since, 0); err != nil {
		return err
	}
	if q.Until, err = day(v.Until, 24*time.Hour); err != nil {
		return err
	}
	if before := form.Get("before"); before != "" {
		if q.Before, err = strconv.ParseInt(before, 10, 64); err != nil {
			return bad("before: not a number")
		}
	}
	if v.Entries, err = s.Desk.Trail(r.Context(), who, q); err != nil {
		return err
	}
	if len(v.Entries) == trailPage {
		v.Older = v.Entries[trailPage-1].N
	}
	return s.page(w, r, who, "trail", v)
}

// day reads a date of a form; empty is no time.
func day(text string, plus time.Duration) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return at, words.Refuse(bad("a date is written 2026-11-23"), "refusal.date")
	}
	return at.Add(plus), nil
}
