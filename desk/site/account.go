package site

import (
	"encoding/base64"
	"net/http"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
)

func (s *Site) accountRoutes() {
	s.route("GET /account", policy.Account, s.accountPage)
	s.route("POST /account", policy.Account, s.setPerson)
	s.route("POST /account/session/{id}/end", policy.Account, s.endSession)
	s.route("POST /account/sessions/end", policy.Account, s.endOtherSessions)
	s.route("POST /account/passkey/{id}/name", policy.Account, s.renamePasskey)

	s.route("GET /account/passkey", policy.Credentials, s.passkeyPage)
	s.route("POST /account/passkey/begin", policy.Credentials, s.beginPasskey)
	s.route("POST /account/passkey", policy.Credentials, s.finishPasskey)
	s.route("POST /account/passkey/{id}/remove", policy.Credentials, s.removePasskey)
	s.route("GET /account/password", policy.Credentials, s.passwordPage)
	s.route("POST /account/password", policy.Credentials, s.setPassword)
	s.route("POST /account/password/remove", policy.Credentials, s.removePassword)
	s.route("POST /account/codes", policy.Credentials, s.newCodes)
	s.route("POST /account/outside", policy.Credentials, s.addOutside)
	s.route("POST /account/outside/remove", policy.Credentials, s.removeOutside)
}

// accountView is somebody's own account.
type accountView struct {
	staff.Own
	Keys     []keyView
	Session  string // this one
	Provider string // the newsroom's; empty for none
	Passkeys bool   // can be had here
}

// keyView is a passkey with the id that its forms send.
type keyView struct {
	staff.Passkey
	ID string
}

func (s *Site) accountPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	own, err := s.Desk.Staff.Own(r.Context(), who)
	if err != nil {
		return err
	}
	v := accountView{Own: own, Session: who.Session, Provider: s.Desk.Staff.OutsideName(), Passkeys: s.Desk.Staff.HasPasskeys()}
	for _, k := range own.Passkeys {
		v.Keys = append(v.Keys, keyView{k, base64.RawURLEncoding.EncodeToString(k.ID)})
	}
	return s.page(w, r, who, "account", v)
}

// toAccount goes back to the account after a form was taken.
func toAccount(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil {
		return err
	}
	return seeOther(w, r, "/account")
}

func (s *Site) setPerson(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toAccount(w, r, s.Desk.Staff.SetPerson(r.Context(), who, r.PostFormValue("name"), r.PostFormValue("lang")))
}

func (s *Site) endSession(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toAccount(w, r, s.Desk.Staff.EndSession(r.Context(), who, r.PathValue("id")))
}

func (s *Site) endOtherSessions(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toAccount(w, r, s.Desk.Staff.EndOtherSessions(r.Context(), who))
}

func (s *Site) passkeyPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return s.page(w, r, who, "passkey", s.Desk.Staff.VisitOf(r).Agent)
}

func (s *Site) beginPasskey(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	begun, err := s.Desk.Staff.BeginPasskey(r.Context(), who)
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, begun)
}

func (s *Site) finishPasskey(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	a, err := readAnswer(r)
	if err != nil {
		return err
	}
	if err := s.Desk.Staff.FinishPasskey(r.Context(), who, a.field("name"), a.State, a.Credential); err != nil {
		return err
	}
	return goOn(w, "/account")
}

// keyID reads the id of a passkey from the address.
func keyID(r *http.Request) []byte {
	id, _ := base64.RawURLEncoding.DecodeString(r.PathValue("id")) // nonsense is nobody's passkey
	return id
}

func (s *Site) renamePasskey(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toAccount(w, r, s.Desk.Staff.RenamePasskey(r.Context(), who, keyID(r), r.PostFormValue("name")))
}

func (s *Site) removePasskey(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toAccount(w, r, s.Desk.Staff.RemovePasskey(r.Context(), who, keyID(r)))
}

// passwordView is the form for a password with an app.
type passwordView struct {
	App   appView
	State string
	Login string
	Wrong string
}

func (s *Site) passwordPage(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return s.showPassword(w, r, who, "", nil)
}

// showPassword shows the form, again with the same secret after a mistake: the
// person's app has it by then.
func (s *Site) showPassword(w http.ResponseWriter, r *http.Request, who policy.Principal, state string, wrong error) error {
	own, err := s.Desk.Staff.Own(r.Context(), who)
	if err != nil {
		return err
	}
	v, status := passwordView{Login: own.Login}, http.StatusOK
	if wrong != nil {
		var ok bool
		if status, v.Wrong, ok = staffFault(w, s.lang(r, who), wrong); !ok {
			return wrong
		}
	}
	secret, ok := s.Desk.Staff.OfferedSecret(who, state)
	v.State = state
	if !ok {
		if secret, v.State, err = s.Desk.Staff.OfferSecret(who); err != nil {
			return err
		}
	}
	if v.App, err = newAppView(s.Newsroom, own.Login, secret); err != nil {
		return err
	}
	return s.pageStatus(w, r, who, status, "password", v)
}

func (s *Site) setPassword(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	codes, err := s.Desk.Staff.SetPassword(r.Context(), who, r.PostFormValue("password"), r.PostFormValue("state"), r.PostFormValue("new_code"))
	if err != nil {
		return s.showPassword(w, r, who, r.PostFormValue("state"), err)
	}
	return s.page(w, r, who, "codes", codes)
}

func (s *Site) removePassword(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toAccount(w, r, s.Desk.Staff.RemovePassword(r.Context(), who))
}

func (s *Site) newCodes(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	codes, err := s.Desk.Staff.NewRecoveryCodes(r.Context(), who)
	if err != nil {
		return err
	}
	return s.page(w, r, who, "codes", codes)
}

func (s *Site) addOutside(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	at := s.Desk.Staff
	address, err := at.GoOutside(r.Context(), w, staff.Errand{Next: "/account", Session: who.Session, Attach: true})
	if err != nil {
		return err
	}
	return s.page(w, r, who, "outside", outsideView{at.OutsideName(), address})
}

func (s *Site) removeOutside(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	return toAccount(w, r, s.Desk.Staff.RemoveOutside(r.Context(), who))
}
