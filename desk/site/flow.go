package site

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/story"
)

func (s *Site) flowRoutes() {
	s.route("POST /story/{id}/move", policy.StoryComment, s.ofStory(s.move))
	s.route("POST /story/{id}/hand", policy.StoryAssign, s.ofStory(s.hand))
	s.route("POST /story/{id}/give-up", policy.StorySpike, s.ofStory(s.giveUp))
	s.route("POST /story/{id}/take", policy.StoryComment, s.ofStory(s.take))
	s.route("GET /inbox", policy.Account, s.inbox)
	s.route("POST /inbox/read", policy.Account, s.inboxRead)
}

// move sends a story on or back. What the move is for the policy only the method
// knows, from where and whereto.
func (s *Site) move(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	m := desk.Move{From: draft.State(r.PostFormValue("from")), To: draft.State(r.PostFormValue("to")), Note: r.PostFormValue("note")}
	if to := readHand(r); to != (desk.Hand{}) {
		m.Hand = &to
	}
	if err := s.Desk.Move(r.Context(), who, id, m); err != nil {
		return err
	}
	return s.backTo(w, r, "/story/"+id.String())
}

func (s *Site) hand(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	to := readHand(r)
	if to == (desk.Hand{}) { // the form's first choice, which is for a move
		return words.Refuse(bad("say who gets the story"), "flow.hand_nobody")
	}
	if err := s.Desk.Hand(r.Context(), who, id, to, r.PostFormValue("note")); err != nil {
		return err
	}
	return s.backTo(w, r, "/story/"+id.String())
}

func (s *Site) giveUp(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	if err := s.Desk.GiveUp(r.Context(), who, id, draft.State(r.PostFormValue("from")), r.PostFormValue("note")); err != nil {
		return err
	}
	return s.backTo(w, r, "/story/"+id.String())
}

func (s *Site) take(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	if err := s.Desk.Take(r.Context(), who, id); err != nil {
		return err
	}
	return s.backTo(w, r, "/story/"+id.String())
}

// readHand reads whom a form hands a story to.
func readHand(r *http.Request) desk.Hand { return parseHand(r.PostFormValue("hand")) }

// parseHand reads "person:ID" or "pool:SECTION"; anything else is nobody.
func parseHand(text string) (h desk.Hand) {
	kind, to, _ := strings.Cut(text, ":")
	switch kind {
	case "person":
		h.Account = to
	case "pool":
		h.Pool = to
	}
	return h
}

// backTo goes on to where the form says, or to a page.
func (s *Site) backTo(w http.ResponseWriter, r *http.Request, page string) error {
	if next := r.PostFormValue("next"); next != "" {
		page = localPath(next)
	}
	return seeOther(w, r, page)
}

// moment reads a day and time of a form, by the clocks of an edition's readers;
// empty is no time.
func moment(text string, of story.Edition) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	zone, err := time.LoadLocation(of.Zone)
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", text, zone)
	if err != nil {
		return at, words.Refuse(bad("a time is written 2026-11-23T06:30"), "refusal.time")
	}
	return at.UTC(), nil
}

// inboxPage is how many notices a page of the inbox shows.
const inboxPage = 50

type inboxView struct {
	Notices []draft.Notice
	Newest  int64 // the number of the newest notice shown
	Older   int64 // the number to go on from; 0 when this is all
	Unread  int
	// Alerts stand open about the person's stories until somebody has done them.
	Alerts alertsView
}

func (s *Site) inbox(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	before, err := number(r, "before", 0)
	if err != nil {
		return err
	}
	v := inboxView{}
	if v.Notices, err = s.Desk.Notices(r.Context(), who, int64(before), inboxPage); err != nil {
		return err
	}
	if v.Alerts, err = s.alerts(r, who, story.ID{}); err != nil {
		return err
	}
	for _, n := range v.Notices {
		if !n.Read {
			v.Unread++
		}
	}
	if n := len(v.Notices); n > 0 {
		v.Newest = v.Notices[0].N
		if n == inboxPage {
			v.Older = v.Notices[n-1].N
		}
	}
	return s.page(w, r, who, "inbox", v)
}

func (s *Site) inboxRead(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	upTo, err := strconv.ParseInt(r.PostFormValue("up_to"), 10, 64)
	if err != nil {
		return bad("up_to is no number")
	}
	if err := s.Desk.MarkRead(r.Context(), who, upTo); err != nil {
		return err
	}
	return seeOther(w, r, "/inbox")
}

// unread is how many notices wait for somebody, for the bar of every page. A page
// does not fail because of it.
func (s *Site) unread(r *http.Request, who policy.Principal) int {
	if who.Account == "" || s.Desk == nil {
		return 0
	}
	n, err := s.Desk.Unread(r.Context(), who)
	if err != nil && r.Context().Err() == nil {
		s.Log.Error("the notices of an account cannot be counted", "error", err)
	}
	return n
}
