package staff

import (
	"crypto/rand"
	"strings"

	"stet.news/record"
)

// Recovery codes are printed and kept in a drawer. Each stands once for a code of
// the app, beside the password. They are long enough (120 bits) to be stored under
// a plain hash (NIST SP 800-63B-4, 3.1.2.2).
const (
	recoveryCodes  = 10
	recoveryLength = 24 // letters of base32
)

// newRecoveryCodes puts new codes in the place of those that an account has, and
// gives them as they are printed.
func newRecoveryCodes(tx record.Tx, account string) (codes []string, err error) {
	if _, err := tx.SQL().Exec(`DELETE FROM staff_recovery WHERE account = ?`, account); err != nil {
		return nil, err
	}
	for range recoveryCodes {
		code := grouped(rand.Text()[:recoveryLength], "-")
		if _, err := tx.SQL().Exec(`INSERT INTO staff_recovery (account, hash) VALUES (?, ?)`, account, hashOf(recoveryText(code))); err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, nil
}

// recoveryLeft counts the codes that are not used.
func recoveryLeft(rd record.Reader, account string) (n int, err error) {
	_, err = rd.SQL().Row(`SELECT count(*) FROM staff_recovery WHERE account = ?`, []any{account}, &n)
	return n, err
}

func hasRecovery(rd record.Reader, account, code string) (bool, error) {
	var one int
	return rd.SQL().Row(`SELECT 1 FROM staff_recovery WHERE account = ? AND hash = ?`, []any{account, hashOf(recoveryText(code))}, &one)
}

// looksLikeRecovery tells a recovery code from one of an app, so that both may
// be typed into one field.
func looksLikeRecovery(code string) bool { return len(recoveryText(code)) == recoveryLength }

// recoveryText is what is hashed of a recovery code, however it was typed.
func recoveryText(code string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", "‐", "", "–", "").Replace(digits(code)))
}
