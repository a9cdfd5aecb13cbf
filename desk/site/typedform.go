package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"stet.news/desk/policy"
)

// A form that is not taken is given back: its sender had to sign in first, or to
// show once more who they are, or something in it is wrong. It travels in the page
// that is the answer, as hidden fields, and nowhere else: nothing of it is stored,
// so that nobody can fill a store, and nothing of it comes from an address, so that
// no link can fill in a form. A person sends it again, not the desk.

// typedForm is a form as it came.
type typedForm struct {
	To     string // its address
	From   string // the page it was filled in on
	About  string // the key of what it does; empty when it has no name
	Fields []formField
}

type formField struct {
	Name, Value string
	Label       string // its key; empty for what nobody typed
	Long        bool   // has lines
}

// formsAbout names what forms do.
var formsAbout = map[policy.Action]string{
	policy.Account: "frame.account", policy.Credentials: "frame.account", policy.StaffManage: "frame.people",
	policy.StoryBegin: "frame.new_story", policy.StoryEdit: "sent.edit", policy.StoryComment: "sent.talk", policy.StoryAssign: "flow.hand_over",
	policy.StoryMany:    "flow.many_do",
	policy.StoryPublish: "publish.publish", policy.StorySchedule: "publish.later", policy.StoryShare: "links.title",
	policy.StorySpike: "flow.give_up", policy.StoryRetract: "publish.retract", policy.StoryErase: "publish.erase",
	policy.EmbargoSet: "publish.embargo_set", policy.EmbargoBreak: "publish.embargo_break",
	policy.FrontEdit: "publish.ask_front_edit", policy.SectionEdit: "publish.ask_front_edit", policy.Breaking: "publish.ask_breaking",
	policy.PictureAdd: "frame.pictures", policy.PictureEdit: "frame.pictures", policy.PictureDrop: "frame.pictures",
}

// typedFields are those that people type into, in the order they are shown in; they
// can be mended there. All others go along as they came.
var typedFields = []formField{
	{Name: "name", Label: "staff.name"}, {Name: "label", Label: "links.label"},
	{Name: "headline", Label: "editor.headline"}, {Name: "standfirst", Label: "editor.standfirst", Long: true},
	{Name: "dateline", Label: "editor.dateline"}, {Name: "body", Label: "plain.body", Long: true},
	{Name: "text", Label: "talk.comment_text", Long: true}, {Name: "note", Label: "sent.note", Long: true},
	{Name: "reason", Label: "publish.reason", Long: true}, {Name: "brief", Label: "flow.brief", Long: true},
	{Name: "words", Label: "publish.erase_words"},
	{Name: "alt", Label: "pictures.alt", Long: true}, {Name: "caption", Label: "pictures.caption", Long: true}, {Name: "credit", Label: "pictures.credit"},
	{Name: "wanted", Label: "flow.wanted_by"}, {Name: "wall", Label: "publish.when"}, {Name: "zone", Label: "publish.zone"}, {Name: "until", Label: "fronts.until"},
}

// secretFields are in no form that is given back.
var secretFields = []string{"password", "code", "new_code"}

// Of a form that travels, names begin with alongPrefix, and alongTo has its address.
const (
	alongPrefix = "sent."
	alongTo     = "sent_to"
)

// notTaken gives the form that a request is, or that it has with it from an earlier
// one; nil for a request that has nothing to lose.
func (s *Site) notTaken(r *http.Request) *typedForm {
	if kept := s.broughtAlong(r); kept != nil || !isForm(r) || r.ParseForm() != nil {
		return kept
	}
	return s.sentTo(r.URL.RequestURI(), s.cameFrom(r), r.PostForm)
}

// broughtAlong gives the form that another has with it.
func (s *Site) broughtAlong(r *http.Request) *typedForm {
	if !isForm(r) || r.ParseForm() != nil {
		return nil
	}
	form := url.Values{}
	for name, values := range r.PostForm {
		if own, ok := strings.CutPrefix(name, alongPrefix); ok {
			form[own] = values
		}
	}
	return s.sentTo(r.PostForm.Get(alongTo), localPath(r.PostForm.Get("next")), form)
}

// sentTo is a form for an address, nil when that is none of ours for forms.
func (s *Site) sentTo(to, from string, form url.Values) *typedForm {
	action := s.actionAt(http.MethodPost, to)
	if action == "" || action == policy.SignIn || slices.ContainsFunc(secretFields, form.Has) {
		return nil
	}
	kept := &typedForm{To: to, From: from, About: formsAbout[action]}
	others := maps.Clone(form)
	for _, f := range typedFields {
		kept.add(f, form[f.Name])
		delete(others, f.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		kept.add(formField{Name: name}, others[name])
	}
	if len(kept.Fields) == 0 {
		return nil
	}
	return kept
}

func (k *typedForm) add(f formField, values []string) {
	for _, f.Value = range values {
		k.Fields = append(k.Fields, f)
	}
}

// Others reports whether there is anything in it that nobody typed.
func (k *typedForm) Others() bool {
	return slices.ContainsFunc(k.Fields, func(f formField) bool { return f.Label == "" && f.Value != "" })
}

// cameFrom gives the page of the desk that a request was made on.
func (s *Site) cameFrom(r *http.Request) string {
	from := r.URL
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		var err error
		if from, err = url.Parse(r.Referer()); err != nil || from.Host != r.Host {
			return "/"
		}
	}
	page := from.RequestURI()
	if s.actionAt(http.MethodGet, page) == "" { // as the answer to a form, which can only be sent again
		return "/"
	}
	return localPath(page)
}
