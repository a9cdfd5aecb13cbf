package site

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/story"
)

// publishingView is what a story's page says of its way to readers, and what
// can be done there by whoever looks at it.
type publishingView struct {
	Draft draft.Draft
	// Scheduled: it goes out by itself. Behind: it was written on since.
	Scheduled, Behind bool
	// What they may do.
	Publish, Unschedule, Embargo, Retract, Erase bool
	alertsView
}

// alertsView is what stands open about one story or several; Here is the page
// that shows it.
type alertsView struct {
	Alerts []alertView
	Here   string
}

// alertView is an alert; Headline is that of the story when several are shown.
type alertView struct {
	draft.Alert
	Headline string
}

func (s *Site) publishing(r *http.Request, who policy.Principal, dr draft.Draft) (v publishingView, err error) {
	may := func(a policy.Action) bool {
		return allowed(policy.May(who, a, desk.ObjectOf(who, dr), s.Now()))
	}
	out := dr.State == draft.Published
	v = publishingView{
		Draft: dr, Scheduled: dr.State == draft.Scheduled, Behind: dr.State == draft.Scheduled && dr.Version > dr.DueVersion,
		Publish:    !out && dr.State != draft.Idea && dr.State != draft.Spiked && may(policy.StoryPublish),
		Unschedule: dr.State == draft.Scheduled && may(policy.StorySchedule),
		Embargo:    !out && may(policy.EmbargoSet), Retract: dr.Base > 0 && may(policy.StoryRetract), Erase: dr.Base > 0 && may(policy.StoryErase),
	}
	v.alertsView, err = s.alerts(r, who, dr.ID)
	return v, err
}

// alerts gives what stands open about a story, or about all that are the person's
// to mend when it is zero.
func (s *Site) alerts(r *http.Request, who policy.Principal, id story.ID) (v alertsView, err error) {
	v.Here = r.URL.Path
	all, err := s.Desk.Alerts(r.Context(), who, id)
	if errors.Is(err, policy.ErrDenied) { // an administrator has no stories
		return v, nil
	}
	for _, a := range all {
		view := alertView{Alert: a}
		if id.IsZero() {
			view.Headline = s.headline(r, who, a.Story)
		}
		v.Alerts = append(v.Alerts, view)
	}
	return v, err
}

// urgent are the alerts of stories that wait for a decision whether they go out.
func (s *Site) urgent(r *http.Request, who policy.Principal) (alertsView, error) {
	v, err := s.alerts(r, who, story.ID{})
	v.Alerts = slices.DeleteFunc(v.Alerts, func(a alertView) bool { return a.Kind != draft.Late && a.Kind != draft.NotPublished })
	return v, err
}

// headline names a story, which may be with readers only.
func (s *Site) headline(r *http.Request, who policy.Principal, id story.ID) string {
	if dr, err := s.Desk.See(r.Context(), who, id); err == nil && dr.Headline != "" {
		return dr.Headline
	}
	if p, err := s.Desk.Public(r.Context(), who, id); err == nil && p.Revision.Headline != "" {
		return p.Revision.Headline
	}
	return id.String()
}

func (s *Site) logRoutes() {
	s.route("GET /log/{leaf}", policy.StoryRead, s.leaf)
}

// leaf shows a leaf of the log with the proof that the signed log holds it.
func (s *Site) leaf(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	n, err := strconv.ParseInt(r.PathValue("leaf"), 10, 64)
	if err != nil {
		return errMissing
	}
	p, err := s.Desk.Prove(r.Context(), who, n)
	if err != nil {
		return err
	}
	return s.page(w, r, who, "log", p)
}
