package staff

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"stet.news/desk/policy"
	"stet.news/record"
)

// LinkKind is what a link is for.
type LinkKind string

// The links there are.
const (
	// LinkFirst makes the first account. stet serve prints one at each start as
	// long as there is no account.
	LinkFirst LinkKind = "first"
	// LinkInvitation makes an account with the grants that its maker chose.
	LinkInvitation LinkKind = "invitation"
	// LinkRecovery gives somebody a new way into an account.
	LinkRecovery LinkKind = "recovery"
)

// How long links hold.
const (
	firstMost      = 24 * time.Hour
	InvitationMost = 30 * 24 * time.Hour
	RecoveryMost   = 24 * time.Hour
)

// Link is a link that opens once. Looking at it does not open it: programs that
// show previews of what people send each other look, too.
type Link struct {
	ID     string
	Kind   LinkKind
	Name   string // of an invitation, who is meant; of a recovery, whose account
	Login  string // of a recovery
	Grants []policy.Grant
	By     string // who made it; empty for the command line
	Until  time.Time
	// Secret is for the app of who comes in by the link. It is the same each time
	// the link is looked at, so that a page can be loaded again.
	Secret Secret
	// Code: the account's app or a printed code is asked for, too. Who has lost a
	// password has not lost the second factor with it.
	Code bool

	hash    []byte
	account string
	lost    bool
}

// putLink keeps a link and gives its token.
func putLink(tx record.Tx, l Link, by policy.Principal, now time.Time) (string, error) {
	token := newToken()
	grants, err := json.Marshal(l.Grants)
	if err != nil {
		return "", err
	}
	maker := by.Account
	if by.House {
		maker = ""
	}
	_, err = tx.SQL().Exec(`INSERT INTO staff_link (hash, id, kind, account, name, grants, lost, secret, by, created, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		hashOf(token), newID(), string(l.Kind), l.account, l.Name, string(grants), l.lost, []byte(newSecret()), maker, now.Unix(), l.Until.Unix())
	return token, err
}

const selectLink = `SELECT hash, id, kind, account, name, grants, lost, secret, by, until FROM staff_link `

func scanLink(scan func(...any) error) (l Link, err error) {
	var until int64
	var grants string
	var secret []byte
	if err := scan(&l.hash, &l.ID, &l.Kind, &l.account, &l.Name, &grants, &l.lost, &secret, &l.By, &until); err != nil {
		return l, err
	}
	l.Secret, l.Until = secret, at(until)
	return l, json.Unmarshal([]byte(grants), &l.Grants)
}

// Link gives the link of a token, or ErrLink.
func (s *Staff) Link(ctx context.Context, token string) (l Link, err error) {
	err = s.store.View(ctx, func(rd record.Reader) error {
		l, err = linkOf(rd, hashOf(token), s.now())
		return err
	})
	return l, err
}

func linkOf(rd record.Reader, hash []byte, now time.Time) (l Link, err error) {
	found := false
	err = rd.SQL().Rows(selectLink+`WHERE hash = ? AND until > ?`, []any{hash, now.Unix()}, func(rows *sql.Rows) (bool, error) {
		found = true
		l, err = scanLink(rows.Scan)
		return false, err
	})
	if err != nil || !found {
		return l, orError(err, ErrLink)
	}
	if l.Kind != LinkRecovery {
		return l, nil
	}
	a, ok, err := accountByID(rd, l.account)
	if err != nil || !ok || !a.Disabled.IsZero() {
		return l, orError(err, ErrLink)
	}
	l.Name, l.Login, l.Grants = a.Name, a.Login, a.Grants
	l.Code = len(a.secret) > 0 && !l.lost
	return l, nil
}

// links gives those that people were given and that can still be opened, the newest
// first.
func links(rd record.Reader, now time.Time) (all []Link, err error) {
	err = rd.SQL().Rows(selectLink+`WHERE until > ? AND kind <> 'first' ORDER BY created DESC, id`, []any{now.Unix()}, func(rows *sql.Rows) (bool, error) {
		l, err := scanLink(rows.Scan)
		all = append(all, l)
		return true, err
	})
	return all, err
}

// dropLink spends a link. Of two who open it at once, one finds it spent.
func dropLink(tx record.Tx, hash []byte) error {
	n, err := tx.SQL().Exec(`DELETE FROM staff_link WHERE hash = ?`, hash)
	if err == nil && n != 1 {
		err = ErrLink
	}
	return err
}

// FirstLink gives the token of a new link for the first account, in the place of
// any older one; "" when there is somebody who looks after accounts.
func (s *Staff) FirstLink(ctx context.Context) (token string, err error) {
	now := s.now()
	err = s.store.View(ctx, someAdministrator)
	if !errors.Is(err, ErrLastAdministrator) {
		return "", err
	}
	err = s.store.Update(ctx, func(tx record.Tx) error {
		if _, err := tx.SQL().Exec(`DELETE FROM staff_link WHERE kind = 'first' OR until < ?`, now.Unix()); err != nil {
			return err
		}
		l := Link{Kind: LinkFirst, Until: now.Add(firstMost), Grants: []policy.Grant{{Role: policy.Administrator}, {Role: policy.Publisher}}}
		token, err = putLink(tx, l, policy.House, now)
		return err
	})
	return token, err
}
