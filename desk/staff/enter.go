package staff

import (
	"context"
	"errors"

	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
)

// EnterWithPassword opens a link: it makes the account or, of a recovery, gives
// it new ways in, and lets its owner in at once. The new code proves that the
// app has the link's secret; old is a code of the app there was, when the link
// asks for one. It gives the recovery codes, which are shown this once.
func (s *Staff) EnterWithPassword(ctx context.Context, v Visit, token string, p Person, password, code, old string) (e Entered, codes []string, err error) {
	if err := s.limits.fromAddress(v.Addr, s.now()); err != nil {
		return e, nil, err
	}
	l, err := s.Link(ctx, token)
	if err != nil {
		return e, nil, err
	}
	if l.Kind == LinkRecovery {
		p.Name, p.Login = l.Name, l.Login
	}
	if p, err = p.clean(); err != nil {
		return e, nil, err
	}
	if err := judge(password, p.Name, p.Login, s.opts.Newsroom); err != nil {
		return e, nil, err
	}
	step, ok := l.Secret.check(code, s.now(), 0)
	if !ok {
		return e, nil, ErrWrong
	}
	stored, err := s.hasher.hash(ctx, password)
	if err != nil {
		return e, nil, err
	}
	err = s.enter(ctx, v, l, p, old, byPassword, &e, func(tx record.Tx, a Account) error {
		codes, err = setPassword(tx, a.ID, stored, l.Secret, step)
		return err
	})
	return e, codes, err
}

// BeginEnter begins to open a link with a new passkey.
func (s *Staff) BeginEnter(ctx context.Context, token string, p Person) (Begun, error) {
	l, err := s.Link(ctx, token)
	if err != nil {
		return Begun{}, err
	}
	if l.Kind != LinkRecovery {
		if p, err = p.clean(); err != nil {
			return Begun{}, err
		}
		return s.beginMake(toWelcome, owner{Account: Account{Name: p.Name, Login: p.Login, handle: random(32)}}, making{Person: p, Link: l.hash})
	}
	var o owner
	err = s.store.View(ctx, func(rd record.Reader) error {
		o.Account, _, err = accountByID(rd, l.account)
		return err
	})
	if err != nil {
		return Begun{}, err
	}
	return s.beginMake(toWelcome, o, making{Account: l.account, Link: l.hash})
}

// FinishEnter opens the link.
func (s *Staff) FinishEnter(ctx context.Context, v Visit, keyAs, state string, answer []byte, old string) (e Entered, err error) {
	if err := s.limits.fromAddress(v.Addr, s.now()); err != nil {
		return e, err
	}
	m, key, err := s.finishMake(toWelcome, state, answer)
	if err != nil {
		return e, err
	}
	l := Link{hash: m.Link}
	err = s.enter(ctx, v, l, m.Person, old, byPasskey, &e, func(tx record.Tx, a Account) error {
		if _, err := tx.SQL().Exec(`UPDATE staff_account SET handle = ? WHERE id = ?`, m.Handle, a.ID); err != nil {
			return err
		}
		return addPasskey(tx, a.ID, keyName(keyAs), key, s.now())
	})
	return e, err
}

// enter opens a link in one transaction: the link is spent, the account made or
// its old ways in taken away, the new way added, a session opened.
func (s *Staff) enter(ctx context.Context, v Visit, l Link, p Person, old, way string, e *Entered, add func(record.Tx, Account) error) error {
	var ended []string
	err := s.store.Update(ctx, func(tx record.Tx) (err error) {
		if l, err = linkOf(tx, l.hash, s.now()); err != nil {
			return err
		}
		if err := dropLink(tx, l.hash); err != nil {
			return err
		}
		var a Account
		if l.Kind == LinkRecovery {
			a, ended, err = s.recovered(tx, l, old)
		} else {
			a, err = s.newcomer(tx, l, p)
		}
		if err != nil {
			return err
		}
		if err := add(tx, a); err != nil {
			return err
		}
		*e, err = s.letIn(tx, a, v, way)
		return err
	})
	if err == nil {
		s.ended.tell(ended)
	}
	return err
}

// newcomer makes the account of a link. A link for the first account makes no
// second one.
func (s *Staff) newcomer(tx record.Tx, l Link, p Person) (Account, error) {
	if l.Kind == LinkFirst {
		if err := someAdministrator(tx); !errors.Is(err, ErrLastAdministrator) {
			return Account{}, orError(err, ErrLink)
		}
	}
	a, err := addAccount(tx, p, l.Grants, s.now())
	if err != nil {
		return a, err
	}
	who := policy.Principal{Account: a.ID, Name: a.Name}
	return a, trail.Add(tx, s.now(), who, trail.Entry{Action: policy.Account, Object: a.ID, Facts: trail.Facts{"what": "began", "link": string(l.Kind), "by": l.By}})
}

// recovered takes all old ways into an account away, and ends its sessions: who
// lost them does not know who has them now. A second factor that was not lost is
// asked for first, so that a link alone never stands for both.
func (s *Staff) recovered(tx record.Tx, l Link, old string) (a Account, ended []string, err error) {
	a, ok, err := accountByID(tx, l.account)
	if err != nil || !ok {
		return a, nil, orError(err, ErrLink)
	}
	if l.Code {
		if err := s.limits.forName(a.Login, s.now()); err != nil {
			return a, nil, err
		}
		step, right := a.secret.check(old, s.now(), a.step)
		if !right && !looksLikeRecovery(old) {
			return a, nil, ErrWrong
		}
		if err := spend(tx, a, step, old); err != nil {
			return a, nil, err
		}
		s.limits.right(a.Login)
	}
	if err := dropWays(tx, a.ID); err != nil {
		return a, nil, err
	}
	if ended, err = endSessions(tx, a.ID, everySession, s.now()); err != nil {
		return a, nil, err
	}
	who := policy.Principal{Account: a.ID, Name: a.Name}
	return a, ended, trail.Add(tx, s.now(), who, trail.Entry{Action: policy.Account, Object: a.ID, Facts: trail.Facts{"what": "recovered", "by": l.By}})
}

// dropWays takes every way into an account away.
func dropWays(tx record.Tx, account string) error {
	for _, query := range []string{
		`DELETE FROM staff_passkey WHERE account = ?`,
		`DELETE FROM staff_recovery WHERE account = ?`,
		`DELETE FROM staff_outside WHERE account = ?`,
		`UPDATE staff_account SET password = '', secret = NULL WHERE id = ?`,
	} {
		if _, err := tx.SQL().Exec(query, account); err != nil {
			return err
		}
	}
	return nil
}

// setPassword gives an account a password with its app, and new recovery codes.
func setPassword(tx record.Tx, account, stored string, secret Secret, step int64) ([]string, error) {
	_, err := tx.SQL().Exec(`UPDATE staff_account SET password = ?, secret = ?, step = ? WHERE id = ?`, stored, []byte(secret), step, account)
	if err != nil {
		return nil, err
	}
	return newRecoveryCodes(tx, account)
}
