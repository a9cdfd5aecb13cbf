package site

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/story"
)

func (s *Site) shareRoutes() {
	s.route("GET /story/{id}/links", policy.StoryShare, s.shares)
	s.route("POST /story/{id}/links", policy.StoryShare, s.ofStory(s.makeShare))
	s.route("POST /story/{id}/links/{link}/end", policy.StoryShare, s.ofStory(s.endShare))
	s.route("GET /shared/{secret}", policy.ShareOpen, s.openShared)
	s.route("GET /shared/{secret}/file/{path...}", policy.ShareOpen, s.sharedFile)
}

// sharesView lists the links of a story for outsiders.
type sharesView struct {
	Draft  draft.Draft
	Shares []shareRow
	// Address is of the link just made: it is shown once.
	Address  string
	Days     []int
	Embargo  bool // now; so a link opens only if its maker may decide about it
	Spiked   bool // so none opens
	MayShare bool
}

type shareRow struct {
	draft.Share
	Open bool
}

func (s *Site) shares(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return s.showShares(w, r, who, "")
}

// showShares shows the list, with the address of a link that was just made.
func (s *Site) showShares(w http.ResponseWriter, r *http.Request, who policy.Principal, address string) error {
	id, err := pathStory(r)
	if err != nil {
		return err
	}
	dr, shares, err := s.Desk.Shares(r.Context(), who, id)
	if err != nil {
		return err
	}
	v := sharesView{Draft: dr, Address: address, Days: []int{1, 3, 7, 14, 30}, Embargo: s.Now().Before(dr.Embargo), Spiked: dr.State == draft.Spiked}
	v.MayShare = !v.Spiked && (!v.Embargo || who.May(policy.EmbargoSet, desk.ObjectOf(who, dr), s.Now()))
	for _, one := range shares {
		v.Shares = append(v.Shares, shareRow{one, one.Open(s.Now())})
	}
	return s.page(w, r, who, "shares", v)
}

func (s *Site) makeShare(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil || days < 1 || days > 90 {
		return bad("days: a number from 1 to 90")
	}
	o := desk.ShareOrder{Label: r.PostFormValue("label"), Version: -1, Until: s.Now().Add(time.Duration(days) * 24 * time.Hour)}
	if r.PostFormValue("which") == "this" {
		dr, err := s.Desk.See(r.Context(), who, id)
		if err != nil {
			return err
		}
		o.Version = dr.Version
	}
	secret, _, err := s.Desk.Share(r.Context(), who, id, o)
	if err != nil {
		return err
	}
	return s.showShares(w, r, who, s.Desk.Staff.Address()+"/shared/"+secret)
}

func (s *Site) endShare(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	if err := s.Desk.Unshare(r.Context(), who, id, r.PathValue("link")); err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+id.String()+"/links")
}

// openShared shows a story to whoever has the secret. Nothing of the desk stands
// round it, no site learns of its address, and what opens nothing is a page that
// is not there.
func (s *Site) openShared(w http.ResponseWriter, r *http.Request, _ policy.Principal) error {
	secret := r.PathValue("secret")
	w.Header().Set("Referrer-Policy", "no-referrer")
	if s.Desk.Staff.Opening(s.Desk.Staff.VisitOf(r)) != nil {
		return desk.ErrShareBusy
	}
	var p desk.Proof
	err := s.guess(r, func() (err error) {
		p, err = s.Desk.OpenShared(r.Context(), secret, partOf(r))
		return err
	})
	if err != nil {
		return err
	}
	here := "/shared/" + secret
	return sendProof(w, proofPage{
		Page: p.Page, story: (&url.URL{Path: p.Story}).EscapedPath(), public: s.Public, frame: "'none'", file: here + "/file",
		self: func(n int) string { return here + "?part=" + strconv.Itoa(n) },
	})
}

func (s *Site) sharedFile(w http.ResponseWriter, r *http.Request, _ policy.Principal) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	var f desk.File
	err := s.guess(r, func() (err error) {
		f, err = s.Desk.SharedFile(r.Context(), r.PathValue("secret"), "/"+r.PathValue("path"))
		return err
	})
	return sendFile(w, f, err)
}

// guess opens something by its secret. Whoever brings too many wrong ones is
// told what all of them are told.
func (s *Site) guess(r *http.Request, open func() error) error {
	visit := s.Desk.Staff.VisitOf(r)
	if s.Desk.Staff.Guess(visit) != nil {
		return errMissing
	}
	err := open()
	if errors.Is(err, desk.ErrNoShare) {
		return errMissing
	}
	s.Desk.Staff.Guessed(visit)
	return err
}
