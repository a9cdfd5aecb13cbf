package site

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/story"
)

func (s *Site) talkRoutes() {
	s.route("GET /story/{id}/talk", policy.StoryRead, s.ofStory(s.talk))
	s.route("POST /story/{id}/comments", policy.StoryComment, s.ofStory(s.comment))
	s.route("POST /story/{id}/comments/{comment}", policy.StoryComment, s.ofStory(s.resolve))
	s.route("POST /story/{id}/suggestions", policy.StoryEdit, s.ofStory(s.settle))
}

// talkView is what people say about a story: comments, suggestions, and what the
// desk itself finds. The page shows it, and its script asks for it again as JSON.
type talkView struct {
	Threads     []thread      `json:"threads"`
	Suggestions []suggestion  `json:"suggestions"`
	Findings    []findingView `json:"findings"`
	MayComment  bool          `json:"may_comment"`
	MayEdit     bool          `json:"may_edit"`
}

// thread is a comment with its answers.
type thread struct {
	remark
	Passage string `json:"passage"`
	// Gone: the passage it was on is not in the text any more.
	Gone     bool     `json:"gone"`
	Resolved bool     `json:"resolved"`
	By       string   `json:"by"` // who resolved it
	Answers  []remark `json:"answers"`
	place    int
}

type remark struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

type suggestion struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Inserted string `json:"inserted"`
	Deleted  string `json:"deleted"`
}

func (s *Site) talk(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	dr, err := s.Desk.See(r.Context(), who, id)
	if err != nil {
		return err
	}
	v, err := s.talkOf(r, who, dr)
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, v)
}

// talkOf gathers it.
func (s *Site) talkOf(r *http.Request, who policy.Principal, dr draft.Draft) (v talkView, err error) {
	_, head, err := s.Desk.Document(r.Context(), who, dr.ID, -1)
	if err != nil {
		return v, err
	}
	comments, err := s.Desk.Comments(r.Context(), who, dr.ID)
	if err != nil {
		return v, err
	}
	found, err := s.Desk.Check(r.Context(), who, dr.ID)
	if err != nil {
		return v, err
	}
	names, err := s.Desk.Names(r.Context())
	if err != nil {
		return v, err
	}
	o := desk.ObjectOf(who, dr)
	v.Threads, v.Suggestions = threadsOf(comments, head.Doc), []suggestion{}
	v.Findings = findingsIn(s.lang(r, who), found)
	v.MayComment, v.MayEdit = who.May(policy.StoryComment, o, s.Now()), who.May(policy.StoryEdit, o, s.Now())
	for _, x := range head.Doc.Suggestions() {
		v.Suggestions = append(v.Suggestions, suggestion{x.ID, cmp.Or(names[x.By], x.By), x.Before, x.After, x.Inserted, x.Deleted})
	}
	return v, nil
}

// threadsOf puts comments into threads: those on a passage in the order of the
// text, then those whose passage is gone, then those on the story as a whole.
func threadsOf(comments []draft.Comment, doc prose.Doc) []thread {
	places := map[string]int{}
	for _, c := range doc.Comments() {
		places[c.ID] = c.From
	}
	threads, at := []thread{}, map[string]int{}
	for _, c := range comments {
		said := remark{c.ID, c.Name, c.At, c.Text}
		if i, ok := at[c.Thread]; ok {
			threads[i].Answers = append(threads[i].Answers, said)
			continue
		}
		at[c.ID] = len(threads)
		place, there := places[c.ID]
		if !there {
			place = doc.Size() + len(threads)
		}
		if c.Passage == "" {
			place += doc.Size() + len(comments)
		}
		threads = append(threads, thread{
			remark: said, Passage: c.Passage, Gone: c.Passage != "" && !there, Resolved: !c.Resolved.IsZero(), By: c.ResolvedBy, Answers: []remark{}, place: place,
		})
	}
	slices.SortStableFunc(threads, func(a, b thread) int { return cmp.Compare(a.place, b.place) })
	return threads
}

// comment takes a comment, of a form or of the editor's script.
func (s *Site) comment(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	c, err := s.Desk.Comment(r.Context(), who, id, desk.Remark{
		ID: r.PostFormValue("id"), Thread: r.PostFormValue("thread"), Passage: r.PostFormValue("passage"), Text: r.PostFormValue("text"),
	})
	if err != nil {
		return err
	}
	return s.talked(w, r, id, map[string]string{"id": c.ID})
}

func (s *Site) resolve(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	if err := s.Desk.Resolve(r.Context(), who, id, r.PathValue("comment"), r.PostFormValue("done") != ""); err != nil {
		return err
	}
	return s.talked(w, r, id, map[string]string{})
}

// settle accepts or refuses a suggestion, or all of them.
func (s *Site) settle(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	decision := r.PostFormValue("decision")
	if decision != "accept" && decision != "refuse" {
		return bad("decision is accept or refuse")
	}
	if err := s.Desk.Settle(r.Context(), who, id, r.PostFormValue("id"), decision == "accept"); err != nil {
		return err
	}
	return s.talked(w, r, id, map[string]string{})
}

// talked answers a script, or sends a form back to the story's page.
func (s *Site) talked(w http.ResponseWriter, r *http.Request, id story.ID, v any) error {
	if wantsJSON(r) {
		return sendJSON(w, http.StatusOK, v)
	}
	return seeOther(w, r, "/story/"+id.String()+"#talk")
}

// flowView is where a story stands, who has it, and what the person can do
// with that.
type flowView struct {
	draft.Draft
	// Who has it, Writer who began it, by name; Pool is a section's name.
	Who, Writer, Pool string
	Late              bool
	Ways              []draft.State
	Take              bool
	// GiveUp: they may give up the change that it is; Spiked: it will not run.
	GiveUp, Spiked bool
	// People and Sections are to whom it can be handed; none when it cannot.
	People   []policy.Principal
	Sections []sectionChoice
}

// flowOf gathers it.
func (s *Site) flowOf(r *http.Request, who policy.Principal, dr draft.Draft) (v flowView, err error) {
	names, err := s.Desk.Names(r.Context())
	if err != nil {
		return v, err
	}
	l := s.lang(r, who)
	v = flowView{
		Draft: dr, Who: names[dr.Assignee], Writer: names[dr.Author], Pool: s.sectionName(l, dr.Pool), Late: late(dr, s.Now()),
		Ways: s.Desk.Ways(who, dr), Take: dr.Assignee != who.Account && dr.State != draft.Published && s.Desk.MayTake(who, dr) == nil,
		GiveUp: s.Desk.MayGiveUp(who, dr) == nil, Spiked: dr.State == draft.Spiked,
	}
	if v.People, err = s.Desk.Colleagues(r.Context(), who, dr); len(v.People) > 0 {
		v.Sections = s.sections(l.Tag)
	}
	return v, err
}
