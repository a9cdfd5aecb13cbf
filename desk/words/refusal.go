package words

import "errors"

// Refusal is an error that a person meets on a page. The page says it in their
// language; what it wraps stays in English, for callers, logs and the command line.
type Refusal struct {
	error
	key   string
	pairs []any
}

// Refuse gives an error the message that pages say instead of it, with its values
// as T takes them.
func Refuse(err error, key string, pairs ...any) error { return &Refusal{err, key, pairs} }

func (r *Refusal) Unwrap() error { return r.error }

// Refusal says an error that somebody gave a message; ok is false for others.
func (l *Lang) Refusal(err error) (text string, ok bool) {
	var r *Refusal
	if !errors.As(err, &r) {
		return "", false
	}
	return l.T(r.key, r.pairs...), true
}
