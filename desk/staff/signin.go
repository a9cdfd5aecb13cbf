package staff

import (
	"context"
	"encoding/hex"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
)

// Proof is what somebody shows who has no passkey at hand: the password, and a
// code of the app or one of the printed ones.
type Proof struct{ Password, Code string }

// SignIn lets somebody in by name, password and code. All of it is asked at once,
// so that no answer tells which part was wrong. It is ErrWrong, a *WaitError or
// ErrBusy for everybody alike, whether the name exists or not.
func (s *Staff) SignIn(ctx context.Context, v Visit, login string, p Proof) (e Entered, err error) {
	err = s.prove(ctx, v, foldLogin(login), p, func(tx record.Tx, a Account) error {
		e, err = s.letIn(tx, a, v, byPassword)
		return err
	})
	return e, err
}

// StepUp has somebody who is signed in show once more who they are. The session
// gets a new token, because it can do more from now on.
func (s *Staff) StepUp(ctx context.Context, v Visit, who policy.Principal, p Proof) (token string, err error) {
	a, err := s.accountOf(ctx, who)
	if err != nil {
		return "", err
	}
	err = s.prove(ctx, v, a.Login, p, func(tx record.Tx, _ Account) error {
		token, err = s.stepUp(tx, who)
		return err
	})
	return token, err
}

// prove checks what somebody shows and, when it is right, spends the code and
// does then in the same transaction.
func (s *Staff) prove(ctx context.Context, v Visit, login string, p Proof, then func(record.Tx, Account) error) error {
	if err := s.limits.fromAddress(v.Addr, s.now()); err != nil {
		return err
	}
	a, step, err := s.evaluate(ctx, v, login, p)
	if err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx record.Tx) error {
		if err := spend(tx, a, step, p.Code); err != nil {
			return err
		}
		return then(tx, a)
	})
}

// evaluate gives the account whose password and code these are, with the code's
// step. Of a flood, most are turned away before anything is read for them.
func (s *Staff) evaluate(ctx context.Context, v Visit, login string, p Proof) (a Account, step int64, err error) {
	leave, err := s.hasher.enter(ctx)
	if err != nil {
		return a, 0, err
	}
	defer leave()
	a, known, recovery, err := s.whatIsKnown(ctx, v, login, p)
	if err != nil {
		return a, 0, err
	}
	counter := login
	if known {
		counter += " " + hex.EncodeToString(hashOf(v.Device)) // no login has a space
	}
	now := s.now()
	if err := s.limits.forName(counter, now); err != nil {
		return a, 0, err
	}
	right, err := s.hasher.compare(a.password, p.Password)
	if err != nil {
		return a, 0, err
	}
	step, code := a.codeSecret().check(p.Code, now, a.step)
	if !right || !(code && len(a.secret) > 0 || recovery) || !a.Disabled.IsZero() {
		return a, 0, ErrWrong
	}
	s.limits.right(counter)
	return a, step, nil
}

// whatIsKnown reads all that a proof is checked against, whether there is such an
// account or not.
func (s *Staff) whatIsKnown(ctx context.Context, v Visit, login string, p Proof) (a Account, device, recovery bool, err error) {
	err = s.store.View(ctx, func(rd record.Reader) (err error) {
		if a, _, err = bareAccount(rd, selectAccount+`WHERE login = ?`, login); err != nil {
			return err
		}
		if device, err = knowsDevice(rd, a.ID, v.Device); err != nil || !looksLikeRecovery(p.Code) {
			return err
		}
		recovery, err = hasRecovery(rd, a.ID, p.Code)
		return err
	})
	return a, device, recovery, err
}

// codeSecret is the app's secret, or one that makes as much work.
func (a Account) codeSecret() Secret {
	if len(a.secret) == 0 {
		return make(Secret, secretSize)
	}
	return a.secret
}

// spend marks the code as used. Of two who come with the same one at the same
// time, one finds it spent. Nor does it let in whoever was disabled, or whose
// password was changed, after the hash was computed.
func spend(tx record.Tx, a Account, step int64, code string) (err error) {
	var n int64
	if looksLikeRecovery(code) {
		n, err = tx.SQL().Exec(`
			DELETE FROM staff_recovery WHERE account = ? AND hash = ?
				AND EXISTS (SELECT 1 FROM staff_account WHERE id = account AND password = ? AND disabled = 0)`, a.ID, hashOf(recoveryText(code)), a.password)
	} else {
		n, err = tx.SQL().Exec(`UPDATE staff_account SET step = ? WHERE id = ? AND step < ? AND password = ? AND disabled = 0`, step, a.ID, step, a.password)
	}
	if err == nil && n != 1 {
		err = ErrWrong
	}
	return err
}

// letIn opens a session for somebody who has just shown who they are, and says so
// in the trail.
func (s *Staff) letIn(tx record.Tx, a Account, v Visit, way string) (Entered, error) {
	return s.letInProved(tx, a, v, way, s.now())
}

// letInProved is letIn for somebody who has shown it at another time.
func (s *Staff) letInProved(tx record.Tx, a Account, v Visit, way string, proved time.Time) (Entered, error) {
	now := s.now()
	e, err := openSession(tx, a, v, way, proved, now)
	if err != nil {
		return e, err
	}
	who := policy.Principal{Account: a.ID, Name: a.Name, Session: e.session}
	return e, trail.Add(tx, now, who, trail.Entry{Action: policy.SignIn, Facts: trail.Facts{"way": way}})
}

// stepUp notes that who a session is was proved, and gives its new token.
func (s *Staff) stepUp(tx record.Tx, who policy.Principal) (string, error) {
	token := newToken()
	n, err := tx.SQL().Exec(`UPDATE staff_session SET hash = ?1, proved = ?2, used = ?2 WHERE id = ?3 AND account = ?4`, hashOf(token), s.now().Unix(), who.Session, who.Account)
	if err == nil && n != 1 {
		err = policy.ErrSignIn
	}
	return token, err
}

// accountOf gives the account of somebody who is signed in.
func (s *Staff) accountOf(ctx context.Context, who policy.Principal) (a Account, err error) {
	err = s.store.View(ctx, func(rd record.Reader) error {
		var ok bool
		if a, ok, err = accountByID(rd, who.Account); err == nil && !ok {
			err = policy.ErrSignIn
		}
		return err
	})
	return a, err
}

// SignOut ends the principal's own session. What its browser keeps of stories
// stays, and can be read again after the next sign-in there.
func (s *Staff) SignOut(ctx context.Context, who policy.Principal) error {
	err := s.act(ctx, who, policy.Account, func(tx record.Tx, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "signed out"}
		_, err := tx.SQL().Exec(`DELETE FROM staff_session WHERE id = ?`, who.Session)
		return err
	})
	if err == nil {
		s.ended.tell([]string{who.Session})
	}
	return err
}
