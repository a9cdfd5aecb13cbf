package staff

import (
	"database/sql"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// Account is somebody who works here.
type Account struct {
	ID       string
	Name     string // as colleagues see it
	Login    string // what is typed to sign in
	Lang     string // of the desk's interface
	Grants   []policy.Grant
	Created  time.Time
	Disabled time.Time // zero: is not

	handle   []byte
	password string
	secret   Secret
	step     int64
}

// HasPassword reports whether a password, with an app, is one of the ways in.
func (a Account) HasPassword() bool { return a.password != "" }

// Person is what people say of themselves when they begin.
type Person struct{ Name, Login, Lang string }

// clean gives a person in the form that is stored.
func (p Person) clean() (Person, error) {
	p.Name, p.Login = story.Line(p.Name), foldLogin(p.Login)
	bad := func(text string) bool { return text == "" || utf8.RuneCountInString(text) > 100 }
	if bad(p.Name) || bad(p.Login) || strings.ContainsFunc(p.Login, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) && r != '\u200c' }) {
		return p, ErrName
	}
	return p, nil
}

// foldLogin makes one of all ways to type a name.
func foldLogin(login string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(login)))
}

const selectAccount = `SELECT id, name, login, lang, handle, password, secret, step, created, disabled FROM staff_account `

func accountByID(rd record.Reader, id string) (Account, bool, error) {
	return accountWhere(rd, selectAccount+`WHERE id = ?`, id)
}

func accountByLogin(rd record.Reader, login string) (Account, bool, error) {
	return accountWhere(rd, selectAccount+`WHERE login = ?`, login)
}

func accountByHandle(rd record.Reader, handle []byte) (Account, bool, error) {
	return accountWhere(rd, selectAccount+`WHERE handle = ?`, handle)
}

// accountWhere reads one account with its grants.
func accountWhere(rd record.Reader, query string, args ...any) (Account, bool, error) {
	a, ok, err := bareAccount(rd, query, args...)
	if err != nil || !ok {
		return a, false, err
	}
	a.Grants, err = grantsOf(rd, a.ID)
	return a, true, err
}

// bareAccount reads one account without its grants, in one query: at the door, where
// the time that somebody is answered in must not tell whether they are known.
func bareAccount(rd record.Reader, query string, args ...any) (a Account, ok bool, err error) {
	var created, disabled int64
	var secret []byte
	ok, err = rd.SQL().Row(query, args, &a.ID, &a.Name, &a.Login, &a.Lang, &a.handle, &a.password, &secret, &a.step, &created, &disabled)
	a.secret, a.Created, a.Disabled = secret, at(created), at(disabled)
	return a, ok, err
}

// accounts gives all of them, those who work here first, by name.
func accounts(rd record.Reader) (all []Account, err error) {
	err = rd.SQL().Rows(`SELECT id, name, login, lang, created, disabled FROM staff_account ORDER BY disabled > 0, name, id`, nil,
		func(rows *sql.Rows) (bool, error) {
			var a Account
			var created, disabled int64
			err := rows.Scan(&a.ID, &a.Name, &a.Login, &a.Lang, &created, &disabled)
			a.Created, a.Disabled = at(created), at(disabled)
			all = append(all, a)
			return true, err
		})
	for i := range all {
		if err == nil {
			all[i].Grants, err = grantsOf(rd, all[i].ID)
		}
	}
	return all, err
}

// addAccount makes an account without any way in.
func addAccount(tx record.Tx, p Person, grants []policy.Grant, now time.Time) (Account, error) {
	p, err := p.clean()
	if err != nil {
		return Account{}, err
	}
	if _, taken, err := accountByLogin(tx, p.Login); err != nil || taken {
		return Account{}, orError(err, ErrLogin)
	}
	a := Account{ID: newID(), Name: p.Name, Login: p.Login, Lang: p.Lang, Grants: grants, Created: now, handle: random(32)}
	_, err = tx.SQL().Exec(`INSERT INTO staff_account (id, name, login, lang, handle, password, step, created, disabled) VALUES (?, ?, ?, ?, ?, '', 0, ?, 0)`,
		a.ID, a.Name, a.Login, a.Lang, a.handle, now.Unix())
	if err != nil {
		return a, err
	}
	return a, setGrants(tx, a.ID, grants)
}

// grantsOf gives the grants of an account, the widest first.
func grantsOf(rd record.Reader, account string) (grants []policy.Grant, err error) {
	err = rd.SQL().Rows(`SELECT role, edition, section FROM staff_grant WHERE account = ? ORDER BY edition, section, role`, []any{account},
		func(rows *sql.Rows) (bool, error) {
			var g policy.Grant
			err := rows.Scan(&g.Role, &g.Edition, &g.Section)
			grants = append(grants, g)
			return true, err
		})
	return grants, err
}

// setGrants puts grants in the place of those that an account has.
func setGrants(tx record.Tx, account string, grants []policy.Grant) error {
	if _, err := tx.SQL().Exec(`DELETE FROM staff_grant WHERE account = ?`, account); err != nil {
		return err
	}
	for _, g := range grants {
		if !slices.Contains(policy.Roles, g.Role) {
			return policy.ErrDenied
		}
		if _, err := tx.SQL().Exec(`INSERT OR IGNORE INTO staff_grant (account, role, edition, section) VALUES (?, ?, ?, ?)`, account, string(g.Role), g.Edition, g.Section); err != nil {
			return err
		}
	}
	return nil
}

// someAdministrator makes sure that somebody can look after the accounts.
func someAdministrator(rd record.Reader) error {
	var n int
	_, err := rd.SQL().Row(`
		SELECT count(*) FROM staff_account a JOIN staff_grant g ON g.account = a.id
		WHERE a.disabled = 0 AND g.role = 'administrator' AND g.edition = '' AND g.section = ''`, nil, &n)
	if err == nil && n == 0 {
		err = ErrLastAdministrator
	}
	return err
}

// at is a stored time; 0 is the zero time.
func at(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}

// orError gives err, or what it means when there is none.
func orError(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
