package site

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"stet.news/desk/staff"
	"stet.news/desk/words"
)

// staffFaults are what may be wrong with how somebody comes in, or with what is
// done to an account, in the words of the person.
var staffFaults = []struct {
	is     error
	status int
	key    string
}{
	{staff.ErrWrong, http.StatusForbidden, "staff.wrong"},
	{staff.ErrPasskey, http.StatusForbidden, "staff.wrong_passkey"},
	{staff.ErrOutside, http.StatusForbidden, "staff.wrong_outside"},
	{staff.ErrBusy, http.StatusServiceUnavailable, "staff.busy"},
	{staff.ErrLink, http.StatusNotFound, "staff.link_gone"},
	{staff.ErrLogin, http.StatusConflict, "staff.login_taken"},
	{staff.ErrName, http.StatusUnprocessableEntity, "staff.name_wrong"},
	{staff.ErrNoGrants, http.StatusUnprocessableEntity, "staff.no_grants_chosen"},
	{staff.ErrNobody, http.StatusNotFound, "staff.nobody"},
	{staff.ErrLastAdministrator, http.StatusConflict, "staff.last_administrator"},
	{staff.ErrLastWay, http.StatusConflict, "staff.last_way"},
	{staff.ErrShort, http.StatusUnprocessableEntity, "staff.password_short"},
	{staff.ErrLong, http.StatusUnprocessableEntity, "staff.password_long"},
	{staff.ErrBreached, http.StatusUnprocessableEntity, "staff.password_breached"},
	{staff.ErrPattern, http.StatusUnprocessableEntity, "staff.password_pattern"},
	{staff.ErrOwnName, http.StatusUnprocessableEntity, "staff.password_own_name"},
}

// staffFault says such an error in somebody's language; ok is false for others.
func staffFault(w http.ResponseWriter, l *words.Lang, err error) (status int, text string, ok bool) {
	var wait *staff.WaitError
	if errors.As(err, &wait) {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Wait.Seconds()))))
		minutes := int(math.Ceil(wait.Wait.Minutes()))
		if wait.Wait < time.Minute {
			minutes = 1
		}
		return http.StatusTooManyRequests, l.T("staff.wait", "Count", minutes), true
	}
	for _, f := range staffFaults {
		if errors.Is(err, f.is) {
			return f.status, l.T(f.key), true
		}
	}
	return 0, "", false
}
