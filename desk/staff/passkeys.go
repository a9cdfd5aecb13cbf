package staff

import (
	"context"
	"slices"

	"github.com/go-webauthn/webauthn/webauthn"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// What a ceremony is for.
const (
	toSignIn  = "sign in"
	toStepUp  = "step up"
	toAdd     = "add a passkey"
	toWelcome = "come in by a link"
)

// BeginSignIn asks a browser for a passkey. No name is needed, and none is told.
func (s *Staff) BeginSignIn() (Begun, error) { return s.beginUse(toSignIn) }

// FinishSignIn lets in whoever's passkey has signed. However often others have
// tried the name, this does not wait for them.
func (s *Staff) FinishSignIn(ctx context.Context, v Visit, state string, answer []byte) (e Entered, err error) {
	if err := s.limits.passkeyFrom(v.Addr, s.now()); err != nil {
		return e, err
	}
	a, key, err := s.finishUse(ctx, toSignIn, state, answer)
	if err != nil {
		return e, err
	}
	err = s.store.Update(ctx, func(tx record.Tx) error {
		if err := noteUse(tx, a, key, s.now()); err != nil {
			return err
		}
		e, err = s.letIn(tx, a, v, byPasskey)
		return err
	})
	return e, err
}

// BeginStepUp asks for a passkey of somebody who is signed in.
func (s *Staff) BeginStepUp(who policy.Principal) (Begun, error) {
	return s.beginUse(toStepUp + who.Session)
}

// FinishStepUp gives the session's new token, as StepUp does.
func (s *Staff) FinishStepUp(ctx context.Context, who policy.Principal, state string, answer []byte) (token string, err error) {
	a, key, err := s.finishUse(ctx, toStepUp+who.Session, state, answer)
	if err != nil {
		return "", err
	}
	if a.ID != who.Account { // a passkey of somebody else who uses this browser
		return "", ErrPasskey
	}
	err = s.store.Update(ctx, func(tx record.Tx) error {
		if err := noteUse(tx, a, key, s.now()); err != nil {
			return err
		}
		token, err = s.stepUp(tx, who)
		return err
	})
	return token, err
}

// BeginPasskey begins another passkey of the principal's own.
func (s *Staff) BeginPasskey(ctx context.Context, who policy.Principal) (Begun, error) {
	if err := policy.May(who, policy.Credentials, policy.Object{}, s.now()); err != nil {
		return Begun{}, err
	}
	a, err := s.accountOf(ctx, who)
	if err != nil {
		return Begun{}, err
	}
	o, err := s.ownerOf(ctx, a.handle)
	if err != nil {
		return Begun{}, err
	}
	return s.beginMake(toAdd+who.Session, o, making{Account: a.ID})
}

// FinishPasskey adds it.
func (s *Staff) FinishPasskey(ctx context.Context, who policy.Principal, name, state string, answer []byte) error {
	m, key, err := s.finishMake(toAdd+who.Session, state, answer)
	if err != nil {
		return err
	}
	return s.act(ctx, who, policy.Credentials, func(tx record.Tx, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "passkey added"}
		if m.Account != who.Account {
			return ErrPasskey
		}
		return addPasskey(tx, who.Account, keyName(name), key, s.now())
	})
}

// RenamePasskey changes what a passkey is called in the list.
func (s *Staff) RenamePasskey(ctx context.Context, who policy.Principal, id []byte, name string) error {
	return s.act(ctx, who, policy.Account, func(tx record.Tx, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "passkey renamed"}
		n, err := tx.SQL().Exec(`UPDATE staff_passkey SET name = ? WHERE account = ? AND id = ?`, keyName(name), who.Account, id)
		if err == nil && n != 1 {
			err = ErrPasskey
		}
		return err
	})
}

// RemovePasskey takes a way in away. Other sessions end: whoever has the passkey
// may be in one of them.
func (s *Staff) RemovePasskey(ctx context.Context, who policy.Principal, id []byte) error {
	return s.changeWays(ctx, who, "passkey removed", func(tx record.Tx, a Account) error {
		keys, err := passkeysOf(tx, a.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(keys, sameKey(id)) {
			return ErrPasskey
		}
		if _, err := tx.SQL().Exec(`DELETE FROM staff_passkey WHERE account = ? AND id = ?`, a.ID, id); err != nil {
			return err
		}
		return someWay(tx, a.ID)
	})
}

// someWay makes sure that an account can still be signed in to.
func someWay(tx record.Tx, account string) error {
	var n int
	_, err := tx.SQL().Row(`
		SELECT (SELECT count(*) FROM staff_passkey WHERE account = ?1)
			+ (SELECT count(*) FROM staff_outside WHERE account = ?1)
			+ (SELECT count(*) FROM staff_account WHERE id = ?1 AND password <> '')`, []any{account}, &n)
	if err == nil && n == 0 {
		err = ErrLastWay
	}
	return err
}

// changeWays is act for what changes how an account is signed in to: the other
// sessions of the account end with it. What their browsers keep of stories can be
// read again after the next sign-in.
func (s *Staff) changeWays(ctx context.Context, who policy.Principal, what string, f func(tx record.Tx, a Account) error) error {
	var ids []string
	err := s.act(ctx, who, policy.Credentials, func(tx record.Tx, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": what}
		a, ok, err := accountByID(tx, who.Account)
		if err != nil || !ok {
			return orError(err, policy.ErrSignIn)
		}
		if err := f(tx, a); err != nil {
			return err
		}
		ids, err = endSessions(tx, a.ID, otherThan(who.Session), s.now())
		return err
	})
	if err == nil {
		s.ended.tell(ids)
	}
	return err
}

// keyName is what a passkey is called.
func keyName(name string) string {
	r := []rune(story.Line(name))
	return string(r[:min(len(r), 60)])
}

var _ webauthn.User = owner{}
