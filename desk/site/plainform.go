package site

import (
	"errors"
	"net/http"
	"strconv"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/story"
)

// The form for writing without scripts: the lines above the body, and the body as
// Markdown. Whatever goes wrong, what was typed is in the form that comes back.

// maxPlain bounds the form; a body of 10,000 words in Dari is some 120 kB.
const maxPlain = 4 << 20

func (s *Site) plainRoutes() {
	s.route("GET /story/{id}/plain", policy.StoryEdit, s.ofStory(s.plainForm))
	s.routeUpTo(maxPlain, "POST /story/{id}/plain", policy.StoryEdit, s.ofStory(s.takePlain))
}

// plainView is the form.
type plainView struct {
	Draft   draft.Draft
	Edition story.Edition
	Version int // that the text was made from

	Headline, Standfirst, Dateline, Body string

	Saved     bool
	Behind    bool             // the version it was made from is gone
	Wrong     string           // what cannot be taken
	Conflicts []prose.Conflict // what somebody else changed too
}

func (s *Site) plainForm(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	v, err := s.plainView(r, who, id)
	if err != nil {
		return err
	}
	v.Saved = r.URL.Query().Has("saved")
	return s.page(w, r, who, "plain", v)
}

// plainView is the form with the document as it is now.
func (s *Site) plainView(r *http.Request, who policy.Principal, id story.ID) (v plainView, err error) {
	dr, head, err := s.Desk.Document(r.Context(), who, id, -1)
	if err != nil {
		return v, err
	}
	if err := policy.May(who, policy.StoryEdit, desk.ObjectOf(who, dr), s.Now()); err != nil {
		return v, err
	}
	v = plainView{Draft: dr, Edition: s.edition(dr.Edition), Version: head.Version}
	v.show(head.Doc)
	return v, nil
}

func (v *plainView) show(doc prose.Doc) {
	rev := doc.Revision(story.Revision{})
	v.Headline, v.Standfirst, v.Dateline, v.Body = rev.Headline, rev.Standfirst, rev.Dateline, doc.Markdown()
}

func (s *Site) takePlain(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	version, err := strconv.Atoi(r.PostFormValue("version"))
	if err != nil || version < 0 {
		return bad("version is no number")
	}
	typed := typedIn(r)
	_, err = s.Desk.Amend(r.Context(), who, id, version, func(base prose.Doc) (prose.Doc, error) {
		return base.FromMarkdown(typed.Headline, typed.Standfirst, typed.Dateline, typed.Body)
	})
	if err == nil {
		return seeOther(w, r, "/story/"+id.String()+"/plain?saved=1")
	}
	v, status, err := s.plainAgain(r, who, id, version, typed, err)
	if err != nil {
		return err
	}
	return s.pageStatus(w, r, who, status, "plain", v)
}

func typedIn(r *http.Request) plainView {
	return plainView{
		Headline: r.PostFormValue("headline"), Standfirst: r.PostFormValue("standfirst"),
		Dateline: r.PostFormValue("dateline"), Body: r.PostFormValue("body"),
	}
}

// plainAgain is the form that comes back with what was typed, and why.
func (s *Site) plainAgain(r *http.Request, who policy.Principal, id story.ID, version int, typed plainView, why error) (plainView, int, error) {
	var conflict *desk.Conflict
	known := errors.As(why, &conflict) || errors.Is(why, draft.ErrForgotten) || errors.Is(why, prose.ErrMarkdown) ||
		errors.Is(why, prose.ErrMalformed) || errors.Is(why, prose.ErrTooLarge)
	if !known {
		return typed, 0, why
	}
	v, err := s.plainView(r, who, id)
	if err != nil {
		return v, 0, err
	}
	now := v.Version
	v.Version, v.Headline, v.Standfirst, v.Dateline, v.Body = version, typed.Headline, typed.Standfirst, typed.Dateline, typed.Body
	switch {
	case conflict != nil:
		v.Version, v.Conflicts = conflict.Version, conflict.Blocks
		v.show(conflict.Merged)
		return v, http.StatusConflict, nil
	case errors.Is(why, draft.ErrForgotten):
		v.Version, v.Behind = now, true
		return v, http.StatusConflict, nil
	}
	v.Wrong = why.Error()
	return v, http.StatusUnprocessableEntity, nil
}
