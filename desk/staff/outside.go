package staff

import (
	"context"
	"net/http"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
)

// ComeBack ends an errand: whoever the provider vouches for is let in, or has shown
// once more who they are. It gives where to go.
func (s *Staff) ComeBack(w http.ResponseWriter, r *http.Request, who policy.Principal) (next string, err error) {
	a, v, err := s.comeBack(r)
	s.setCookie(w, awayCookie, "", -time.Second)
	switch {
	case err != nil:
		return "", err
	case a.Session != who.Session: // signed in or out meanwhile, or somebody else
		return "", ErrOutside
	case a.Attach:
		return a.Next, s.attach(r.Context(), who, v)
	case a.Session != "":
		token, err := s.stepUpOutside(r.Context(), who, v)
		if err == nil {
			s.Renew(w, token)
		}
		return a.Next, err
	}
	var e Entered
	if a.Link != "" {
		e, err = s.enterOutside(r.Context(), s.VisitOf(r), a, v)
	} else {
		e, err = s.signInOutside(r.Context(), s.VisitOf(r), v)
	}
	if err == nil {
		s.Let(w, e)
	}
	return a.Next, err
}

// signInOutside counts as shown what was shown to the provider: to be signed in
// there since this morning opens the desk, and not what asks for a fresh sign-in.
func (s *Staff) signInOutside(ctx context.Context, visit Visit, v vouched) (e Entered, err error) {
	err = s.store.Update(ctx, func(tx record.Tx) error {
		a, err := accountOutside(tx, v)
		if err != nil {
			return err
		}
		e, err = s.letInProved(tx, a, visit, byOutside, v.at)
		return err
	})
	return e, err
}

func (s *Staff) enterOutside(ctx context.Context, visit Visit, a away, v vouched) (e Entered, err error) {
	err = s.enter(ctx, visit, Link{hash: hashOf(a.Link)}, a.Person, "", byOutside, &e, func(tx record.Tx, account Account) error {
		return addOutside(tx, account.ID, v, s.now())
	})
	return e, err
}

// stepUpOutside takes only somebody who has signed in there just now.
func (s *Staff) stepUpOutside(ctx context.Context, who policy.Principal, v vouched) (token string, err error) {
	if s.now().Sub(v.at) > awayTime {
		return "", ErrOutside
	}
	err = s.store.Update(ctx, func(tx record.Tx) error {
		a, err := accountOutside(tx, v)
		if err == nil && a.ID != who.Account {
			err = ErrOutside
		}
		if err == nil {
			token, err = s.stepUp(tx, who)
		}
		return err
	})
	return token, err
}

// attach has the provider sign the principal in from now on.
func (s *Staff) attach(ctx context.Context, who policy.Principal, v vouched) error {
	return s.act(ctx, who, policy.Credentials, func(tx record.Tx, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "provider added"}
		return addOutside(tx, who.Account, v, s.now())
	})
}

// RemoveOutside has the provider sign the principal in no more.
func (s *Staff) RemoveOutside(ctx context.Context, who policy.Principal) error {
	return s.changeWays(ctx, who, "provider removed", func(tx record.Tx, a Account) error {
		if _, err := tx.SQL().Exec(`DELETE FROM staff_outside WHERE account = ?`, a.ID); err != nil {
			return err
		}
		return someWay(tx, a.ID)
	})
}

// accountOutside finds the account that the provider vouches for.
func accountOutside(rd record.Reader, v vouched) (Account, error) {
	a, ok, err := accountWhere(rd, selectAccount+`WHERE disabled = 0 AND id = (SELECT account FROM staff_outside WHERE issuer = ? AND subject = ?)`, v.issuer, v.subject)
	if err != nil || !ok {
		return a, orError(err, ErrOutside)
	}
	return a, nil
}

func addOutside(tx record.Tx, account string, v vouched, now time.Time) error {
	n, err := tx.SQL().Exec(`INSERT OR IGNORE INTO staff_outside (issuer, subject, account, created) VALUES (?, ?, ?, ?)`, v.issuer, v.subject, account, now.Unix())
	if err == nil && n != 1 {
		err = ErrOutside // it vouches for another account by this name
	}
	return err
}

func hasOutside(rd record.Reader, account string) (bool, error) {
	var one int
	return rd.SQL().Row(`SELECT 1 FROM staff_outside WHERE account = ?`, []any{account}, &one)
}
