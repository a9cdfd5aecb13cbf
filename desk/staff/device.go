package staff

import (
	"context"
	"time"

	"stet.news/desk/policy"
	"stet.news/record"
)

// A device is a browser that somebody has signed in with, known again by a cookie
// that outlives its sessions. It has a key of its own for what the editor keeps
// there of stories: who takes the machine but cannot sign in reads nothing of
// it, and who signs in again has it back.
const (
	localKeySize = 32
	deviceMost   = 90 * 24 * time.Hour // without use
)

// useDevice notes that an account signs in with a device and gives the token of
// its cookie: the one it has, or a new one, when this account does not know it.
func useDevice(tx record.Tx, account, token string, now time.Time) (string, error) {
	if token != "" {
		n, err := tx.SQL().Exec(`UPDATE staff_device SET used = ? WHERE account = ? AND hash = ?`, now.Unix(), account, hashOf(token))
		if err != nil || n > 0 {
			return token, err
		}
	}
	token = newToken()
	_, err := tx.SQL().Exec(`INSERT INTO staff_device (account, hash, key, used) VALUES (?, ?, ?, ?)`, account, hashOf(token), random(localKeySize), now.Unix())
	if err != nil {
		return "", err
	}
	_, err = tx.SQL().Exec(`DELETE FROM staff_device WHERE used < ?`, now.Add(-deviceMost).Unix())
	return token, err
}

// knowsDevice reports whether an account was signed in with a device before.
func knowsDevice(rd record.Reader, account, token string) (bool, error) {
	var one int
	return rd.SQL().Row(`SELECT 1 FROM staff_device WHERE account = ? AND hash = ?`, []any{account, hashOf(token)}, &one)
}

// dropDevices forgets all devices of an account, and with them the keys of what
// they keep.
func dropDevices(tx record.Tx, account string) error {
	_, err := tx.SQL().Exec(`DELETE FROM staff_device WHERE account = ?`, account)
	return err
}

// LocalKey gives the 32 bytes that encrypt what the principal's browser keeps of
// stories. It is the same at the next sign-in in that browser; it is gone, and
// with it all that was kept, once the session was ended from elsewhere or the
// account disabled.
func (s *Staff) LocalKey(ctx context.Context, who policy.Principal) (key []byte, err error) {
	err = s.store.View(ctx, func(rd record.Reader) error {
		ok, err := rd.SQL().Row(`
			SELECT d.key FROM staff_session s JOIN staff_device d ON d.account = s.account AND d.hash = s.device
			WHERE s.id = ? AND s.account = ?`, []any{who.Session, who.Account}, &key)
		if err == nil && !ok {
			err = policy.ErrSignIn
		}
		return err
	})
	return key, err
}
