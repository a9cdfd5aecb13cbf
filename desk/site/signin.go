package site

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
)

func (s *Site) signInRoutes() {
	s.route("GET /sign-in", policy.SignIn, s.signInPage)
	s.routeUpTo(maxProof, "POST /sign-in", policy.SignIn, s.signIn)
	s.route("POST /sign-in/passkey/begin", policy.SignIn, s.beginSignIn)
	s.route("POST /sign-in/passkey", policy.SignIn, s.finishSignIn)
	s.route("GET /sign-in/outside", policy.SignIn, s.goOutside)
	s.route("GET /sign-in/outside/back", policy.SignIn, s.backFromOutside)
	s.route("POST /sign-out", policy.Account, s.signOut)

	s.route("GET /step-up", policy.Account, s.stepUpPage)
	s.routeUpTo(maxProof, "POST /step-up", policy.Account, s.stepUp)
	s.route("POST /step-up/passkey/begin", policy.Account, s.beginStepUp)
	s.route("POST /step-up/passkey", policy.Account, s.finishStepUp)

	s.routeUpTo(maxProof, "POST /sent", policy.Account, s.onward)
}

// maxProof bounds what shows who somebody is, with the largest form that was not
// taken before.
const maxProof = maxPlain + 64<<10

// proofView is a page on which somebody shows who they are.
type proofView struct {
	Login    string
	Next     string
	Wrong    string // what was wrong with the last try
	Passkeys bool
	Outside  string     // what the newsroom's provider is called; empty for none
	Sent     *typedForm // that waits for it
}

func (s *Site) proofView(next string) proofView {
	return proofView{Next: localPath(next), Passkeys: s.Desk.Staff.HasPasskeys(), Outside: s.Desk.Staff.OutsideName()}
}

func (s *Site) signInPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	if at := s.Desk.Staff; !at.Here(r) { // by another name of this machine, where no passkey could be found
		http.Redirect(w, r, at.Address()+r.URL.RequestURI(), http.StatusSeeOther)
		return nil
	}
	if next := localPath(r.URL.Query().Get("next")); who.Account != "" {
		return seeOther(w, r, next)
	}
	return s.page(w, r, who, "sign-in", s.proofView(r.URL.Query().Get("next")))
}

func (s *Site) signIn(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	at := s.Desk.Staff
	e, err := at.SignIn(r.Context(), at.VisitOf(r), r.PostFormValue("login"), proofOf(r))
	if err != nil {
		return s.proofAgain(w, r, who, "sign-in", err)
	}
	at.Let(w, e)
	return s.onward(w, r, s.letIn(w, r))
}

// prove asks whoever sent a request to show first who they are. A form that they
// sent waits on that page; else they come back from it to where they were.
func (s *Site) prove(w http.ResponseWriter, r *http.Request, who policy.Principal, why error) error {
	v, page := s.proofView(s.cameFrom(r)), "/sign-in"
	if errors.Is(why, policy.ErrStepUp) {
		page = "/step-up"
	}
	if v.Sent = s.notTaken(r); v.Sent == nil {
		return seeOther(w, r, page+"?next="+url.QueryEscape(v.Next))
	}
	if v.Next = v.Sent.From; page == "/step-up" {
		return s.showStepUp(w, r, who, http.StatusForbidden, v)
	}
	return s.pageStatus(w, r, policy.Principal{Lang: who.Lang}, http.StatusUnauthorized, "sign-in", v)
}

// letIn gives who a browser is from this answer on.
func (s *Site) letIn(w http.ResponseWriter, r *http.Request) policy.Principal {
	in := r.Clone(r.Context())
	in.Header.Del("Cookie")
	for _, c := range (&http.Response{Header: w.Header()}).Cookies() {
		in.AddCookie(c)
	}
	return s.Door.Principal(in)
}

// onward is what somebody sees who has shown who they are: what they were sending,
// to send it again, or else the page that they were on.
func (s *Site) onward(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	if kept := s.broughtAlong(r); kept != nil {
		return s.page(w, r, who, "sent", kept)
	}
	return seeOther(w, r, localPath(r.PostFormValue("next")))
}

func proofOf(r *http.Request) staff.Proof {
	return staff.Proof{Password: r.PostFormValue("password"), Code: r.PostFormValue("code")}
}

// proofAgain shows the form again, with what was wrong.
func (s *Site) proofAgain(w http.ResponseWriter, r *http.Request, who policy.Principal, page string, err error) error {
	status, text, ok := staffFault(w, s.lang(r, who), err)
	if !ok {
		return err
	}
	v := s.proofView(r.PostFormValue("next"))
	v.Login, v.Wrong, v.Sent = r.PostFormValue("login"), text, s.broughtAlong(r)
	return s.pageStatus(w, r, who, status, page, v)
}

func (s *Site) beginSignIn(w http.ResponseWriter, _ *http.Request, _ policy.Principal) error {
	begun, err := s.Desk.Staff.BeginSignIn()
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, begun)
}

func (s *Site) finishSignIn(w http.ResponseWriter, r *http.Request, _ policy.Principal) error {
	a, err := readAnswer(r)
	if err != nil {
		return err
	}
	at := s.Desk.Staff
	e, err := at.FinishSignIn(r.Context(), at.VisitOf(r), a.State, a.Credential)
	if err != nil {
		return err
	}
	at.Let(w, e)
	return goOn(w, a.Next)
}

// passkeyAnswer is what the script sends that has asked an authenticator.
type passkeyAnswer struct {
	State      string          `json:"state"`
	Credential json.RawMessage `json:"credential"`
	// Fields are those of the form that the ceremony belongs to.
	Fields map[string]string `json:"fields"`
	Next   string            `json:"next"`
}

func readAnswer(r *http.Request) (a passkeyAnswer, err error) {
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		return a, bad("the script's answer cannot be read")
	}
	return a, nil
}

// goOn tells the script where to go.
func goOn(w http.ResponseWriter, next string) error {
	return sendJSON(w, http.StatusOK, map[string]string{"to": localPath(next)})
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	if err := s.Desk.Staff.SignOut(r.Context(), who); err != nil {
		return err
	}
	s.Desk.Staff.Leave(w)
	return seeOther(w, r, "/sign-in")
}

// stepUpPage asks somebody who is signed in to show once more who they are.
func (s *Site) stepUpPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return s.showStepUp(w, r, who, http.StatusOK, s.proofView(r.URL.Query().Get("next")))
}

func (s *Site) showStepUp(w http.ResponseWriter, r *http.Request, who policy.Principal, status int, v proofView) error {
	own, err := s.Desk.Staff.Own(r.Context(), who)
	if err != nil {
		return err
	}
	v.Login = own.Login // for the browser that fills in passwords
	return s.pageStatus(w, r, who, status, "step-up", v)
}

func (s *Site) stepUp(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	at := s.Desk.Staff
	token, err := at.StepUp(r.Context(), at.VisitOf(r), who, proofOf(r))
	if err != nil {
		return s.proofAgain(w, r, who, "step-up", err)
	}
	at.Renew(w, token)
	return s.onward(w, r, who)
}

func (s *Site) beginStepUp(w http.ResponseWriter, _ *http.Request, who policy.Principal) error {
	begun, err := s.Desk.Staff.BeginStepUp(who)
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, begun)
}

func (s *Site) finishStepUp(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	a, err := readAnswer(r)
	if err != nil {
		return err
	}
	token, err := s.Desk.Staff.FinishStepUp(r.Context(), who, a.State, a.Credential)
	if err != nil {
		return err
	}
	s.Desk.Staff.Renew(w, token)
	return goOn(w, a.Next)
}

// goOutside sends the browser to the newsroom's provider.
func (s *Site) goOutside(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	at := s.Desk.Staff
	address, err := at.GoOutside(r.Context(), w, staff.Errand{Next: localPath(r.URL.Query().Get("next")), Session: who.Session})
	if err != nil {
		return err
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// backFromOutside lets in whom the provider knows.
func (s *Site) backFromOutside(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	at := s.Desk.Staff
	next, err := at.ComeBack(w, r, who)
	if status, text, ok := staffFault(w, s.lang(r, who), err); ok && who.Account == "" {
		v := s.proofView("/")
		v.Wrong = text
		return s.pageStatus(w, r, who, status, "sign-in", v)
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, localPath(next))
}
