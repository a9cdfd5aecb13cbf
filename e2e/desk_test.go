package e2e

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"stet.news/edge"
	"stet.news/press"
)

// TestDeskPointsAtAMistake judges the desk's page that shows a mistake in the
// look as the pages of the site are judged: long lines must not push it aside,
// and the marked line must be readable in both schemes.
func TestDeskPointsAtAMistake(t *testing.T) {
	rules := axe(t)
	b := newTab(t)
	text := strings.Repeat("{{with .Rev.Standfirst}}<p class=\"standfirst\" data-piece=\"standfirst\">{{.}}</p>{{end}}\n", 9)
	desk := httptest.NewServer(edge.DeskHandler("Karez", func() *press.Mistake {
		return &press.Mistake{File: "look/templates/story.html", Line: 5, Column: 8, What: ".Rev.Standfirs: there is no field Standfirs here", Mend: "see docs/look.md", Text: text}
	}))
	t.Cleanup(desk.Close)
	b.site = desk.URL
	b.open("/")
	eval[int](b, rules+`;0`)
	for _, width := range []int64{320, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			b.as(width, scheme)
			fits(b, fmt.Sprintf("the desk at %d px", width))
			for _, v := range violations(b) {
				t.Errorf("the desk at %d px, %s: %s", width, scheme, v)
			}
		}
	}
	if marked := eval[string](b, `document.querySelector("mark").textContent`); !strings.HasPrefix(marked, "   5 > {{with") {
		t.Errorf("marked is %q", marked)
	}
	if foreign, logged := b.heard(); len(foreign)+len(logged) > 0 {
		t.Error(foreign, logged)
	}
}
