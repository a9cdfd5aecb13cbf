package staff_test

import (
	"fmt"
	"testing"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
)

// addPasskey gives a person a passkey.
func (r *room) addPasskey(who policy.Principal) *authenticator {
	r.t.Helper()
	begun, err := r.BeginPasskey(r.t.Context(), who)
	if err != nil {
		r.t.Fatal(err)
	}
	a := newAuthenticator(r.t)
	if err := r.FinishPasskey(r.t.Context(), who, "my phone", begun.State, a.make(begun)); err != nil {
		r.t.Fatal(err)
	}
	return a
}

func (r *room) withPasskey(a *authenticator, v staff.Visit) (staff.Entered, error) {
	r.t.Helper()
	begun, err := r.BeginSignIn()
	if err != nil {
		r.t.Fatal(err)
	}
	return r.FinishSignIn(r.t.Context(), v, begun.State, a.sign(begun))
}

func TestPasskey(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	who := r.who(laila)
	a := r.addPasskey(who)
	e, err := r.withPasskey(a, from("192.0.2.7"))
	want(t, "sign in", err, nil)
	if r.as(e).Account != laila.Account {
		t.Error("somebody else is signed in")
	}

	for what, bend := range map[string]func(*authenticator){
		"for another site":       func(a *authenticator) { a.rp = "example.org" },
		"asked by another site":  func(a *authenticator) { a.origin = "http://localhost:9999" },
		"without a finger on it": func(a *authenticator) { a.flags = userPresent },
		"of another key":         func(a *authenticator) { a.key = newAuthenticator(t).key },
		"of nobody":              func(a *authenticator) { a.handle = make([]byte, 32) },
		"by another id":          func(a *authenticator) { a.id = make([]byte, 16) },
	} {
		bent := *a
		bend(&bent)
		_, err := r.withPasskey(&bent, from("192.0.2.7"))
		want(t, what, err, staff.ErrPasskey)
	}

	begun, err := r.BeginSignIn()
	want(t, "begin", err, nil)
	answer := a.sign(begun)
	_, err = r.FinishSignIn(t.Context(), from("192.0.2.7"), begun.State, answer)
	want(t, "once", err, nil)
	_, err = r.FinishSignIn(t.Context(), from("192.0.2.7"), begun.State, answer)
	want(t, "the same answer again", err, staff.ErrPasskey)
	other, err := r.BeginSignIn()
	want(t, "begin", err, nil)
	_, err = r.FinishSignIn(t.Context(), from("192.0.2.7"), other.State, answer)
	want(t, "the answer for another ceremony", err, staff.ErrPasskey)
	_, err = r.FinishStepUp(t.Context(), who, begun.State, answer)
	want(t, "the answer for something else", err, staff.ErrPasskey)
	r.later(10 * time.Minute)
	_, err = r.FinishSignIn(t.Context(), from("192.0.2.7"), other.State, a.sign(other))
	want(t, "too late", err, staff.ErrPasskey)
}

// TestPasskeyIsNeverLockedOut tries a name until nobody is heard any more: its
// owner's passkey is, from a browser and an address that were never seen.
func TestPasskeyIsNeverLockedOut(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	a := r.addPasskey(r.who(laila))
	for n := range 200 {
		r.SignIn(t.Context(), from(fmt.Sprintf("10.0.0.%d", n)), laila.Login, staff.Proof{Password: "a guess in the dark", Code: "123456"})
	}
	_, err := r.withPasskey(a, from("192.0.2.9"))
	want(t, "the owner", err, nil)
}

func TestPasskeyStepUp(t *testing.T) {
	r := open(t)
	laila, omid := r.add("Laila", editor), r.add("Omid", editor)
	hers, his := r.addPasskey(r.who(laila)), r.addPasskey(r.who(omid))
	r.later(time.Hour)
	who := r.who(laila)
	_, err := r.BeginPasskey(t.Context(), who)
	want(t, "a new passkey an hour after signing in", err, policy.ErrStepUp)
	want(t, "removing the password then", r.RemovePassword(t.Context(), who), policy.ErrStepUp)

	begun, err := r.BeginStepUp(who)
	want(t, "begin", err, nil)
	_, err = r.FinishStepUp(t.Context(), who, begun.State, his.sign(begun))
	want(t, "with a colleague's passkey", err, staff.ErrPasskey)
	_, err = r.FinishStepUp(t.Context(), r.who(omid), begun.State, hers.sign(begun))
	want(t, "in another session", err, staff.ErrPasskey)
	begun, err = r.BeginStepUp(who)
	want(t, "begin", err, nil)
	token, err := r.FinishStepUp(t.Context(), who, begun.State, hers.sign(begun))
	want(t, "with her own", err, nil)
	if got := r.as(staff.Entered{Token: token}); !got.Shown.Equal(r.now) || got.Account != laila.Account {
		t.Errorf("after it: %+v", got)
	}
	if r.who(laila).Account != "" {
		t.Error("the token from before is still good")
	}
}

func TestPasskeyRemoved(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	who := r.who(laila)
	a := r.addPasskey(who)
	elsewhere, err := r.withPasskey(a, from("192.0.2.7"))
	want(t, "sign in", err, nil)
	begun, err := r.BeginSignIn()
	want(t, "begin", err, nil)
	want(t, "remove", r.RemovePasskey(t.Context(), who, a.id), nil)
	_, err = r.FinishSignIn(t.Context(), from("192.0.2.7"), begun.State, a.sign(begun))
	want(t, "the removed one", err, staff.ErrPasskey)
	if r.as(elsewhere).Account != "" || r.who(laila).Account == "" {
		t.Error("other sessions do not end with the passkey, or this one does")
	}
	want(t, "somebody else's", r.RemovePasskey(t.Context(), r.who(laila), []byte("nothing")), staff.ErrPasskey)
	want(t, "the last way in", r.RemovePassword(t.Context(), who), staff.ErrLastWay)
	b := r.addPasskey(who)
	want(t, "the password, with a passkey there", r.RemovePassword(t.Context(), who), nil)
	r.later(time.Minute)
	_, err = r.signIn(laila, from("192.0.2.8"))
	want(t, "the password after that", err, staff.ErrWrong)
	want(t, "the last passkey", r.RemovePasskey(t.Context(), who, b.id), staff.ErrLastWay)
}
