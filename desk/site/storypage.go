package site

import (
	"encoding/json"
	"net/http"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/story"
)

func (s *Site) storyRoutes() {
	s.route("GET /story/{id}", policy.StoryRead, s.ofStory(s.story))
	s.route("GET /story/{id}/names", policy.StoryRead, s.ofStory(s.names))
}

// storyView is the page of a story: the editor, what stands beside it, and what
// can be done with the story.
type storyView struct {
	Draft    draft.Draft
	Edition  story.Edition
	Sections []sectionChoice
	CanEdit  bool
	// Suggests: the person may only suggest and comment.
	Suggests bool
	// Texts are the words of the scripts.
	Texts map[string]string
	// Flow is where it stands and with whom, Talk what is said about it.
	Flow flowView
	Talk talkView
	// Publishing is its way to readers.
	Publishing publishingView
}

// sectionChoice is a section as the edition names it.
type sectionChoice struct{ Key, Name string }

func (s *Site) story(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	dr, err := s.Desk.See(r.Context(), who, id)
	if err != nil {
		return err
	}
	v := storyView{
		Draft: dr, Edition: s.edition(dr.Edition), Sections: s.sections(dr.Edition), Texts: s.lang(r, who).Texts("editor", "sync", "pictures", "talk"),
		CanEdit: policy.May(who, policy.StoryEdit, desk.ObjectOf(who, dr), s.Now()) == nil,
	}
	if v.Publishing, err = s.publishing(r, who, dr); err != nil {
		return err
	}
	v.Suggests = !v.CanEdit && policy.May(who, policy.StoryComment, desk.ObjectOf(who, dr), s.Now()) == nil
	if v.Flow, err = s.flowOf(r, who, dr); err != nil {
		return err
	}
	if v.Talk, err = s.talkOf(r, who, dr); err != nil {
		return err
	}
	return s.page(w, r, who, "story", v)
}

// edition gives the edition with a tag. One that the newsroom has no more is
// written in the way its language is.
func (s *Site) edition(tag string) story.Edition {
	for _, e := range s.Editions {
		if e.Tag == tag {
			return e
		}
	}
	return story.TagInfo(tag)
}

func (s *Site) sections(edition string) (all []sectionChoice) {
	for _, x := range s.Sections {
		name := x.Names[edition]
		if name == "" {
			name = x.Key
		}
		all = append(all, sectionChoice{x.Key, name})
	}
	return all
}

// names answers what there is to complete topics and bylines with.
func (s *Site) names(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	n, err := s.Desk.Known(r.Context(), who, id)
	if err != nil {
		return err
	}
	v := namesView{Topics: []topicView{}, Bylines: []bylineView{}}
	for _, t := range n.Topics {
		v.Topics = append(v.Topics, topicView(t))
	}
	for _, b := range n.Bylines {
		v.Bylines = append(v.Bylines, bylineView(b))
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

// namesView is desk.Known in the form of the document's attributes: always with
// the key, which the JSON of package story leaves out where the name says it.
type namesView struct {
	Topics  []topicView  `json:"topics"`
	Bylines []bylineView `json:"bylines"`
}

type topicView struct {
	Name string `json:"name"`
	Key  string `json:"key"`
}

type bylineView struct {
	Name   string `json:"name"`
	Person string `json:"person"`
}
