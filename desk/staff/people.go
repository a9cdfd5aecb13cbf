package staff

import (
	"context"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// People is everybody who works here or is about to.
type People struct {
	Accounts []Account
	Links    []Link // that can still be opened
}

// People gives the accounts and the open links.
func (s *Staff) People(ctx context.Context, who policy.Principal) (p People, err error) {
	if err := policy.May(who, policy.StaffRead, policy.Object{}, s.now()); err != nil {
		return p, err
	}
	err = s.store.View(ctx, func(rd record.Reader) error {
		if p.Accounts, err = accounts(rd); err != nil {
			return err
		}
		p.Links, err = links(rd, s.now())
		return err
	})
	return p, err
}

// Member is one account, as an administrator sees it.
type Member struct {
	Account
	Sessions []Session
	Passkeys int
}

// Member gives one account, by its id or the name it signs in with.
func (s *Staff) Member(ctx context.Context, who policy.Principal, id string) (m Member, err error) {
	if err := policy.May(who, policy.StaffRead, policy.Object{}, s.now()); err != nil {
		return m, err
	}
	err = s.store.View(ctx, func(rd record.Reader) error {
		var ok bool
		if m.Account, ok, err = accountByID(rd, id); err == nil && !ok {
			m.Account, ok, err = accountByLogin(rd, foldLogin(id))
		}
		if err != nil || !ok {
			return orError(err, ErrNobody)
		}
		keys, err := passkeysOf(rd, m.ID)
		if err != nil {
			return err
		}
		m.Passkeys = len(keys)
		m.Sessions, err = sessionsOf(rd, m.ID, s.now())
		return err
	})
	return m, err
}

// Names gives what everybody is called, by account, for lists and bylines.
func (s *Staff) Names(ctx context.Context) (names map[string]string, err error) {
	names = map[string]string{}
	err = s.store.View(ctx, func(rd record.Reader) error {
		all, err := accounts(rd)
		for _, a := range all {
			names[a.ID] = a.Name
		}
		return err
	})
	return names, err
}

// Working gives everybody who works here as the policy sees them, by name. They
// are not signed in: nothing can be done in their place.
func (s *Staff) Working(rd record.Reader) (all []policy.Principal, err error) {
	members, err := accounts(rd)
	for _, a := range members {
		if a.Disabled.IsZero() {
			all = append(all, policy.Principal{Account: a.ID, Name: a.Name, Grants: a.Grants, Lang: a.Lang})
		}
	}
	return all, err
}

// Invite makes a link by which somebody gets an account with these grants. The
// token is for the inviter to hand over; nobody can ask for it again.
func (s *Staff) Invite(ctx context.Context, who policy.Principal, name string, grants []policy.Grant, until time.Time) (token string, err error) {
	if len(grants) == 0 {
		return "", ErrNoGrants
	}
	err = s.act(ctx, who, policy.StaffManage, func(tx record.Tx, e *trail.Entry) error {
		now := s.now()
		l := Link{Kind: LinkInvitation, Name: story.Line(name), Grants: grants, Until: until}
		if l.Until.IsZero() || l.Until.After(now.Add(InvitationMost)) {
			l.Until = now.Add(InvitationMost)
		}
		e.Facts = trail.Facts{"what": "invited", "name": l.Name, "grants": grantsText(grants), "until": l.Until.Format(time.RFC3339)}
		token, err = putLink(tx, l, who, now)
		return err
	})
	return token, err
}

// Withdraw makes a link invalid.
func (s *Staff) Withdraw(ctx context.Context, who policy.Principal, link string) error {
	return s.act(ctx, who, policy.StaffManage, func(tx record.Tx, e *trail.Entry) error {
		e.Object, e.Facts = link, trail.Facts{"what": "link withdrawn"}
		n, err := tx.SQL().Exec(`DELETE FROM staff_link WHERE id = ?`, link)
		if err == nil && n != 1 {
			err = ErrLink
		}
		return err
	})
}

// Grant gives an account grants in the place of those it has. One that may not
// manage accounts with them loses the links that it made for others: whoever kept
// one could come in by it again. also does, in the same transaction, what the
// account's queue needs, from the grants that it had.
func (s *Staff) Grant(ctx context.Context, who policy.Principal, account string, grants []policy.Grant, also func(tx record.Tx, had []policy.Grant) error) error {
	return s.onMember(ctx, who, account, func(tx record.Tx, a Account, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "granted", "before": grantsText(a.Grants), "grants": grantsText(grants)}
		if err := setGrants(tx, a.ID, grants); err != nil {
			return err
		}
		if err := someAdministrator(tx); err != nil {
			return err
		}
		left := policy.Principal{Account: a.ID, Grants: grants, Shown: s.now()}
		if !left.May(policy.StaffManage, policy.Object{}, s.now()) {
			if _, err := tx.SQL().Exec(`DELETE FROM staff_link WHERE by = ?`, a.ID); err != nil {
				return err
			}
		}
		return also(tx, a.Grants)
	})
}

// Disable shuts an account out at once: its sessions end, and with them their
// streams and what their browsers keep; its links and its ways back in become
// invalid. also does, in the same transaction, what the account's queue needs.
func (s *Staff) Disable(ctx context.Context, who policy.Principal, account string, also func(record.Tx, string) error) error {
	var ended []string
	err := s.onMember(ctx, who, account, func(tx record.Tx, a Account, e *trail.Entry) (err error) {
		e.Facts = trail.Facts{"what": "disabled"}
		if _, err := tx.SQL().Exec(`UPDATE staff_account SET disabled = ? WHERE id = ? AND disabled = 0`, s.now().Unix(), a.ID); err != nil {
			return err
		}
		if err := someAdministrator(tx); err != nil {
			return err
		}
		if ended, err = endSessions(tx, a.ID, everySession, s.now()); err != nil {
			return err
		}
		if err := dropDevices(tx, a.ID); err != nil {
			return err
		}
		if _, err := tx.SQL().Exec(`DELETE FROM staff_link WHERE account = ?1 OR by = ?1`, a.ID); err != nil {
			return err
		}
		return also(tx, a.ID)
	})
	if err == nil {
		s.ended.tell(ended)
	}
	return err
}

// Enable lets an account in again, with the ways in that it had.
func (s *Staff) Enable(ctx context.Context, who policy.Principal, account string) error {
	return s.onMember(ctx, who, account, func(tx record.Tx, a Account, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "enabled"}
		_, err := tx.SQL().Exec(`UPDATE staff_account SET disabled = 0 WHERE id = ?`, a.ID)
		return err
	})
}

// Recover makes a link by which somebody who cannot come in gets a new way in.
// A second factor that is there is asked for, unless it is lost too. Nothing
// changes until the link is opened.
func (s *Staff) Recover(ctx context.Context, who policy.Principal, account string, lost bool) (token string, err error) {
	err = s.onMember(ctx, who, account, func(tx record.Tx, a Account, e *trail.Entry) error {
		e.Facts = trail.Facts{"what": "recovery link"}
		if lost {
			e.Facts["lost"] = "second factor too"
		}
		if !a.Disabled.IsZero() {
			return ErrNobody
		}
		if _, err := tx.SQL().Exec(`DELETE FROM staff_link WHERE account = ?`, a.ID); err != nil {
			return err
		}
		now := s.now()
		token, err = putLink(tx, Link{Kind: LinkRecovery, Name: a.Name, account: a.ID, lost: lost, Until: now.Add(RecoveryMost)}, who, now)
		return err
	})
	return token, err
}

// Revoke ends all sessions of an account, and with them what their browsers keep
// of stories.
func (s *Staff) Revoke(ctx context.Context, who policy.Principal, account string) error {
	var ended []string
	err := s.onMember(ctx, who, account, func(tx record.Tx, a Account, e *trail.Entry) (err error) {
		e.Facts = trail.Facts{"what": "sessions ended"}
		ended, err = revokeSessions(tx, a.ID, everySession, s.now())
		return err
	})
	if err == nil {
		s.ended.tell(ended)
	}
	return err
}

// onMember is act on one account.
func (s *Staff) onMember(ctx context.Context, who policy.Principal, account string, f func(tx record.Tx, a Account, e *trail.Entry) error) error {
	return s.act(ctx, who, policy.StaffManage, func(tx record.Tx, e *trail.Entry) error {
		a, ok, err := accountByID(tx, account)
		if err != nil || !ok {
			return orError(err, ErrNobody)
		}
		e.Object = a.ID
		if err := f(tx, a, e); err != nil {
			return err
		}
		e.Facts["name"] = a.Name
		return nil
	})
}

// grantsText says grants on one line: "editor fa-AF/culture, publisher".
func grantsText(grants []policy.Grant) (text string) {
	for i, g := range grants {
		if i > 0 {
			text += ", "
		}
		text += GrantText(g)
	}
	return text
}
