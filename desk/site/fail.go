package site

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/hub"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/desk/words"
	"stet.news/picture"
	"stet.news/record"
)

// failure is how an error is told that has no message of its own (words.Refuse).
type failure struct {
	status int
	key    string // of its title
	text   string // the key of what explains it
	// detail: the error's own words follow, in English. They are about what no form
	// of ours sends, and for whoever wrote what sent it.
	detail bool
}

// failures in the order in which they are looked for.
var failures = []struct {
	is  error
	how failure
}{
	{policy.ErrSecond, failure{http.StatusForbidden, "frame.error_denied", "refusal.second", false}},
	{policy.ErrStepUp, failure{http.StatusForbidden, "frame.error_denied", "refusal.step_up", false}},
	{policy.ErrSignIn, failure{http.StatusUnauthorized, "frame.error_denied", "refusal.sign_in", false}},
	{policy.ErrDenied, failure{http.StatusForbidden, "frame.error_denied", "frame.error_denied_text", false}},
	{errMissing, failure{http.StatusNotFound, "frame.error_missing", "frame.error_missing_text", false}},
	{picture.ErrNoPicture, failure{http.StatusNotFound, "frame.error_missing", "frame.error_missing_text", false}},
	{desk.ErrPictureUsed, failure{http.StatusConflict, "pictures.error_used", "pictures.error_used_text", false}},
	{desk.ErrNoAlt, failure{http.StatusUnprocessableEntity, "pictures.error_alt", "pictures.error_alt_text", false}},
	{record.ErrNoStory, failure{http.StatusNotFound, "frame.error_missing", "frame.error_missing_text", false}},
	{draft.ErrNoComment, failure{http.StatusNotFound, "frame.error_missing", "frame.error_missing_text", false}},
	{record.ErrStale, failure{http.StatusConflict, "frame.error_stale", "refusal.stale", false}},
	{record.ErrEmbargoed, failure{http.StatusConflict, "frame.error_bad", "publish.problem_embargo", false}},
	{record.ErrExists, failure{http.StatusConflict, "frame.error_bad", "publish.problem_out", false}},
	{record.ErrSlugTaken, failure{http.StatusConflict, "frame.error_bad", "publish.problem_slug", false}},
	{draft.ErrState, failure{http.StatusConflict, "frame.error_bad", "refusal.moved", false}},
	{draft.ErrForgotten, failure{http.StatusGone, "frame.error_missing", "frame.error_missing_text", false}},
	{draft.ErrClient, failure{http.StatusUnprocessableEntity, "frame.error_bad", "refusal.form", true}},
	{draft.ErrAsides, failure{http.StatusTooManyRequests, "frame.error_bad", "refusal.asides", false}},
	{prose.ErrRefused, failure{http.StatusUnprocessableEntity, "frame.error_bad", "refusal.form", true}},
	{prose.ErrMalformed, failure{http.StatusUnprocessableEntity, "frame.error_bad", "refusal.form", true}},
	{prose.ErrTooLarge, failure{http.StatusRequestEntityTooLarge, "frame.error_bad", "refusal.too_large", false}},
	{errUploads, failure{http.StatusServiceUnavailable, "pictures.error_busy", "pictures.error_busy_text", false}},
	{desk.ErrShareBusy, failure{http.StatusServiceUnavailable, "frame.error_busy", "frame.error_busy_text", false}},
	{hub.ErrFull, failure{http.StatusServiceUnavailable, "frame.error_bad", "refusal.windows", false}},
	{record.ErrInvalid, failure{http.StatusUnprocessableEntity, "frame.error_bad", "refusal.invalid", true}},
	{record.ErrNoEdition, failure{http.StatusUnprocessableEntity, "frame.error_bad", "refusal.form", true}},
	{record.ErrFull, failure{http.StatusInsufficientStorage, "frame.error_full", "frame.error_full_text", false}},
}

// fail tells the person what went wrong, and the operator when it was us.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, who policy.Principal, err error) {
	json := wantsJSON(r)
	if asks := errors.Is(err, policy.ErrSignIn) || errors.Is(err, policy.ErrStepUp); asks && !json {
		if err := s.prove(w, r, who, err); err != nil {
			s.noPage(w, http.StatusInternalServerError, err)
		}
		return
	}
	l := s.lang(r, who)
	how, view := s.told(w, r, l, err)
	if json {
		sendJSON(w, how.status, map[string]string{"error": strings.TrimSpace(view.Text + " " + view.Detail), "kind": how.key})
		return
	}
	view.Sent = s.notTaken(r)
	if err := s.pageStatus(w, r, who, how.status, "fail", view); err != nil {
		s.noPage(w, how.status, err)
	}
}

type failView struct {
	Title, Text string
	Detail      string     // in English
	Sent        *typedForm // that was not taken
}

// told puts an error into somebody's language.
func (s *Site) told(w http.ResponseWriter, r *http.Request, l *words.Lang, err error) (failure, failView) {
	if status, text, ok := staffFault(w, l, err); ok {
		how := failure{status: status, key: "frame.error_bad"}
		return how, failView{Title: l.T(how.key), Text: text}
	}
	how := s.failureOf(r, err)
	view := failView{Title: l.T(how.key)}
	if text, ok := l.Refusal(err); ok {
		view.Text = text
		return how, view
	}
	view.Text = l.T(how.text)
	if how.detail {
		view.Detail = err.Error()
	}
	return how, view
}

// noPage answers when not even the page of an error can be made.
func (s *Site) noPage(w http.ResponseWriter, status int, err error) {
	s.Log.Error("the page of an error cannot be made", "error", err)
	http.Error(w, http.StatusText(status), status)
}

func (s *Site) failureOf(r *http.Request, err error) failure {
	var bad *badRequest
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &bad):
		return failure{http.StatusBadRequest, "frame.error_bad", "refusal.form", true}
	case errors.As(err, &large):
		return failure{http.StatusRequestEntityTooLarge, "frame.error_bad", "refusal.too_large", false}
	}
	for _, f := range failures {
		if errors.Is(err, f.is) {
			return f.how
		}
	}
	if r.Context().Err() == nil { // else whoever asked has gone
		s.Log.Error("a request to the desk failed", "method", r.Method, "route", r.Pattern, "error", err)
	}
	return failure{http.StatusInternalServerError, "frame.error_ours", "frame.error_ours_text", false}
}

// sendJSON answers a script.
func sendJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}
