package site

import (
	"net/http"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
)

func (s *Site) welcomeRoutes() {
	s.route("GET /welcome/{token}", policy.SignIn, s.welcomePage)
	s.route("POST /welcome/{token}", policy.SignIn, s.welcome)
	s.route("POST /welcome/{token}/passkey/begin", policy.SignIn, s.beginWelcome)
	s.route("POST /welcome/{token}/passkey", policy.SignIn, s.finishWelcome)
	s.route("POST /welcome/{token}/outside", policy.SignIn, s.welcomeOutside)
}

// welcomeView is the page of a link.
type welcomeView struct {
	staff.Link
	Token    string
	Person   staff.Person
	App      appView
	Wrong    string
	Passkeys bool
	Outside  string
}

// appView shows a secret to somebody's app.
type appView struct {
	Secret string // as it is typed
	Square staff.Square
}

func newAppView(newsroom, login string, secret staff.Secret) (appView, error) {
	square, err := staff.Draw(secret.Link(newsroom, login))
	return appView{secret.String(), square}, err
}

func (s *Site) welcomePage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	if at := s.Desk.Staff; !at.Here(r) {
		http.Redirect(w, r, at.Address()+r.URL.RequestURI(), http.StatusSeeOther)
		return nil
	}
	return s.showWelcome(w, r, who, nil)
}

// showWelcome shows the page, again with what was wrong when something was.
func (s *Site) showWelcome(w http.ResponseWriter, r *http.Request, who policy.Principal, wrong error) error {
	l, err := s.Desk.Staff.Link(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	v := welcomeView{Link: l, Token: r.PathValue("token"), Passkeys: s.Desk.Staff.HasPasskeys(), Outside: s.Desk.Staff.OutsideName()}
	v.Person = personOf(r.PostFormValue)
	if r.Method != http.MethodPost {
		v.Person = staff.Person{Name: l.Name, Lang: s.lang(r, who).Tag}
	}
	status := http.StatusOK
	if wrong != nil {
		var ok bool
		if status, v.Wrong, ok = staffFault(w, s.lang(r, who), wrong); !ok {
			return wrong
		}
	}
	login := l.Login
	if login == "" {
		login = l.Name
	}
	if v.App, err = newAppView(s.Newsroom, login, l.Secret); err != nil {
		return err
	}
	return s.pageStatus(w, r, who, status, "welcome", v)
}

func personOf(field func(string) string) staff.Person {
	return staff.Person{Name: field("name"), Login: field("login"), Lang: field("lang")}
}

// welcome opens the link with a password and shows the printed codes.
func (s *Site) welcome(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	at := s.Desk.Staff
	e, codes, err := at.EnterWithPassword(r.Context(), at.VisitOf(r), r.PathValue("token"), personOf(r.PostFormValue), r.PostFormValue("password"), r.PostFormValue("new_code"), r.PostFormValue("code"))
	if err != nil {
		return s.showWelcome(w, r, who, err)
	}
	at.Let(w, e)
	return s.page(w, r, policy.Principal{Account: e.Account, Name: e.Name, Lang: r.PostFormValue("lang")}, "codes", codes)
}

func (s *Site) beginWelcome(w http.ResponseWriter, r *http.Request, _ policy.Principal) error {
	a, err := readAnswer(r)
	if err != nil {
		return err
	}
	begun, err := s.Desk.Staff.BeginEnter(r.Context(), r.PathValue("token"), personOf(a.field))
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, begun)
}

// field gives a field of the form by name.
func (a passkeyAnswer) field(name string) string { return a.Fields[name] }

func (s *Site) finishWelcome(w http.ResponseWriter, r *http.Request, _ policy.Principal) error {
	a, err := readAnswer(r)
	if err != nil {
		return err
	}
	at := s.Desk.Staff
	v := at.VisitOf(r)
	e, err := at.FinishEnter(r.Context(), v, v.Agent, a.State, a.Credential, a.field("code"))
	if err != nil {
		return err
	}
	at.Let(w, e)
	return goOn(w, "/")
}

// outsideView leads to the provider by a link: the policy on forms lets none of
// them end there.
type outsideView struct{ Name, Address string }

func (s *Site) welcomeOutside(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	at := s.Desk.Staff
	address, err := at.GoOutside(r.Context(), w, staff.Errand{Next: "/", Link: r.PathValue("token"), Person: personOf(r.PostFormValue)})
	if err != nil {
		return err
	}
	return s.page(w, r, who, "outside", outsideView{at.OutsideName(), address})
}
