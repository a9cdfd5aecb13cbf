package staff

import (
	"database/sql"
	"time"

	"stet.news/desk/policy"
	"stet.news/record"
)

// How long a session lasts: without use, and in all. A day's work fits into the
// first; after the second even a forgotten browser is signed out.
const (
	SessionIdle = 12 * time.Hour
	SessionMost = 30 * 24 * time.Hour

	// usedEvery keeps reading pages from writing at each request.
	usedEvery = 5 * time.Minute
)

// Ways to come in.
const (
	byPasskey  = "passkey"
	byPassword = "password"
	byOutside  = "oidc"
)

// Session is one browser in which somebody is signed in.
type Session struct {
	ID      string
	Account string
	Agent   string // the browser in a few words
	Way     string // passkey, password or oidc
	Created time.Time
	Proved  time.Time // when who it is was last proved
	Used    time.Time

	device []byte
}

// over reports whether a session has lasted long enough.
func (x Session) over(now time.Time) bool {
	return now.Sub(x.Used) > SessionIdle || now.Sub(x.Created) > SessionMost
}

// Entered is what a browser gets that has come in.
type Entered struct {
	Token   string // for the session's cookie
	Device  string // for the device's cookie
	Account string
	Name    string

	session string // its id
}

// openSession lets an account in, with a token that was never used before, so
// that nobody can have put it into the browser. proved is when who it is was.
func openSession(tx record.Tx, a Account, v Visit, way string, proved, now time.Time) (Entered, error) {
	e := Entered{Token: newToken(), Account: a.ID, Name: a.Name, session: newID()}
	var err error
	if e.Device, err = useDevice(tx, a.ID, v.Device, now); err != nil {
		return e, err
	}
	if err := forgetOver(tx, now); err != nil {
		return e, err
	}
	// Who signs in again in a browser leaves no older session of it open.
	if _, err := tx.SQL().Exec(`DELETE FROM staff_session WHERE account = ? AND device = ?`, a.ID, hashOf(e.Device)); err != nil {
		return e, err
	}
	_, err = tx.SQL().Exec(`INSERT INTO staff_session (hash, id, account, device, agent, way, created, proved, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7)`,
		hashOf(e.Token), e.session, a.ID, hashOf(e.Device), v.Agent, way, now.Unix(), proved.Unix())
	return e, err
}

// forgetOver drops sessions whose time is over, wherever somebody comes in.
func forgetOver(tx record.Tx, now time.Time) error {
	_, err := tx.SQL().Exec(`DELETE FROM staff_session WHERE used < ? OR created < ?`, now.Add(-SessionIdle).Unix(), now.Add(-SessionMost).Unix())
	return err
}

// principal gives who has a session's token.
func principal(rd record.Reader, token string, now time.Time) (who policy.Principal, x Session, err error) {
	var created, proved, used int64
	ok, err := rd.SQL().Row(`
		SELECT s.id, s.account, s.created, s.proved, s.used, a.name, a.lang
		FROM staff_session s JOIN staff_account a ON a.id = s.account
		WHERE s.hash = ? AND a.disabled = 0`,
		[]any{hashOf(token)}, &x.ID, &x.Account, &created, &proved, &used, &who.Name, &who.Lang)
	if err != nil || !ok {
		return policy.Principal{}, x, err
	}
	x.Created, x.Proved, x.Used = at(created), at(proved), at(used)
	if x.over(now) {
		return policy.Principal{}, x, nil
	}
	who.Account, who.Session, who.Shown = x.Account, x.ID, x.Proved
	who.Grants, err = grantsOf(rd, x.Account)
	return who, x, err
}

// alive makes sure that a principal's session has not been ended meanwhile.
func alive(rd record.Reader, who policy.Principal) error {
	if who.House || who.Session == "" {
		return nil
	}
	var one int
	ok, err := rd.SQL().Row(`SELECT 1 FROM staff_session WHERE id = ?`, []any{who.Session}, &one)
	if err == nil && !ok {
		err = policy.ErrSignIn
	}
	return err
}

// sessionsOf gives the sessions of an account, the last used first.
func sessionsOf(rd record.Reader, account string, now time.Time) (all []Session, err error) {
	err = rd.SQL().Rows(`SELECT id, account, device, agent, way, created, proved, used FROM staff_session WHERE account = ? ORDER BY used DESC, id`, []any{account},
		func(rows *sql.Rows) (bool, error) {
			var x Session
			var created, proved, used int64
			err := rows.Scan(&x.ID, &x.Account, &x.device, &x.Agent, &x.Way, &created, &proved, &used)
			x.Created, x.Proved, x.Used = at(created), at(proved), at(used)
			if !x.over(now) {
				all = append(all, x)
			}
			return true, err
		})
	return all, err
}

// endSessions ends those of an account that which says, and gives their ids.
// What their browsers keep of stories can be read again after the next sign-in.
func endSessions(tx record.Tx, account string, which func(Session) bool, now time.Time) (ids []string, err error) {
	all, err := sessionsOf(tx, account, now)
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		if !which(x) {
			continue
		}
		if _, err := tx.SQL().Exec(`DELETE FROM staff_session WHERE id = ?`, x.ID); err != nil {
			return nil, err
		}
		ids = append(ids, x.ID)
	}
	return ids, nil
}

// revokeSessions is endSessions from outside: the keys go, too.
func revokeSessions(tx record.Tx, account string, which func(Session) bool, now time.Time) ([]string, error) {
	all, err := sessionsOf(tx, account, now)
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		if !which(x) {
			continue
		}
		if _, err := tx.SQL().Exec(`DELETE FROM staff_device WHERE account = ? AND hash = ?`, account, x.device); err != nil {
			return nil, err
		}
	}
	return endSessions(tx, account, which, now)
}

func everySession(Session) bool { return true }

// otherThan leaves alone the session from which others are ended.
func otherThan(id string) func(Session) bool { return func(x Session) bool { return x.ID != id } }

// onlySession is one of them.
func onlySession(id string) func(Session) bool { return func(x Session) bool { return x.ID == id } }
