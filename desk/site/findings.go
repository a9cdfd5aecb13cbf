package site

import (
	"time"

	"stet.news/desk/check"
	"stet.news/desk/words"
)

// findingView is a finding of the checks in words.
type findingView struct {
	Level check.Level `json:"level"`
	Text  string      `json:"text"`
	// Block is the number of the block it is in, from 1; 0 for none.
	Block int `json:"block"`
}

// findingsIn says findings in a language.
func findingsIn(l *words.Lang, found []check.Finding) []findingView {
	out := []findingView{}
	for _, f := range found {
		text := l.T("check."+string(f.Kind), "Words", f.Words, "Count", f.Count, "Until", f.Until.UTC().Format(time.DateTime))
		if f.Place != "" && f.Place != "block" && (f.Kind == check.ToCome || f.Kind == check.NoAlt || f.Kind == check.Uncredited) {
			text = l.T("check.place_"+f.Place) + ": " + text
		}
		out = append(out, findingView{f.Level, text, f.Block})
	}
	return out
}
