package site

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

func (s *Site) publishRoutes() {
	s.route("GET /story/{id}/publish", policy.StoryPublish, s.publishPage)
	s.route("POST /story/{id}/publish", policy.StoryPublish, s.ofStory(s.publish))
	s.route("GET /story/{id}/schedule", policy.StorySchedule, s.schedulePage)
	s.route("POST /story/{id}/schedule", policy.StorySchedule, s.ofStory(s.schedule))
	s.route("POST /story/{id}/unschedule", policy.StorySchedule, s.ofStory(s.unschedule))
	s.route("GET /story/{id}/published", policy.StoryRead, s.ofStory(s.wentPage))
}

// publishView is the page on which somebody decides to publish a story, now or
// at a time.
type publishView struct {
	desk.Outlook
	Edition story.Edition
	Grades  []story.Grade
	// Form is what was filled in; Act names the act, so that a double click is one.
	Form desk.Publishing
	// Seen is the version they had seen when it was another; else -1.
	Seen int
	// Checks are the findings in words.
	Checks []findingView
	// Problem is what keeps it from being done as it was asked.
	Problem string
	Later   *laterView // of the page for a time
}

func (s *Site) publishPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	v, err := s.deciding(r, who)
	if err != nil {
		return err
	}
	return s.page(w, r, who, "publish", v)
}

// deciding reads what the page shows, with nothing filled in yet.
func (s *Site) deciding(r *http.Request, who policy.Principal) (v publishView, err error) {
	id, err := pathStory(r)
	if err != nil {
		return v, err
	}
	if v.Outlook, err = s.Desk.Outlook(r.Context(), who, id); err != nil {
		return v, err
	}
	heavy, err := s.Desk.Weigh(r.Context(), who, id)
	if err != nil {
		return v, err
	}
	v.Findings = append(v.Findings, heavy...)
	v.Edition, v.Grades, v.Seen = s.edition(v.Draft.Edition), story.Grades, -1
	v.Checks = findingsIn(s.lang(r, who), v.Findings)
	v.Form = desk.Publishing{Act: newAct(), Version: v.Version, Grade: story.GradeUpdate}
	return v, nil
}

// newAct names an act before it is done.
func newAct() string { return "desk-" + rand.Text() }

// readPublishing reads the decision from a form.
func readPublishing(r *http.Request) (p desk.Publishing, err error) {
	if p.Version, err = strconv.Atoi(r.PostFormValue("version")); err != nil {
		return p, bad("version: not a number")
	}
	p.Act, p.Grade, p.Note = r.PostFormValue("act"), story.Grade(r.PostFormValue("grade")), r.PostFormValue("note")
	p.Move, p.Insist = r.PostFormValue("move") != "", r.PostFormValue("insist") != ""
	return p, nil
}

func (s *Site) publish(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	p, err := readPublishing(r)
	if err != nil {
		return err
	}
	went, err := s.Desk.Publish(r.Context(), who, id, p)
	if err == nil {
		return seeOther(w, r, went.Page())
	}
	return s.refused(w, r, who, p, nil, err)
}

// refused shows the page again with what keeps it from being done; what no
// change of the form would mend goes the way of all errors.
func (s *Site) refused(w http.ResponseWriter, r *http.Request, who policy.Principal, p desk.Publishing, later *laterView, why error) error {
	if page := askedPage(why); page != "" {
		return seeOther(w, r, page)
	}
	problem, ok := problemOf(s.lang(r, who), why)
	if !ok {
		return why
	}
	v, err := s.deciding(r, who)
	if err != nil {
		return err
	}
	if p.Version != v.Version {
		v.Seen, p.Version = p.Version, v.Version
	}
	v.Form, v.Problem, v.Later = p, problem, later
	return s.pageStatus(w, r, who, http.StatusUnprocessableEntity, "publish", v)
}

// problemOf says what keeps a story from being published, when the person can
// answer it on the page.
func problemOf(l *words.Lang, err error) (string, bool) {
	var moved *desk.MovedOn
	var moves *desk.Moves
	var asks *desk.Questioned
	var blocked *desk.Blocked
	switch {
	case errors.As(err, &blocked):
		return l.T("publish.problem_blocked"), true
	case errors.As(err, &moved):
		return l.T("publish.problem_moved_on"), true
	case errors.As(err, &moves):
		return l.T("publish.problem_moves"), true
	case errors.As(err, &asks):
		return l.T("publish.problem_minor", "Count", len(asks.Altered)), true
	case errors.Is(err, desk.ErrNote):
		return l.T("publish.problem_note"), true
	case errors.Is(err, record.ErrEmbargoed):
		return l.T("publish.problem_embargo"), true
	case errors.Is(err, record.ErrSlugTaken):
		return l.T("publish.problem_slug"), true
	case errors.Is(err, record.ErrInvalid):
		return l.Refusal(err)
	}
	return "", false
}

// askedPage is where somebody goes whose act waits for a second person.
func askedPage(err error) string {
	var asked *desk.Asked
	if errors.As(err, &asked) {
		return "/requests?asked=" + strconv.FormatInt(asked.Request.N, 10)
	}
	return ""
}

// wentView is what a publishing came to.
type wentView struct {
	Story            story.ID
	Leaf             int64
	Public           desk.Public
	Edition          story.Edition
	Durable, Printed time.Duration
	Pages            []string
	Size             int64 // of the log the leaf is in
	Draft            draft.Draft
}

// wentPage answers a publishing: what is live now, how long it took, and where in
// the log it stands. The times come with the address, for they are no part of
// what is kept.
func (s *Site) wentPage(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) (err error) {
	v := wentView{Story: id}
	form := r.URL.Query()
	var numbers [3]int64
	for i, name := range []string{"leaf", "durable", "printed"} {
		if numbers[i], err = strconv.ParseInt(form.Get(name), 10, 64); err != nil || numbers[i] < 0 {
			return errMissing
		}
	}
	v.Leaf, v.Durable, v.Printed = numbers[0], time.Duration(numbers[1])*time.Millisecond, time.Duration(numbers[2])*time.Millisecond
	if v.Public, err = s.Desk.Public(r.Context(), who, id); err != nil {
		return err
	}
	if v.Pages, v.Size, err = s.Desk.Live(r.Context(), who, id, v.Leaf); err != nil {
		return err
	}
	v.Edition = s.edition(v.Public.Entry.Edition)
	return s.page(w, r, who, "published", v)
}
