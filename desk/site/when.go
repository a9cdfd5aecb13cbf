package site

import (
	"errors"
	"html/template"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/words"
)

// allowed reports whether what the policy answered is a yes, at once or after
// showing who one is.
func allowed(err error) bool { return err == nil || errors.Is(err, policy.ErrStepUp) }

// when shows a time: UTC for a page without scripts, which the desk's script
// turns into the reader's own zone.
func when(_ *words.Lang, at time.Time) template.HTML {
	if at.IsZero() {
		return ""
	}
	return template.HTML(`<time datetime="` + at.UTC().Format(time.RFC3339) + `">` + at.UTC().Format("2006-01-02 15:04") + " UTC</time>")
}
