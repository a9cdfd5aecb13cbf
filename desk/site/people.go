package site

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/story"
)

func (s *Site) peopleRoutes() {
	s.route("GET /people", policy.StaffRead, s.peoplePage)
	s.route("GET /people/invite", policy.StaffManage, s.invitePage)
	s.route("POST /people/invite", policy.StaffManage, s.invite)
	s.route("POST /people/link/{id}/withdraw", policy.StaffManage, s.withdraw)
	s.route("GET /people/{account}", policy.StaffRead, s.memberPage)
	s.route("POST /people/{account}/grants", policy.StaffManage, s.grant)
	s.route("POST /people/{account}/disable", policy.StaffManage, s.disable)
	s.route("POST /people/{account}/enable", policy.StaffManage, s.enable)
	s.route("POST /people/{account}/recover", policy.StaffManage, s.recoverMember)
	s.route("POST /people/{account}/sessions", policy.StaffManage, s.revoke)
}

func (s *Site) peoplePage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	people, err := s.Desk.Staff.People(r.Context(), who)
	if err != nil {
		return err
	}
	return s.page(w, r, who, "people", people)
}

// grantsView is the part of a form in which grants are chosen.
type grantsView struct {
	Grants   []policy.Grant // with empty lines to fill in
	Roles    []policy.Role
	Editions []story.Edition
	Sections []sectionName
}

type sectionName struct{ Key, Name string }

// emptyLines are offered below the grants there are; more come after saving.
const emptyLines = 2

func (s *Site) grantsView(lang string, grants []policy.Grant) grantsView {
	v := grantsView{Grants: append(slices.Clone(grants), make([]policy.Grant, emptyLines)...), Roles: policy.Roles, Editions: s.Editions}
	for _, sec := range s.Sections {
		v.Sections = append(v.Sections, sectionName{sec.Key, cmp.Or(sec.Names[lang], sec.Key)})
	}
	return v
}

// readGrants reads that part of the form. A line without a role is none.
func (s *Site) readGrants(r *http.Request) (grants []policy.Grant, err error) {
	editions, sections := r.PostForm["edition"], r.PostForm["section"]
	roles := r.PostForm["role"]
	if len(editions) != len(roles) || len(sections) != len(roles) {
		return nil, bad("the form cannot be read")
	}
	for i, role := range roles {
		g := policy.Grant{Role: policy.Role(role), Edition: editions[i], Section: sections[i]}
		switch {
		case role == "":
			continue
		case !slices.Contains(policy.Roles, g.Role):
			return nil, bad("there is no such role")
		case g.Edition != "" && !slices.ContainsFunc(s.Editions, func(e story.Edition) bool { return e.Tag == g.Edition }):
			return nil, bad("there is no such edition")
		}
		grants = append(grants, g)
	}
	return grants, nil
}

// inviteView is the form of an invitation.
type inviteView struct {
	grantsView
	Days []int
}

func (s *Site) invitePage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return s.page(w, r, who, "invite", inviteView{s.grantsView(who.Lang, nil), []int{1, 7, 30}})
}

func (s *Site) invite(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	grants, err := s.readGrants(r)
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil || days < 1 {
		return bad("days: not a number")
	}
	until := s.Now().Add(time.Duration(min(days, 30)) * 24 * time.Hour)
	token, err := s.Desk.Staff.Invite(r.Context(), who, r.PostFormValue("name"), grants, until)
	if err != nil {
		return err
	}
	return s.page(w, r, who, "link", linkView{r.PostFormValue("name"), s.Desk.Staff.LinkAddress(token), until})
}

// linkView shows a link, this once.
type linkView struct {
	Name    string
	Address string
	Until   time.Time
}

func (s *Site) withdraw(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	if err := s.Desk.Staff.Withdraw(r.Context(), who, r.PathValue("id")); err != nil {
		return err
	}
	return seeOther(w, r, "/people")
}

// memberView is one account, for an administrator.
type memberView struct {
	staff.Member
	grantsView
}

func (s *Site) memberPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	m, err := s.Desk.Staff.Member(r.Context(), who, r.PathValue("account"))
	if err != nil {
		return err
	}
	return s.page(w, r, who, "member", memberView{m, s.grantsView(who.Lang, m.Grants)})
}

func (s *Site) grant(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	grants, err := s.readGrants(r)
	if err != nil {
		return err
	}
	return toMember(w, r, s.Desk.Grant(r.Context(), who, r.PathValue("account"), grants))
}

// toMember goes back to the account after a form was taken.
func toMember(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil {
		return err
	}
	return seeOther(w, r, "/people/"+r.PathValue("account"))
}

func (s *Site) disable(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toMember(w, r, s.Desk.Disable(r.Context(), who, r.PathValue("account")))
}

func (s *Site) enable(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toMember(w, r, s.Desk.Staff.Enable(r.Context(), who, r.PathValue("account")))
}

func (s *Site) recoverMember(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	m, err := s.Desk.Staff.Member(r.Context(), who, r.PathValue("account"))
	if err != nil {
		return err
	}
	token, err := s.Desk.Staff.Recover(r.Context(), who, m.ID, r.PostFormValue("lost") != "")
	if err != nil {
		return err
	}
	return s.page(w, r, who, "link", linkView{m.Name, s.Desk.Staff.LinkAddress(token), s.Now().Add(staff.RecoveryMost)})
}

func (s *Site) revoke(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toMember(w, r, s.Desk.Staff.Revoke(r.Context(), who, r.PathValue("account")))
}
