package site

import (
	"fmt"
	"net/http"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/walltime"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// laterView is the part of the page that asks for a time: first which, then,
// with all that it means, whether it is meant.
type laterView struct {
	Wall, Zone string
	Zones      []string
	// Reading is what they come to; nil as long as none was asked for.
	Reading *walltime.Reading
}

// Confirming reports whether the page shows what a time means.
func (v *laterView) Confirming() bool { return v.Reading != nil }

func (s *Site) schedulePage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	v, err := s.deciding(r, who)
	if err != nil {
		return err
	}
	v.Later = &laterView{Zone: v.Edition.Zone, Zones: s.zones()}
	if v.Draft.Due != "" {
		v.Later.Wall, _ = walltime.Cut(v.Draft.Due)
		v.Later.Zone = v.Draft.Zone
	}
	return s.page(w, r, who, "publish", v)
}

// zones are those a person most likely wants: the editions', and UTC. Any other
// can be typed.
func (s *Site) zones() (all []string) {
	seen := map[string]bool{}
	for _, e := range s.Editions {
		if !seen[e.Zone] {
			seen[e.Zone] = true
			all = append(all, e.Zone)
		}
	}
	return append(all, "UTC")
}

// schedule first shows what the time means, and does it when that was confirmed.
func (s *Site) schedule(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	p, err := readPublishing(r)
	if err != nil {
		return err
	}
	later := &laterView{Wall: r.PostFormValue("wall"), Zone: r.PostFormValue("zone"), Zones: s.zones()}
	reading, err := walltime.Read(later.Wall, later.Zone)
	if err != nil {
		return s.refused(w, r, who, p, later, words.Refuse(fmt.Errorf("%w: %w", record.ErrInvalid, err), "publish.problem_time"))
	}
	when := desk.Scheduling{Publishing: p, Wall: later.Wall, Zone: later.Zone}
	if when.At, err = time.Parse(time.RFC3339, r.PostFormValue("at")); err != nil {
		later.Reading = &reading
		return s.confirming(w, r, who, p, later)
	}
	if reading.Twice() && when.At.Equal(reading.Second) {
		when.Wall = walltime.Second(when.Wall)
	}
	if err := s.Desk.Schedule(r.Context(), who, id, when); err != nil {
		return s.refused(w, r, who, p, later, err)
	}
	return seeOther(w, r, "/story/"+id.String())
}

// confirming shows what a time comes to before anything is kept.
func (s *Site) confirming(w http.ResponseWriter, r *http.Request, who policy.Principal, p desk.Publishing, later *laterView) error {
	v, err := s.deciding(r, who)
	if err != nil {
		return err
	}
	v.Form, v.Later = p, later
	return s.page(w, r, who, "publish", v)
}

func (s *Site) unschedule(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	if err := s.Desk.Unschedule(r.Context(), who, id); err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+id.String())
}

// inZone shows a moment on the wall of a zone, with what the wall there is off UTC.
func inZone(at time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return at.UTC().Format("2006-01-02 15:04 UTC")
	}
	return at.In(loc).Format("2006-01-02 15:04 (-07:00)")
}
