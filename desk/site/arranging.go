package site

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/story"
)

// arrange takes what a button of the page asks: to change the proposal, which
// leads back to the page, or to put it before readers.
func (s *Site) arrange(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	f := frontOf(r)
	p, ok, err := readProposal(r.PostForm)
	if err != nil {
		return err
	}
	if !ok {
		return bad("there is no arrangement in the form")
	}
	if r.PostFormValue("do") == "set" {
		if err := s.Desk.ArrangeFront(r.Context(), who, desk.Arranging{Front: f, Pins: p.Pins, Mark: p.Mark}); err != nil {
			return err
		}
		return seeOther(w, r, frontAt(f))
	}
	focus, err := s.change(&p, r.PostForm, s.edition(f.Edition).Zone)
	if err != nil {
		return err
	}
	to := url.Values{"pins": {encodePins(p.Pins)}, "mark": {p.Mark}}
	for _, name := range []string{"at", "as", "q"} {
		if v := r.PostFormValue(name); v != "" {
			to.Set(name, v)
		}
	}
	return seeOther(w, r, frontAt(f)+"?"+to.Encode()+"#"+focus)
}

// change does to a proposal what a button says: WHAT, STORY and, where it moves
// to, PLACE, with colons between. It gives the element that the person goes on at.
func (s *Site) change(p *proposal, form url.Values, zone string) (focus string, err error) {
	what, rest, _ := strings.Cut(form.Get("do"), ":")
	name, place, _ := strings.Cut(rest, ":")
	id, err := story.ParseID(name)
	if err != nil {
		return "", bad("no such button")
	}
	switch what {
	case "put", "up", "down":
		n, err := strconv.Atoi(place)
		if err != nil {
			return "", bad("no such place")
		}
		since, err := readWall(form.Get("at"), zone)
		if err != nil {
			return "", err
		}
		p.put(id, n, since)
	case "off":
		p.off(id)
	case "times":
		i := p.find(id)
		if i < 0 {
			return "", bad("no such story")
		}
		if p.Pins[i].Since, err = readWall(form.Get("since-"+name), zone); err != nil {
			return "", err
		}
		if p.Pins[i].Until, err = readWall(form.Get("until-"+name), zone); err != nil {
			return "", err
		}
		p.sort()
	default:
		return "", bad("no such button")
	}
	return what + "-" + name, nil
}
