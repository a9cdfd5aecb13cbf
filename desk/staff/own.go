package staff

import (
	"context"

	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// Own is all that somebody sees of their own account.
type Own struct {
	Account
	Passkeys []Passkey
	Sessions []Session
	// Recovery counts the printed codes that are not used.
	Recovery int
	// Outside: the provider of the newsroom signs this account in.
	Outside bool
}

// Own gives the principal's own account.
func (s *Staff) Own(ctx context.Context, who policy.Principal) (o Own, err error) {
	if err := policy.May(who, policy.Account, policy.Object{}, s.now()); err != nil {
		return o, err
	}
	err = s.store.View(ctx, func(rd record.Reader) error {
		var ok bool
		if o.Account, ok, err = accountByID(rd, who.Account); err != nil || !ok {
			return orError(err, policy.ErrSignIn)
		}
		if o.Passkeys, err = passkeysOf(rd, o.ID); err != nil {
			return err
		}
		if o.Sessions, err = sessionsOf(rd, o.ID, s.now()); err != nil {
			return err
		}
		if o.Outside, err = hasOutside(rd, o.ID); err != nil {
			return err
		}
		o.Recovery, err = recoveryLeft(rd, o.ID)
		return err
	})
	return o, err
}

// SetPerson changes what somebody is called and the language the desk speaks to
// them. The name to sign in with stays.
func (s *Staff) SetPerson(ctx context.Context, who policy.Principal, name, lang string) error {
	return s.act(ctx, who, policy.Account, func(tx record.Tx, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "name and language"}
		p, err := Person{Name: name, Login: "kept", Lang: lang}.clean()
		if err != nil {
			return err
		}
		_, err = tx.SQL().Exec(`UPDATE staff_account SET name = ?, lang = ? WHERE id = ?`, p.Name, story.Line(p.Lang), who.Account)
		return err
	})
}

// offered is a secret that an app is asked to keep.
type offered struct {
	Account string
	Secret  Secret
}

// OfferSecret gives a secret for somebody's app, and the form's hidden field that
// brings it back.
func (s *Staff) OfferSecret(who policy.Principal) (secret Secret, state string, err error) {
	secret = newSecret()
	state, err = closeSeal(s.seal, "secret", s.now().Add(2*ceremonyTime), offered{who.Account, secret})
	return secret, state, err
}

// OfferedSecret gives the secret again, for a form that is shown again.
func (s *Staff) OfferedSecret(who policy.Principal, state string) (Secret, bool) {
	o, err := openSeal[offered](s.seal, "secret", s.now(), state)
	return o.Secret, err == nil && o.Account == who.Account
}

// SetPassword gives the principal a password with an app that makes codes, in the
// place of any there was. It gives the recovery codes, which are shown this once.
func (s *Staff) SetPassword(ctx context.Context, who policy.Principal, password, state, code string) (codes []string, err error) {
	secret, ok := s.OfferedSecret(who, state)
	if !ok {
		return nil, ErrWrong
	}
	step, ok := secret.check(code, s.now(), 0)
	if !ok {
		return nil, ErrWrong
	}
	a, err := s.accountOf(ctx, who)
	if err != nil {
		return nil, err
	}
	if err := judge(password, a.Name, a.Login, s.opts.Newsroom); err != nil {
		return nil, err
	}
	stored, err := s.hasher.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	err = s.changeWays(ctx, who, "password set", func(tx record.Tx, a Account) error {
		codes, err = setPassword(tx, a.ID, stored, secret, step)
		return err
	})
	return codes, err
}

// RemovePassword leaves passkeys as the way in.
func (s *Staff) RemovePassword(ctx context.Context, who policy.Principal) error {
	return s.changeWays(ctx, who, "password removed", func(tx record.Tx, a Account) error {
		if _, err := tx.SQL().Exec(`UPDATE staff_account SET password = '', secret = NULL WHERE id = ?`, a.ID); err != nil {
			return err
		}
		if _, err := tx.SQL().Exec(`DELETE FROM staff_recovery WHERE account = ?`, a.ID); err != nil {
			return err
		}
		return someWay(tx, a.ID)
	})
}

// NewRecoveryCodes makes the printed codes invalid and gives new ones.
func (s *Staff) NewRecoveryCodes(ctx context.Context, who policy.Principal) (codes []string, err error) {
	err = s.act(ctx, who, policy.Credentials, func(tx record.Tx, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "new recovery codes"}
		codes, err = newRecoveryCodes(tx, who.Account)
		return err
	})
	return codes, err
}

// EndSession ends one session of the principal's own. With it goes the key of
// what its browser keeps of stories.
func (s *Staff) EndSession(ctx context.Context, who policy.Principal, id string) error {
	return s.endOwn(ctx, who, "session ended", onlySession(id))
}

// EndOtherSessions ends all sessions of the principal but this one, in the same
// way.
func (s *Staff) EndOtherSessions(ctx context.Context, who policy.Principal) error {
	return s.endOwn(ctx, who, "other sessions ended", otherThan(who.Session))
}

func (s *Staff) endOwn(ctx context.Context, who policy.Principal, what string, which func(Session) bool) error {
	var ids []string
	err := s.act(ctx, who, policy.Account, func(tx record.Tx, e *trail.Entry) (err error) {
		e.Facts = trail.Facts{"what": what}
		ids, err = revokeSessions(tx, who.Account, which, s.now())
		return err
	})
	if err == nil {
		s.ended.tell(ids)
	}
	return err
}
