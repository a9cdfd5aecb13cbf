package site

import (
	"errors"
	"fmt"
	"html/template"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/words"
)

// allowed reports whether what the policy answered is a yes, at once or after
// showing who one is.
func allowed(err error) bool { return err == nil || errors.Is(err, policy.ErrStepUp) }

// size shows a number of bytes.
func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", (n+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// when shows a time: UTC for a page without scripts, which the desk's script
// turns into the reader's own zone.
func when(_ *words.Lang, at time.Time) template.HTML {
	if at.IsZero() {
		return ""
	}
	return template.HTML(`<time datetime="` + at.UTC().Format(time.RFC3339) + `">` + at.UTC().Format("2006-01-02 15:04") + " UTC</time>")
}
