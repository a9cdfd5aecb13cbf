package staff

import "stet.news/record"

// Outside is an OpenID provider.
type Outside struct{ Issuer string }

func hasOutside(rd record.Reader, account string) (bool, error) {
	var one int
	return rd.SQL().Row(`SELECT 1 FROM staff_outside WHERE account = ?`, []any{account}, &one)
}
