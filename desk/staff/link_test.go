package staff_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/desk/staff/stafftest"
)

// enter opens a link with a password, as a name.
func (r *room) enter(token, login, password, old string) (staff.Entered, []string, staff.Secret, error) {
	r.t.Helper()
	l, err := r.Link(r.t.Context(), token)
	if err != nil {
		return staff.Entered{}, nil, nil, err
	}
	p := staff.Person{Name: login, Login: login, Lang: "en"}
	e, codes, err := r.EnterWithPassword(r.t.Context(), from("192.0.2.20"), token, p, password, l.Secret.Code(r.now), old)
	return e, codes, l.Secret, err
}

func (r *room) open(token, login string) error {
	_, _, _, err := r.enter(token, login, stafftest.Password, "")
	return err
}

func TestFirstLink(t *testing.T) {
	r := open(t)
	older, err := r.FirstLink(t.Context())
	want(t, "first link", err, nil)
	token, err := r.FirstLink(t.Context())
	want(t, "first link at the next start", err, nil)
	want(t, "the one of the start before", r.open(older, "zahra"), staff.ErrLink)
	r.later(25 * time.Hour)
	want(t, "a day later", r.open(token, "zahra"), staff.ErrLink)
	token, err = r.FirstLink(t.Context())
	want(t, "first link again", err, nil)

	// Many open it at once: one has it.
	var in atomic.Int32
	var group sync.WaitGroup
	for _, name := range []string{"zahra", "omid", "laila", "farid"} {
		group.Go(func() {
			if r.open(token, name) == nil {
				in.Add(1)
			}
		})
	}
	group.Wait()
	if in.Load() != 1 {
		t.Errorf("%d came in by one link", in.Load())
	}
	if token, err = r.FirstLink(t.Context()); token != "" || err != nil {
		t.Errorf("with an account there is %q, %v", token, err)
	}
	people, err := r.People(t.Context(), policy.House)
	if err != nil || len(people.Accounts) != 1 || len(people.Accounts[0].Grants) != 2 {
		t.Errorf("the house is %+v, %v", people, err)
	}
}

func TestInvitation(t *testing.T) {
	r := open(t)
	zahra := r.add("Zahra", policy.Grant{Role: policy.Administrator})
	laila := r.add("Laila", editor)
	_, err := r.Invite(t.Context(), r.who(laila), "Omid", []policy.Grant{editor}, time.Time{})
	want(t, "by an editor", err, policy.ErrDenied)
	token, err := r.Invite(t.Context(), r.who(zahra), "Omid", []policy.Grant{{Role: policy.Reporter, Edition: "ps"}}, r.now.Add(time.Hour))
	want(t, "by an administrator", err, nil)

	for _, c := range []struct {
		login, password string
		want            error
	}{
		{"laila", stafftest.Password, staff.ErrLogin}, {"LAILA", stafftest.Password, staff.ErrLogin},
		{"", stafftest.Password, staff.ErrName}, {"two words", stafftest.Password, staff.ErrName}, {"omid\x00", stafftest.Password, staff.ErrName},
		{"omid", "too short", staff.ErrShort}, {"omid", "passwordpassword", staff.ErrBreached},
	} {
		_, _, _, err := r.enter(token, c.login, c.password, "")
		want(t, c.login+" "+c.password, err, c.want)
	}
	e, codes, _, err := r.enter(token, "omid", stafftest.Password, "")
	want(t, "after all the mistakes", err, nil)
	if who := r.as(e); len(who.Grants) != 1 || who.Grants[0] != (policy.Grant{Role: policy.Reporter, Edition: "ps"}) || len(codes) != 10 {
		t.Errorf("came in as %+v with %d codes", who, len(codes))
	}
	want(t, "again", r.open(token, "another"), staff.ErrLink)

	late, err := r.Invite(t.Context(), r.who(zahra), "Farid", []policy.Grant{editor}, r.now.Add(time.Hour))
	want(t, "invite", err, nil)
	r.later(time.Hour + time.Second)
	want(t, "too late", r.open(late, "farid"), staff.ErrLink)
	_, err = r.Invite(t.Context(), r.who(zahra), "Farid", []policy.Grant{editor}, time.Time{})
	want(t, "an hour after signing in", err, policy.ErrStepUp)

	withdrawn, err := r.Invite(t.Context(), policy.House, "Farid", []policy.Grant{editor}, time.Time{})
	want(t, "invite", err, nil)
	people, err := r.People(t.Context(), policy.House)
	if err != nil || len(people.Links) != 1 {
		t.Fatalf("links: %+v %v", people.Links, err)
	}
	want(t, "withdraw", r.Withdraw(t.Context(), policy.House, people.Links[0].ID), nil)
	want(t, "withdrawn", r.open(withdrawn, "farid"), staff.ErrLink)
}

// TestInviterIsDisabled: the links of somebody who is shut out go with them.
func TestInviterIsDisabled(t *testing.T) {
	r := open(t)
	r.add("Zahra", policy.Grant{Role: policy.Administrator})
	mallory := r.add("Mallory", policy.Grant{Role: policy.Administrator})
	token, err := r.Invite(t.Context(), r.who(mallory), "accomplice", []policy.Grant{{Role: policy.Administrator}}, time.Time{})
	want(t, "invite", err, nil)
	want(t, "disable", r.Disable(t.Context(), policy.House, mallory.Account, nothing), nil)
	want(t, "the accomplice", r.open(token, "accomplice"), staff.ErrLink)
}

func TestRecovery(t *testing.T) {
	r := open(t)
	zahra := r.add("Zahra", policy.Grant{Role: policy.Administrator})
	laila := r.add("Laila", editor)
	_, err := r.Recover(t.Context(), r.who(laila), zahra.Account, true)
	want(t, "by an editor", err, policy.ErrDenied)
	token, err := r.Recover(t.Context(), r.who(zahra), laila.Account, false)
	want(t, "by an administrator", err, nil)
	if r.who(laila).Account == "" {
		t.Error("the link alone has changed something")
	}
	const fresh = "vellum-quince-lorry-85"
	for _, old := range []string{"", "000000", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"} {
		_, _, _, err := r.enter(token, "ignored", fresh, old)
		want(t, "with the second factor "+old, err, staff.ErrWrong)
	}
	_, _, secret, err := r.enter(token, "ignored", fresh, laila.Codes[0])
	want(t, "with a printed code", err, nil)
	if r.who(laila).Account != "" {
		t.Error("a session outlived the recovery")
	}
	r.later(time.Minute)
	_, err = r.signIn(laila, from("192.0.2.7"))
	want(t, "the old password", err, staff.ErrWrong)
	_, err = r.SignIn(t.Context(), from("192.0.2.8"), laila.Login, staff.Proof{Password: fresh, Code: secret.Code(r.now)})
	want(t, "the new one", err, nil)
	_, err = r.SignIn(t.Context(), from("192.0.2.8"), laila.Login, staff.Proof{Password: fresh, Code: laila.Codes[1]})
	want(t, "an old printed code", err, staff.ErrWrong)

	// All is lost: only then does the link alone let in. A newer link ends an older one.
	older, err := r.Recover(t.Context(), policy.House, laila.Account, true)
	want(t, "recover", err, nil)
	token, err = r.Recover(t.Context(), policy.House, laila.Account, true)
	want(t, "recover again", err, nil)
	want(t, "the older link", r.open(older, "ignored"), staff.ErrLink)
	want(t, "with nothing left", r.open(token, "ignored"), nil)

	token, err = r.Recover(t.Context(), policy.House, laila.Account, true)
	want(t, "recover", err, nil)
	want(t, "disable", r.Disable(t.Context(), policy.House, laila.Account, nothing), nil)
	want(t, "the link of a disabled account", r.open(token, "ignored"), staff.ErrLink)
}

// TestRecoveryByPasskey: a link asks for the second factor of who comes with a new
// passkey, too, and the passkey that was lost opens nothing any more.
func TestRecoveryByPasskey(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	lost := r.addPasskey(r.who(laila))
	token, err := r.Recover(t.Context(), policy.House, laila.Account, false)
	want(t, "recover", err, nil)
	try := func(code string) (staff.Entered, *authenticator, error) {
		begun, err := r.BeginEnter(t.Context(), token, staff.Person{})
		want(t, "begin", err, nil)
		a := newAuthenticator(t)
		e, err := r.FinishEnter(t.Context(), from("192.0.2.7"), "new phone", begun.State, a.make(begun), code)
		return e, a, err
	}
	_, _, err = try("")
	want(t, "without a code", err, staff.ErrWrong)
	e, found, err := try(laila.Secret.Code(r.now))
	want(t, "with a code", err, nil)
	if r.as(e).Account != laila.Account {
		t.Error("it is another account")
	}
	_, err = r.withPasskey(lost, from("192.0.2.7"))
	want(t, "the lost passkey", err, staff.ErrPasskey)
	_, err = r.withPasskey(found, from("192.0.2.7"))
	want(t, "the new one", err, nil)
}

// TestPasswordChanged: other sessions end, and what their browsers keep is read
// again after the next sign-in there.
func TestPasswordChanged(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	second, err := r.signIn(laila, from("192.0.2.7"))
	want(t, "sign in", err, nil)
	key, err := r.LocalKey(t.Context(), r.as(second))
	want(t, "local key", err, nil)
	who := r.who(laila)
	secret, state, err := r.OfferSecret(who)
	want(t, "offer", err, nil)
	const fresh = "vellum-quince-lorry-85"
	_, err = r.SetPassword(t.Context(), who, fresh, state, "000000")
	want(t, "without a code of the new app", err, staff.ErrWrong)
	_, err = r.SetPassword(t.Context(), r.as(second), fresh, "forged", secret.Code(r.now))
	want(t, "with a forged secret", err, staff.ErrWrong)
	codes, err := r.SetPassword(t.Context(), who, fresh, state, secret.Code(r.now))
	want(t, "set", err, nil)
	if len(codes) != 10 {
		t.Error(len(codes), "codes")
	}
	if r.as(second).Account != "" || r.who(laila).Account == "" {
		t.Error("the wrong sessions ended")
	}
	r.later(time.Minute)
	v := from("192.0.2.7")
	v.Device = second.Device
	again, err := r.SignIn(t.Context(), v, laila.Login, staff.Proof{Password: fresh, Code: secret.Code(r.now)})
	want(t, "sign in again", err, nil)
	if got, err := r.LocalKey(t.Context(), r.as(again)); err != nil || string(got) != string(key) {
		t.Error("what the browser keeps cannot be read any more:", err)
	}
}

// TestLinksOfLowered: who may not invite any more has no invitation left to come in
// by, and who still may keeps theirs.
func TestLinksOfLowered(t *testing.T) {
	r := open(t)
	admin := policy.Grant{Role: policy.Administrator}
	zahra, mallory := r.add("Zahra", admin), r.add("Mallory", admin)
	token, err := r.Invite(t.Context(), r.who(mallory), "Another", []policy.Grant{admin}, time.Time{})
	want(t, "invite", err, nil)
	want(t, "another grant beside", r.Grant(t.Context(), r.who(zahra), mallory.Account, []policy.Grant{admin, editor}, noQueue), nil)
	_, err = r.Link(t.Context(), token)
	want(t, "the link of who may invite", err, nil)
	want(t, "lower", r.Grant(t.Context(), r.who(zahra), mallory.Account, []policy.Grant{editor}, noQueue), nil)
	_, err = r.Link(t.Context(), token)
	want(t, "the link of who may not", err, staff.ErrLink)
}
