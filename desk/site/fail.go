package site

import (
	"encoding/json"
	"errors"
	"net/http"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/hub"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/picture"
	"stet.news/record"
)

// failure is how an error is told.
type failure struct {
	status int
	key    string // of its title; key+"_text" explains, unless the error itself does
	detail bool   // the error's words are for the person
}

// failures in the order in which they are looked for.
var failures = []struct {
	is  error
	how failure
}{
	{policy.ErrDenied, failure{http.StatusForbidden, "frame.error_denied", false}},
	{errMissing, failure{http.StatusNotFound, "frame.error_missing", false}},
	{picture.ErrNoPicture, failure{http.StatusNotFound, "frame.error_missing", false}},
	{desk.ErrPictureUsed, failure{http.StatusConflict, "pictures.error_used", false}},
	{desk.ErrNoAlt, failure{http.StatusUnprocessableEntity, "pictures.error_alt", false}},
	{record.ErrNoStory, failure{http.StatusNotFound, "frame.error_missing", false}},
	{draft.ErrNoComment, failure{http.StatusNotFound, "frame.error_missing", false}},
	{record.ErrStale, failure{http.StatusConflict, "frame.error_stale", true}},
	{record.ErrEmbargoed, failure{http.StatusConflict, "frame.error_bad", true}},
	{record.ErrExists, failure{http.StatusConflict, "frame.error_bad", true}},
	{record.ErrSlugTaken, failure{http.StatusConflict, "frame.error_bad", true}},
	{draft.ErrState, failure{http.StatusConflict, "frame.error_bad", true}},
	{draft.ErrForgotten, failure{http.StatusGone, "frame.error_missing", false}},
	{draft.ErrClient, failure{http.StatusUnprocessableEntity, "frame.error_bad", true}},
	{draft.ErrAsides, failure{http.StatusTooManyRequests, "frame.error_bad", true}},
	{prose.ErrRefused, failure{http.StatusUnprocessableEntity, "frame.error_bad", true}},
	{prose.ErrMalformed, failure{http.StatusUnprocessableEntity, "frame.error_bad", true}},
	{prose.ErrTooLarge, failure{http.StatusRequestEntityTooLarge, "frame.error_bad", true}},
	{errUploads, failure{http.StatusServiceUnavailable, "pictures.error_busy", false}},
	{desk.ErrShareBusy, failure{http.StatusServiceUnavailable, "frame.error_busy", false}},
	{hub.ErrFull, failure{http.StatusServiceUnavailable, "frame.error_bad", true}},
	{record.ErrInvalid, failure{http.StatusUnprocessableEntity, "frame.error_bad", true}},
	{record.ErrNoEdition, failure{http.StatusUnprocessableEntity, "frame.error_bad", true}},
	{record.ErrFull, failure{http.StatusInsufficientStorage, "frame.error_full", false}},
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
	var how failure
	if status, text, ok := staffFault(w, l, err); ok {
		how, err = failure{status, "frame.error_bad", true}, errors.New(text)
	} else {
		how = s.failureOf(r, err)
	}
	if json {
		sendJSON(w, how.status, map[string]string{"error": err.Error(), "kind": how.key})
		return
	}
	view := failView{Title: l.T(how.key), Text: l.T(how.key + "_text"), Sent: s.notTaken(r)}
	if how.detail {
		view.Text = err.Error()
	}
	if err := s.pageStatus(w, r, who, how.status, "fail", view); err != nil {
		s.noPage(w, how.status, err)
	}
}

type failView struct {
	Title, Text string
	Sent        *typedForm // that was not taken
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
	case errors.Is(err, policy.ErrSignIn):
		return failure{http.StatusUnauthorized, "frame.error_denied", false}
	case errors.Is(err, policy.ErrStepUp), errors.Is(err, policy.ErrSecond):
		return failure{http.StatusForbidden, "frame.error_denied", true}
	case errors.As(err, &bad):
		return failure{http.StatusBadRequest, "frame.error_bad", true}
	case errors.As(err, &large):
		return failure{http.StatusRequestEntityTooLarge, "frame.error_bad", true}
	}
	for _, f := range failures {
		if errors.Is(err, f.is) {
			return f.how
		}
	}
	if r.Context().Err() == nil { // else whoever asked has gone
		s.Log.Error("a request to the desk failed", "method", r.Method, "route", r.Pattern, "error", err)
	}
	return failure{http.StatusInternalServerError, "frame.error_ours", false}
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
