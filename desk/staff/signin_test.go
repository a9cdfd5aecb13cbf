package staff_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/desk/staff/stafftest"
	"stet.news/record"
)

var editor = policy.Grant{Role: policy.Editor}

func TestSignIn(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", policy.Grant{Role: policy.Editor, Edition: "fa-AF"})
	code := func() string { return laila.Secret.Code(r.now) }
	for _, c := range []struct {
		what, login, password, code string
		want                        error
	}{
		{"wrong password", laila.Login, "quince-lorry-84-velvet", code(), staff.ErrWrong},
		{"wrong code", laila.Login, stafftest.Password, "000000", staff.ErrWrong},
		{"no code", laila.Login, stafftest.Password, "", staff.ErrWrong},
		{"no such name", "omid", stafftest.Password, code(), staff.ErrWrong},
		{"a recovery code of nobody", laila.Login, stafftest.Password, strings.Repeat("A", 24), staff.ErrWrong},
		{"right", " LAILA ", stafftest.Password, code(), nil},
		{"the same code again", laila.Login, stafftest.Password, code(), staff.ErrWrong},
		{"a printed code", laila.Login, stafftest.Password, strings.ToLower(laila.Codes[3]), nil},
		{"the same printed code again", laila.Login, stafftest.Password, laila.Codes[3], staff.ErrWrong},
		{"a printed code with a wrong password", laila.Login, "quince-lorry-84-velvet", laila.Codes[4], staff.ErrWrong},
		{"a printed code after that", laila.Login, stafftest.Password, laila.Codes[4], nil},
	} {
		_, err := r.SignIn(t.Context(), from("192.0.2.7"), c.login, staff.Proof{Password: c.password, Code: c.code})
		want(t, c.what, err, c.want)
	}
	who := r.who(laila)
	if who.Account == "" {
		t.Error("the browser in which the account was made is not signed in any more")
	}
	if got := r.trail(1)[0]; got.Action != policy.SignIn || got.Account != laila.Account || got.Facts["way"] != "password" {
		t.Errorf("the trail says %+v", got)
	}
}

// TestFixation: a token or device that somebody else put into the browser is never
// the one of the session.
func TestFixation(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	v := from("192.0.2.7")
	v.Device = "planted"
	e, err := r.signIn(laila, v)
	if err != nil {
		t.Fatal(err)
	}
	if e.Device == "planted" || e.Token == "" || len(e.Token) < 43 {
		t.Errorf("token %q, device %q", e.Token, e.Device)
	}
	who := r.as(e)
	r.later(time.Minute)
	token, err := r.StepUp(t.Context(), v, who, staff.Proof{Password: stafftest.Password, Code: laila.Secret.Code(r.now)})
	if err != nil || token == e.Token {
		t.Fatalf("stepping up: %v, or the same token", err)
	}
	if got := r.as(e); got.Account != "" {
		t.Error("the token from before stepping up is still good")
	}
	e.Token = token
	if got := r.as(e); got.Account != laila.Account || got.Session != who.Session || !got.Shown.Equal(r.now) {
		t.Errorf("after stepping up: %+v", got)
	}
}

func TestSessionsEnd(t *testing.T) {
	r := open(t)
	admin := r.add("Zahra", policy.Grant{Role: policy.Administrator})
	laila := r.add("Laila", policy.Grant{Role: policy.Editor})
	second, err := r.signIn(laila, from("192.0.2.7"))
	if err != nil {
		t.Fatal(err)
	}
	here, there := r.who(laila), r.as(second)
	key, err := r.LocalKey(t.Context(), there)
	if err != nil || len(key) != 32 {
		t.Fatalf("local key: %d bytes, %v", len(key), err)
	}
	if other, _ := r.LocalKey(t.Context(), here); slices.Equal(key, other) {
		t.Error("two browsers have the same key")
	}

	// Signed out and in again in the same browser: the key is back.
	over, stop := r.Watch(there.Session)
	defer stop()
	want(t, "sign out", r.SignOut(t.Context(), there), nil)
	ended(t, over)
	if r.as(second).Account != "" {
		t.Error("signed in after signing out")
	}
	r.later(time.Minute)
	v := from("192.0.2.7")
	v.Device = second.Device
	third, err := r.signIn(laila, v)
	if err != nil || third.Device != second.Device {
		t.Fatalf("again: %v, device kept: %v", err, third.Device == second.Device)
	}
	if again, err := r.LocalKey(t.Context(), r.as(third)); err != nil || !slices.Equal(key, again) {
		t.Errorf("the key did not come back: %v", err)
	}

	// Ended from elsewhere: it is gone.
	over, stop = r.Watch(r.as(third).Session)
	defer stop()
	want(t, "end others", r.EndOtherSessions(t.Context(), here), nil)
	ended(t, over)
	if r.as(third).Account != "" || r.who(laila).Account == "" {
		t.Error("the wrong sessions ended")
	}
	r.later(time.Minute)
	if fourth, err := r.signIn(laila, v); err != nil || fourth.Device == third.Device {
		t.Errorf("a device whose session was ended from elsewhere is known again: %v", err)
	}

	// Somebody else's session is nobody's to end.
	want(t, "end another's", r.EndSession(t.Context(), here, r.who(admin).Session), nil)
	if r.who(admin).Account == "" {
		t.Error("one person ended the session of another")
	}
}

func ended(t *testing.T, over <-chan struct{}) {
	t.Helper()
	select {
	case <-over:
	case <-time.After(time.Second):
		t.Error("who watches the session is not told that it ended")
	}
}

func TestSessionsLast(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	for range 5 { // used every ten hours
		r.later(10 * time.Hour)
		if r.who(laila).Account == "" {
			t.Fatal("ended while it was used")
		}
	}
	r.later(staff.SessionIdle + time.Minute)
	if r.who(laila).Account != "" {
		t.Error("still there after being idle for too long")
	}
	omid := r.add("Omid", editor)
	for lasted := time.Duration(0); lasted < staff.SessionMost-11*time.Hour; lasted += 10 * time.Hour {
		r.later(10 * time.Hour)
		if r.who(omid).Account == "" {
			t.Fatalf("a session in use ended after %s", lasted)
		}
	}
	r.later(11 * time.Hour)
	if r.who(omid).Account != "" {
		t.Error("a session that is used lasts for ever")
	}
}

func TestDisable(t *testing.T) {
	r := open(t)
	admin := r.add("Zahra", policy.Grant{Role: policy.Administrator})
	laila := r.add("Laila", policy.Grant{Role: policy.Editor})
	second, err := r.signIn(laila, from("192.0.2.7"))
	if err != nil {
		t.Fatal(err)
	}
	who := r.who(laila)
	over, stop := r.Watch(who.Session)
	defer stop()
	told := ""
	also := func(_ record.Tx, account string) error { told = account; return nil }
	want(t, "by an editor", r.Disable(t.Context(), who, laila.Account, also), policy.ErrDenied)
	want(t, "by an administrator", r.Disable(t.Context(), r.who(admin), laila.Account, also), nil)
	ended(t, over)
	if told != laila.Account {
		t.Error("nobody takes back what was queued")
	}
	if r.who(laila).Account != "" || r.as(second).Account != "" {
		t.Error("a session outlived its account")
	}
	_, err = r.LocalKey(t.Context(), who)
	want(t, "local key", err, policy.ErrSignIn)
	want(t, "an act that was under way", r.SetPerson(t.Context(), who, "Laila S.", "en"), policy.ErrSignIn)
	r.later(time.Minute)
	_, err = r.signIn(laila, from("192.0.2.8"))
	want(t, "sign in", err, staff.ErrWrong)
	want(t, "the last administrator", r.Disable(t.Context(), r.who(admin), admin.Account, also), staff.ErrLastAdministrator)
	want(t, "taking the last administrator's grant", r.Grant(t.Context(), r.who(admin), admin.Account, nil, noQueue), staff.ErrLastAdministrator)
	want(t, "enable", r.Enable(t.Context(), r.who(admin), laila.Account), nil)
	r.later(time.Minute)
	_, err = r.signIn(laila, from("192.0.2.9"))
	want(t, "sign in again", err, nil)
}

// TestBruteForce tries one account from a thousand addresses, ten thousand times
// in a day. The owner, in a known browser, is not kept out; and what nobody has
// answers the same.
func TestBruteForce(t *testing.T) {
	r := open(t)
	laila := r.add("Laila", editor)
	known := laila.Visit(r.Staff)
	var wait *staff.WaitError
	evaluated := map[string]int{}
	for n := range 10_000 {
		r.later(8 * time.Second)
		v := from(fmt.Sprintf("10.0.%d.%d", n%1000/250, n%250))
		for _, login := range []string{laila.Login, "nobody"} {
			_, err := r.SignIn(t.Context(), v, login, staff.Proof{Password: fmt.Sprint("a guess in the dark ", n), Code: "123456"})
			switch {
			case errors.Is(err, staff.ErrWrong):
				evaluated[login]++
			case !errors.As(err, &wait):
				t.Fatal(err)
			}
		}
	}
	t.Logf("of 10,000 tries within %s evaluated: %v", r.now.Sub(start).Round(time.Hour), evaluated)
	if evaluated[laila.Login] > 100 || evaluated[laila.Login] != evaluated["nobody"] {
		t.Errorf("evaluated: %v", evaluated)
	}
	if _, err := r.signIn(laila, from("192.0.2.1")); !errors.As(err, &wait) {
		t.Errorf("an unknown browser after all that: %v", err)
	}
	if _, err := r.signIn(laila, known); err != nil {
		t.Errorf("the owner's own browser has to wait: %v", err)
	}
}
